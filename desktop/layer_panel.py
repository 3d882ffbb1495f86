"""The chosen layer as a form: units, activation, start weights, dropout, frozen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.components import Activation, Initializer
from core.data import Data
from core.experiment import AUTO, Choice, Experiment, LayerChoice
from core.registry import Registry
from core.settings import Setting
from desktop.forms import ComponentPicker, SettingsForm, in_words
from desktop.language import tr
from desktop.live import Live
from desktop.look import ThemeSwitch
from desktop.parts import Panel

FIELDS = {
    one.name: one
    for one in (
        Setting("units", int, 32, 1, 4096, log=True, help="Neurons in this layer"),
        Setting("dropout", float, 0.0, 0.0, 0.95, help="Share of neurons that rest in each training step"),
        Setting("frozen", bool, False, help="Keep the weights as they are while the other layers learn"),
        Setting("bias", bool, True, help="Add a learned number to each weighted sum; without it the sum starts at 0"),
    )
}


class LayerPanel(Panel):
    """Follows the choice on the canvas, and is there only with one; every field is one edit."""

    def __init__(self, look: ThemeSwitch, live: Live, registry: Registry) -> None:
        super().__init__(look, "Layer")
        self._live = live
        self._data: Data | None = None
        self._key: int | None = None
        self.form = SettingsForm(look, FIELDS)
        self.activation = ComponentPicker(look, registry, Activation, "relu", title="Activation")
        self.initializer = ComponentPicker(look, registry, Initializer, "he", title="Start weights")
        self.form.changed.connect(self._set)
        self.activation.chosen.connect(lambda name: self._put(f"Use {name}", activation=Choice(name)))
        self.activation.setting_changed.connect(lambda _n, key, value: self._tune("activation", key, value))
        self.initializer.chosen.connect(lambda name: self._put(f"Start from {name}", initializer=Choice(name)))
        self.initializer.setting_changed.connect(lambda _n, key, value: self._tune("initializer", key, value))
        for widget in (self.form, self.activation, self.initializer):
            self.body.addWidget(widget)
        live.edited.connect(lambda _: self._show())
        live.built.connect(self._built)
        self._show()

    def show_layer(self, key: int | None) -> None:
        """Show the layer of this key; None for no choice."""
        self._key = key
        self._show()

    def set_registry(self, registry: Registry) -> None:
        """Offer what this registry has."""
        self.activation.set_registry(registry)
        self.initializer.set_registry(registry)
        self._show()

    def _layer(self) -> tuple[int, LayerChoice] | None:
        layers = self._live.experiment.layers
        return next(((k, one) for k, one in enumerate(layers) if one.key == self._key), None)

    def _built(self, event: Any) -> None:
        self._data = event.data
        self._show()

    def _show(self) -> None:
        found = self._layer()
        self.setVisible(found is not None)
        if found is None:
            return
        k, layer = found
        output = k == len(self._live.experiment.layers) - 1
        self.set_title(tr("Output") if output else tr("Hidden {number}", number=k + 1))
        self.set_note("units come from the data" if output else "dense layer")
        units = layer.units or (self._data.outputs if self._data else 1)
        self.form.set_values({"units": units, "dropout": layer.dropout, "frozen": layer.frozen, "bias": layer.bias})
        for name in ("units", "dropout"):
            self.form.rows[name].setVisible(not output)
        choice = layer.activation
        if choice == Choice(AUTO):
            choice = Choice("identity" if self._data and self._data.task == "regression" else "softmax")
        self.activation.set_component(choice.name, dict(choice.settings))
        self.initializer.set_component(layer.initializer.name, dict(layer.initializer.settings))

    def _set(self, name: str, value: Any) -> None:
        self._put(f"Change {in_words(name).lower()}", f"layer.{self._key}.{name}", **{name: value})

    def _tune(self, field: str, key: str, value: Any) -> None:
        found = self._layer()
        if found is not None:
            choice: Choice = getattr(found[1], field)
            if choice != Choice(AUTO):
                merge = f"layer.{self._key}.{field}.{key}"
                self._put(f"Change {in_words(key).lower()}", merge, **{field: choice.set(key, value)})

    def _put(self, label: str, merge: str = "", **values: Any) -> None:
        def changed(e: Experiment) -> Experiment:
            layers = tuple(replace(one, **values) if one.key == self._key else one for one in e.layers)
            return replace(e, layers=layers)

        self._live.edit(changed, label, merge)
