"""Looking through the samples: class by class, page by page, or as points in the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core import Array, Figure
from desktop.forms.fields import QuietSlider
from desktop.language import tr
from desktop.look import Theme, ThemeSwitch
from desktop.parts import IconButton, Segments, column, label, row

from . import summary as facts_of
from .class_bars import HEAD, ROW, ClassBars
from .grid import SampleGrid
from .mosaic import mosaic
from .summary import SplitName, Summary

if TYPE_CHECKING:
    from desktop.figures.renderer import Renderer
    from desktop.views import ViewHost

WORDS = {"Train": "train", "Test": "test"}
MOST_LINES = 11
"""Classes that are seen at once; more of them scroll."""
SLIDER = 1000


class Pager(QWidget):
    """Back, on, and a slider over all pages; says which samples are seen."""

    def __init__(self, look: ThemeSwitch, grid: SampleGrid) -> None:
        super().__init__()
        self._grid = grid
        self.back = IconButton(look, "left", "Samples before", "Page Up", size=16)
        self.on = IconButton(look, "right", "Further samples", "Page Down", size=16)
        self.slider = QuietSlider()
        self.slider.setRange(0, SLIDER)
        self.slider.setAccessibleName("Place among the samples")
        self.words = label("", "note")
        self.setLayout(row(self.back, (self.slider, 1), self.on, self.words, gap=4))
        self.back.clicked.connect(lambda: grid.turn(-1))
        self.on.clicked.connect(lambda: grid.turn(1))
        self.slider.valueChanged.connect(lambda at: grid.go_to(round(at / SLIDER * max(len(grid.rows) - 1, 0))))
        grid.paged.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show where the grid is."""
        count, start = len(self._grid.rows), self._grid.start
        end = min(start + self._grid.grid.capacity, count)
        self.words.setText(f"{start + 1:,} to {end:,} of {count:,}" if count else "none")
        self.back.setEnabled(start > 0)
        self.on.setEnabled(end < count)
        self.slider.setEnabled(end - start < count)
        if not self.slider.isSliderDown():
            blocked = self.slider.blockSignals(True)
            self.slider.setValue(round(SLIDER * start / max(count - 1, 1)) if end < count else SLIDER if start else 0)
            self.slider.blockSignals(blocked)


class Browser(QWidget):
    """Counts by class, and the samples of the chosen class in the chosen split."""

    sample_chosen = Signal(str, int)
    """The split and the row of a sample that was clicked."""

    def __init__(self, look: ThemeSwitch, host: ViewHost) -> None:
        super().__init__()
        self._look, self._host = look, host
        self.summary: Summary | None = None
        self.split: SplitName = "train"
        self.renderer: Renderer | None = None
        self.segments = Segments(list(WORDS), "Train", "Split")
        self.segments.chosen.connect(self._choose_split)
        self.title = label("Samples", "strong")
        self.bars = ClassBars(look)
        self.bars.chosen.connect(lambda _: self._show_samples())
        self.classes = QScrollArea()
        self.classes.setWidgetResizable(True)
        self.classes.setFrameShape(QFrame.Shape.NoFrame)
        self.classes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.classes.setWidget(self.bars)
        self.classes.setAccessibleName(tr("Classes"))
        self.bars.setObjectName("page")
        self.grid = SampleGrid(look)
        self.pager = Pager(look, self.grid)
        self.grid.wanted.connect(self._order_picture)
        self.grid.chosen.connect(lambda row_: self.sample_chosen.emit(self.split, row_))
        self.targets = QWidget()  # a histogram takes the place of the classes where there are none
        self.targets.setLayout(column(gap=0))
        self.figure = QWidget()  # points or numbers take the place of pictures
        self.figure.setLayout(column(gap=0))
        head = row(self.title, gap=8)
        head.addStretch(1)
        head.addWidget(self.segments)
        whole = column(self.classes, self.targets, head, (self.grid, 1), self.pager, (self.figure, 1), gap=8)
        self.setLayout(whole)
        look.changed.connect(self._retheme)
        self.setAccessibleName("Samples")

    def show_summary(self, summary: Summary) -> None:
        """Look through other data; the class that is chosen stays where there is one of its number."""
        self.summary = summary
        data = summary.data
        by_class = data.task == "classification"
        self.classes.setVisible(by_class)
        self.targets.setVisible(not by_class)
        if by_class:
            self.bars.show_counts(data.classes, summary.counts("train"), summary.counts("test"))
            lines = min(len(data.classes) + 1, MOST_LINES)
            self.classes.setFixedHeight(HEAD + ROW * lines)
        else:
            self.bars.choose(None)
            self._fill(self.targets, facts_of.spread(data)).setFixedHeight(120)
        self._show_samples()

    def _choose_split(self, words: str) -> None:
        self.split = "train" if words == "Train" else "test"
        self._show_samples()

    def _show_samples(self) -> None:
        summary = self.summary
        if summary is None:
            return
        pictures = summary.pictures
        for part in (self.grid, self.pager):
            part.setVisible(pictures)
        self.figure.setVisible(not pictures)
        label_ = self.bars.current
        rows = summary.rows(self.split, label_)
        of_what = f" of {summary.data.classes[label_]}" if label_ is not None else ""
        self.title.setText(f"Samples{of_what}")
        if pictures:
            high, wide = summary.data.input_shape
            self.grid.name_of = self._name_of
            self.grid.show_rows(rows, (high, wide))
            return
        figure = (facts_of.points if summary.plane else facts_of.table)(summary, self.split, label_)
        renderer = self._fill(self.figure, figure)
        renderer.setMinimumHeight(180)

    def _name_of(self, row_: int) -> str:
        assert self.summary is not None
        target = getattr(self.summary.data, self.split).targets[row_]
        return f"{facts_of.answer(self.summary.data, target)}, {self.split} sample {row_:,}"

    def _order_picture(self) -> None:
        """Have the page made on the view thread; only the latest page counts."""
        summary, rows, grid = self.summary, self.grid.page(), self.grid.grid
        if summary is None or not summary.pictures:
            return
        inputs, shape = getattr(summary.data, self.split).inputs, summary.data.input_shape
        colours, low, high = self._look.theme.table("sequential"), min(summary.low, 0.0), summary.high

        def make() -> Array:
            return mosaic(inputs[rows].reshape(-1, *shape), low, high, colours, grid)

        self._host.compute(f"samples {id(self)}", make, lambda picture: self.grid.show_picture(picture, rows))

    def _fill(self, place: QWidget, figure: Figure) -> Renderer:
        """Show a figure in a place, in the renderer that is there where it is of the same kind."""
        from desktop.figures.catalogue import renderer_for  # with pyqtgraph, which the window does not wait for
        from desktop.figures.renderer import Renderer

        layout = place.layout()
        assert layout is not None
        there = layout.itemAt(0)
        held = there.widget() if there is not None else None
        renderer = renderer_for(figure, self._look.theme, held if isinstance(held, Renderer) else None)
        if renderer is not held:
            if held is not None:
                layout.removeWidget(held)
                held.hide()
                held.deleteLater()
            renderer.samples_chosen.connect(lambda split, rows: self.sample_chosen.emit(split, int(rows[0])))
            layout.addWidget(renderer)
        renderer.show()
        renderer.display(figure)
        return renderer

    def _retheme(self, theme: Theme) -> None:
        from desktop.figures.renderer import Renderer

        for place in (self.targets, self.figure):
            for renderer in place.findChildren(Renderer):
                renderer.retheme(theme)
