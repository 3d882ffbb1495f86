"""Which data set, how much of it, how noisy, and whether the user's own digits are mixed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core import Data, Dataset
from core.errors import UnknownComponent
from core.experiment import Choice, Experiment
from core.registry import Registry
from core.sampling import Sampling
from core.settings import Setting
from desktop.forms import ComponentPicker, SettingsForm, in_words
from desktop.forms.rows import setting_row
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.own_files import choose_path, reader_of, with_path
from desktop.parts import STRETCH, Switch, button, column, label, row, rule

OWN = "my-digits"
DIGITS = tuple("0123456789")
WAIT = 250
"""Milliseconds that a slider rests before the data are made again: that takes its time."""
UNKNOWN = 1_000_000
"""Rows that the slider goes up to while nobody has seen the whole data set."""
NOISE = {
    one.name: one
    for one in (
        Setting("label_noise", float, 0.0, 0.0, 1.0, help="Share of training rows that are given a wrong class"),
        Setting("pixel_noise", float, 0.0, 0.0, 1.0, help="Noise on the inputs, as a share of their range"),
    )
}
NO_CLASSES = "This data set has numbers to predict, no classes that could be wrong."
NOT_DIGITS = "Only data of digits, 28 × 28 pixels in classes 0 to 9, can have yours mixed in."


class DataSettings(QWidget):
    """Every field is an edit of the experiment, and follows undo."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry) -> None:
        super().__init__()
        self._look, self._live, self._registry = look, live, registry
        self._pending: dict[str, Any] = {}
        self._totals: dict[tuple[Choice, int], int] = {}
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.apply)
        e = live.experiment
        self.picker = ComponentPicker(look, registry, Dataset, e.dataset.name, dict(e.dataset.settings), "Data set")
        self.picker.chosen.connect(self._choose)
        self.open = button(look, "Open your own data", "", "folder")
        self.open.setToolTip(tr("A table (CSV), arrays (NPZ); folders are chosen with the data sets images and idx"))
        self.open.clicked.connect(self._open_own)
        self.picker.setting_changed.connect(self._tune)
        self.rows = setting_row(look, _rows(UNKNOWN), UNKNOWN)
        self.rows.changed.connect(self._set_rows)
        self.noise = SettingsForm(look, NOISE)
        self.noise.changed.connect(lambda key, value: self._later(key, value))
        self.mix = Switch(look)
        self.mix.setAccessibleName("Mix in my digits")
        self.mix.toggled.connect(self._mix)
        self.own_count = label("", "note")
        self.copies = SettingsForm(look, self._copies_of())
        self.copies.changed.connect(lambda _key, value: self._set_copies(value))
        mix_words = label("Mix in my digits", "label", wrap=True)
        mix_words.setBuddy(self.mix)
        self._rows_place = column(self.rows, gap=0)
        self._mix_line = QWidget()
        self._mix_line.setLayout(row(mix_words, self.own_count, STRETCH, self.mix, gap=6))
        whole = column(self.picker, self.open, rule(), gap=8)
        whole.addLayout(self._rows_place)
        for part in (self.noise, rule(), self._mix_line, self.copies):
            whole.addWidget(part)
        self.setLayout(whole)
        live.edited.connect(self.show_experiment)
        self.show_own({})
        self.show_experiment(e)

    # what the experiment is

    def show_experiment(self, e: Experiment) -> None:
        """Show an experiment without asking for anything."""
        self.picker.set_component(e.dataset.name, dict(e.dataset.settings))
        if not self._pending:
            self._show_rows(e)
            self.noise.set_values({name: getattr(e.sampling, name) for name in NOISE})
        own = next((one for one in e.mixed if one.name == OWN), None)
        blocked = self.mix.blockSignals(True)
        self.mix.setChecked(own is not None)
        self.mix.blockSignals(blocked)
        self.mix.update()
        self.copies.setVisible(own is not None and bool(self.copies.rows))
        given = dict(own.settings) if own else {}
        self.copies.set_values({name: given.get(name, one.default) for name, one in self._copies_of().items()})

    def set_registry(self, registry: Registry) -> None:
        """Offer the data sets of this registry."""
        self._registry = registry
        self.picker.set_registry(registry)
        self.show_experiment(self._live.experiment)

    def show_data(self, data: Data) -> None:
        """What these data admit: noise on labels where there are classes, own digits where they fit."""
        e = self._live.experiment
        if e.sampling.rows == 0 and not e.mixed:
            self._totals[e.dataset, e.seed] = len(data.train.inputs)
            self._show_rows(e)
        classes = data.task == "classification"
        noise = self.noise.rows["label_noise"]
        noise.setEnabled(classes)
        noise.name.setToolTip("" if classes else NO_CLASSES)
        fits = data.input_shape == (28, 28) and data.classes == DIGITS
        self.mix.setEnabled((fits and self._there) or self.mix.isChecked())
        self.mix.setToolTip("Their training rows are added" if fits else NOT_DIGITS)

    def show_own(self, counts: Mapping[str, int]) -> None:
        """How many digits the user has by now."""
        total = sum(counts.values())
        self.own_count.setText(f"{total:,} so far" if total else "none yet")

    @property
    def _there(self) -> bool:
        """Whether the data set of own digits is among the plugins."""
        try:
            self._registry.find(Dataset, OWN)  # type: ignore[type-abstract]
        except UnknownComponent:
            return False
        return True

    def _copies_of(self) -> dict[str, Setting]:
        """The settings of own digits that stand here: all but the file."""
        settings = self._registry.find(Dataset, OWN).settings if self._there else {}  # type: ignore[type-abstract]
        return {name: one for name, one in settings.items() if name == "copies"}

    def _show_rows(self, e: Experiment) -> None:
        """A slider up to all rows that there are; at its end it means all, however many those are."""
        total = self._totals.get((e.dataset, e.seed), UNKNOWN)
        if total != self.rows.setting.high:
            self._rows_place.removeWidget(self.rows)
            self.rows.hide()
            self.rows.deleteLater()
            self.rows = setting_row(self._look, _rows(total), total)
            self.rows.changed.connect(self._set_rows)
            self._rows_place.addWidget(self.rows)
        self.rows.setVisible(total != UNKNOWN or e.sampling.rows > 0)
        low, high = self.rows.setting.low or 1, self.rows.setting.high or UNKNOWN
        self.rows.show_value(int(min(max(e.sampling.rows or high, low), high)))

    # what the user asks for

    def _choose(self, name: str) -> None:
        cls = self._registry.find(Dataset, name)  # type: ignore[type-abstract]
        put = lambda choice: self._put(f"Choose {name}", "", dataset=choice)  # noqa: E731
        with_path(self, cls, put, lambda: self.show_experiment(self._live.experiment))

    def _open_own(self) -> None:
        one = Setting("file", str, "", unit="file")
        choose_path(self, one, lambda path: self.take(Path(path)), lambda: None)

    def take(self, path: Path) -> bool:
        """Learn from a file or folder of the user's; False where no data set reads it."""
        choice = reader_of(path, self._registry)
        if choice is None:
            return False
        return self._live.edit(lambda e: replace(e, dataset=choice, mixed=()), f"Choose {path.name}")

    def _tune(self, _name: str, key: str, value: Any) -> None:
        choice = self._live.experiment.dataset.set(key, value)
        self._put(f"Change {in_words(key).lower()}", f"dataset.{key}", dataset=choice)

    def _put(self, words: str, merge: str, **changes: Any) -> None:
        self._live.edit(lambda e: replace(e, **changes), words, merge)

    def _set_rows(self, value: int) -> None:
        self._later("rows", 0 if value == self.rows.setting.high else value)

    def _later(self, key: str, value: Any) -> None:
        self._pending[key] = value
        self._timer.start()

    def apply(self) -> None:
        """Make the edits that the sliders wait with."""
        pending, self._pending = self._pending, {}
        self._timer.stop()
        words = {"rows": "Change training rows"} | {key: f"Change {in_words(key).lower()}" for key in NOISE}
        for key, value in pending.items():
            changed: dict[str, Any] = {key: value}
            sampling: Sampling = replace(self._live.experiment.sampling, **changed)
            self._put(words[key], f"sampling.{key}", sampling=sampling)

    def _mix(self, on: bool) -> None:
        others = tuple(one for one in self._live.experiment.mixed if one.name != OWN)
        if on:
            self._put("Mix in my digits", "", mixed=(*others, Choice(OWN)))
        else:
            self._put("Take my digits out of the mix", "", mixed=others)

    def _set_copies(self, value: int) -> None:
        mixed = tuple(one.set("copies", value) if one.name == OWN else one for one in self._live.experiment.mixed)
        self._put("Change copies", "mixed.copies", mixed=mixed)


def _rows(total: int) -> Setting:
    return Setting(
        "training_rows", int, total, min(10, total), total, log=True, help="The first so many are learned from"
    )
