"""An editor for Python sources of a few dozen lines, made for plugins."""

from .edit import CodeEdit
from .find import FindBar

__all__ = ["CodeEdit", "FindBar"]
