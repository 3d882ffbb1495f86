"""Several starts of one recipe side by side: how far they are, and their picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from core.experiment import Experiment
from core.registry import Registry
from desktop.language import tr
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, EmptyState, Panel, button, column, label, row

from .spread import picture
from .starts import Starts

if TYPE_CHECKING:
    from desktop.data_panel.figure_place import FigurePlace

AT_ONCE = 5
"""Starts that are asked for by one press."""


class StartsPanel(Panel):
    """Follows ``Starts``; the first seed is the recipe's own."""

    def __init__(self, look: ThemeSwitch) -> None:
        super().__init__(look, "Several starts")
        self.starts = Starts(self)
        self.words = label("", "note", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.cancel = button(look, "Cancel", "link")
        self.cancel.clicked.connect(self.starts.cancel)
        self.progress = QWidget()
        self.progress.setLayout(column(row((self.words, 1), self.cancel, gap=8), self.bar, gap=4))
        self.progress.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.more = button(look, "Five more starts", "", "plus")
        self.more.clicked.connect(self._more)
        self.troubles = label("", "warning", wrap=True)
        self.figure: FigurePlace | None = None
        self.empty = EmptyState(
            look, "compare", "No starts yet.", "The icon beside a lesson's recipe trains it from several seeds."
        )
        for part in (self.progress, self.troubles):
            self.body.addWidget(part)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(row(STRETCH, self.more))
        self.starts.changed.connect(self._show)
        self._show()

    def run(self, title: str, experiment: Experiment, registry: Registry) -> None:
        """Train an experiment from several seeds, beginning with its own."""
        self.set_note(title)
        self.starts.run(title, experiment, registry, range(experiment.seed, experiment.seed + AT_ONCE))

    def close_runs(self) -> None:
        """Give up what is under way."""
        self.starts.cancel()

    def _more(self) -> None:
        first = 1 + max(one.seed for one in self.starts.starts)
        self.starts.more(range(first, first + AT_ONCE))

    def _show(self) -> None:
        starts, now = self.starts, self.starts.now
        self.progress.setVisible(now is not None)
        self.more.setVisible(bool(starts.starts) and now is None)
        if now is not None:
            at = starts.starts.index(now)
            told = tr("Loading data for" if now.state == "loading" else "Training")
            what = tr("seed {seed}, {n} of {count}", seed=now.seed, n=at + 1, count=len(starts.starts))
            self.words.setText(f"{told} {what}")
            self.bar.setValue(round(1000 * (at + starts.share) / len(starts.starts)))
            self.bar.setAccessibleName(self.words.text())
        failed = [one for one in starts.starts if one.trouble]
        self.troubles.setText("\n".join(f"{tr('Seed')} {one.seed}: {one.trouble}" for one in failed))
        self.troubles.setVisible(bool(failed))
        figure = picture(starts.title, starts.starts, starts.accuracy)
        self.empty.setVisible(figure is None and now is None)
        if figure is not None:
            if self.figure is None:
                from desktop.data_panel.figure_place import FigurePlace

                self.figure = FigurePlace(self._look)
                self.body.insertWidget(2, self.figure, 1)
            self.figure.show_figure(figure)
        if self.figure is not None:
            self.figure.setVisible(figure is not None)
