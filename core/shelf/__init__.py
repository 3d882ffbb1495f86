"""All plugins there are: what is in use, what is off, what failed, and what waits for the user's consent.

Nothing here has a thread; what runs a plugin's code (starting, turning on, consent, swap) is to be called off the GUI
thread. Raises InknetError, with full sentences, for whatever does not go.
"""

from .lists import Report
from .plugin import Plugin, State
from .shelf import Shelf

__all__ = ["Plugin", "Report", "Shelf", "State"]
