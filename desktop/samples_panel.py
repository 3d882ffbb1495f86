"""The pictures behind a mark of a view: a click on a cell of the confusion matrix shows them here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core import Array, Note, Snapshot, Tiles
from core.figures import Figure
from desktop.look import Theme, ThemeSwitch
from desktop.parts import EmptyState, Panel
from desktop.views import ViewHost

if TYPE_CHECKING:
    from desktop.figures.renderer import Renderer

MOST = 200
"""Pictures that are shown at once."""


class SamplesPanel(Panel):
    """Samples by their row numbers, with what they are and what the network answers."""

    def __init__(self, look: ThemeSwitch, host: ViewHost) -> None:
        super().__init__(look, "Samples")
        self._host = host
        self._renderer: Renderer | None = None
        self.figure: Figure | None = None
        look.changed.connect(self._retheme)
        self._empty: EmptyState | None = EmptyState(
            look, "see", "No samples yet.", "Click a cell of a confusion matrix."
        )
        self.body.addWidget(self._empty, 1)

    def show_samples(self, snapshot: Snapshot, split: str, rows: Array) -> None:
        """Show these rows of a split of the snapshot's data, once the view thread has asked the network about them."""
        self.set_note(f"{len(rows):,} of the {split} split")
        self._host.compute("samples", lambda: pictures(snapshot, split, rows), self._show)

    def _show(self, figure: Figure) -> None:
        from desktop.figures.catalogue import renderer_for  # with pyqtgraph, which the window does not wait for

        self.figure = figure
        renderer = renderer_for(figure, self._look.theme, self._renderer)
        if renderer is not self._renderer:
            for old in (self._renderer, self._empty):
                if old is not None:
                    self.body.removeWidget(old)
                    old.hide()
                    old.deleteLater()
            self._empty, self._renderer = None, renderer
            self.body.addWidget(renderer, 1)
        renderer.display(figure)

    def _retheme(self, theme: Theme) -> None:
        if self._renderer is not None:
            self._renderer.retheme(theme)


def pictures(snapshot: Snapshot, split: str, rows: Array) -> Figure:
    """The samples as tiles, each named by its truth and the answer."""
    data = snapshot.data
    if len(data.input_shape) != 2:
        return Note(title="Samples", text="These samples are no pictures: they are points of the views.")
    part, shown = snapshot.split("train" if split == "train" else "test"), np.asarray(rows)[:MOST]
    raw = part.inputs[shown]
    names: tuple[str, ...] = ()
    if data.task == "classification":
        inputs = snapshot.preprocess(raw)
        answers, truths = snapshot.network.predict(inputs).argmax(1), part.targets[shown].argmax(1)
        names = tuple(f"{data.classes[t]} read as {data.classes[a]}" for t, a in zip(truths, answers, strict=True))
    return Tiles(
        title="Samples",
        note="Under each picture stand what it is and what the network reads.",
        images=raw.reshape(-1, *data.input_shape),
        names=names,
        limit=255.0 if raw.dtype == np.uint8 else None,
        samples=shown,
        split=split,
        more=max(0, len(rows) - MOST),
    )
