"""The network's editor: the picture of the network is what one edits."""

from .editor import NetworkEditor
from .offers import Load
from .palette import Palette

__all__ = ["Load", "NetworkEditor", "Palette"]
