"""What goes beyond the plain training, as forms: schedule, augmentation, averaging, validation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from core.components import Augmentation, Component, Schedule
from core.experiment import Choice, Experiment
from core.registry import Registry
from core.settings import Setting
from desktop.forms import ComponentPicker, Fold, SettingsForm, in_words
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import column, rule

AVERAGING = {
    one.name: one
    for one in (
        Setting(
            "averaging",
            float,
            0.0,
            0.0,
            1_000.0,
            unit="epochs",
            help="Over how many of the last epochs the weights that answer are averaged; 0 for none",
        ),
        Setting("averaging_from", int, 0, 0, 1_000, unit="epochs", help="Epochs before averaging begins"),
    )
}
FIELDS = {"averaging": "epochs", "averaging_from": "start", "validation": "validation", "fresh_samples": "fresh"}
"""The field of the experiment's part that each setting stands for."""
SAMPLES = {
    one.name: one
    for one in (
        Setting(
            "validation", float, 0.0, 0.0, 0.9, help="Share of the training rows held out to choose by; 0 for none"
        ),
        Setting("fresh_samples", bool, False, help="New samples in every epoch, where the data set can make them"),
    )
}


class Additions(QWidget):
    """Follows the experiment; every field is one edit. Of several augmentations the first is shown, the others stay."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry) -> None:
        super().__init__()
        self._look, self._live, self._registry = look, live, registry
        self.schedule = self._picker(Schedule, "Schedule")
        self.schedule.chosen.connect(lambda name: self._put("Choose schedule", "", schedule=_choice(name)))
        self.schedule.setting_changed.connect(self._tune_schedule)
        self.augmentation = self._picker(Augmentation, "Augmentation")
        self.augmentation.chosen.connect(self._choose_augmentation)
        self.augmentation.setting_changed.connect(self._tune_augmentation)
        self.averaging, self.samples = SettingsForm(look, AVERAGING), SettingsForm(look, SAMPLES)
        self.averaging.changed.connect(lambda key, value: self._set("averaging", key, value))
        self.samples.changed.connect(lambda key, value: self._set("sampling", key, value))
        rare = QWidget()
        rare.setLayout(column(self.averaging, self.samples, gap=8))
        self.fold = Fold(look, rare, about="Averaging, validation, fresh samples")
        self.setLayout(column(self.schedule, rule(), self.augmentation, rule(), self.fold, gap=8))

    def show_experiment(self, e: Experiment) -> None:
        """Show an experiment without asking for anything."""
        for picker, choice in (
            (self.schedule, e.schedule),
            (self.augmentation, e.augmentations[0] if e.augmentations else None),
        ):
            picker.set_component(choice.name if choice else "", dict(choice.settings) if choice else {})
        self.averaging.set_values({name: getattr(e.averaging, FIELDS[name]) for name in AVERAGING})
        self.samples.set_values({name: getattr(e.sampling, FIELDS[name]) for name in SAMPLES})
        values = {**self.averaging.values(), **self.samples.values()}
        self.fold.show_changed(sum(map(bool, values.values())))

    def _picker(self, kind: type[Component], title: str) -> ComponentPicker:
        return ComponentPicker(self._look, self._registry, kind, "", {}, title, "none")

    def _put(self, words: str, merge: str, **changed: Any) -> None:
        self._live.edit(lambda e: replace(e, **changed), words, merge)

    def _tune_schedule(self, _name: str, key: str, value: Any) -> None:
        chosen = self._live.experiment.schedule
        if chosen is not None:
            self._put(f"Change {in_words(key).lower()}", f"schedule.{key}", schedule=chosen.set(key, value))

    def _choose_augmentation(self, name: str) -> None:
        rest = self._live.experiment.augmentations[1:]
        self._put("Choose augmentation", "", augmentations=((Choice(name),) if name else ()) + rest)

    def _tune_augmentation(self, _name: str, key: str, value: Any) -> None:
        first, *rest = self._live.experiment.augmentations
        words, merge = f"Change {in_words(key).lower()}", f"augmentations.{key}"
        self._put(words, merge, augmentations=(first.set(key, value), *rest))

    def _set(self, part: str, key: str, value: Any) -> None:
        rules: dict[str, Any] = {FIELDS[key]: value}
        changed = replace(getattr(self._live.experiment, part), **rules)
        self._put(f"Change {in_words(key).lower()}", f"{part}.{key}", **{part: changed})


def _choice(name: str) -> Choice | None:
    return Choice(name) if name else None
