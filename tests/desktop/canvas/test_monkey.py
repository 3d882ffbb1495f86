"""A hundred and fifty gestures at random, then undo back to the start."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.remap import INPUT

K = Qt.Key
MODIFIERS = Qt.KeyboardModifier
KEYS = [
    *[
        (key, MODIFIERS.NoModifier)
        for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Insert, K.Key_Delete)
    ],
    *[(key, MODIFIERS.NoModifier) for key in (K.Key_F, K.Key_Return, K.Key_Escape, K.Key_PageDown)],
    *[(key, MODIFIERS.ShiftModifier) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down)],
    *[(key, MODIFIERS.AltModifier) for key in (K.Key_Left, K.Key_Right)],
    *[(key, MODIFIERS.ControlModifier) for key in (K.Key_D, K.Key_C, K.Key_V, K.Key_X, K.Key_A, K.Key_0, K.Key_Plus)],
]
TILES = ("Dense", "Dropout", "Freeze", "relu", "tanh", "sigmoid", "identity", "softmax", "gelu")


class Monkey:
    def __init__(self, bench, seed):
        self.bench, self.random = bench, random.Random(seed)
        self.depth = 0

    def place(self):
        size = self.bench.canvas.size()
        return QPoint(self.random.randrange(size.width()), self.random.randrange(size.height()))

    def gesture(self):
        bench, pick = self.bench, self.random
        kind = pick.choice(
            ("key", "key", "key", "tile", "tile", "drag", "click", "foot", "escape", "undo", "redo", "type")
        )
        columns = bench.canvas.picture.columns
        if kind == "key" or len(columns) > 14:
            key, modifier = pick.choice(KEYS) if len(columns) <= 14 else (K.Key_Delete, MODIFIERS.NoModifier)
            if key == K.Key_Delete:
                bench.canvas.choose(pick.choice([INPUT, *bench.names]))
            bench.key(key, modifier)
        elif kind == "tile":
            bench.carry(pick.choice(TILES), self.place())
        elif kind in ("drag", "escape"):
            column = pick.choice(columns)
            start = QPoint(round(column.card.right - 10), round(column.card.y + 8))
            target = bench.drag(start, self.place(), release=kind == "drag", steps=3)
            if kind == "escape":
                bench.key(K.Key_Escape)
                QTest.mouseRelease(target, Qt.MouseButton.LeftButton)
        elif kind == "foot":
            feet = [k for k, one in enumerate(columns) if one.grip]
            if feet:
                start = bench.grip(pick.choice(feet))
                bench.drag(start, start + QPoint(0, pick.randrange(-120, 60)), steps=3)
        elif kind == "click":
            bench.click(
                self.place(), pick.choice((MODIFIERS.NoModifier, MODIFIERS.ControlModifier, MODIFIERS.ShiftModifier))
            )
        elif kind == "type":
            field = bench.editor.foot.field
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, pick.choice(("784-20-10", "784-10", "784-7-7-7-10", "oops", "784-12-11")))
            QTest.keyClick(field, K.Key_Return)
            QTest.keyClick(field, K.Key_Escape)
            bench.canvas.choose(bench.names[0])
        elif kind == "undo":
            bench.live.undo()
        else:
            bench.live.redo()

    def check(self):
        """What must hold after every gesture."""
        bench, canvas = self.bench, self.bench.canvas
        assert canvas.experiment == bench.e
        assert [one.key for one in canvas.picture.columns] == [INPUT, *bench.names]
        assert [card.key for card in canvas.deck] == [INPUT, *bench.names]
        assert len(set(bench.names)) == len(bench.names)
        assert canvas.current is None or canvas.current in canvas.order
        assert canvas.selection.keys <= set(canvas.order)
        assert bench.editor.foot.field.text() == bench.e.text(784, 10)
        assert not canvas.overlay.isVisible()
        assert not canvas.pointer.dragging


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))])
def test_any_gestures_in_any_order_and_then_back_to_the_start(bench, seed, wait_until, qtbot):
    start = bench.e
    monkey = Monkey(bench, seed)
    if seed == 3:
        bench.live.train()
        wait_until(lambda: bench.training)
    for _ in range(150):
        monkey.gesture()
        bench.canvas.give_up_attempt()
        menu = bench.canvas.menus.open
        if menu is not None:
            menu.close()
        monkey.check()
        qtbot.wait(2)
    while bench.live.session.undo_label:
        bench.live.undo()
        monkey.check()
    assert bench.e == start
    wait_until(lambda: bench.live.session.run.experiment == start, 60)
    assert not [words for words in bench.told if "Error" in words]
