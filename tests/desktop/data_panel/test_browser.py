"""Looking through samples: what is seen is what the network learns from."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.experiment import Choice


def test_choosing_a_class_and_a_split_shows_their_samples(make, wait_until):
    panel = make()
    bars, grid = panel.browser.bars, panel.browser.grid
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.box(1 + 7).center().toPoint())
    assert panel.browser.title.text() == "Samples of 7"
    assert grid.rows.tolist() == panel.browser.summary.rows("train", 7).tolist()
    QTest.mouseClick(panel.browser.segments.button("Test"), Qt.MouseButton.LeftButton)
    assert grid.rows.tolist() == panel.browser.summary.rows("test", 7).tolist()
    wait_until(lambda: grid._shown.tolist() == grid.page().tolist())
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert panel.browser.title.text() == "Samples of 8"
    QTest.keyClick(bars, Qt.Key.Key_Home)
    assert panel.browser.title.text() == "Samples"


def test_the_picture_is_of_the_samples_in_their_places(make, look, wait_until):
    panel = make()
    grid, data = panel.browser.grid, panel.live.session.data
    wait_until(lambda: len(grid._shown) > 0)
    assert grid.grid.capacity >= 12
    shown = grid.grab().toImage()
    ratio = grid.devicePixelRatioF()
    for place in (0, 1, grid.grid.columns, grid.grid.capacity - 1):
        sample = data.train.inputs[grid.page()[place]].reshape(28, 28)
        row, column = np.unravel_index(int(sample.argmax()), (28, 28))
        box = grid.box(place)
        x, y = box.left() + (column + 0.5) * box.width() / 28, box.top() + (row + 0.5) * box.height() / 28
        seen = shown.pixelColor(int(x * ratio), int(y * ratio))
        expected = look.theme.colour(float(sample.max()) / 255)
        assert abs(seen.green() - expected.green()) < 40


def test_pages_are_turned_by_button_key_and_slider(make):
    panel = make()
    grid, pager = panel.browser.grid, panel.browser.pager
    size = grid.grid.capacity
    assert pager.words.text() == f"1 to {size} of 600"
    assert not pager.back.isEnabled()
    QTest.mouseClick(pager.on, Qt.MouseButton.LeftButton)
    assert grid.page()[0] == size
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.page()[0] == 2 * size
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.page()[-1] == 599
    assert not pager.on.isEnabled()
    pager.slider.setValue(0)
    assert grid.page()[0] == 0
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.page()[0] == 0


def test_a_sample_is_chosen_by_mouse_or_keyboard(make):
    panel = make()
    heard = []
    panel.sample_chosen.connect(lambda split, row: heard.append((split, row)))
    grid = panel.browser.grid
    panel.browser.bars._take(1 + 3)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.box(2).center().toPoint())
    rows = panel.browser.summary.rows("train", 3)
    assert heard == [("train", rows[2])]
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    panel.browser.segments.button("Test").click()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert heard[-1] == ("test", panel.browser.summary.rows("test", 3)[0])
    assert "3, test sample" in grid.accessibleDescription()


def test_beside_the_samples_nothing_is_chosen(make, small):
    panel = make(replace(small, dataset=Choice("digits", (("test", 10), ("train", 32)))))
    heard = []
    panel.sample_chosen.connect(lambda *what: heard.append(what))
    grid = panel.browser.grid
    panel.browser.segments.button("Test").click()
    assert len(grid.page()) == 10
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.box(11).center().toPoint())
    assert heard == []


def test_two_inputs_are_points(make, plain):
    panel = make(plain(dataset=Choice("moons")))
    assert panel.browser.grid.isHidden()
    renderer = panel.browser.figure.layout().itemAt(0).widget()
    assert len(renderer.figure.points) == 1000
    panel.browser.bars._take(2)
    assert set(renderer.figure.labels.tolist()) == {1}
    heard = []
    panel.sample_chosen.connect(lambda split, row: heard.append((split, row)))
    renderer.samples_chosen.emit("train", [int(renderer.figure.samples[5])])
    labels = panel.live.session.data.train.targets.argmax(1)
    assert heard[0][0] == "train"
    assert labels[heard[0][1]] == 1


@pytest.mark.parametrize("dataset", ["slope", "ages", "numbers"])
def test_regressions_and_numbers_are_shown_too(make, dataset, plain):
    loss = "squared-error" if dataset != "numbers" else "cross-entropy"
    panel = make(plain(dataset=Choice(dataset), loss=Choice(loss)))
    browser = panel.browser
    assert browser.classes.isHidden() == (dataset != "numbers")
    assert browser.targets.isHidden() == (dataset == "numbers")
    assert browser.grid.isHidden() == (dataset != "ages")
    if dataset != "ages":
        assert browser.figure.layout().itemAt(0).widget().figure is not None
    if dataset == "ages":
        target = panel.live.session.data.train.targets[0, 0]
        assert browser.grid.name_of(0) == f"{target:.4g}, train sample 0"


def test_from_one_sort_of_data_to_another_and_back(make, settled, plain):
    panel = make()
    panel.browser.bars._take(9)
    other = plain(dataset=Choice("slope"), loss=Choice("squared-error"))
    panel.live.edit(lambda e: other, "Another experiment")
    settled(panel)
    assert panel.browser.grid.isHidden()
    assert panel.browser.bars.current is None
    panel.live.undo()
    settled(panel)
    assert not panel.browser.grid.isHidden()
    assert panel.browser.figure.isHidden()
