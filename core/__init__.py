"""The public face: what a plugin may use."""

import pluggy

from .components import (
    Activation,
    Array,
    Augmentation,
    Component,
    Dataset,
    Initializer,
    Loss,
    Optimizer,
    Preprocessing,
    Progress,
    Regularizer,
    Schedule,
    Visualization,
)
from .data import Data, Split, one_hot
from .errors import BadData, Cancelled, InknetError
from .figures import (
    Axis,
    Bars,
    Bins,
    Curve,
    Diagram,
    Figure,
    Frames,
    Heatmap,
    Histogram,
    Image,
    Lines,
    Node,
    Note,
    Panels,
    Points,
    Table,
    Tiles,
    strongest,
)
from .raster import path_weights, rasterise
from .settings import setting
from .snapshot import Snapshot

hookimpl = pluggy.HookimplMarker("inknet")

__all__ = [
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
