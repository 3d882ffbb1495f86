"""What recipes ask of a training: rows in order, a last batch left out, layers without bias, measuring by step."""

from dataclasses import replace

import numpy as np
import pytest

from core.build import load, trainer_of
from core.errors import BadExperiment
from core.experiment import Choice, Experiment, assign, check_numbers, layers_from
from core.session import Session

SMALL = Experiment(
    dataset=Choice("blobs"), preprocessing=Choice("none"), layers=layers_from([6], Choice("tanh")), batch_size=16
)


def trainer(registry, e):
    return trainer_of(e, registry, load(e.dataset, e.seed, registry))


def seen(t, steps):
    rows = []
    for _ in range(steps):
        t.step(frozenset({"batch"}))
        rows.append(t.kept_batch.inputs)
    return rows


def test_without_shuffling_rows_come_as_they_are_in_every_pass(blobs):
    t = trainer(blobs, replace(SMALL, shuffle=False))
    for _ in range(2):
        assert np.array_equal(np.concatenate(seen(t, 7)), t.data.train.inputs)


@pytest.mark.parametrize(
    ("batch", "least", "sizes"), [(16, 1, [16] * 6 + [4]), (16, 4, [16] * 6 + [4]), (16, 5, [16] * 6)]
)
def test_a_last_batch_that_is_too_small_is_left_out(blobs, batch, least, sizes):
    t = trainer(blobs, replace(SMALL, batch_size=batch, least_batch=least))
    assert t.steps_per_epoch == len(sizes)
    for _ in range(2):
        assert [len(rows) for rows in seen(t, len(sizes))] == sizes
        assert t.row == 0
    assert t.epoch == 2


def test_a_last_batch_of_one_is_dropped_and_nothing_else_is(blobs):
    t = trainer(blobs, replace(SMALL, batch_size=33, least_batch=2))
    assert [len(rows) for rows in seen(t, 3)] == [33, 33, 33]
    assert (t.whole_epochs, t.row) == (1, 0)
    whole = trainer(blobs, replace(SMALL, batch_size=50, least_batch=2))
    assert [len(rows) for rows in seen(whole, 2)] == [50, 50]
    assert whole.whole_epochs == 1


@pytest.mark.parametrize("optimizer", ["gradient-descent", "adam", "momentum"])
def test_a_layer_without_bias_never_has_one(blobs, optimizer):
    e = assign(assign(replace(SMALL, optimizer=Choice(optimizer)), ["layers", "0", "bias"], "false"), ["seed"], "3")
    e = assign(e, ["layers", "0", "initializer"], "fan-out")
    t = trainer(blobs, e)
    for _ in range(30):
        t.step()
    hidden, output = t.network.views
    assert not hidden.bias.any()
    assert output.bias.any()
    assert t.network.learned == len(t.network.parameters) - 6


def test_taking_a_bias_away_can_be_undone(blobs):
    session = Session(SMALL, blobs)
    try:
        session.wait()
        session.run.play(20)
        before = session.run.ask(lambda t: t.network.views[0].bias.copy()).result()
        while session.run.ask(lambda t: t.step_count).result() < 20:
            pass
        before = session.run.ask(lambda t: t.network.views[0].bias.copy()).result()
        assert before.any()
        session.change(assign(SMALL, ["layers", "0", "bias"], "false"), "No bias")
        session.wait()
        assert not session.run.ask(lambda t: t.network.views[0].bias.copy()).result().any()
        session.undo()
        session.wait()
        assert np.array_equal(session.run.ask(lambda t: t.network.views[0].bias.copy()).result(), before)
    finally:
        session.stop()


def test_a_run_measures_every_so_many_steps(blobs):
    e = assign(replace(SMALL, evaluate_every=5), ["stopping", "epochs"], "3")
    session = Session(e, blobs)
    try:
        session.wait()
        session.run.play(21)
        while session.run.ask(lambda t: t.step_count).result() < 21:
            pass
        steps = [one.step for one in session.run.ask(lambda t: t.history.evaluations).result()]
        assert steps == [0, 5, 7, 10, 14, 15, 20, 21]  # every five, and at the end of each pass of seven
    finally:
        session.stop()


def test_they_are_kept_in_files_and_checked():
    e = replace(assign(SMALL, ["layers", "1", "bias"], "no"), shuffle=False, least_batch=2, evaluate_every=9)
    assert Experiment.from_json(e.to_json()) == e
    for place in ("least_batch=0", "evaluate_every=-1"):
        name, value = place.split("=")
        with pytest.raises(BadExperiment, match=name):
            check_numbers(assign(e, [name], value))
