"""The drawings that were, so that each step on the pad can be taken back and done again."""

from __future__ import annotations

from core.strokes import Drawing

MOST = 200


class DrawingHistory:
    """A list of drawings and a place in it. Drawings are immutable, so that undo is a step along the list."""

    def __init__(self) -> None:
        self._drawings: list[Drawing] = [()]
        self._at = 0

    @property
    def now(self) -> Drawing:
        return self._drawings[self._at]

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at < len(self._drawings) - 1

    def push(self, drawing: Drawing) -> None:
        """A new drawing; what had been taken back is forgotten."""
        self._drawings = [*self._drawings[: self._at + 1], drawing][-MOST:]
        self._at = len(self._drawings) - 1

    def undo(self) -> None:
        """The drawing before, where there is one."""
        self._at = max(self._at - 1, 0)

    def redo(self) -> None:
        """The drawing after, where there is one."""
        self._at = min(self._at + 1, len(self._drawings) - 1)
