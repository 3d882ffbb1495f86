"""The drawing pad, and the panel that shows what the network makes of it."""

from .canvas import SIZE, Pad
from .panel import PadPanel
from .pen import ERASERS, PENS

__all__ = ["ERASERS", "PENS", "SIZE", "Pad", "PadPanel"]
