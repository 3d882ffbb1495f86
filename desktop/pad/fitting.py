"""Which parts of the pad's panel there is room for, and how large the paper can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.look.tokens import SIZE

if TYPE_CHECKING:
    from .panel import PadPanel

GAP = 8
MARGIN = 12
LEAST_PAPER = 124
BESIDE, REST = 520, 276
"""Width of the content from which the paper may stand beside the rest, and what the rest then needs."""
CAPTION = 360
"""Width from which the picture of what the network sees has its caption beside it."""
BARS = 128
"""Width that the bars of a dock need."""
PAPER_FOR = {"correction": LEAST_PAPER, "reading": 132, "question": 180, "recent": 180, "more_recent": 240}
"""Parts by how much they matter, and the side of the paper below which each of them stays away."""


class Fitting:
    """Looks at the size of the panel whenever it changes, and shows what fits."""

    def __init__(self, panel: PadPanel, above: QWidget, reading: QWidget, large: bool, side: int) -> None:
        self._panel, self._above, self._reading = panel, above, reading
        self._large, self._side = large, side

    def least(self) -> QSize:
        """The least size of the panel: paper, tools and, in a dock, the bars."""
        height = self._header() + LEAST_PAPER + GAP + SIZE["target"] + MARGIN + 2
        return QSize(LEAST_PAPER + 14 + BARS + 2 * MARGIN + 2, height)

    def _header(self) -> int:
        """Pixels that the strip takes: none where a dock has it."""
        return SIZE["dock_header"] if self._panel.isAncestorOf(self._panel.strip) else 0

    def fit(self) -> None:
        """Show what there is room for, and give the paper the rest."""
        inside = self._panel.contentsRect()
        width, height = inside.width() - 2 * MARGIN, inside.height() - self._header() - MARGIN
        if width <= 0 or height <= 0:
            return
        if not self._large:
            self._fit_dock(width, height)
            return
        tools = GAP + SIZE["target"]
        beside = width >= BESIDE and width + tools + 160 > height
        self._panel.set_direction(beside)
        paper = min(height - tools, width - 2 * GAP - REST) if beside else width
        rest = width - paper - 2 * GAP if beside else width
        wanted = {name: 0 if beside else min(least, width) for name, least in PAPER_FOR.items()}
        used = self._show_parts(rest, height if beside else height - tools, wanted)
        if beside:
            self._above.setFixedWidth(max(paper, LEAST_PAPER))
        else:
            self._above.setMinimumWidth(0)
            self._above.setMaximumWidth(16_777_215)
            paper = min(width, height - tools - used)
        self._set_paper(max(paper, LEAST_PAPER))

    def _fit_dock(self, width: int, height: int) -> None:
        tools, tip = 4 + SIZE["target"], self._panel.tip_line
        said = _height(tip, width) + GAP if self._panel.tip else 0
        tip.setVisible(0 < said <= height - tools - LEAST_PAPER)
        said = 0 if tip.isHidden() else said
        side = max(LEAST_PAPER, min(self._side, width - 14 - BARS, height - tools - said))
        self._panel.pad.setFixedWidth(side)
        self._show_parts(width, height - side - tools, dict.fromkeys(PAPER_FOR, 0))
        self._panel.answer.setFixedHeight(side)
        self._set_paper(side)

    def _set_paper(self, side: int) -> None:
        self._panel.pad.setFixedHeight(side)
        self._above.setFixedHeight(side + (GAP if self._large else 4) + SIZE["target"])

    def _show_parts(self, width: int, room: int, paper: dict[str, int]) -> int:
        """Show the parts that leave at least ``paper[name]`` of the room; returns what those take."""
        panel, used = self._panel, 0
        tip, recent = panel.tip_line, panel.strip_of_recent

        def takes(name: str, height: int) -> bool:
            nonlocal used
            fits = height > 0 and room - used - height - GAP >= paper[name]
            used += height + GAP if fits else 0
            return fits

        if not tip.isHidden():
            used += _height(tip, width) + GAP
        correction = panel.correction
        lines = 2 * SIZE["control"] + GAP
        correctable = panel.correctable and takes("correction", lines)
        correction.setVisible(correctable)
        if self._large:
            self._reading.setVisible(takes("reading", panel.seen.height()))
            panel.caption.setVisible(width >= CAPTION)
        else:
            needed = panel.tools.sizeHint().width() + panel.caption.sizeHint().width() + panel.seen.width() + 2 * GAP
            panel.caption.setVisible(needed <= width)
        question = correctable and takes("question", _height(correction.question, width))
        correction.question.setVisible(question)
        rows = 1 if takes("recent", recent.needed(1, width)) else 0
        further = recent.needed(2, width) - recent.needed(1, width)
        recent.rows = 2 if rows and takes("more_recent", further - GAP) else rows
        recent.setVisible(bool(rows))
        recent.setFixedHeight(recent.needed(max(recent.rows, 1), width) if rows else 0)
        return used


def _height(widget: QWidget, width: int) -> int:
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
