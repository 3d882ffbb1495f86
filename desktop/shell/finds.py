"""Everything that can be found and done from one line: actions, views, panels, components, layers, files, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from core.components import (
    Activation,
    Component,
    Dataset,
    Initializer,
    Loss,
    Optimizer,
    Preprocessing,
    Regularizer,
    Visualization,
)
from core.experiment import Choice, Experiment
from desktop.actions import TABLE, shown_keys
from desktop.canvas.edits import PRESETS, hidden_keys
from desktop.canvas.names import layer_name
from desktop.canvas.offers import Load
from desktop.forms.picker import summary
from desktop.language import tr
from desktop.own_files import path_setting, with_path

if TYPE_CHECKING:
    from desktop.window import MainWindow

SINGLE_COMPONENTS: tuple[tuple[str, str, type[Component]], ...] = (
    ("Optimizer {name}", "optimizer", Optimizer),
    ("Loss {name}", "loss", Loss),
    ("Preprocessing {name}", "preprocessing", Preprocessing),
)
"""Words, field of the experiment and kind of the components of which there is one."""


class Find(NamedTuple):
    """One thing that can be found: what it is called, what kind of thing it is, and what choosing it does."""

    words: str
    group: str
    do: Callable[[], object]
    icon: str = ""
    keys: str = ""
    also: str = ""
    """Other words that people may type for it."""


def everything(window: MainWindow) -> list[Find]:
    """All that can be done now, most used first."""
    return [*_actions(window), *_views(window), *_build(window), *_components(window), *_data(window), *_files(window)]


def _actions(window: MainWindow) -> Iterator[Find]:
    for name, action in window.actions_by_name.items():
        entry = TABLE[name]
        if action.isEnabled() and name != "find":
            yield Find(action.text(), tr(entry.group), action.trigger, entry.icon, shown_keys(entry), entry.words)


def _views(window: MainWindow) -> Iterator[Find]:
    for cls in window.registry.all(Visualization):  # type: ignore[type-abstract]
        title = tr("Open {view}", view=tr(cls.title or cls.name))
        yield Find(title, tr("View"), lambda name=cls.name: window.deeds.open(name), "see", also=f"view {summary(cls)}")  # type: ignore[misc]
    for name, title in window.docks.panels().items():
        words = tr("Show {panel}", panel=title.lower())
        yield Find(words, tr("Panel"), lambda name=name: window.docks.bring_up(name), "close-dock", also="panel dock")  # type: ignore[misc]


def _build(window: MainWindow) -> Iterator[Find]:
    editor = window.network.editor
    commands, e = editor.commands, window.live.experiment
    layer = tr("Layer")
    for load, words, icon in (
        (Load("layer", "Dense"), "Insert dense layer", "layer"),
        (Load("dropout", "Dropout"), "Add dropout to the layer", "dropout"),
        (Load("note", "Note"), "Put a note on the canvas", "pen"),
    ):
        yield Find(tr(words), layer, lambda load=load: editor.use(load), icon)  # type: ignore[misc]
    for one in e.layers:
        name = layer_name(e, one.key)
        yield Find(
            tr("Choose {layer}", layer=name),
            layer,
            lambda key=one.key: editor.canvas.choose(key),  # type: ignore[misc]
            "target",
        )
        for cls in window.registry.all(Activation):  # type: ignore[type-abstract]
            words = tr("Use {activation} in {layer}", activation=cls.name, layer=name)
            do = _given(commands.activate, (one.key,), Choice(cls.name))
            yield Find(words, tr("Activation"), do, "spark", also=f"activation {summary(cls)}")
        for start in window.registry.all(Initializer):  # type: ignore[type-abstract]
            words = tr("Start {layer} with {name} weights", layer=name, name=start.name)
            do = _given(commands.initialise, (one.key,), Choice(start.name))
            yield Find(words, tr("Start weights"), do, "reset", also=f"initializer {summary(start)}")
    for key in hidden_keys(e):
        name = layer_name(e, key)
        frozen = any(one.frozen for one in e.layers if one.key == key)
        yield Find(tr("Remove {layer}", layer=name), layer, _given(commands.remove, (key,)), "clear", also="delete")
        words = tr("Let {layer} learn" if frozen else "Freeze {layer}", layer=name)
        yield Find(words, layer, _given(commands.freeze, (key,)), "freeze", also="freeze unfreeze frozen")
    data = window.live.session.data
    for preset in PRESETS:
        if preset.known(window.registry) and data is not None:
            words = tr("Use the network {layers}", layers=preset.name(data.features, data.outputs))
            yield Find(words, tr("Preset"), _given(commands.use_preset, preset), "layer", also=f"preset {preset.note}")


def _components(window: MainWindow) -> Iterator[Find]:
    registry = window.registry

    def put(words: str, **values: Any) -> Callable[[], object]:
        def change(e: Experiment) -> Experiment:
            return replace(e, **values)

        return lambda: window.live.edit(change, words)

    for words, field, kind in SINGLE_COMPONENTS:
        for cls in registry.all(kind):
            named = tr(words, name=cls.name)
            do = put(f"Choose {cls.name}", **{field: Choice(cls.name)})
            yield Find(named, tr("Training"), do, "sliders", also=f"{kind.kind} {summary(cls)}")
    for rule in registry.all(Regularizer):  # type: ignore[type-abstract]
        do = put("Choose regularizer", regularizers=(Choice(rule.name),))
        yield Find(tr("Regularizer {name}", name=rule.name), tr("Training"), do, "sliders", also=summary(rule))
    none = put("Choose regularizer", regularizers=())
    yield Find(tr("No regularizer"), tr("Training"), none, "sliders")


def _data(window: MainWindow) -> Iterator[Find]:
    for cls in window.registry.all(Dataset):  # type: ignore[type-abstract]
        do = _given(with_path, window, cls, window.network.editor.commands.choose_data)
        words = tr("Learn from {name}", name=f"{cls.name}…" if path_setting(cls) else cls.name)
        yield Find(words, tr("Data"), do, "data", also=f"data set dataset {summary(cls)}")


def _files(window: MainWindow) -> Iterator[Find]:
    for path in window.preferences.recent:
        if Path(path).exists():
            do = _given(window.open_project, path)
            yield Find(tr("Open {name}", name=Path(path).name), tr("Recent project"), do, "folder", also=path)
    for words, do in window.sheets.settings.finds():
        yield Find(words, tr("Settings"), do, "sliders", also="setting preference")


def _given(do: Callable[..., object], *values: Any) -> Callable[[], object]:
    return lambda: do(*values)
