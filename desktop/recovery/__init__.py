"""Unsaved work: kept while the window is open, offered by the start after one that ended too early."""

from .place import Recovery

__all__ = ["Recovery"]
