"""The palette: what the registry has, with curves made away from the window's thread."""

import threading

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import Activation, setting
from core.components import Activation as Kind
from core.registry import Entry
from desktop.canvas import Palette
from desktop.canvas.curves import POINTS, is_straight, shape_of, shapes_of
from desktop.views import ViewHost

THREADS = []


class Wavy(Activation):
    """Goes up and down."""

    speed: float = setting(default=2.0)

    def forward(self, z):
        THREADS.append(threading.current_thread())
        return np.sin(self.speed * z)

    def derivative(self, z, a):
        return self.speed * np.cos(self.speed * z)


class Broken(Activation):
    """Ends the program, it thinks."""

    def forward(self, z):
        raise SystemExit("no")


class Lost(Activation):
    """Knows no numbers."""

    def forward(self, z):
        return z * np.nan


def plus(registry, *classes):
    return registry.plus([Entry(cls, "file", "learner.py") for cls in classes])


def test_every_activation_of_the_registry_has_a_tile(bench):
    names = {cls.name for cls in bench.editor.commands.registry.all(Kind)}
    assert names <= set(bench.palette_.tiles)
    assert {"Dense", "Dropout", "Freeze", "Note"} <= set(bench.palette_.tiles)
    for tile in bench.palette_.tiles.values():
        assert tile.accessibleName()
        assert tile.accessibleDescription()
        assert tile.height() >= 24


def test_a_plugins_activation_is_there_by_itself_with_its_curve(bench, wait_until):
    THREADS.clear()
    registry = plus(bench.editor.commands.registry, Wavy, Broken)
    bench.palette_.set_registry(registry)
    bench.editor.set_registry(registry)
    bench.live.session.registry = bench.live.session.run.registry = registry
    assert bench.palette_.tiles["wavy"].accessibleName() == "wavy, from a plugin"
    wait_until(lambda: _known(bench.palette_.curves, "wavy") is not None)
    assert THREADS
    assert threading.main_thread() not in THREADS, "a plugin's code never runs on the window's thread"
    assert _known(bench.palette_.curves, "broken") is None
    bench.canvas.choose(bench.names[0])
    QTest.mouseClick(bench.palette_.tiles["wavy"], Qt.MouseButton.LeftButton)
    assert bench.e.layers[0].activation.name == "wavy"
    wait_until(lambda: bench.canvas.deck[bench.names[0]].face.curve is not None)
    bench.live.undo()
    old = bench.editor.commands.registry
    bench.palette_.set_registry(type(old)([one for one in old.entries.values() if one.cls is not Wavy]))
    assert "wavy" not in bench.palette_.tiles


def _known(curves, name):
    from core.experiment import Choice

    return curves.shape(Choice(name))


def test_tiles_work_by_keyboard(bench):
    bench.canvas.choose(bench.names[0])
    tile = bench.palette_.tiles["tanh"]
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Return)
    assert bench.e.layers[0].activation.name == "tanh"
    QTest.keyClick(bench.palette_.tiles["Dropout"], Qt.Key.Key_Return)
    assert bench.e.layers[0].dropout == 0.2


def test_without_a_chosen_layer_a_mark_says_what_to_do(bench):
    QTest.mouseClick(bench.palette_.tiles["Freeze"], Qt.MouseButton.LeftButton)
    assert bench.told[-1] == "Choose a layer first."


def test_a_short_move_of_the_mouse_is_a_click_not_a_drag(bench):
    from PySide6.QtCore import QPoint

    dragged = []
    bench.palette_.exec_drag = lambda drag, actions: dragged.append(drag)
    tile = bench.palette_.tiles["Dense"]
    QTest.mousePress(tile, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 10))
    QTest.mouseMove(tile, QPoint(22, 11))
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(22, 11))
    assert not dragged
    assert bench.units == [128, 64, 32]


def test_shapes_of_curves(registry):
    relu = shape_of(registry.make(Kind, "relu"))
    assert len(relu) == POINTS
    assert relu[0] == relu[POINTS // 2] == 0
    assert relu[-1] == 1
    softmax = shape_of(registry.make(Kind, "softmax"))
    assert softmax[0] == 0
    assert softmax[-1] == 1
    assert list(softmax) == sorted(softmax)
    assert shape_of(Broken()) is None
    assert shape_of(Lost()) is None


def test_a_choice_that_cannot_be_made_has_no_curve(registry):
    from core.experiment import Choice

    shapes, straight = shapes_of(registry, [Choice("nothing"), Choice("elu", (("alpha", 99.0),)), Choice("tanh")])
    assert [shape is None for shape in shapes.values()] == [True, True, False]
    assert straight == set()


class Doubled(Kind):
    """Another straight line."""

    def forward(self, z):
        return 2 * z + 1


class Clipped(Kind):
    """Straight only as far as 20."""

    def forward(self, z):
        return np.clip(z, -20, 20)


def test_a_straight_line_is_told_from_one_that_bends_far_out(registry):
    straight = {name for name in ("identity", "relu", "tanh", "softmax") if is_straight(registry.make(Kind, name))}
    assert straight == {"identity"}
    assert is_straight(Doubled())
    assert not is_straight(Clipped())
    assert not is_straight(Broken())


def test_two_that_ask_for_curves_both_get_them(qtbot, look, found, wait_until):
    host = ViewHost(look)
    palettes = [Palette(look, found.registry, host) for _ in range(2)]
    for one in palettes:
        qtbot.addWidget(one)
        one.show()
    for one in palettes:
        wait_until(lambda one=one: _known(one.curves, "gelu") is not None)
    host.stop()
