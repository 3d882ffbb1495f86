"""Small parts that every screen shares: labels, buttons, panels, answers, notices."""

from .answers import AnswerBars, DigitReadout, percent
from .buttons import IconButton, Segments, Switch, button
from .empty import EmptyState
from .labels import IconLabel, label, restyle, rule
from .layout import STRETCH, column, row
from .notice import Notice, Notices
from .painting import Painted, rounded, write
from .panel import Panel
from .tile import PixelTile

__all__ = [
    "STRETCH",
    "AnswerBars",
    "DigitReadout",
    "EmptyState",
    "IconButton",
    "IconLabel",
    "Notice",
    "Notices",
    "Painted",
    "Panel",
    "PixelTile",
    "Segments",
    "Switch",
    "button",
    "column",
    "label",
    "percent",
    "restyle",
    "rounded",
    "row",
    "rule",
    "write",
]
