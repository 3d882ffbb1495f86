"""From a blank file to a running training, and back from every mistake."""

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from desktop.workshop.fault_card import FaultCard

SHIFTED = "        return z * self._gate(z)"
MOODY = """        if getattr(np, "moody", False) and z.shape[1] == 128:
            return z[:, 1:]
        return z * self._gate(z)"""


def test_a_new_plugin_is_used_in_a_training_and_a_saved_version_takes_its_place(hands, wave):
    hands.new(name="wave")
    assert hands.current.state == "saved"
    assert "wave" in hands.window.network.palette_panel.tiles
    assert hands.page.card.title.text() == "Version 1 is ready"
    hands.until(lambda: hands.page.bench.renderer is not None)
    assert {row.section.state for row in hands.page.bench.rows.values()} <= {"ok", "hint", "running"}
    hands.page.card.buttons[0].click()
    assert "wave" in hands.activations()
    hands.train()
    hands.write(wave.replace("default=1.0", "default=2.0"))
    hands.until(lambda: hands.title() == "Version 2 is training now")
    assert "optimizer memory kept" in hands.page.card.sentence.text()
    marks = hands.live.session.run.ask(lambda trainer: trainer.history.marks).result(10)
    assert [words for _, words in marks] == ["wave 2"]
    hands.until(lambda: hands.window.network.palette_panel.curves._registry is hands.plugins.registry)
    assert hands.live.session.run.status.state == "training"
    hands.page.card.buttons[0].click()  # undo swap
    hands.until(lambda: hands.title() == "Version 1 runs again")
    entry = hands.plugins.registry.entries["activation", "wave"]
    assert entry.cls.settings["steepness"].default == 1.0
    assert "default=2.0" in hands.code.toPlainText()


def test_a_version_that_fails_is_told_at_its_line_while_the_one_before_trains_on(hands, wave):
    hands.new(name="wave")
    hands.page.card.buttons[0].click()
    hands.train()
    hands.write(wave.replace("return gate + self", "return 2 * gate + self"))
    assert hands.current.state == "failed"
    line = next(iter(hands.code.marks))
    assert "derivative" in hands.code.document().findBlockByNumber(line - 1).text()
    assert hands.page.card.title.text() == "The derivative is not the slope of forward"
    assert hands.plugins.folder.joinpath("wave.py").read_text().count("2 * gate") == 1
    step = hands.live.session.run.status.step
    hands.until(lambda: hands.live.session.run.status.step > step)
    hands.page.card.buttons["back"].click()
    assert hands.code.toPlainText() == wave
    hands.code.undo()
    assert "2 * gate" in hands.code.toPlainText()


def test_a_plugin_that_fails_in_training_pauses_it_and_each_way_out_works(hands, wave, monkeypatch):
    import numpy as np

    hands.new(name="wave")
    hands.page.card.buttons[0].click()
    hands.write(wave.replace(SHIFTED, MOODY))
    hands.window.show_workspace(0)
    hands.train()
    monkeypatch.setattr(np, "moody", True, raising=False)
    hands.until(lambda: isinstance(hands.page.card, FaultCard))
    card = hands.page.card
    assert hands.window.pages.currentIndex() == 2
    assert re.match(r"z \((32|20), 128\) float32, ", card.fault.arguments[0])  # the last batch of an epoch is shorter
    assert (card.fault.plugin, card.fault.hook) == ("wave", "Wave.forward")
    assert card.fault.line in hands.code.marks
    assert hands.live.session.run.status.step == card.fault.step - 1
    card.buttons["last-good"].click()
    hands.until(lambda: "runs again" in hands.title())
    hands.train()
    hands.write(wave.replace(SHIFTED, MOODY) + "\n")
    hands.until(lambda: isinstance(hands.page.card, FaultCard))
    hands.page.card.buttons["disable"].click()
    hands.until(lambda: "wave" not in hands.activations())
    assert hands.plugins.find("wave.py").state == "off"
    assert ("activation", "wave") not in hands.window.registry.entries


def test_a_file_edited_elsewhere_goes_the_way_of_a_save(hands, wave):
    hands.new(name="wave")
    path = hands.plugins.folder / "wave.py"
    path.write_text(wave.replace("default=1.0", "default=3.0"))
    hands.plugins.refresh()  # what the watcher does when the system tells it
    cls = lambda: hands.plugins.registry.entries["activation", "wave"].cls  # noqa: E731
    hands.until(lambda: cls().settings["steepness"].default == 3.0, 60)
    assert "default=3.0" in hands.code.toPlainText()


def test_unsaved_text_is_asked_about_when_another_program_writes_the_file(hands, wave):
    hands.new(name="wave")
    hands.code.insertPlainText("# mine\n")
    (hands.plugins.folder / "wave.py").write_text(wave + "# theirs\n")
    hands.plugins.refresh()
    hands.until(lambda: "another program" in hands.title())
    assert hands.code.toPlainText().startswith("# mine\n")
    hands.page.card.buttons[1].click()
    assert hands.page.card is None
    assert hands.code.toPlainText().startswith("# mine\n")


def test_a_dropped_file_runs_only_after_it_is_trusted_and_no_is_the_default(hands, wave, tmp_path):
    gift = tmp_path / "gift.py"
    gift.write_text(wave.replace("Wave", "Gift").replace("import numpy", "import os\nimport numpy"))
    assert hands.place.drop([str(gift)])
    hands.until(lambda: hands.place.prompt is not None)
    prompt = hands.place.prompt
    assert "os" in prompt.imports.text()
    assert prompt.no.isDefault()
    QTest.keyClick(prompt, Qt.Key.Key_Return)
    assert hands.plugins.find("gift.py").state == "waiting"
    assert ("activation", "gift") not in hands.plugins.registry.entries
    hands.place.ask_trust("gift.py")
    hands.until(lambda: hands.place.prompt is not None)
    hands.place.prompt.yes.click()
    hands.until(lambda: ("activation", "gift") in hands.window.registry.entries, 60)


def test_a_built_in_is_read_and_copied_as_a_start(hands):
    hands.window.actions_by_name["bench"].trigger()
    relu = next(one for one in hands.plugins.all if ("activation", "relu") in one.provides)
    hands.workshop.open(relu.key)
    hands.until(lambda: hands.current is not None)
    assert hands.code.isReadOnly()
    hands.page.editor.copy.click()
    hands.settle()
    assert hands.current.key == "my-relu.py"
    assert not hands.code.isReadOnly()
    assert hands.current.state == "saved", hands.page.card.accessibleName()
    assert ("activation", "my-relu") in hands.plugins.registry.entries


def test_leaving_with_unsaved_text_asks_once_and_saving_keeps_it(hands, wave):
    hands.new(name="wave")
    hands.code.insertPlainText("# later\n")
    hands.window.close()
    box = hands.window.findChild(QMessageBox)
    assert hands.window.isVisible()
    next(one for one in box.buttons() if one.text() == "Cancel").click()
    assert hands.code.toPlainText() == "# later\n" + wave
    left = []
    hands.place.ask_to_keep(lambda: left.append(True))
    box = [one for one in hands.window.findChildren(QMessageBox) if one.isVisible()][-1]
    next(one for one in box.buttons() if one.text() == "Save").click()
    assert left == [True]
    assert (hands.plugins.folder / "wave.py").read_text() == "# later\n" + wave


def test_what_an_optimizer_remembers_is_asked_about_when_its_form_changes(hands):
    hands.new("optimizer", "ball")
    hands.page.card.buttons[0].click()
    assert hands.live.experiment.optimizer.name == "ball"
    hands.train()
    hands.write(hands.code.toPlainText().replace("velocity", "speed"))
    hands.until(lambda: "another form" in hands.title())
    hands.page.card.buttons[0].click()
    hands.until(lambda: "training now" in hands.title())
    assert "fresh memory" in hands.page.card.sentence.text()


def test_a_file_changed_elsewhere_waits_for_trust_where_that_is_asked_for(hands, wave):
    hands.new(name="wave")
    hands.plugins.ask_on_change(True)
    hands.until(lambda: hands.plugins.asks_on_change)
    (hands.plugins.folder / "wave.py").write_text(wave.replace("default=1.0", "default=4.5"))
    hands.plugins.refresh()
    hands.until(lambda: hands.place.prompt is not None)
    assert "+    steepness: float = setting(default=4.5" in hands.place.prompt.code.toPlainText()
    entry = hands.plugins.registry.entries["activation", "wave"]
    assert entry.cls.settings["steepness"].default == 1.0
    hands.place.prompt.no.click()
    hands.plugins.ask_on_change(False)
    hands.until(lambda: not hands.plugins.asks_on_change)
