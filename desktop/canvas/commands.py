"""What the hands ask for, as edits of the experiment; says why where something is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from core.data import Data
from core.errors import InknetError
from core.experiment import Choice, Experiment, LayerChoice
from core.registry import Registry
from desktop.live import Live

from . import edits, names
from .mistakes import Fix, blocking

LAYERS = "application/x-inknet-layers"
"""Copied layers on the clipboard: an experiment's JSON whose hidden layers they are."""
Change = Callable[[Experiment], Experiment]


class Commands(QObject):
    """Every edit of every hand passes here. Layers are given by key."""

    refused = Signal(str)
    """Why something was not done."""
    attempted = Signal(object)
    """An experiment that cannot be trained as it is: nothing was changed, but there are ways out to choose from."""
    said = Signal(str)
    """What was done, where it does not show by itself."""

    def __init__(self, live: Live, registry: Registry) -> None:
        super().__init__()
        self._live = live
        self.registry = registry
        self.data: Data | None = None

    @property
    def experiment(self) -> Experiment:
        """The experiment as it is now."""
        return self._live.experiment

    def do(self, change: Change, label: str, merge: str = "") -> tuple[int, ...] | None:
        """Make one edit. The keys of new layers, or None where it was refused or changed nothing."""
        before = self.experiment
        try:
            after = change(before)
        except InknetError as reason:
            self.refused.emit(str(reason))
            return None
        if after == before:
            return None
        stops = {(one.key, one.kind) for one in blocking(before, self.data, self.registry)}
        if any((one.key, one.kind) not in stops for one in blocking(after, self.data, self.registry)):
            self.attempted.emit(after)
            return None
        return edits.new_keys(before, after) if self._live.edit(lambda _: after, label, merge) else None

    def fix(self, fix: Fix, attempt: Experiment | None) -> None:
        """Put a mistake right, of the experiment as it is or of one that was attempted."""
        self.do(lambda e: fix.change(attempt or e), fix.words)

    def insert(self, at: int, units: int = edits.UNITS, name: str = "Dense") -> tuple[int, ...] | None:
        """A new layer before place ``at``."""
        return self.do(lambda e: edits.insert(e, at, units), f"Insert {name} {units}")

    def remove(self, keys: Collection[int]) -> None:
        """Take layers away."""
        self.do(lambda e: edits.remove(e, keys), f"Remove {self._named(keys)}")

    def shift(self, keys: Collection[int], by: int) -> None:
        """Move layers one place."""
        self.do(lambda e: edits.shift(e, keys, by), f"Move {self._named(keys)}")

    def resize_by(self, keys: Collection[int], steps: int) -> None:
        """Some units more or fewer; quick repetitions are one edit."""
        merge = f"units {sorted(keys)}"
        self.do(lambda e: edits.resize_by(e, keys, steps), f"Resize {self._named(keys)}", merge)

    def resize(self, key: int, units: int) -> None:
        """So many units."""
        self.do(lambda e: edits.resize(e, key, units), f"Resize {self._named((key,))}")

    def activate(self, keys: Collection[int], choice: Choice) -> None:
        """Another activation."""
        self.do(lambda e: edits.activate(e, keys, choice), f"Use {choice.name}")

    def initialise(self, keys: Collection[int], choice: Choice) -> None:
        """Another way to start weights."""
        self.do(lambda e: edits.initialise(e, keys, choice), f"Start {self._named(keys)} with {choice.name}")

    def drop(self, keys: Collection[int], rate: float) -> None:
        """Dropout at a rate; 0 for none."""
        label = f"Dropout {rate:g}" if rate else "Remove dropout"
        self.do(lambda e: edits.drop(e, keys, rate), label)

    def freeze(self, keys: Collection[int]) -> None:
        """Freeze layers, or let them learn again."""
        named = self._named(keys)
        frozen = any(layer.frozen for layer in self.experiment.layers if layer.key in keys)
        self.do(lambda e: edits.freeze(e, keys), f"{'Unfreeze' if frozen else 'Freeze'} {named}")

    def duplicate(self, keys: Collection[int]) -> tuple[int, ...] | None:
        """Copies beside them."""
        return self.do(lambda e: edits.duplicate(e, keys), f"Duplicate {self._named(keys)}")

    def choose_data(self, choice: Choice) -> None:
        """Learn from another data set, and from nothing beside it."""
        self.do(lambda e: replace(e, dataset=choice, mixed=()), f"Choose {choice.name}")

    def use_preset(self, preset: edits.Preset) -> None:
        """The layers of a preset."""
        data = self.data
        name = preset.name(data.features, data.outputs) if data else "a preset"
        self.do(lambda e: edits.use_preset(e, preset), f"Use {name}")

    def copy(self, keys: Collection[int]) -> bool:
        """Put layers on the clipboard."""
        e = self.experiment
        try:
            layers = edits.copied(e, keys)
        except edits.Refused as reason:
            self.refused.emit(str(reason))
            return False
        data = QMimeData()
        data.setData(LAYERS, Experiment(layers=(*layers, e.layers[-1])).to_json().encode())
        data.setText("-".join(str(layer.units) for layer in layers))
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(f"{self._named(keys)} copied.")
        return True

    def paste(self, at: int) -> tuple[int, ...] | None:
        """Put the layers of the clipboard before place ``at``."""
        layers = self.clipboard()
        if not layers:
            self.refused.emit("No layers to paste. Copy some first.")
            return None
        return self.do(lambda e: edits.paste(e, layers, at), f"Paste {_layers(len(layers))}")

    def clipboard(self) -> tuple[LayerChoice, ...]:
        """The layers on the clipboard; none where something else is there."""
        held = QGuiApplication.clipboard().mimeData()
        if held is None or not held.hasFormat(LAYERS):
            return ()
        try:
            return Experiment.from_json(bytes(held.data(LAYERS).data()).decode("utf-8", "replace")).layers[:-1]
        except InknetError:
            return ()

    def _named(self, keys: Collection[int]) -> str:
        if len(keys) == 1:
            return names.layer_name(self.experiment, next(iter(keys)))
        return _layers(len(keys))


def _layers(count: int) -> str:
    return "1 layer" if count == 1 else f"{count} layers"
