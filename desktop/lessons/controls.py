"""The parts of the window that a lesson may lock or hide, by the names of ``core.lessons.controls``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from core.lessons import Lesson
from desktop.language import tr

if TYPE_CHECKING:
    from desktop.forms import ComponentPicker
    from desktop.window import MainWindow

Control = QWidget | QAction
RATE = "learning_rate"
LOCKED = "Locked in this lesson"


@dataclass
class _Taken:
    """A control that was taken away, and how it was before."""

    control: Control
    hidden: bool
    tip: str


class Locks:
    """Takes away what a lesson locks or hides, and gives it back. Forms are made anew at times; see ``again``."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._lesson: Lesson | None = None
        self._taken: list[_Taken] = []

    def lock(self, lesson: Lesson | None) -> None:
        """Give every control back, then take those away that the lesson locks or hides."""
        for one in self._taken:
            if isValid(one.control):
                one.control.setEnabled(True)
                one.control.setToolTip(one.tip)
                if one.hidden:
                    one.control.setVisible(True)
        self._lesson, self._taken = lesson, []
        self.again()

    def again(self) -> None:
        """Take away what has come since."""
        lesson = self._lesson
        for name in sorted(lesson.locked | lesson.hidden) if lesson is not None else ():
            for control in parts(self._window, name):
                if control.isEnabled():
                    self._take(control, lesson is not None and name in lesson.hidden)

    def _take(self, control: Control, hide: bool) -> None:
        shown = control.isVisible() if isinstance(control, QAction) else not control.isHidden()
        self._taken.append(_Taken(control, hide and shown, control.toolTip()))
        control.setEnabled(False)
        control.setToolTip(tr(LOCKED))
        if hide:
            control.setVisible(False)


def parts(window: MainWindow, name: str) -> list[Control]:
    """The widgets and actions of a control."""
    page = window.network
    training, layer = page.training, page.layer
    data = window.data.settings if window.docks.has("data") else None
    found: dict[str, list[Control]] = {
        "dataset": [data.picker] if data else [],
        "sampling": [data.rows, data.noise] if data else [],
        "preprocessing": [training.pickers["preprocessing"]],
        "layers": [page.palette_panel, layer.form, page.editor.foot],
        "activation": [layer.activation],
        "initializer": [layer.initializer],
        "loss": [training.pickers["loss"]],
        "optimizer": _but_rate(training.pickers["optimizer"]),
        RATE: _rate(training.pickers["optimizer"]),
        "regularizers": [training.penalty],
        "augmentations": [training.additions.augmentation],
        "schedule": [training.additions.schedule],
        "batch_size": [training.numbers.rows["batch_size"]],
        "stopping": [training.stops],
        "seed": [training.numbers.rows["seed"]],
        "pad": [window.docks.dock("drawing"), window.actions_by_name["draw"]],
        "plugins": [window.actions_by_name["bench"], window.actions_by_name["plugins"]],
        "views": [window.views_menu.menuAction()],
    }
    return found[name]


def _but_rate(picker: ComponentPicker) -> list[Control]:
    rows = picker.form.rows if picker.form is not None else {}
    return [picker.combo, *(one for name, one in rows.items() if name != RATE)]


def _rate(picker: ComponentPicker) -> list[Control]:
    rows = picker.form.rows if picker.form is not None else {}
    return [rows[RATE]] if RATE in rows else []
