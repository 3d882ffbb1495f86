"""The line at the foot: what the run does, how far it is and how fast."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from core.status import State, Status
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.look.tokens import SIZE
from desktop.parts import STRETCH, IconLabel, button, label, restyle, row

WORDS: dict[State, tuple[str, str, str]] = {
    "loading": ("Loading", "time", "text_3"),
    "paused": ("Paused", "pause", "text_3"),
    "training": ("Training", "play", "success"),
    "finished": ("Finished", "check", "success"),
    "failed": ("Stopped", "warning", "danger"),
}
"""Of each state: the word, its icon and its colour."""


class StatusLine(QFrame):
    """State, epoch, step, speed, time left and test accuracy; facts about the network at the right."""

    cancelled = Signal()
    """The user gave up what is loading."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.setFixedHeight(SIZE["status"] + 4)
        self._icon = IconLabel(look, "time", "text_3", 14)
        self._state, self._why = label("", "strong"), label("", "label")
        self._epoch, self._step = label("", "label"), label("", "label")
        self._speed, self._left, self._accuracy = label("", "label"), label("", "label"), label("", "strong")
        self._facts = label("", "note")
        self._told = ""
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 4)
        self._cancel = button(look, "Cancel", "link")
        self._cancel.clicked.connect(self.cancelled)
        left = (self._icon, self._state, self._why, self._epoch, self._step, self._bar, self._speed, self._left)
        self.setLayout(row(*left, self._cancel, self._accuracy, STRETCH, self._facts, gap=12, margins=(12, 0, 12, 0)))
        self._cancel.hide()

    def show_status(self, status: Status) -> None:
        """What the run is doing."""
        word, icon, colour = WORDS[status.state]
        loading = status.state == "loading"
        if status.state != self._told:
            self._told = status.state
            self._icon.show_icon(icon, colour)
            restyle(self._state, role="danger" if status.state == "failed" else "strong")
        self._state.setText(status.words if loading and status.words else tr(word))
        self._why.setText(status.words if status.state == "finished" else "")
        self._state.setToolTip(status.words)
        self._cancel.setVisible(loading)
        done = status.share if loading else min(1.0, status.epoch / status.goal) if status.goal else 0.0
        self._bar.setValue(round(1000 * done))
        self._bar.setAccessibleName(tr("{share} done", share=f"{done:.0%}"))
        whole = min(int(status.epoch) + (status.state == "training"), max(status.goal, int(status.epoch)))
        self._epoch.setText("" if loading else tr("Epoch {epoch} of {goal}", epoch=whole, goal=status.goal))
        self._step.setText("" if loading else tr("Step {step}", step=f"{status.step:,}"))
        self._speed.setText(
            tr("{count} samples/s", count=f"{round(status.samples_per_second, -2):,.0f}") if self._moves(status) else ""
        )
        self._left.setText(tr("{time} left", time=seconds(status.seconds_left)) if self._moves(status) else "")
        measured = status.evaluation
        known = measured is not None and measured.test_accuracy == measured.test_accuracy
        self._accuracy.setText(
            tr("Test accuracy {share}", share=f"{measured.test_accuracy:.1%}".replace("%", " %"))
            if known and measured
            else ""
        )

    @staticmethod
    def _moves(status: Status) -> bool:
        return status.state == "training" and status.samples_per_second > 0

    def show_facts(self, *facts: str) -> None:
        """Quiet words about the network at the right."""
        self._facts.setText("  ·  ".join(fact for fact in facts if fact))


def seconds(amount: float | None) -> str:
    """A time in words: ``11 s``, ``2 min 5 s``."""
    if amount is None:
        return "some time"
    whole = max(0, round(amount))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"
