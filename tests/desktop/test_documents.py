"""Opening and saving in the window: what is open elsewhere, what is missing, what is damaged, what is refused."""

import errno
import os
from dataclasses import replace

import numpy as np
import pytest

from core import files
from core.components import Optimizer
from core.experiment import Choice
from core.files import FileSystem, backup_name
from core.lockfile import hold
from core.placeholders import MISSING
from core.project import open_project, save


def saved(window, wait_until, path):
    """Save, and wait until it is on the disk."""
    done = []
    window.documents.save(path, lambda: done.append(path))
    wait_until(lambda: done)
    assert window.documents.path == path
    assert not window.documents.unsaved


def notices(window):
    return list(window.notices._shown)


def words(window):
    return " ".join(notice.message for notice in notices(window))


@pytest.fixture
def trained(window, wait_until, tmp_path):
    """A project of some steps, saved twice and open no more."""
    path = tmp_path / "a.inknet"
    window.live.session.run.play(5)
    wait_until(lambda: window.live.session.run.status.step == 5)
    saved(window, wait_until, path)
    saved(window, wait_until, path)
    window.documents.new()
    return path


def test_a_project_open_elsewhere_is_opened_as_a_copy_and_never_written(window, wait_until, trained):
    before, elsewhere = trained.read_bytes(), hold(trained)
    try:
        window.documents.open(trained)
        wait_until(lambda: window.documents.name == "a (copy)")
        assert window.documents.path is None
        assert "open in another window" in words(window)
        window.documents.save(trained)
        wait_until(lambda: "choose another name" in words(window))
        assert trained.read_bytes() == before
    finally:
        elsewhere.release()
    saved(window, wait_until, trained)


def test_a_project_is_held_while_it_is_open_and_free_afterwards(window, wait_until, trained):
    window.documents.open(trained)
    wait_until(lambda: window.documents.path == trained)
    assert hold(trained) is None
    window.documents.new()
    lock = hold(trained)
    assert lock is not None
    lock.release()


def test_a_damaged_project_offers_the_version_before(window, wait_until, trained):
    trained.write_bytes(trained.read_bytes()[:-100])
    window.documents.open(trained)
    wait_until(lambda: any(notice.buttons for notice in notices(window)))
    notice = next(one for one in notices(window) if one.buttons)
    assert str(trained) in notice.message
    notice.buttons[0].click()
    wait_until(lambda: window.live.session.run.status.step == 5)
    assert window.documents.path is None
    assert backup_name(trained).exists()


def test_what_cannot_be_saved_stays_open_and_another_place_is_offered(window, wait_until, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(window.files, "choose_to_save", lambda then=None: asked.append(True))
    window.live.session.run.play(3)
    wait_until(lambda: window.live.session.run.status.step == 3)
    window.documents.save(tmp_path / "gone" / "a.inknet")
    wait_until(lambda: any(notice.buttons for notice in notices(window)))
    notice = next(one for one in notices(window) if one.buttons)
    assert "gone/a.inknet" in notice.message.replace("\\", "/")
    assert "No such file or directory" in notice.message
    notice.buttons[0].click()
    assert asked == [True]
    assert window.documents.unsaved
    assert window.live.session.run.status.step == 3


CAUSES = (errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EIO, errno.ENOENT)


def test_whatever_the_system_refuses_is_named_and_the_training_goes_on(
    window, wait_until, tmp_path, monkeypatch, record
):
    class Refusing(FileSystem):
        def create(self, path):
            raise OSError(code, os.strerror(code))

    path, told = tmp_path / "a.inknet", 0
    monkeypatch.setattr(files, "SYSTEM", Refusing())
    window.live.session.run.play()
    for code in CAUSES:
        before = window.live.session.run.status.step
        window.documents.save(path)
        wait_until(lambda: any(os.strerror(code) in one.message for one in notices(window)))  # noqa: B023
        told += any(str(path) in one.message and one.buttons for one in notices(window))
        wait_until(lambda: window.live.session.run.status.step > before)  # noqa: B023
        window.live.session.run.play()
    promise = "What the system refuses is named, another place offered, and the training goes on"
    measured = f"{told} of {len(CAUSES)}"
    record("C8", promise, len(CAUSES), f"{len(CAUSES)} told", measured, "Krita")
    assert told == len(CAUSES)
    assert not path.exists()
    assert window.documents.unsaved


def test_a_project_with_parts_that_are_not_here_is_seen_and_saved_as_it_was(window, wait_until, trained):
    whole = open_project(trained)
    odd = replace(whole.experiment, optimizer=Choice("wavy", (("beta two", 0.5), ("rate", 1))))
    save(trained, replace(whole, experiment=odd))
    window.documents.open(trained)
    wait_until(lambda: window.documents.path == trained)
    wait_until(lambda: "is from a plugin that is not here" in words(window))
    assert "No plugin here brings optimizer 'wavy'" in words(window)
    assert window.network.training.pickers["optimizer"].combo.currentText() == "wavy"
    assert not window.documents.unsaved
    again = trained.with_name("b.inknet")
    saved(window, wait_until, again)
    kept = open_project(again)
    assert kept.experiment == odd
    assert np.array_equal(kept.moment.parameters, whole.moment.parameters)
    assert kept.moment.state.keys() == whole.moment.state.keys()
    window.documents.new()
    wait_until(lambda: window.live.session.run.status.state == "paused")
    window.documents.open(trained.with_name("b.inknet"))
    wait_until(lambda: window.documents.path == again)
    window.live.edit(lambda e: replace(e, optimizer=whole.experiment.optimizer), "Choose adam")
    wait_until(lambda: window.live.session.run.status.step == 5)
    entry = window.registry.entries[Optimizer.kind, "wavy"]
    assert entry.origin == MISSING
