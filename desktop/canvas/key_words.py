"""What the keys of the canvas do, in words, for the sheet of keys. A test holds it to the tables of ``keys``."""

from __future__ import annotations

from PySide6.QtCore import Qt

K = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Keys = tuple[tuple[Qt.Key, Qt.KeyboardModifier], ...]

CANVAS: tuple[tuple[str, Keys], ...] = (
    ("Choose a layer", ((K.Key_Left, NONE), (K.Key_Right, NONE))),
    ("Choose several layers", ((K.Key_Left, SHIFT), (K.Key_Right, SHIFT))),
    ("Choose all hidden layers", ((K.Key_A, CONTROL),)),
    ("Move the layer", ((K.Key_Left, ALT), (K.Key_Right, ALT))),
    ("One unit more or fewer; on the input, another sample", ((K.Key_Up, NONE), (K.Key_Down, NONE))),
    ("Ten units more or fewer", ((K.Key_Up, SHIFT), (K.Key_Down, SHIFT))),
    ("Add a layer", ((K.Key_Insert, NONE),)),
    ("Remove the layer", ((K.Key_Delete, NONE),)),
    ("Activation of the layer", ((K.Key_A, NONE),)),
    ("Dropout of the layer", ((K.Key_D, NONE),)),
    ("Freeze the layer, or let it learn", ((K.Key_F, NONE),)),
    ("Duplicate", ((K.Key_D, CONTROL),)),
    ("Copy, cut, paste", ((K.Key_C, CONTROL), (K.Key_X, CONTROL), (K.Key_V, CONTROL))),
    ("Go into the layer", ((K.Key_Return, NONE), (K.Key_Enter, NONE))),
    ("Fit the network into the canvas", ((K.Key_0, CONTROL),)),
    (
        "Zoom",
        ((K.Key_Plus, CONTROL), (K.Key_Plus, CONTROL | SHIFT), (K.Key_Equal, CONTROL), (K.Key_Minus, CONTROL)),
    ),
)
LANE: tuple[tuple[str, Keys], ...] = (
    ("Choose a neuron", ((K.Key_Up, NONE), (K.Key_Down, NONE))),
    ("Other neurons of a wide layer", ((K.Key_PageDown, NONE),)),
)
"""Inside a layer."""
TWICE = {K.Key_Enter, K.Key_Equal}
"""Keys that stand for another one, on some keyboards or beside the letters: the sheet leaves them out."""
