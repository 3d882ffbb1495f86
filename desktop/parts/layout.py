"""Rows and columns in one line each."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

STRETCH: Final = object()
"""Stands for the space that is left over."""
Item = QWidget | QLayout | int | tuple[QWidget, int] | object
Margins = tuple[int, int, int, int]
L = TypeVar("L", bound=QBoxLayout)


def row(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Items from left to right: widgets, layouts, pixels of space, ``(widget, stretch)`` or STRETCH."""
    return _filled(QHBoxLayout(), items, gap, margins)


def column(*items: Item, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Items from top to bottom, as in ``row``."""
    return _filled(QVBoxLayout(), items, gap, margins)


def _filled(layout: L, items: tuple[Item, ...], gap: int, margins: Margins) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is STRETCH:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, tuple):
            layout.addWidget(*item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
    return layout
