"""The drawing pad, and the panel that shows what the network makes of it."""

from .canvas import Pad
from .panel import PadPanel
from .paper import SIZE
from .pen import ERASERS, PENS
from .stages import StagesPanel

__all__ = ["ERASERS", "PENS", "SIZE", "Pad", "PadPanel", "StagesPanel"]
