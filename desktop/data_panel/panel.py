"""The data in one panel: what is chosen, how far loading is, what there is, and single samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QProgressBar, QScrollArea, QWidget

from core import Data
from core.registry import Registry
from core.status import Status
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, EmptyState, Panel, Segments, button, column, label, row

from .browser import Browser
from .closely import Means, mean_tiles, means, true_classes
from .figure_place import FigurePlace
from .sample import SampleView
from .settings import DataSettings
from .summary import Summary, facts, summarise

if TYPE_CHECKING:
    from desktop.views import ViewHost

WIDE = 560
"""Width of the panel from which settings and samples stand side by side."""
SETTINGS = 264
MEANS = "Means"
LOOKS = ("Samples", "One sample", MEANS)
SAMPLES = 460
"""Height that the samples and their classes have at least in a narrow panel."""


class Loading(QWidget):
    """How far loading is, and a button that gives it up."""

    def __init__(self, look: ThemeSwitch, live: Live) -> None:
        super().__init__()
        self.words = label("", "note", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.cancel = button(look, "Cancel", "link")
        self.cancel.clicked.connect(lambda: live.session.run.cancel())
        self.setLayout(column(row((self.words, 1), self.cancel, gap=8), self.bar, gap=4))
        self.hide()

    def show_status(self, status: Status) -> None:
        """Show how far it is; hidden when nothing is loading."""
        self.setVisible(status.state == "loading")
        self.words.setText(status.words)
        self.bar.setValue(round(1000 * status.share))
        self.bar.setAccessibleName(f"{status.share:.0%} loaded")


class DataPanel(Panel):
    """Narrow, it is a column that scrolls; wide, settings stand at the left and samples at the right."""

    sample_chosen = Signal(str, int)
    """The split and the row of a sample that the network shall read."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry, host: ViewHost) -> None:
        super().__init__(look, "Data", margins=(0, 0, 0, 4))
        self._live, self._host = live, host
        self._data: Data | None = None
        self._summary: tuple[Summary, Means] | None = None
        self.settings = DataSettings(look, live, registry)
        self.loading = Loading(look, live)
        self.facts = label("", "note", wrap=True)
        self.browser = Browser(look, host)
        self.browser.sample_chosen.connect(self.sample_chosen)
        self.sample, self.means = SampleView(look), FigurePlace(look)
        self.browser.sample_chosen.connect(self.sample.show_sample)
        self.sample.turned.connect(self.sample_chosen)
        self.looks = Segments(list(LOOKS), "Samples", "What to look at")
        self.looks.chosen.connect(lambda _: self._show_there(True))
        self.empty = EmptyState(look, "data", "No data yet.", "Classes and samples appear when they are loaded.")
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.loading, self.settings, STRETCH, gap=8))
        parts = ((self.browser, 1), (self.sample, 1), (self.means, 1), (self.empty, 1))
        right.setLayout(column(self.facts, self.looks, *parts, gap=8))
        self._left, self._right = left, right
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setContentsMargins(12, 0, 12, 8)
        self._both.setSpacing(12)
        self._both.addWidget(left)
        self._both.addWidget(right, 1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._both)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self.area.setAccessibleName(tr("Data: settings and samples"))
        self.body.addWidget(self.area, 1)
        live.status.connect(self.loading.show_status)
        live.built.connect(self._built)
        self._show_there(False)
        self.loading.show_status(live.session.run.status)
        if live.session.data is not None:
            self.show_data(live.session.data)

    def show_data(self, data: Data) -> None:
        """Show what these data hold; counting is the view thread's."""
        self.settings.show_data(data)
        if data is self._data:
            return
        self._data = data
        self.set_note(f"{len(data.train.inputs):,} train, {len(data.test.inputs):,} test")
        experiment = self._live.experiment

        def look() -> tuple[Summary, Means, dict[int, int]]:
            summary = summarise(data)
            return summary, means(summary), true_classes(experiment, data)

        self._host.compute(f"data {id(self)}", look, lambda found: self._show_summary(*found))

    def show_own(self, counts: Mapping[str, int]) -> None:
        """How many digits of each class the user has by now."""
        self.settings.show_own(counts)

    def _built(self, event: Any) -> None:
        self.show_data(event.data)

    def _show_summary(self, summary: Summary, found: Means, true: dict[int, int]) -> None:
        self.facts.setText(facts(summary) + _noise(len(true), len(summary.data.train.inputs)))
        self._summary = summary, found
        self.browser.show_summary(summary)
        self.sample.show_data(summary, found, true)
        self.looks.button(MEANS).setEnabled(summary.pictures)
        if not summary.pictures and self.looks.current == MEANS:
            self.looks.set_current("Samples")
        self._show_there(True)

    def _show_there(self, there: bool) -> None:
        """The part that is looked at, or that there is nothing yet."""
        chosen = self.looks.current
        for name, part in (("Samples", self.browser), ("One sample", self.sample), (MEANS, self.means)):
            part.setVisible(there and name == chosen)
        if there and chosen == MEANS and self._summary is not None:
            self.means.show_figure(mean_tiles(self._summary[0].data, self._summary[1]))
        self.looks.setVisible(there)
        self.facts.setVisible(there)
        self.empty.setVisible(not there)
        self._fit()

    # room

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    def sizeHint(self) -> QSize:
        return QSize(336, 640)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= WIDE
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(across if wide else down)
        self._both.setSpacing(24 if wide else 12)
        if wide:
            self._left.setFixedWidth(SETTINGS)
        else:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        self._right.setMinimumHeight(0 if wide or not self.empty.isHidden() else SAMPLES)


def _noise(changed: int, rows: int) -> str:
    return tr("; label noise changed {n} of {rows} labels", n=f"{changed:,}", rows=f"{rows:,}") if changed else ""
