"""After a crash: what was kept is offered once, comes back, and stays until it is saved or given up."""

import os
from dataclasses import replace

import numpy as np
import pytest

from core import build
from core.experiment import Choice, Experiment, layers_from
from core.project import project_of, save
from core.recovery import FAILED, JOURNAL, LEAST, SHARE, Keeper, Pace, offers

SMALL = Experiment(dataset=Choice("blobs"), layers=layers_from([5], Choice("relu")))


@pytest.fixture
def trainer(blobs):
    data = build.load(SMALL.dataset, SMALL.seed, blobs)
    return build.trainer_of(SMALL, blobs, data)


def crash(keeper):
    """The program is gone: the system closes what it held."""
    os.close(keeper._lock)


def only(folder):
    (offer,) = offers(folder)
    return offer


def after(trainer, steps):
    for _ in range(steps):
        trainer.step()
    return project_of(SMALL, trainer)


def test_what_runs_is_not_offered_and_what_crashed_is(tmp_path):
    keeper = Keeper.begin(tmp_path)
    keeper.note(SMALL, {"drawing": [1]}, None, "Untitled", 0)
    assert offers(tmp_path) == []
    crash(keeper)
    offer = only(tmp_path)
    assert (offer.experiment, offer.title) == (SMALL, "Untitled")
    assert offers(tmp_path) == []  # two starts at once: one of them has it
    offer.leave()
    assert only(tmp_path).read().project.extras == {"drawing": [1]}


def test_a_program_that_ends_as_it_should_leaves_nothing(tmp_path):
    keeper = Keeper.begin(tmp_path)
    keeper.note(SMALL, {}, None, "Untitled", 0)
    keeper.close()
    assert os.listdir(tmp_path) == []


def test_the_latest_checkpoint_comes_back_to_the_bit_and_the_edits_after_it(tmp_path, trainer):
    keeper, later = Keeper.begin(tmp_path), replace(SMALL, batch_size=7)
    keeper.note(SMALL, {}, None, "a", 0)
    for steps in (1, 2, 3):
        project = after(trainer, steps)
        keeper.checkpoint(project)
    keeper.note(later, {"notes": ["n"]}, None, "a", 6)
    crash(keeper)
    found = only(tmp_path).read()
    assert found.project.moment.step == 6
    assert found.project.moment.parameters.tobytes() == project.moment.parameters.tobytes()
    assert (found.after, found.project.extras) == (later, {"notes": ["n"]})


def test_where_the_last_slot_is_damaged_the_one_before_comes_back(tmp_path, trainer):
    keeper = Keeper.begin(tmp_path)
    keeper.note(SMALL, {}, None, "a", 0)
    keeper.checkpoint(after(trainer, 1))
    keeper.checkpoint(after(trainer, 1))
    crash(keeper)
    (keeper.folder / "B").write_bytes((keeper.folder / "B").read_bytes()[:-1])
    assert only(tmp_path).read().project.moment.step == 1


def test_a_training_that_is_no_longer_finite_keeps_the_last_good_weights(tmp_path, trainer, record):
    keeper = Keeper.begin(tmp_path)
    keeper.note(SMALL, {}, None, "a", 0)
    keeper.checkpoint(after(trainer, 4))
    trainer.network.parameters[0] = np.nan
    keeper.checkpoint(project_of(SMALL, trainer))
    crash(keeper)
    kept = only(tmp_path).read().project.moment.parameters
    record("N7", "A checkpoint is finite, whatever the training is", 1, "all weights finite", "all finite", "")
    assert np.isfinite(kept).all()


def test_what_was_not_trained_since_it_was_saved_has_the_weights_of_its_file(tmp_path, trainer):
    path, later = tmp_path / "a.inknet", replace(SMALL, batch_size=9)
    save(path, after(trainer, 5))
    keeper = Keeper.begin(tmp_path / "kept")
    keeper.note(later, {}, path, "a", 5)
    crash(keeper)
    found = only(tmp_path / "kept").read()
    assert (found.project.moment.step, found.after, found.path) == (5, later, path)


def test_what_was_restored_stays_until_it_is_saved(tmp_path, trainer):
    keeper = Keeper.begin(tmp_path)
    keeper.note(SMALL, {}, None, "a", 0)
    keeper.checkpoint(after(trainer, 2))
    crash(keeper)
    again = only(tmp_path).adopt()
    again.close()  # left without saving
    again = only(tmp_path).adopt()
    again.checkpoint(after(trainer, 3))
    crash(again)  # and killed
    offer = only(tmp_path)
    assert offer.read().project.moment.step == 5
    again = offer.adopt()
    again.clear()  # saved
    again.close()
    assert os.listdir(tmp_path) == []


def test_what_is_given_up_goes_and_what_cannot_be_restored_is_put_aside(tmp_path):
    for _ in range(2):
        keeper = Keeper.begin(tmp_path)
        keeper.note(SMALL, {}, None, "a", 0)
        crash(keeper)
    first, second = offers(tmp_path)
    first.discard()
    aside = second.fail()
    assert os.listdir(tmp_path) == [aside.name]
    assert aside.name.endswith(FAILED)
    assert (aside / JOURNAL).exists()
    assert offers(tmp_path) == []


def test_a_journal_of_a_later_version_is_put_aside_and_hinders_no_start(tmp_path):
    keeper = Keeper.begin(tmp_path)
    keeper._add({"kind": "edit", "time": 1, "title": "a", "path": None, "step": 0, "experiment": {"version": 99}})
    crash(keeper)
    assert offers(tmp_path) == []
    assert os.listdir(tmp_path)[0].endswith(FAILED)


def test_folders_in_which_nothing_was_kept_go_at_the_next_start(tmp_path):
    crash(Keeper.begin(tmp_path))
    assert offers(tmp_path) == []
    assert os.listdir(tmp_path) == []


def test_checkpoints_take_at_most_one_part_in_twenty_of_the_time():
    pace = Pace(0.0)
    assert not pace.due(LEAST - 1)
    assert pace.due(LEAST)
    pace.took(100.0, 4.0)
    assert not pace.due(100 + 4 * SHARE - 1)
    assert pace.due(100 + 4 * SHARE)
    pace.took(200.0, 0.1)
    assert pace.rest_due(202.1)
    assert not pace.due(202.1)
