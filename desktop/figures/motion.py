"""Whether the user, or the system, asks for less motion."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle, QWidget


def less_motion(widget: QWidget) -> bool:
    """True where the settings say so, or animations of widgets take no time in the widget's style."""
    app = QApplication.instance()
    if app is not None and app.property("less_motion"):
        return True
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) == 0
