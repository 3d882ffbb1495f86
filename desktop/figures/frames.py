"""Figures shown one after the other, with a button to stop and a slider to go back and forth."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSlider, QToolButton, QWidget

from core import Figure, Frames
from desktop.look import Theme
from desktop.parts.painting import width_of

from .motion import less_motion
from .renderer import Renderer

CONTROLS = 32
FASTEST = 40
"""Milliseconds of a frame at least: eyes and painting ask for no more."""
SHARE = 0.04
"""Of the GUI thread's time that taking frames apart may have: costly ones follow each other more slowly."""


class FramesRenderer(Renderer):
    """Plays as long as it is seen. Where the system asks for less motion it waits for its button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.inner: Renderer | None = None
        self.playing = not less_motion(self)
        self.button = QToolButton(self)
        self.button.setIconSize(QSize(16, 16))
        self.button.setAutoRaise(True)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName("Frame")
        self.count = QLabel(self)
        self.count.setProperty("role", "caption")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)
        self.button.clicked.connect(lambda: self.play(not self.playing))
        self.slider.valueChanged.connect(self._show_frame)
        self.slider.sliderPressed.connect(lambda: self.play(False))
        self._wear()

    def play(self, on: bool) -> None:
        """Go on, or stand still."""
        self.playing = on
        self._wear()
        self._run()

    def retheme(self, theme: Theme) -> None:
        if self.inner is not None:
            self.inner.retheme(theme)
        self.theme = theme
        self._wear()
        super().retheme(theme)

    def _wear(self) -> None:
        name = "Pause" if self.playing else "Play"
        self.button.setIcon(self.theme.icon(name.lower(), "text_2", 16))
        self.button.setAccessibleName(name)
        self.button.setToolTip(name)

    def _take(self, figure: Figure) -> None:
        assert isinstance(figure, Frames)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(figure.figures) - 1))
        self.slider.blockSignals(False)
        start = time.thread_time()
        self._show_frame(self.slider.value())
        self._pace(time.thread_time() - start)
        self._run()

    def _show_frame(self, index: int) -> None:
        from .catalogue import renderer_for

        figure = self.figure
        assert isinstance(figure, Frames)
        if not figure.figures:
            return
        one = figure.figures[index]
        inner = renderer_for(one, self.theme, self.inner, self)
        if inner is not self.inner:
            if self.inner is not None:
                self.inner.deleteLater()
            self.inner = inner
            inner.samples_chosen.connect(self.samples_chosen)
            inner.cell_clicked.connect(self.cell_clicked)
            inner.show()
            self._arrange()
        inner.picture_of = self.picture_of
        inner.display(one)
        self.count.setText(f"{index + 1} of {len(figure.figures)}")

    def _next(self) -> None:
        start = time.thread_time()
        self.slider.setValue((self.slider.value() + 1) % (self.slider.maximum() + 1))
        self._pace(time.thread_time() - start)

    def _pace(self, spent: float) -> None:
        """The time to the next frame: what the figure asks for, or more where showing one has taken so long."""
        figure = self.figure
        assert isinstance(figure, Frames)
        wait = max(FASTEST, round(figure.seconds * 1000), round(spent / SHARE * 1000))
        if abs(wait - self._timer.interval()) > 0.2 * self._timer.interval():  # setting it begins anew to wait
            self._timer.setInterval(wait)

    def _run(self) -> None:
        going = self.playing and self.isVisible() and self.slider.maximum() > 0
        if going != self._timer.isActive():
            self._timer.start() if going else self._timer.stop()

    def _around(self) -> object:
        return self.lost

    def _arrange(self) -> None:
        figure = self.figure
        assert isinstance(figure, Frames)
        bottom = self.height() - CONTROLS
        if self.inner is not None:
            self.inner.setGeometry(0, 0, self.width(), bottom)
        count = round(width_of(self.theme, f"{len(figure.figures)} of {len(figure.figures)}", "caption")) + 10
        self.button.setGeometry(0, bottom + 4, 28, 28)
        self.slider.setGeometry(36, bottom + 8, max(20, self.width() - 36 - count - 8), 20)
        self.count.setGeometry(self.width() - count, bottom + 8, count, 20)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def out_of_sight(self) -> int:
        return 0 if self.inner is None else self.inner.out_of_sight()

    def sharpen(self, on: bool) -> None:
        if self.inner is not None:
            self.inner.sharpen(on)

    def _painted_elsewhere(self) -> float:
        return self.inner.spent() if self.inner is not None else 0.0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run()
