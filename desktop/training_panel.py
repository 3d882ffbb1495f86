"""How it trains, as forms: optimizer, loss, regularizer, preprocessing, batch size, stopping rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from core.components import Component, Loss, Optimizer, Preprocessing, Regularizer
from core.experiment import Choice, Experiment
from core.registry import Registry
from core.settings import Setting
from desktop.additions import Additions
from desktop.forms import ComponentPicker, Fold, SettingsForm, in_words
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import Panel, column, label, rule

NUMBERS = {
    one.name: one
    for one in (
        Setting("batch_size", int, 32, 1, 10_000, log=True, help="Samples that one step looks at"),
        Setting("seed", int, 1, 0, 2**31, help="Equal seeds give equal runs; takes effect with fresh weights and data"),
        Setting("shuffle", bool, True, help="Every pass in an order of its own; otherwise as the data come", rare=True),
        Setting("least_batch", int, 1, 1, 10_000, help="A last batch of fewer samples is left out", rare=True),
        Setting(
            "evaluate_every",
            int,
            0,
            0,
            1_000_000,
            unit="steps",
            help="Between two measurements; 0 for often",
            rare=True,
        ),
    )
}
STOPS = {
    one.name: one
    for one in (
        Setting("epochs", int, 8, 1, 1_000, log=True, help="Passes over the training split before it stops by itself"),
        Setting(
            "accuracy",
            float,
            0.0,
            0.0,
            1.0,
            help="Test accuracy that is enough, as a fraction; 0 for no such rule",
            rare=True,
        ),
        Setting(
            "patience",
            int,
            0,
            0,
            100,
            help="Epochs without a better validation loss, or test loss; 0 for none",
            rare=True,
        ),
        Setting(
            "seconds", float, 0.0, 0.0, 100_000.0, unit="s", help="Time spent on steps; 0 for no such rule", rare=True
        ),
    )
}


class TrainingPanel(Panel):
    """Follows the experiment; every field is one edit that applies at the next step."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry) -> None:
        super().__init__(look, "Training", "applies at the next step")
        self._look, self._live, self._registry = look, live, registry
        e = live.experiment
        self.pickers = {
            "optimizer": self._picker(Optimizer, e.optimizer, "Optimizer"),
            "loss": self._picker(Loss, e.loss, "Loss"),
            "preprocessing": self._picker(Preprocessing, e.preprocessing, "Preprocessing"),
        }
        for field, picker in self.pickers.items():
            picker.chosen.connect(lambda name, field=field: self._put(f"Choose {name}", "", field, Choice(name)))
            picker.setting_changed.connect(lambda _n, key, value, field=field: self._tune(field, key, value))
        self.penalty = self._picker(Regularizer, None, "Regularizer", none="none")
        self.penalty.chosen.connect(self._choose_penalty)
        self.penalty.setting_changed.connect(lambda _n, key, value: self._tune_penalty(key, value))
        self.numbers, self.stops = SettingsForm(look, NUMBERS), SettingsForm(look, STOPS)
        self.numbers.changed.connect(lambda key, value: self._put(_changed(key), key, key, value))
        self.stops.changed.connect(self._set_stop)
        less = QWidget()
        self.additions = Additions(look, live, registry)
        less.setLayout(column(self.penalty, rule(), self.additions, rule(), self.pickers["preprocessing"], gap=8))
        self.less = Fold(look, less, folds=False, about="Regularizer, schedule, augmentation, preprocessing")
        widgets: tuple[QWidget, ...] = (
            *(self.pickers["optimizer"], self.numbers, rule(), self.pickers["loss"], rule()),
            *(self.less, rule(), label("Stop after", "caption"), self.stops),
        )
        for widget in widgets:
            self.body.addWidget(widget)
        self._shown: Experiment | None = None
        live.edited.connect(self.show_experiment)
        live.refused.connect(lambda _: self._show_anew())
        self.show_experiment(e)

    def set_registry(self, registry: Registry) -> None:
        """Offer what this registry has."""
        self._registry = registry
        for picker in self.findChildren(ComponentPicker):
            picker.set_registry(registry)
        self._show_anew()

    def _show_anew(self) -> None:
        """Also what a field shows that was not taken."""
        self._shown = None
        self.show_experiment(self._live.experiment)

    def fold(self, on: bool) -> None:
        """Keep what is less used behind "More", as where the window is low."""
        self.less.fold(on)

    def show_experiment(self, e: Experiment) -> None:
        """Show an experiment without asking for anything; layers are shown elsewhere."""
        rest = replace(e, layers=())
        if rest == self._shown:
            return
        self._shown = rest
        for field, picker in self.pickers.items():
            choice: Choice = getattr(e, field)
            picker.set_component(choice.name, dict(choice.settings))
        penalty = e.regularizers[0] if e.regularizers else None
        self.penalty.set_component(penalty.name if penalty else "", dict(penalty.settings) if penalty else {})
        self.additions.show_experiment(e)
        self.numbers.set_values({name: getattr(e, name) for name in NUMBERS})
        self.stops.set_values({name: getattr(e.stopping, name) for name in STOPS})

    def _picker(self, kind: type[Component], choice: Choice | None, title: str, none: str = "") -> ComponentPicker:
        name, values = (choice.name, dict(choice.settings)) if choice else ("", {})
        return ComponentPicker(self._look, self._registry, kind, name, values, title, none)

    def _put(self, words: str, merge: str, field: str, value: Any) -> None:
        self._live.edit(lambda e: replace(e, **{field: value}), words, merge)

    def _tune(self, field: str, key: str, value: Any) -> None:
        choice: Choice = getattr(self._live.experiment, field)
        self._put(_changed(key), f"{field}.{key}", field, choice.set(key, value))

    def _set_stop(self, key: str, value: Any) -> None:
        rules: dict[str, Any] = {key: value}
        self._put(_changed(key), f"stopping.{key}", "stopping", replace(self._live.experiment.stopping, **rules))

    def _choose_penalty(self, name: str) -> None:
        self._put("Choose regularizer", "", "regularizers", (Choice(name),) if name else ())

    def _tune_penalty(self, key: str, value: Any) -> None:
        choice = self._live.experiment.regularizers[0]
        rest = self._live.experiment.regularizers[1:]
        self._put(_changed(key), f"regularizers.{key}", "regularizers", (choice.set(key, value), *rest))


def _changed(key: str) -> str:
    return f"Change {in_words(key).lower()}"
