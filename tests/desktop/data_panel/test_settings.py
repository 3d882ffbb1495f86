"""Every field is an edit of the experiment, and follows undo."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.experiment import Choice


def type_into(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_another_data_set_is_one_edit(make, settled, small):
    panel = make(replace(small, dataset=Choice("numbers"), preprocessing=Choice("none")))
    combo = panel.settings.picker.combo
    combo.setCurrentIndex(combo.findData("moons"))
    combo.activated.emit(combo.currentIndex())
    assert panel.live.session.undo_label == "Choose moons"
    settled(panel)
    assert panel._note.text() == "1,000 train, 500 test"
    panel.live.undo()
    settled(panel)
    assert panel.settings.picker.name == "numbers"
    assert panel.facts.text().startswith("13 inputs")


def test_fewer_rows_are_the_first_ones_and_all_of_them_is_the_end_of_the_slider(make, wait_until, settled):
    panel = make()
    assert panel.settings.rows.setting.high == 600
    assert panel.settings.rows.value == 600
    type_into(panel.settings.rows.field, "50")
    wait_until(lambda: panel.live.experiment.sampling.rows == 50)
    whole = panel.browser.summary.data
    assert len(settled(panel).train.inputs) == 50
    assert np.array_equal(panel.live.session.data.train.inputs, whole.train.inputs[:50])
    assert panel.settings.rows.setting.high == 600  # it is still known how many there are
    type_into(panel.settings.rows.field, "600")
    wait_until(lambda: panel.live.experiment.sampling.rows == 0)
    assert len(settled(panel).train.inputs) == 600


def test_a_drag_is_one_edit_after_the_hand_rests(make, wait_until, qtbot, settled):
    panel = make()
    slider = panel.settings.noise.rows["pixel_noise"].slider
    before = len(panel.live.session.labels[0])
    for position in range(0, 300, 20):
        slider.setValue(position)
        qtbot.wait(3)
    assert len(panel.live.session.labels[0]) == before
    wait_until(lambda: panel.live.experiment.sampling.pixel_noise > 0)
    assert panel.live.session.labels[0][before:] == ["Change pixel noise"]
    settled(panel)
    panel.live.undo()
    settled(panel)
    assert panel.settings.noise.values()["pixel_noise"] == 0


def test_label_noise_changes_labels_and_is_not_offered_without_classes(make, wait_until, settled, plain):
    panel = make()
    before = panel.live.session.data.train.targets.argmax(1)
    type_into(panel.settings.noise.rows["label_noise"].field, "0.5")
    wait_until(lambda: panel.live.experiment.sampling.label_noise == 0.5)
    changed = settled(panel).train.targets.argmax(1) != before
    assert 0.35 < changed.mean() < 0.65
    other = make(plain(dataset=Choice("slope"), loss=Choice("squared-error")))
    assert not other.settings.noise.rows["label_noise"].isEnabled()
    assert other.settings.noise.rows["pixel_noise"].isEnabled()


@pytest.fixture
def own_file(tmp_path, monkeypatch):
    """The user's own digits, in the test's folder."""
    from core import folders
    from core.strokes import Stroke, image
    from desktop import digit_file

    path = tmp_path / "my-digits.jsonl"
    monkeypatch.setattr(folders, "data_folder", lambda: tmp_path)
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path))
    seven = (Stroke(np.array([[70.0, 70.0], [200.0, 66.0], [130.0, 240.0]]), 11.0),)

    def add(label):
        digit_file.add(path, digit_file.OwnDigit(label, seven, image(seven, 280.0), 280.0))

    for label in "771":
        add(label)
    return add


def test_own_digits_are_mixed_in_and_taken_out(make, own_file, settled):
    panel = make()
    panel.show_own({"7": 2, "1": 1})
    assert panel.settings.own_count.text() == "3 so far"
    assert panel.settings.copies.isHidden()
    QTest.mouseClick(panel.settings.mix, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert panel.live.session.undo_label == "Mix in my digits"
    data = settled(panel)
    assert data.train.targets[600:].argmax(1).tolist() == [7, 1]  # the first one is kept aside
    assert not panel.settings.copies.isHidden()
    type_into(panel.settings.copies.rows["copies"].field, "10")
    assert len(settled(panel).train.inputs) == 620
    panel.live.undo()
    assert panel.settings.copies.values() == {"copies": 1}
    panel.live.undo()
    assert not panel.settings.mix.isChecked()
    assert panel.settings.copies.isHidden()
    assert len(settled(panel).train.inputs) == 600


def test_a_digit_that_is_added_is_learned_from_once_the_run_loads_again(make, wait_until, own_file, small):
    panel = make(replace(small, mixed=(Choice("my-digits"),)))
    assert panel.settings.mix.isChecked()
    own_file("4")
    panel.live.session.run.reload("my-digits")
    wait_until(lambda: len(panel.live.session.data.train.inputs) == 603)
    wait_until(lambda: panel.browser.summary.data is panel.live.session.data)
    assert panel.live.session.data.train.targets[-1].argmax() == 4


def test_own_digits_go_only_with_digits(make, plain):
    panel = make(plain(dataset=Choice("moons")))
    assert not panel.settings.mix.isEnabled()
    assert "Only data of digits" in panel.settings.mix.toolTip()


def test_where_nothing_was_drawn_yet_the_mix_is_refused_and_told(make, wait_until, own_file, tmp_path):
    (tmp_path / "my-digits.jsonl").unlink()
    panel = make()
    refused = []
    panel.live.refused.connect(refused.append)
    QTest.mouseClick(panel.settings.mix, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    wait_until(lambda: refused)
    assert "no drawings yet" in refused[0]
    assert not panel.settings.mix.isChecked()
