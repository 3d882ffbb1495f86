"""The public face is a list that someone chose. Changing it changes what every plugin may use: do it on purpose."""

import types

import core

FACE = [
    "Activation",
    "Array",
    "Augmentation",
    "Axis",
    "BadData",
    "Bars",
    "Bins",
    "Cancelled",
    "Component",
    "Curve",
    "Data",
    "Dataset",
    "Diagram",
    "Figure",
    "Frames",
    "Heatmap",
    "Histogram",
    "Image",
    "Initializer",
    "InknetError",
    "Lines",
    "Loss",
    "Node",
    "Note",
    "Optimizer",
    "Panels",
    "Points",
    "Preprocessing",
    "Progress",
    "Regularizer",
    "Schedule",
    "Snapshot",
    "Split",
    "Table",
    "Tiles",
    "Visualization",
    "hookimpl",
    "one_hot",
    "path_weights",
    "rasterise",
    "setting",
    "strongest",
]


def test_the_face_is_this_list():
    assert core.__all__ == FACE


def test_nothing_is_on_the_list_twice():
    assert len(set(core.__all__)) == len(core.__all__)


def test_everything_on_the_list_is_there():
    assert [name for name in core.__all__ if not hasattr(core, name)] == []


def test_nothing_else_is_offered():
    """Modules apart: they are not part of the face, and no plugin may import them."""
    others = {name for name in dir(core) if not name.startswith("_")} - set(core.__all__)
    assert [name for name in sorted(others) if not isinstance(getattr(core, name), types.ModuleType)] == []


def test_everything_on_the_list_says_what_it_is():
    told = [name for name in core.__all__ if isinstance(getattr(core, name), type | types.FunctionType)]
    assert {"Activation", "setting", "one_hot"} <= set(told)
    assert [name for name in told if not getattr(core, name).__doc__] == []
