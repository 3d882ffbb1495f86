"""What a window that was killed left is offered to the next, comes back, and stays until it is saved or given up."""

import os
from dataclasses import replace

import numpy as np
import pytest

from core.experiment import Choice, Experiment, layers_from
from core.project import project_of
from core.recovery import FAILED, JOURNAL, Keeper, offers
from desktop.recovery import Recovery
from desktop.recovery.picture import dots, text

SMALL = Experiment(dataset=Choice("digits", (("test", 200), ("train", 1000))), layers=layers_from([9], Choice("relu")))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept"


@pytest.fixture
def crashed(folder, window):
    """What a window with another network left: trained five steps, then edited."""
    from core import build

    session = window.live.session
    trainer = build.trainer_of(SMALL, session.registry, build.load(SMALL.dataset, SMALL.seed, session.registry))
    for _ in range(5):
        trainer.step()
    keeper = Keeper.begin(folder)
    keeper.note(SMALL, {}, None, "Untitled", 0)
    keeper.checkpoint(project_of(SMALL, trainer, {"notes": []}))
    keeper.note(replace(SMALL, batch_size=11), {"notes": []}, None, "Untitled", 5)
    os.close(keeper._lock)
    return trainer.network.parameters.copy()


def recovery_of(window, folder):
    window.recovery = Recovery(window, folder)
    return window.recovery


def kept(recovery):
    """Wait until what was handed to the writer is on the disk."""
    recovery.keeping._writer.submit(lambda: None).result()


def kill(recovery):
    """The program is gone, as far as its folder tells."""
    recovery.keeping._timer.stop()
    kept(recovery)
    os.close(recovery.keeping._keeper._lock)
    recovery.keeping._writer.shutdown()


def test_nothing_is_offered_where_nothing_was_left(window, folder):
    recovery = recovery_of(window, folder)
    assert recovery.cards == {}
    assert recovery._place.isHidden()


def test_what_was_left_is_offered_with_time_and_picture_and_comes_back(window, folder, crashed, wait_until):
    recovery = recovery_of(window, folder)
    (card,) = recovery.cards
    assert "Untitled was not saved" in card.accessibleName()
    assert "today" in card.accessibleName() or "/" in card.accessibleName()
    assert "step 5" in card.accessibleName()
    card.restore.click()
    wait_until(lambda: window.live.session.run.status.step == 5 and window.live.experiment.batch_size == 11)
    wait_until(lambda: window.live.session.run.experiment.batch_size == 11)
    parameters = window.live.session.run.ask(lambda trainer: trainer.network.parameters.copy()).result()
    assert np.array_equal(parameters, crashed)
    assert window.documents.unsaved
    assert recovery.cards == {}
    assert offers(folder) == []  # this window has it now


def test_it_stays_until_it_is_saved(window, folder, crashed, wait_until, tmp_path):
    recovery = recovery_of(window, folder)
    next(iter(recovery.cards)).restore.click()
    wait_until(lambda: window.live.session.run.status.step == 5)
    kept(recovery)
    own = recovery.keeping._keeper.folder
    assert (own / JOURNAL).exists()
    done = []
    window.documents.save(tmp_path / "a.inknet", lambda: done.append(True))
    wait_until(lambda: done)
    kept(recovery)
    assert not (own / JOURNAL).exists()


def test_restored_and_left_without_an_answer_it_is_offered_again(window, folder, crashed, wait_until):
    recovery = recovery_of(window, folder)
    next(iter(recovery.cards)).restore.click()
    wait_until(lambda: window.live.session.run.status.step == 5)
    kept(recovery)
    recovery.close(given_up=False)
    window.recovery = None
    (offer,) = offers(folder)
    assert offer.step == 5
    offer.leave()


def test_discarding_takes_a_second_word(window, folder, crashed):
    recovery = recovery_of(window, folder)
    (card,) = recovery.cards
    card.discard.click()
    assert recovery.cards
    assert card.discard.text() == "Discard for good"
    card.discard.click()
    assert recovery.cards == {}
    kept(recovery)
    assert os.listdir(folder) == [recovery.keeping._keeper.folder.name]


def test_several_are_offered_one_after_the_other(window, folder):
    for batch_size in (3, 4):
        keeper = Keeper.begin(folder)
        keeper.note(replace(SMALL, batch_size=batch_size), {}, None, "Untitled", 0)
        os.close(keeper._lock)
    recovery = recovery_of(window, folder)
    first, second = recovery.cards
    assert not first.isHidden()
    assert second.isHidden()
    first.cross.click()
    assert not second.isHidden()
    assert second._waiting.isHidden(), "none waits behind the last"


def test_what_is_put_off_is_there_at_the_next_start(window, folder, crashed):
    recovery = recovery_of(window, folder)
    next(iter(recovery.cards)).cross.click()
    (offer,) = offers(folder)
    offer.leave()


def test_what_cannot_be_restored_is_put_aside_and_told(window, folder):
    odd = replace(SMALL, layers=layers_from([4], Choice("relu", (("no such setting", 1),))))
    keeper = Keeper.begin(folder)
    keeper.note(odd, {}, None, "Untitled", 0)
    os.close(keeper._lock)
    recovery = recovery_of(window, folder)
    next(iter(recovery.cards)).restore.click()
    assert any(name.endswith(FAILED) for name in os.listdir(folder))
    assert "cannot be restored" in " ".join(window.notices.messages())


def test_edits_and_training_are_kept_while_the_window_is_open(window, folder, wait_until, record):
    """A first edit within two looks; the training when it rests. What a kill leaves is what was there."""
    recovery = recovery_of(window, folder)
    window.live.edit(lambda e: replace(e, batch_size=13), "Batch")
    recovery.keeping.look()
    wait_until(lambda: window.live.session.run.experiment.batch_size == 13)
    window.live.session.run.play(4)
    wait_until(lambda: window.live.session.run.status.step == 4 and window.live.session.run.status.state == "paused")
    wait_until(lambda: recovery.keeping._step == 4)
    slowest = recovery.keeping.slowest
    kill(recovery)
    window.recovery = None
    (offer,) = offers(folder)
    found = offer.read()
    offer.leave()
    assert (found.after or found.project.experiment).batch_size == 13
    assert found.project.moment.step == 4
    told = f"{1000 * slowest:.1f} ms"
    record(
        "L8", "Keeping unsaved work takes little of the window's time", 1, "<= 20 ms a look", told, "Krita (autosave)"
    )


def test_a_window_left_in_order_leaves_nothing(window, folder):
    recovery = recovery_of(window, folder)
    window.live.edit(lambda e: replace(e, batch_size=13), "Batch")
    recovery.keeping.look()
    recovery.close(given_up=True)
    window.recovery = None
    assert os.listdir(folder) == []


def test_where_nothing_can_be_kept_it_is_told_once_and_everything_goes_on(window, tmp_path, wait_until):
    (tmp_path / "kept").write_text("a file where the folder should be")
    recovery_of(window, tmp_path / "kept")
    wait_until(lambda: any("cannot be kept" in words for words in window.notices.messages()))
    window.live.edit(lambda e: replace(e, batch_size=13), "Batch")
    wait_until(lambda: window.live.session.run.experiment.batch_size == 13)


def test_the_picture_grows_with_the_network():
    assert dots(1) < dots(64) <= dots(4096)
    assert text(SMALL) == "9-output"
