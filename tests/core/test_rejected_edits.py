"""Edits that turn out not to build: the list of edits and the run end at one place, whatever was asked meanwhile."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from core import BadData, Data, Dataset, Split, one_hot, setting
from core.errors import BadExperiment, BadSetting
from core.experiment import Choice, Experiment, Stopping, layers_from, with_hidden
from core.registry import Entry
from core.session import Rejected, Session

WIDE = 5000
"""A batch size that only the data tell to be too large."""


class Shelf(Dataset):
    """Two classes of points, unless its file is said to be gone."""

    file: str = setting(default="", unit="file", needed=True, help="The file of the test")

    def load(self, rng, progress):
        if self.file in GONE:
            raise BadData(f"{self.file}: expected a file, found none; put it back")
        inputs = rng.normal(size=(40, 2)).astype(np.float32)
        split = Split(inputs, one_hot((inputs[:, 0] > 0).astype(int), 2))
        return Data(split, split, (2,), "classification", ("left", "right"))


GONE = set()


def on_shelf(file):
    return Choice("shelf").set("file", file)


SMALL = Experiment(
    dataset=on_shelf("first"),
    preprocessing=Choice("none"),
    layers=layers_from([5], Choice("tanh")),
    batch_size=8,
    stopping=Stopping(epochs=4),
)


@pytest.fixture
def session(registry):
    GONE.clear()
    with_thread = Session(SMALL, registry.plus([Entry(Shelf, "file", "shelf.py")]))
    with_thread.wait()
    yield with_thread
    with_thread.stop()


@pytest.fixture
def held(session):
    """Hold the run while edits come in, as a slow step does; calling it lets the run catch up."""
    let_go = threading.Event()
    session.run.ask(lambda trainer: let_go.wait(20))

    def caught_up():
        let_go.set()
        session.run.ask(lambda trainer: None).result(20)
        return [event for event in session.poll() if isinstance(event, Rejected)]

    yield caught_up
    let_go.set()


def sized(experiment, units):
    return replace(experiment, layers=with_hidden(experiment.layers, [units]))


def resize(session, units):
    session.change(sized(session.experiment, units), f"Resize to {units}")


def spoil(session):
    session.change(replace(session.experiment, batch_size=WIDE), "Change batch size")


def together(session):
    """Whether the session stands where the run does, at the end of the edits that are done."""
    return session.experiment == session.run.experiment


def back_to_the_start(session):
    for _ in session.labels[0]:
        session.undo()
    session.run.ask(lambda trainer: None).result(20)
    session.poll()
    return session.experiment == SMALL and together(session)


def test_an_edit_on_top_of_one_that_does_not_build_stays_where_it_builds_itself(session, held):
    resize(session, 6)
    spoil(session)
    session.change(replace(session.experiment, batch_size=10), "Change it again")
    assert len(held()) == 1
    assert session.labels[0] == ["Resize to 6", "Change it again"]
    assert session.experiment.batch_size == 10
    assert together(session)
    session.undo()
    assert session.experiment.batch_size == 8
    assert back_to_the_start(session)


def test_edits_on_top_that_do_not_build_either_go_with_it(session, held):
    resize(session, 6)
    spoil(session)
    resize(session, 7)
    assert len(held()) == 2
    assert session.labels == (["Resize to 6"], [])
    assert together(session)
    assert back_to_the_start(session)


def test_undoing_past_an_edit_that_never_built_leaves_nothing_of_it(session, held):
    resize(session, 6)
    spoil(session)
    session.change(replace(session.experiment, batch_size=10), "Change it again")
    session.undo()
    session.undo()
    assert len(held()) == 2, "the edit, and undo back to it"
    assert session.labels == (["Resize to 6"], ["Change it again"])
    assert session.experiment == sized(SMALL, 6)
    assert together(session)
    session.redo()
    session.run.ask(lambda trainer: None).result(20)
    session.poll()
    assert session.experiment.batch_size == 10
    assert together(session)


def test_what_cannot_be_undone_stays_and_the_next_undo_goes_on_before_it(session):
    resize(session, 6)
    session.change(replace(session.experiment, dataset=on_shelf("second")), "Choose second")
    for k in range(3, 9):  # more than the run remembers
        session.change(replace(session.experiment, dataset=on_shelf(f"{k}")), f"Choose {k}")
    session.run.ask(lambda trainer: None).result(20)
    session.poll()
    GONE.add("7")
    session.run._loaded.forget("shelf")
    session.undo()
    session.run.ask(lambda trainer: None).result(20)
    assert ["put it back" in str(event.error) for event in session.poll() if isinstance(event, Rejected)] == [True]
    assert session.undo_label == "Choose 8"
    assert session.redo_label == ""
    assert together(session)
    session.undo()
    session.run.ask(lambda trainer: None).result(20)
    session.poll()
    assert session.experiment.dataset == on_shelf("6")
    assert together(session)
    assert back_to_the_start(session)


def test_of_a_drag_the_last_stretch_that_builds_stays(session, held):
    for size in (9, 10, WIDE):
        session.change(replace(session.experiment, batch_size=size), "Change batch size", merge="batch_size")
    session.change(replace(session.experiment, batch_size=12), "Change batch size", merge="batch_size")
    assert held() == []
    assert session.experiment.batch_size == 12
    assert together(session)
    session.change(replace(session.experiment, batch_size=WIDE), "Change batch size", merge="batch_size")
    session.run.ask(lambda trainer: None).result(20)
    session.poll()
    assert session.experiment.batch_size == 12
    assert session.labels[0] == ["Change batch size"]
    assert back_to_the_start(session)


def test_a_data_set_without_the_file_it_needs_is_refused_at_once(session):
    with pytest.raises(BadSetting, match="shelf: expected a file, found none; choose one"):
        session.change(replace(session.experiment, dataset=Choice("shelf")), "Choose shelf")
    assert session.labels == ([], [])
    assert together(session)


def test_before_anything_was_built_all_edits_stay_as_the_users_plan(registry):
    GONE.clear()
    GONE.add("first")
    session = Session(SMALL, registry.plus([Entry(Shelf, "file", "shelf.py")]))
    try:
        resize(session, 6)
        with pytest.raises(BadExperiment, match="no network is ready"):
            session.run.ask(lambda trainer: None).result(20)
        session.poll()
        assert session.labels[0] == ["Resize to 6"]
        session.change(replace(session.experiment, dataset=on_shelf("second")), "Choose second")
        session.run.ask(lambda trainer: None).result(20)
        session.poll()
        assert session.experiment == replace(sized(SMALL, 6), dataset=on_shelf("second"))
        assert together(session)
    finally:
        session.stop()
