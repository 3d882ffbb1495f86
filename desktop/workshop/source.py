"""Texts that are open in the workshop: each with its own undo, its version, and whether it was saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QTextDocument

Saved = Literal["never", "saved", "failed", "checking"]


@dataclass(eq=False)
class Source:
    """One file. ``version`` counts the saves that changed it; ``running`` is the version that passed last."""

    key: str
    name: str
    path: Path
    document: QTextDocument
    read_only: bool = False
    version: int = 1
    running: int = 1
    text: str = ""
    """What was saved last."""
    good: tuple[tuple[int, bytes], ...] = ()
    """Versions that passed, the latest last: number and text."""
    state: Saved = "never"

    @property
    def unsaved(self) -> bool:
        """Whether there is something to lose."""
        return not self.read_only and self.document.toPlainText() != self.text

    def save(self) -> bytes:
        """Take the text as the next version, if it is another, and give it."""
        text = self.document.toPlainText()
        if text != self.text:
            self.version += 1
            self.text = text
        self.document.setModified(False)
        return text.encode()

    def passed(self, content: bytes) -> None:
        """The version that was saved last does what it should."""
        self.state = "saved"
        self.running = self.version
        if not self.good or self.good[-1][1] != content:
            self.good = (*self.good[-9:], (self.version, content))

    @property
    def former(self) -> tuple[int, bytes] | None:
        """The version that ran before the one that runs."""
        return self.good[-2] if len(self.good) > 1 else None
