"""Whether the system asks for less motion."""

from __future__ import annotations

from PySide6.QtWidgets import QStyle, QWidget


def less_motion(widget: QWidget) -> bool:
    """True where animations of widgets take no time in the widget's style."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) == 0
