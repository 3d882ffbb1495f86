"""What opens over the window, and how the window fits itself to its user: finding, keys, settings, the start card."""

from .sheets import Sheets

__all__ = ["Sheets"]
