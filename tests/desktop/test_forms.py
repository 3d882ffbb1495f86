"""Forms: every declared setting shows, takes and gives back its value; what is not admitted changes nothing."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QVBoxLayout, QWidget

from core import Optimizer, setting
from core.errors import UnknownComponent
from core.host import find
from core.registry import Entry, Registry
from core.settings import Setting
from desktop.forms import ComponentPicker, SettingsForm, in_words, scale
from desktop.forms.picker import summary

BUILT_IN = [
    (entry.cls, one) for entry in find("plugins").registry.entries.values() for one in entry.cls.settings.values()
]


class Roller(Optimizer):
    """Rolls downhill,
    a little at a time.

    More is not said in a tool tip.
    """

    learning_rate: float = setting(default=0.001, low=1e-6, high=10, log=True, help="How far each step goes")
    memory: float = setting(default=0.9, low=0, high=1)
    samples: int = setting(default=32, low=1, high=4096, log=True, unit="digits")
    warm: bool = setting(default=False, help="Begin slowly")
    scale: str = setting(default="mean", choices=("mean", "sum"))
    folder: str = setting(default="", unit="folder")


class Plain(Optimizer):
    rate: float = setting(default=0.1, low=0)


@pytest.fixture
def form(look, qtbot):
    made = SettingsForm(look, Roller.settings)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.heard = []
    made.changed.connect(lambda name, value: made.heard.append((name, value)))
    return made


@pytest.fixture
def picker(look, qtbot):
    entries = [Entry(cls, "built-in", "here") for cls in (Roller, Plain)]
    made = ComponentPicker(look, Registry(entries), Optimizer, "roller", {"memory": 0.5}, none="none")
    qtbot.addWidget(made)
    made.show()
    return made


def enter(row, text):
    """Type over what a field has, and press Enter."""
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)


def wheel(widget, notches):
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def other_values(one):
    """Admitted values besides the default: the ends, something between, and something with many digits."""
    if one.kind is bool:
        return [not one.default]
    if one.choices:
        return [choice for choice in one.choices if choice != one.default]
    if one.kind is str:
        return ["some words"]
    low = one.low if one.low is not None else -1e6
    high = one.high if one.high is not None else low + 1e6
    values = [low, high, low + (high - low) / 3]
    return [v for v in dict.fromkeys(one.kind(v) for v in values) if v != one.default]


@pytest.mark.parametrize(("cls", "one"), BUILT_IN, ids=lambda part: part.name)
def test_every_built_in_setting_goes_through_its_field_and_comes_back_the_same(look, qtbot, cls, one):
    form = SettingsForm(look, {one.name: one})
    qtbot.addWidget(form)
    row = form.rows[one.name]
    heard = []
    form.changed.connect(lambda name, value: heard.append((name, value)))
    assert form.values() == {one.name: one.default}
    for value in other_values(one):
        form.set_values({one.name: value})
        assert row.value == value
        assert heard == []
        shown = (
            row.field.isChecked() if one.kind is bool else row.field.currentText() if one.choices else row.field.text()
        )
        form.set_values({one.name: one.default})
        if one.kind is bool:
            QTest.mouseClick(row.field, Qt.MouseButton.LeftButton)
        elif one.choices:
            row.field.setCurrentText(shown)
            row.field.textActivated.emit(shown)
        else:
            enter(row, shown)
        assert heard == [(one.name, value)]
        assert type(heard[0][1]) is one.kind
        heard.clear()
        form.set_values({one.name: one.default})


@pytest.mark.parametrize(("cls", "one"), BUILT_IN, ids=lambda part: part.name)
def test_every_built_in_setting_says_what_it_is_and_what_it_admits(look, qtbot, cls, one):
    form = SettingsForm(look, {one.name: one})
    qtbot.addWidget(form)
    row = form.rows[one.name]
    assert one.help
    assert one.help.rstrip(".") in row.toolTip()
    assert row.field.accessibleName() == in_words(one.name)
    if one.kind is not bool:
        assert one.admits()[1:] in row.toolTip()


def test_names_are_read_as_words():
    assert in_words("learning_rate") == "Learning rate"
    assert in_words("beta_1") == "Beta 1"


@pytest.mark.parametrize("text", ["12000", "0", "much", ""])
def test_what_is_not_admitted_keeps_the_old_value_and_says_what_is(form, text):
    row = form.rows["learning_rate"]
    enter(row, "0.01")
    form.heard.clear()
    row.field.selectAll()
    QTest.keyClick(row.field, Qt.Key.Key_Delete)
    QTest.keyClicks(row.field, text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert form.values()["learning_rate"] == 0.01
    assert form.heard == []
    assert row.field.property("wrong") is True
    assert row.message.isVisible()
    assert "a number from 1e-06 to 10" in row.message.text()
    assert not row.message.text().startswith("learning_rate")
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.text() == "0.01"
    assert not row.message.isVisible()
    assert row.field.property("wrong") is False


def test_esc_gives_back_what_was_there_before_typing(form):
    row = form.rows["memory"]
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "0.2")
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.text() == "0.9"
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert form.heard == []


def test_undo_from_outside_shows_without_a_signal_and_leaves_typing_alone(form):
    row = form.rows["memory"]
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, "0.12")
    form.set_values({"memory": 0.9, "samples": 64, "warm": True, "scale": "sum", "somebody_else": 3})
    assert row.field.text() == "0.12"
    assert form.values() == Roller(memory=0.9, samples=64, warm=True, scale="sum").__dict__
    assert form.heard == []
    form.set_values({"memory": 0.5})
    assert row.field.text() == "0.5"


def test_a_changed_setting_is_marked_and_can_go_back_to_its_default(form):
    row = form.rows["learning_rate"]
    menu = QMenu()
    row._extend(menu)
    assert not menu.actions()[-1].isEnabled()
    assert not row.dot.toolTip()
    enter(row, "0.5")
    assert "0.001" in row.dot.toolTip()
    menu = QMenu()
    row._extend(menu)
    back = menu.actions()[-1]
    assert back.text() == "Back to default (0.001)"
    back.trigger()
    assert form.heard == [("learning_rate", 0.5), ("learning_rate", 0.001)]
    assert not row.dot.toolTip()


@pytest.mark.parametrize("name", ["learning_rate", "memory", "scale"])
def test_a_wheel_that_passes_by_changes_nothing(form, name):
    row = form.rows[name]
    form.rows["folder"].field.setFocus()
    for widget in (row.field, getattr(row, "slider", None)):
        if widget is not None:
            wheel(widget, 1)
            wheel(widget, -1)
            assert not widget.hasFocus()
    assert form.heard == []
    assert form.values()[name] == Roller.settings[name].default


def test_the_wheel_moves_what_has_the_focus(form):
    slider = form.rows["memory"].slider
    slider.setFocus()
    wheel(slider, -2)
    assert form.values()["memory"] < 0.9
    assert form.heard


def test_dragging_a_slider_tells_every_value_on_the_way(form):
    row = form.rows["learning_rate"]
    slider = row.slider
    y = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 4, y))
    for k in range(5, 13):
        QTest.mouseMove(slider, QPoint(slider.width() * k // 16, y))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() * 3 // 4, y))
    values = [value for name, value in form.heard]
    assert len(values) > 5
    assert values == sorted(values)
    assert values[-1] / values[0] > 100  # by powers of ten
    assert row.field.text() == scale.written(values[-1])


def test_arrow_keys_step_by_what_makes_sense(form):
    rate, memory, samples = (form.rows[name] for name in ("learning_rate", "memory", "samples"))
    QTest.keyClick(rate.field, Qt.Key.Key_Up)
    assert rate.value == 0.002
    QTest.keyClick(rate.field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert rate.value == 0.0002
    QTest.keyClick(memory.field, Qt.Key.Key_Down)
    assert memory.value == 0.89
    QTest.keyClick(memory.field, Qt.Key.Key_PageUp)
    assert memory.value == 0.99
    QTest.keyClick(memory.field, Qt.Key.Key_PageUp)
    assert memory.value == 1.0
    QTest.keyClick(samples.field, Qt.Key.Key_Up)
    assert samples.value == 64
    assert len(form.heard) == 6


def test_steps_reach_zero_and_come_back():
    strength = Setting("strength", float, 0.0, low=0, high=1, log=True)
    value = scale.stepped(strength, 0.0, 1)
    assert 0 < value < 1e-5
    assert scale.stepped(strength, value, -1) == 0.0
    assert scale.stepped(strength, 1.0, 1) == 1.0


@pytest.mark.parametrize(
    "one",
    [
        Setting("rate", float, 0.1, low=1e-6, high=10, log=True),
        Setting("strength", float, 0.0, low=0, high=1, log=True),
        Setting("share", float, 0.5, low=0, high=0.999),
        Setting("angle", float, 0.0, low=-30, high=30),
        Setting("units", int, 32, low=1, high=4096, log=True),
        Setting("fixed", float, 2.0, low=2, high=2),
    ],
    ids=lambda one: one.name,
)
def test_a_slider_begins_and_ends_where_its_setting_does(one):
    values = [scale.value_at(one, position) for position in range(scale.POSITIONS + 1)]
    assert values[0] == one.low
    assert values[-1] == one.high
    assert values == sorted(values)
    for value in values:
        assert one.read(value) == value
        assert one.read(scale.written(value)) == value
        assert abs(scale.position_of(one, value) - scale.position_of(one, one.read(scale.written(value)))) == 0
    assert scale.position_of(one, one.low) == 0
    assert scale.position_of(one, one.high) in (0, scale.POSITIONS)


def test_a_seed_has_no_slider():
    assert not scale.has_slider(Setting("seed", int, 1, low=0, high=2**31))


def test_a_folder_is_chosen_in_a_window_that_holds_nothing_up(form, tmp_path, qtbot):
    dialog = form.rows["folder"].choose()
    assert isinstance(dialog, QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert form.heard == [("folder", str(tmp_path))]


def test_choosing_a_component_brings_its_form(picker):
    heard = []
    picker.chosen.connect(lambda name: heard.append(name))
    picker.setting_changed.connect(lambda *what: heard.append(what))
    assert picker.form.values()["memory"] == 0.5
    enter(picker.form.rows["memory"], "0.7")
    index = picker.combo.findData("plain")
    picker.combo.setCurrentIndex(index)
    picker.combo.activated.emit(index)
    enter(picker.form.rows["rate"], "3")
    picker.combo.setCurrentIndex(0)
    picker.combo.activated.emit(0)
    assert heard == [("roller", "memory", 0.7), "plain", ("plain", "rate", 3.0), ""]
    assert picker.name == ""
    assert not picker.form.isVisible()


def test_choosing_the_same_again_keeps_its_settings(picker):
    index = picker.combo.findData("roller")
    picker.combo.activated.emit(index)
    assert picker.form.values()["memory"] == 0.5


def test_a_component_from_outside_is_shown_without_a_signal(picker):
    heard = []
    picker.chosen.connect(heard.append)
    picker.setting_changed.connect(lambda *what: heard.append(what))
    form = picker.form
    picker.set_component("roller", {"memory": 0.1})
    assert picker.form is form
    assert form.values()["memory"] == 0.1
    picker.set_component("roller")
    assert form.values()["memory"] == 0.9
    picker.set_component("plain", {"rate": 2.0})
    assert picker.combo.currentText() == "plain"
    assert picker.form.values() == {"rate": 2.0}
    assert heard == []
    with pytest.raises(UnknownComponent, match="plain"):
        picker.set_component("plane")


def test_a_new_registry_keeps_what_is_chosen(picker):
    picker.set_registry(Registry([Entry(Roller, "built-in", "here")]))
    assert picker.name == "roller"
    assert picker.form.values()["memory"] == 0.5
    assert picker.combo.findData("plain") < 0


def test_a_tool_tip_is_what_the_author_wrote_first():
    assert summary(Roller) == "Rolls downhill, a little at a time."
    assert summary(Plain) == ""


def test_tab_goes_from_field_to_field(look, qtbot):
    page = QWidget()
    form = SettingsForm(look, Roller.settings)
    QVBoxLayout(page).addWidget(form)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    form.rows["learning_rate"].field.setFocus()
    for name in ("memory", "samples", "warm", "scale", "folder"):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is form.rows[name].field


def test_a_value_from_outside_beyond_what_the_form_admits_is_shown_as_it_is(look, qtbot):
    form = SettingsForm(look, {"epochs": Setting("epochs", int, 8, 1, 1000, log=True)}, {"epochs": 50_000})
    qtbot.addWidget(form)
    assert form.rows["epochs"].field.text().replace(",", "") == "50000"
    assert form.values() == {"epochs": 50_000}
