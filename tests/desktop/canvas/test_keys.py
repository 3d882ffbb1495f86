"""The keyboard alone: every gesture of the table, and Esc gives back what was before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.remap import INPUT

K = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def first(bench):
    """The editor with its first hidden layer chosen."""
    bench.canvas.choose(bench.names[0])
    return bench


def test_left_and_right_choose_the_layer_and_stop_at_the_ends(first):
    seen = []
    first.editor.selected.connect(seen.append)
    for _ in range(5):
        first.key(K.Key_Right)
    assert first.canvas.current == first.names[-1]
    assert first.canvas.deck[first.names[-1]].hasFocus()
    for _ in range(6):
        first.key(K.Key_Left)
    assert first.canvas.current == INPUT
    assert seen == [first.names[1], first.names[2], first.names[1], first.names[0], None]


def test_up_and_down_change_units_by_one_and_with_shift_by_ten_in_one_edit(first):
    for key, modifier in ((K.Key_Up, NONE), (K.Key_Up, SHIFT), (K.Key_Down, NONE), (K.Key_Down, NONE)):
        first.key(key, modifier)
    assert first.units == [137, 64]
    first.live.undo()
    assert first.units == [128, 64]


def test_units_are_typed(first):
    first.keys("2")
    field = first.canvas.deck[first.names[0]].field
    assert field.text() == "2"
    QTest.keyClicks(field, "56")
    QTest.keyClick(field, K.Key_Return)
    assert first.units == [256, 64]
    assert first.canvas.deck[first.names[0]].hasFocus()
    first.keys("9")
    QTest.keyClick(first.canvas.deck[first.names[0]].field, K.Key_Escape)
    assert first.units == [256, 64]
    assert first.canvas.deck[first.names[0]].field is None


def test_insert_adds_a_layer_behind_and_delete_removes_it(first):
    first.key(K.Key_Insert)
    assert first.units == [128, 32, 64]
    assert first.canvas.current == first.names[1]
    first.key(K.Key_Delete)
    assert first.units == [128, 64]
    assert first.canvas.current == first.names[1], "the layer that took its place"
    assert first.canvas.deck[first.names[1]].hasFocus()


def test_at_the_output_insert_adds_before_it_and_delete_says_why_not(first):
    first.canvas.choose(first.names[-1])
    first.key(K.Key_Insert)
    assert first.units == [128, 64, 32]
    first.canvas.choose(first.names[-1])
    first.key(K.Key_Delete)
    assert first.units == [128, 64, 32]
    assert "output cannot be removed" in first.told[-1]


def test_alt_with_arrows_moves_the_layer(first):
    one, two, out = first.names
    first.key(K.Key_Right, ALT)
    assert first.names == [two, one, out]
    assert first.canvas.current == one
    first.key(K.Key_Right, ALT)
    assert first.names == [two, one, out]
    assert "next to the output" in first.told[-1]
    first.key(K.Key_Left, ALT)
    assert first.names == [one, two, out]


def test_a_opens_the_activations_and_a_choice_is_taken(first, wait_until):
    first.key(K.Key_A)
    menu = first.canvas.menus.open
    assert menu.isVisible()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        entry.cls.name for (kind, _), entry in first.editor.commands.registry.entries.items() if kind == "activation"
    ]
    assert next(action for action in menu.actions() if action.isChecked()).text() == "relu"
    next(action for action in menu.actions() if action.text() == "tanh").trigger()
    menu.close()
    assert first.e.layers[0].activation.name == "tanh"


def test_the_output_offers_what_the_data_need_first(first):
    first.canvas.choose(first.names[-1])
    first.key(K.Key_A)
    menu = first.canvas.menus.open
    assert menu.actions()[0].text() == "softmax (from the data)"
    assert menu.actions()[0].isChecked()
    menu.close()


def test_f_freezes_and_lets_learn_again(first):
    first.key(K.Key_F)
    assert first.e.layers[0].frozen
    assert "frozen" in first.canvas.deck[first.names[0]].accessibleName()
    first.key(K.Key_F)
    assert not first.e.layers[0].frozen


def test_duplicate_copy_cut_and_paste(first):
    first.key(K.Key_D, CONTROL)
    assert first.units == [128, 128, 64]
    first.canvas.choose(first.names[2])
    first.key(K.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "64"
    first.key(K.Key_V, CONTROL)
    assert first.units == [128, 128, 64, 64]
    first.key(K.Key_X, CONTROL)
    assert first.units == [128, 128, 64]
    first.key(K.Key_V, CONTROL)
    assert first.units == [128, 128, 64, 64]
    assert len(set(first.names)) == 5


def test_paste_of_something_else_says_so(first):
    QApplication.clipboard().setText("hello")
    first.key(K.Key_V, CONTROL)
    assert first.units == [128, 64]
    assert "No layers to paste" in first.told[-1]


def test_several_layers_by_shift_and_all_hidden_ones_by_control_a(first):
    first.key(K.Key_Right, SHIFT)
    assert first.canvas.chosen_keys() == tuple(first.names[:2])
    first.key(K.Key_Up)
    assert first.units == [129, 65]
    first.key(K.Key_Escape)
    assert len(first.canvas.chosen_keys()) == 1
    first.key(K.Key_A, CONTROL)
    assert first.canvas.chosen_keys() == tuple(first.names[:2])
    first.key(K.Key_Delete)
    assert first.units == []


def test_enter_goes_into_the_lane_where_arrows_choose_neurons_and_escape_comes_back(first):
    canvas, key = first.canvas, first.names[0]
    first.key(K.Key_Return)
    assert canvas.inside
    assert canvas.picture.columns[1].tiles, "the first layer shows what its neurons look for"
    shown = canvas.shown(key)
    assert canvas.chosen == (key, shown[0])
    first.key(K.Key_Down)
    first.key(K.Key_Down)
    assert canvas.chosen == (key, shown[2])
    assert canvas.peek.isVisible()
    assert f"neuron {shown[2] + 1}" in canvas.deck[key].accessibleDescription()
    first.key(K.Key_Up)
    assert canvas.chosen == (key, shown[1])
    first.key(K.Key_PageDown)
    assert canvas.shown(key) != shown
    assert first.units == [128, 64], "arrows change no units in there"
    first.key(K.Key_Escape)
    assert not canvas.inside
    assert canvas.chosen is None
    assert canvas.current == key


def test_at_the_input_arrows_choose_a_sample(first, wait_until):
    first.canvas.choose(INPUT)
    before = first.canvas.feed.sample
    first.key(K.Key_Down)
    assert first.canvas.feed.sample == before + 1
    first.key(K.Key_Up)
    assert first.canvas.feed.sample == before


def test_zoom_keys_and_fit(first):
    first.key(K.Key_Plus, CONTROL)
    first.key(K.Key_Plus, CONTROL)
    assert first.canvas.zoom == pytest.approx(1.44)
    first.key(K.Key_Minus, CONTROL)
    assert first.canvas.zoom == pytest.approx(1.2)
    first.key(K.Key_0, CONTROL)
    assert first.canvas.zoom == 1


def test_other_keys_go_on_to_the_window(first):
    seen = []
    first.keyPressEvent = lambda event: seen.append(event.text())
    first.keys(" .")
    assert seen == [" ", "."]
    assert first.units == [128, 64]


def test_the_canvas_is_one_stop_for_tab(first):
    stops = [card for card in first.canvas.deck if card.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == [first.canvas.deck[first.names[0]]]
    first.key(K.Key_Tab)
    assert first.focusWidget() is first.editor.foot.field
    QTest.keyClick(first.focusWidget(), K.Key_Backtab, SHIFT)
    assert first.canvas.deck[first.names[0]].hasFocus()


def test_after_edits_tab_still_leads_from_the_canvas_to_the_foot(first):
    first.key(K.Key_Insert)
    first.key(K.Key_Tab)
    assert first.focusWidget() is first.editor.foot.field


def test_a_screen_reader_sees_the_layers_by_name_in_order(first):
    interface = QAccessible.queryAccessibleInterface(first.canvas)
    names = [interface.child(k).text(QAccessible.Text.Name) for k in range(interface.childCount())]
    wanted = ["Input, 784 numbers, data set digits", "Hidden 1, 128 units, relu, 100,480 parameters"]
    assert [name for name in names if name in wanted] == wanted
    card = QAccessible.queryAccessibleInterface(first.canvas.deck[first.names[0]])
    assert "Up and Down change its units" in card.text(QAccessible.Text.Description)
    chip = first.canvas.deck[first.names[0]].chip
    assert chip.accessibleName() == "Activation of Hidden 1: relu"


def test_a_screen_readers_press_chooses_a_card(first):
    first.canvas.deck[first.names[1]].click()
    assert first.canvas.current == first.names[1]
