"""Own best results: each experiment once, the best first, opened again as they were."""

from dataclasses import replace

import pytest

from core.experiment import Choice, Experiment, Stopping
from core.sampling import Sampling
from core.session import Session
from desktop.lessons.keeper import Keeper
from desktop.lessons.records import MOST, Record, Records
from desktop.lessons.records_panel import RecordsPanel
from desktop.live import Live

SMALL = Experiment(dataset=Choice("digits", (("test", 100), ("train", 300))), stopping=Stopping(epochs=1))


def result(accuracy, seed=1, data="mnist"):
    experiment = replace(SMALL, dataset=Choice(data), seed=seed)
    return Record(accuracy, 1.0, 2.0, "2030-01-02", "784-128-64-10", 100, experiment)


@pytest.fixture
def records(tmp_path):
    made = Records(tmp_path / "data" / "records.json")
    yield made
    made.close()


def test_results_are_there_after_the_next_start(records, tmp_path):
    assert records.add(result(0.9))
    records.close()
    again = Records(tmp_path / "data" / "records.json")
    assert again.records == [result(0.9)]
    again.close()


def test_an_experiment_stands_there_once_with_its_best(records):
    assert records.add(result(0.9))
    assert not records.add(result(0.8))
    assert records.add(result(0.95))
    assert [one.accuracy for one in records.best("mnist")] == [0.95]


def test_the_best_is_first_and_the_worst_go(records):
    for seed in range(MOST + 5):
        records.add(result(0.5 + seed / 1000, seed))
    best = records.best("mnist")
    assert len(best) == MOST
    assert best[0].accuracy == max(one.accuracy for one in best) == pytest.approx(0.5 + (MOST + 4) / 1000)
    assert not records.add(result(0.1, 999))


@pytest.mark.parametrize("text", ["", "{}", "[3]", '[{"accuracy": 2}]', '[{"accuracy": 0.5, "experiment": {}}]'])
def test_a_damaged_file_is_an_empty_table(tmp_path, text):
    path = tmp_path / "records.json"
    path.write_text(text)
    damaged = Records(path)
    assert damaged.records == []
    damaged.close()


def test_the_table_shows_the_number_to_beat_in_its_place(records, look, qtbot):
    for seed, accuracy in enumerate((0.981, 0.96)):
        records.add(result(accuracy, seed))
    records.add(result(0.93, data="digits"))
    panel = RecordsPanel(look, records)
    qtbot.addWidget(panel)
    assert [(one.record.data, one.record.accuracy) for one in panel.rows] == [
        ("mnist", 0.981),
        ("mnist", 0.96),
        ("digits", 0.93),
    ]
    asked = []
    panel.open_asked.connect(asked.append)
    panel.rows[1].press.click()
    assert asked == [records.best("mnist")[1].experiment]


def test_no_row_is_wider_than_a_narrow_panel(records, look, qtbot):
    for seed in range(12):
        records.add(result(0.9 + seed / 1000, seed))
    panel = RecordsPanel(look, records)
    qtbot.addWidget(panel)
    panel.resize(300, 240)
    panel.show()
    qtbot.waitExposed(panel)
    assert panel.area.widget().width() <= panel.area.viewport().width()


@pytest.fixture
def trained(registry, records, qtbot, wait_until):
    """``trained(experiment)``: what the keeper kept of a training to its end."""
    made = []

    def trained(experiment):
        live = Live(Session(experiment, registry, begin=False))
        made.append(live)
        keeper = Keeper(live, lambda: records, live)
        live.session.begin()
        wait_until(lambda: live.session.data is not None)
        live.session.run.play()
        wait_until(lambda: live.session.run.status.state == "finished")
        qtbot.wait(200)
        return keeper, records.records

    yield trained
    for live in made:
        live.close()


def test_a_training_leaves_its_best_measurement(trained):
    _keeper, kept = trained(SMALL)
    assert [one.experiment for one in kept] == [SMALL]
    assert kept[0].network == "784-128-64-10"
    assert kept[0].tested == 100
    assert 0 < kept[0].accuracy <= 1
    assert "adam" in kept[0].how
    assert not kept[0].changed


def test_noisy_test_images_and_other_data_leave_nothing(trained):
    assert trained(replace(SMALL, sampling=Sampling(pixel_noise=0.1)))[1] == []
    assert (
        trained(Experiment(dataset=Choice("moons"), preprocessing=Choice("none"), stopping=Stopping(epochs=1)))[1] == []
    )
