"""What went wrong in a plugin, in a form that a card, a terminal and a test can show: where, with what, and what to do.

``fault_of`` makes it from an exception, ``hint_for`` has the words for the most frequent mistakes.
"""

from .fault import Fault, described, fault_of, in_plugin, plugin_frames
from .hints import HINTS, hint_for

__all__ = ["HINTS", "Fault", "described", "fault_of", "hint_for", "in_plugin", "plugin_frames"]
