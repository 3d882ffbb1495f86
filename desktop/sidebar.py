"""The left column: the experiment as forms. Every field is one edit of the experiment, and follows undo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from core.components import Activation, Component, Dataset, Initializer, Loss, Optimizer, Preprocessing, Regularizer
from core.data import Data
from core.experiment import Choice, Experiment
from core.registry import Registry
from core.settings import Setting
from core.text_form import read_layers
from desktop.forms import ComponentPicker, SettingsForm, in_words
from desktop.forms.fields import TextField
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import STRETCH, Panel, column, label, restyle, rule

NUMBERS = {
    one.name: one
    for one in (
        Setting("batch_size", int, 32, 1, 10_000, log=True, help="Samples that one step looks at"),
        Setting("epochs", int, 8, 1, 1_000, log=True, help="Passes over the training split before it stops by itself"),
        Setting("seed", int, 1, 0, 2**31, help="Equal seeds give equal runs; takes effect with fresh weights and data"),
    )
}


class Sidebar(QScrollArea):
    """Network, data and training, one panel each."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry) -> None:
        super().__init__()
        self._look, self._live, self._registry = look, live, registry
        self._data: Data | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Network, data and training")
        e = live.experiment
        self.text = TextField()
        self.text.setAccessibleName("Layers, from input to output")
        self.text.editingFinished.connect(self._read_text)
        self.text.given_up.connect(lambda: self._show_text(self._live.experiment))
        self.hint = label("", "note", wrap=True)
        self.pickers = {
            "dataset": self._picker(Dataset, e.dataset, "Data set"),
            "preprocessing": self._picker(Preprocessing, e.preprocessing, "Preprocessing"),
            "loss": self._picker(Loss, e.loss, "Loss"),
            "optimizer": self._picker(Optimizer, e.optimizer, "Optimizer"),
        }
        for field, picker in self.pickers.items():
            picker.chosen.connect(lambda name, field=field: self._choose(field, name))
            picker.setting_changed.connect(lambda _n, key, value, field=field: self._set(field, key, value))
        self.activation = self._picker(Activation, Choice("relu"), "Activation")
        self.activation.chosen.connect(lambda name: self._each_hidden("activation", Choice(name)))
        self.activation.setting_changed.connect(lambda _n, key, value: self._set_hidden("activation", key, value))
        self.initializer = self._picker(Initializer, Choice("he"), "Start weights")
        self.initializer.chosen.connect(lambda name: self._each_hidden("initializer", Choice(name), output=True))
        self.initializer.setting_changed.connect(lambda _n, key, value: self._set_hidden("initializer", key, value))
        self.penalty = self._picker(Regularizer, None, "Regularizer", none="none")
        self.penalty.chosen.connect(self._choose_penalty)
        self.penalty.setting_changed.connect(lambda _n, key, value: self._set_penalty(key, value))
        self.numbers = SettingsForm(look, NUMBERS)
        self.numbers.changed.connect(self._set_number)

        network, data, training = (
            Panel(look, "Network", "one number per layer"),
            Panel(look, "Data"),
            Panel(look, "Training", "applies at the next step"),
        )
        filled = {
            network: (self.text, self.hint, self.activation, self.initializer),
            data: (self.pickers["dataset"], rule(), self.pickers["preprocessing"]),
            training: (
                *(self.pickers["optimizer"], rule(), self.pickers["loss"], rule()),
                *(self.penalty, rule(), self.numbers),
            ),
        }
        for panel, widgets in filled.items():
            for widget in widgets:
                panel.body.addWidget(widget)
        self._data_note = data.set_note
        inner = QWidget()
        inner.setObjectName("window")
        inner.setLayout(column(network, data, training, STRETCH, gap=8))
        self.setWidget(inner)
        live.edited.connect(self.show_experiment)
        live.built.connect(self._built)
        self.show_experiment(e)

    def _picker(self, kind: type[Component], choice: Choice | None, title: str, none: str = "") -> ComponentPicker:
        name, values = (choice.name, dict(choice.settings)) if choice else ("", {})
        return ComponentPicker(self._look, self._registry, kind, name, values, title, none)

    # what the user asks for

    def _choose(self, field: str, name: str) -> None:
        self._put(f"Choose {name}", "", field, Choice(name))

    def _set(self, field: str, key: str, value: Any) -> None:
        choice: Choice = getattr(self._live.experiment, field)
        self._put(_changed(key), f"{field}.{key}", field, choice.set(key, value))

    def _set_number(self, key: str, value: int) -> None:
        e = self._live.experiment
        if key == "epochs":
            self._put(_changed(key), key, "stopping", replace(e.stopping, epochs=value))
        else:
            self._put(_changed(key), key, key, value)

    def _put(self, label: str, merge: str, field: str, value: Any) -> None:
        self._live.edit(lambda e: replace(e, **{field: value}), label, merge)

    def _each_hidden(self, field: str, choice: Choice, output: bool = False, merge: str = "", what: str = "") -> None:
        layers = self._live.experiment.layers
        chosen: dict[str, Any] = {field: choice}
        last = len(layers) - 1
        new = tuple(replace(one, **chosen) if output or k < last else one for k, one in enumerate(layers))
        self._put(what or f"Use {choice.name}", merge, "layers", new)

    def _set_hidden(self, field: str, key: str, value: Any) -> None:
        choice: Choice = getattr(self._live.experiment.layers[0], field)
        self._each_hidden(field, choice.set(key, value), field == "initializer", f"{field}.{key}", _changed(key))

    def _choose_penalty(self, name: str) -> None:
        self._put("Choose regularizer", "", "regularizers", (Choice(name),) if name else ())

    def _set_penalty(self, key: str, value: Any) -> None:
        choice = self._live.experiment.regularizers[0]
        self._put(_changed(key), f"regularizers.{key}", "regularizers", (choice.set(key, value),))

    def _read_text(self) -> None:
        if not self.text.isModified():
            return
        e = self._live.experiment
        layers, problem = read_layers(self.text.text(), e.layers, self._data)
        self._say(problem)
        if layers is not None and self._live.edit(lambda e: replace(e, layers=layers), "Change layers"):
            self._show_text(self._live.experiment)

    # what the experiment is

    def show_experiment(self, e: Experiment) -> None:
        """Show an experiment without asking for anything."""
        for field, picker in self.pickers.items():
            choice: Choice = getattr(e, field)
            picker.set_component(choice.name, dict(choice.settings))
        hidden = e.layers[:-1]
        self.activation.setEnabled(bool(hidden))
        if hidden:
            self.activation.set_component(hidden[0].activation.name, dict(hidden[0].activation.settings))
        initializer = e.layers[0].initializer
        self.initializer.set_component(initializer.name, dict(initializer.settings))
        penalty = e.regularizers[0] if e.regularizers else None
        self.penalty.set_component(penalty.name if penalty else "", dict(penalty.settings) if penalty else {})
        self.numbers.set_values({"batch_size": e.batch_size, "epochs": e.stopping.epochs, "seed": e.seed})
        self._show_text(e)

    def _built(self, event: Any) -> None:
        self._data = event.data
        rows = len(event.data.train.inputs)
        self._data_note(f"{rows:,} train, {len(event.data.test.inputs):,} test")
        self._show_text(self._live.experiment)

    def _show_text(self, e: Experiment) -> None:
        data = self._data
        self.text.setText(e.text(data.features, data.outputs) if data else e.text(0, 0).replace("0", "…"))
        self.text.setEnabled(data is not None)
        self._say("")

    def _say(self, problem: str) -> None:
        restyle(self.text, wrong=bool(problem))
        restyle(self.hint, role="danger" if problem else "note")
        self.hint.setText(problem or "Input, hidden layers, output. Type 784-10 for no hidden layer.")


def _changed(key: str) -> str:
    return f"Change {in_words(key).lower()}"
