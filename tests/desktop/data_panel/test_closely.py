"""One sample and the means of classes: what is shown is what the data hold."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from core import Data, Split, one_hot
from core.build import data_of
from core.experiment import Choice
from core.remap import INPUT
from core.sampling import Sampling
from desktop.data_panel.closely import as_numbers, as_text, mean_tiles, means, true_classes
from desktop.data_panel.summary import summarise
from desktop.own_files import path_setting, reader_of

INPUTS = np.array([[0, 4], [2, 4], [10, 0]], np.uint8)
DATA = Data(*[Split(INPUTS, one_hot(np.array([0, 0, 1]), 3))] * 2, (1, 2), "classification", ("a", "b", "c"))


def test_means_are_those_of_the_classes_and_of_all():
    found = means(summarise(DATA))
    assert found.by_class.tolist() == [[1, 4], [10, 0], [0, 0]]  # of the third there is no sample
    assert found.of_all == pytest.approx(INPUTS.mean(axis=0))
    assert mean_tiles(DATA, found).images.shape == (4, 1, 2)


def test_a_picture_as_numbers_and_as_text():
    sample = np.array([[0, 255], [128, 7]], np.uint8)
    assert as_numbers(sample) == "  0 255\n128   7"
    assert as_numbers(sample / 255) == "0.00 1.00\n0.50 0.03"
    assert as_text(sample, 0, 255) == "  @@\n++  "
    assert as_text(np.zeros((2, 2)), 0, 0) == "    \n    "


def test_label_noise_is_told_for_exactly_the_rows_that_it_changed(small, registry):
    clean = data_of(small, registry)
    noisy_one = replace(small, sampling=Sampling(label_noise=0.2))
    noisy = data_of(noisy_one, registry)
    before, after = (one.train.targets.argmax(axis=1) for one in (clean, noisy))
    changed = np.flatnonzero(before != after)
    assert true_classes(noisy_one, noisy) == {int(k): int(before[k]) for k in changed}
    assert true_classes(small, clean) == {}


def test_a_sample_is_shown_in_three_forms_with_its_target(make):
    panel = make()
    panel.looks.button("One sample").click()
    panel.sample.show_sample("test", 3)
    data = panel.live.session.data
    assert panel.sample.title.text() == f"test 3, labelled {data.test.targets[3].argmax()}"
    panel.sample.forms.button("Numbers").click()
    lines = panel.sample.text.toPlainText().split("\n")
    assert [[int(n) for n in line.split()] for line in lines] == data.test.inputs[3].reshape(28, 28).tolist()
    panel.sample.forms.button("Text").click()
    assert panel.sample.text.toPlainText() == as_text(data.test.inputs[3].reshape(28, 28), 0, 255)
    ones = ["1" if k == data.test.targets[3].argmax() else "0" for k in range(10)]
    assert panel.sample.target.accessibleName() == f"One-hot target: {', '.join(ones)}"


def test_a_click_on_a_sample_is_what_is_seen_up_close(make):
    panel = make()
    panel.browser.sample_chosen.emit("test", 7)
    panel.looks.button("One sample").click()
    assert panel.sample.title.text().startswith("test 7,")
    panel.sample.on.click()
    assert panel.sample.title.text().startswith("test 8,")


def test_label_noise_is_seen_in_the_panel(make, small):
    panel = make(replace(small, sampling=Sampling(label_noise=0.3)))
    true = true_classes(panel.live.experiment, panel.live.session.data)
    assert f"label noise changed {len(true)} of 600 labels" in panel.facts.text()
    panel.looks.button("One sample").click()
    panel.sample.show_sample("train", next(iter(true)))
    assert panel.sample.noise.isVisible()
    assert panel.sample.noise.text().endswith(f"it was a {next(iter(true.values()))}.")
    panel.sample.show_sample("train", next(k for k in range(600) if k not in true))
    assert not panel.sample.noise.isVisible()


def test_means_are_drawn_and_follow_the_theme(make, look):
    panel = make()
    panel.looks.button("Means").click()
    assert panel.means.renderer is not None
    assert panel.means.isVisible()
    assert not panel.browser.isVisible()


def test_data_that_are_no_pictures_have_no_mean_images(make, small):
    panel = make(replace(small, dataset=Choice("numbers")))
    assert not panel.looks.button("Means").isEnabled()
    panel.looks.button("One sample").click()
    assert not panel.sample.forms.isVisible()
    assert len(panel.sample.text.toPlainText().split()) == 13


# the user's own files


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("\n".join(f"{k % 2},{k},{k + 1}" for k in range(40)))
    return path


def test_every_file_has_its_reader(registry, tmp_path, table):
    assert reader_of(table, registry) == Choice("csv", (("file", str(table)),))
    assert reader_of(tmp_path / "a.NPZ", registry) == Choice("npz", (("file", str(tmp_path / "a.NPZ")),))
    assert reader_of(tmp_path, registry) == Choice("images", (("folder", str(tmp_path)),))
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(b"")
    assert reader_of(tmp_path, registry) == Choice("idx", (("folder", str(tmp_path)),))
    assert reader_of(tmp_path / "a.docx", registry) is None


def test_a_data_set_with_a_usual_place_needs_no_path(registry):
    from core import Dataset

    needs = {cls.name: path_setting(cls) is not None for cls in registry.all(Dataset)}
    assert needs == {name: name in ("csv", "npz", "images", "idx") for name in needs}


def test_a_table_is_learned_from_and_its_mistakes_are_told(make, settled, table):
    panel, told = make(), []
    panel.live.refused.connect(told.append)
    assert panel.settings.take(table)
    assert settled(panel).features == 2
    table.with_name("torn.csv").write_text("1,2,3\n1,2\n")
    assert panel.settings.take(table.with_name("torn.csv"))
    data = settled(panel)
    assert data.features == 2
    assert "torn.csv" in told[0]
    assert "row 2" in told[0]


def test_choosing_a_reader_of_files_asks_for_the_file_first(make, table, settled):
    panel = make()
    before = panel.live.experiment
    panel.settings.picker.combo.setCurrentIndex(panel.settings.picker.combo.findData("csv"))
    panel.settings.picker.combo.activated.emit(panel.settings.picker.combo.currentIndex())
    dialog = panel.settings.findChild(QFileDialog, "own data")
    assert dialog is not None
    assert panel.live.experiment == before
    dialog.reject()
    assert panel.settings.picker.name == "digits"
    panel.settings.open.click()
    dialog = [one for one in panel.settings.findChildren(QFileDialog, "own data") if one.isVisible()][-1]
    dialog.fileSelected.emit(str(table))
    assert panel.live.experiment.dataset.name == "csv"
    dialog.close()
    settled(panel)


def test_a_table_dropped_on_the_window_is_learned_from(window, table, wait_until):
    wait_until(lambda: window.docks.has("data"))
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(table))])
    where, how = QPointF(300, 300), (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, dropped, *how))
    assert window.live.experiment.dataset == Choice("csv", (("file", str(table)),))


def test_the_list_of_the_canvas_asks_for_the_file_too(window, table):
    before = window.live.experiment
    window.network.editor.canvas.menus.open_activations(INPUT)
    csv = next(one for one in window.network.editor.canvas.menus.open.actions() if one.text() == "csv…")
    csv.trigger()
    dialog = window.findChild(QFileDialog, "own data")
    assert dialog.isVisible()
    assert window.live.experiment == before
    dialog.fileSelected.emit(str(table))
    assert window.live.experiment.dataset == Choice("csv", (("file", str(table)),))
    dialog.close()
