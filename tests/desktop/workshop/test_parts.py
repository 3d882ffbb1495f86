"""The workshop's parts by themselves: rows, cards, forms, words, starts, the trust prompt."""

import json
import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import core.bench
from core import Axis, Curve, Lines
from core.faults import Fault
from core.trust import request
from desktop.workshop import use
from desktop.workshop.bench_panel import BenchPanel
from desktop.workshop.fault_card import FaultCard
from desktop.workshop.new_form import NewForm
from desktop.workshop.section_row import SectionRow
from desktop.workshop.starts import Starts
from desktop.workshop.trust_prompt import TrustPrompt, told_imports

FIGURE = Lines(title="Slope", curves=(Curve([0.0, 1.0], [0.0, 1.0]),), x=Axis("z"), note="Read it so.")


@pytest.mark.parametrize("state", ["ok", "hint", "failed", "running"])
def test_every_state_of_a_check_has_an_icon_and_a_word(look, qtbot, state):

    row = SectionRow(look, core.bench.Section("a", "Curve", state, "Largest error 1e-9.", None, 7))
    qtbot.addWidget(row)
    row.resize(300, row.height())
    assert row.accessibleName().endswith(": Curve")
    assert "Line 7" in row.accessibleDescription()
    with qtbot.waitSignal(row.chosen):
        QTest.keyClick(row, Qt.Key.Key_Return)


def sections(*states, figure=None):
    return [core.bench.Section(f"part{k}", f"Part {k}", state, "words", figure, k) for k, state in enumerate(states)]


def test_the_bench_counts_its_states_and_shows_the_picture_of_what_failed(look, qtbot):
    panel = BenchPanel(look)
    qtbot.addWidget(panel)
    panel.show_sections(sections("ok", "running"))
    assert panel.checks._note.text() == "1 passed · 1 running"
    assert panel.renderer is None
    first, second = sections("ok", "failed", figure=FIGURE)
    panel.show_sections([first, second])
    assert panel.current == "part1"
    assert panel.foot.text() == "Read it so."
    with qtbot.waitSignal(panel.line_chosen) as told:
        second_row = panel.rows["part1"]
        second_row.chosen.emit(second_row.section)
    assert told.args == [1]
    panel.clear()
    assert not panel.rows
    assert panel.renderer is None


FAULT = Fault(
    plugin="wave",
    kind="activation",
    origin="file",
    path="/plugins/wave.py",
    line=12,
    hook="Wave.forward",
    arguments=("z (32, 128) float32, -3 to 4",),
    expected="an array of shape (32, 128)",
    got="an array of shape (32, 127)",
    hint="return one number for each number of the input",
    step=1992,
)


def test_a_fault_card_has_all_five_parts_and_its_ways_out(look, qtbot):
    card = FaultCard(look, FAULT)
    qtbot.addWidget(card)
    said = " ".join(one.text() for one in card.findChildren(type(card.title)))
    for part in ("wave", "wave.py, line 12", "Wave.forward", FAULT.arguments[0], FAULT.expected, FAULT.got, "1,992"):
        assert part in said, part
    assert "Return one number" in said
    assert set(card.buttons) == {"go", "retry", "last-good", "disable"}
    with qtbot.waitSignal(card.line_asked) as told:
        card.buttons["go"].click()
    assert told.args == ["/plugins/wave.py", 12]


@pytest.mark.parametrize(
    ("name", "good"),
    [("wave", True), ("my-wave", True), ("2wave", False), ("", False), ("taken", False), ("curve", False)],
)
def test_a_name_that_will_not_do_is_told_while_it_is_typed(look, qtbot, name, good):
    form = NewForm(look, lambda kind, wanted: "other.py" if wanted == "taken" else "")
    qtbot.addWidget(form)
    form.ask("activation")
    form.field.setText(name)
    assert form.make.isEnabled() is good
    assert bool(form.message.text()) is not good
    made = []
    form.created.connect(lambda *what: made.append(what))
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    assert made == ([("activation", name)] if good else [])


def test_messages_come_apart_into_title_and_sentence():
    path = "/somewhere/wave.py"
    slope = f"{path}:18: Wave.derivative: expected 1 at z = 30, the slope of forward, found 2; mend the formula"
    assert use.told(slope, path)[0] == "The derivative is not the slope of forward"
    syntax = f"{path}:14: SyntaxError: expected ':' (wave.py, line 14); end the line with a colon"
    assert use.told(syntax, path) == ("SyntaxError: expected ':'", "End the line with a colon.")
    assert use.short(slope).startswith("Wave.derivative: expected 1")


def test_a_copy_has_a_name_of_its_own():
    assert "class MySine(" in use.renamed("class Sine(Activation):\n    pass\n", "sine", ("MySine", "my-sine"))
    named = use.renamed('class ReLU(Activation):\n    name = "relu"\n', "relu", ("MyRelu", "my-relu"))
    assert 'name = "my-relu"' in named


def test_two_starts_that_came_to_nothing_are_counted_and_a_good_one_ends_the_count(tmp_path):
    file = tmp_path / "starts.json"
    gone = 2**22 - 3  # no process has this number
    file.write_text(json.dumps([[gone, time.time() - 60], [gone - 1, time.time() - 30], [gone, time.time() - 400]]))
    now = Starts(file)
    assert now.begin() == 2
    now.well()
    assert Starts(file).begin() == 0


def test_a_start_beside_one_that_runs_counts_nothing(tmp_path):
    file = tmp_path / "starts.json"
    file.write_text(json.dumps([[os.getppid(), time.time() - 5]]))
    assert Starts(file).begin() == 0
    file.write_text("nonsense")
    assert Starts(file).begin() == 0


def test_no_is_what_every_careless_key_means(look, qtbot):
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        prompt = TrustPrompt(look, None, request("gift.py", Path("gift.py"), b"import os\nx = 2\n"))
        prompt.show()
        with qtbot.waitSignal(prompt.decided) as told:
            QTest.keyClick(prompt, key)
        assert told.args == [False]


def test_a_changed_file_shows_what_changed_first(look, qtbot):
    prompt = TrustPrompt(look, None, request("gift.py", Path("gift.py"), b"x = 2\n", b"x = 1\n"))
    qtbot.addWidget(prompt)
    assert "-x = 1" in prompt.code.toPlainText()
    prompt.which.button("All of it").click()
    assert prompt.code.toPlainText() == "x = 2\n"
    assert "reach beyond" in told_imports(("os", "math"))
    assert "reach beyond" not in told_imports(("math",))
