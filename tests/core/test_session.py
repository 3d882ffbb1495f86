"""Edits, undo and redo while a real thread trains."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from core import Dataset, Initializer
from core.errors import BadExperiment, BadSetting, UnknownComponent
from core.experiment import Choice, Experiment, LayerChoice, Stopping, assign, layers_from, with_hidden
from core.registry import Entry
from core.session import Built, Deed, Finished, Rejected, Session, Stopped

SMALL = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("none"),
    layers=layers_from([12, 7], Choice("tanh")),
    batch_size=16,
    stopping=Stopping(epochs=4),
)


@pytest.fixture
def session(blobs):
    with_thread = Session(SMALL, blobs)
    with_thread.wait()
    yield with_thread
    with_thread.stop()


def answered(session, question=lambda trainer: None):
    """What the run says after all that was asked of it before."""
    return session.run.ask(question).result(10)


def network(session):
    return answered(session, lambda trainer: trainer.network.copy())


def trained(session, steps):
    """Train so many steps and wait for them."""
    goal = answered(session, lambda t: t.step_count) + steps
    session.run.play(steps)
    end = time.monotonic() + 10
    while answered(session, lambda t: t.step_count) < goal:
        assert time.monotonic() < end
        time.sleep(0.002)
    assert answered(session, lambda t: t.step_count) == goal


def resized(session, hidden):
    e = session.experiment
    session.change(replace(e, layers=with_hidden(e.layers, hidden)), "Resize")


def test_shrinking_keeps_what_fits_and_undo_brings_the_rest_back(session):
    trained(session, 20)
    before = network(session)
    resized(session, [9, 7])
    small = network(session)
    assert small.sizes == [10, 9, 7, 3]
    assert np.array_equal(small.views[0].weights, before.views[0].weights[:, :9])
    assert np.array_equal(small.views[1].weights, before.views[1].weights[:9])
    trained(session, 5)
    learned = network(session)
    session.undo()
    back = network(session)
    assert np.array_equal(back.views[0].weights[:, 9:], before.views[0].weights[:, 9:])
    assert np.array_equal(back.views[0].weights[:, :9], learned.views[0].weights)


def test_undo_then_redo_and_undo_without_training_change_no_bit(session):
    trained(session, 10)
    start = network(session).parameters
    for hidden in ([5, 7], [5], [5, 8, 9], [2, 8, 9]):
        resized(session, hidden)
    end = network(session).parameters
    for _ in range(4):
        session.undo()
    assert np.array_equal(network(session).parameters, start)
    for _ in range(4):
        session.redo()
    assert np.array_equal(network(session).parameters, end)
    assert session.redo_label == ""


def test_growing_a_layer_changes_no_answer(session):
    trained(session, 30)
    inputs = np.asarray(session.data.test.inputs)
    before = network(session).predict(inputs)
    resized(session, [30, 7])
    grown = network(session)
    assert grown.sizes == [10, 30, 7, 3]
    assert np.allclose(grown.predict(inputs), before, atol=1e-6)
    assert np.any(grown.views[0].weights[:, 12:])  # the new units do look at the inputs
    trained(session, 5)
    assert np.any(network(session).views[1].weights[12:])  # and learn to have a say


def test_an_inserted_layer_leaves_the_other_weights(session):
    trained(session, 10)
    before = network(session)
    e = session.experiment
    new = LayerChoice(5, Choice("relu"), key=50)
    session.change(replace(e, layers=(e.layers[0], new, *e.layers[1:])), "Insert layer")
    after = network(session)
    assert after.sizes == [10, 12, 5, 7, 3]
    assert np.array_equal(after.views[0].weights, before.views[0].weights)
    assert np.array_equal(after.views[3].weights, before.views[2].weights)
    session.undo()
    assert np.array_equal(network(session).parameters, before.parameters)


def test_optimizer_memory_follows_the_shapes(session):
    trained(session, 10)
    before = answered(
        session, lambda t: ({k: v.copy() for k, v in t.state.items()}, t.updates, len(t.network.parameters))
    )
    state, updates, length = before
    resized(session, [20, 7])
    after, now = answered(session, lambda t: ({k: v.copy() for k, v in t.state.items()}, t.updates))
    assert now == updates
    flat = [name for name, array in state.items() if array.shape == (length,)]
    assert flat
    for name in flat:
        old, new = state[name][: 10 * 12].reshape(10, 12), after[name][: 10 * 20].reshape(10, 20)
        assert np.array_equal(new[:, :12], old)
        assert not np.any(new[:, 12:])


def test_another_rate_keeps_weights_and_memory(session):
    trained(session, 10)
    before = network(session).parameters
    session.change(assign(session.experiment, ["optimizer", "learning_rate"], "0.01"), "Change learning rate")
    rate, state, parameters = answered(
        session, lambda t: (t.optimizer.learning_rate, t.state, t.network.parameters.copy())
    )
    assert rate == 0.01
    assert np.array_equal(parameters, before)
    assert all(np.any(array) for array in state.values())


def test_edits_with_one_merge_key_are_one_entry_of_undo(session):
    trained(session, 10)
    start = network(session).parameters
    e = session.experiment
    for units in (11, 6, 3, 8):
        session.change(replace(e, layers=with_hidden(e.layers, [units, 7])), "Resize", merge="layers.0.units")
    assert session.labels[0] == ["Resize"]
    middle = network(session)
    assert middle.sizes == [10, 8, 7, 3]
    assert np.array_equal(middle.parameters[: 10 * 8].reshape(10, 8), start[: 10 * 12].reshape(10, 12)[:, :8])
    session.undo()
    assert session.experiment == e
    assert np.array_equal(network(session).parameters, start)


def test_reset_starts_anew_and_undo_brings_the_training_back(session):
    fresh = network(session).parameters
    trained(session, 25)
    learned = network(session).parameters
    session.reset()
    assert np.array_equal(network(session).parameters, fresh)
    assert answered(session, lambda t: (t.step_count, len(t.history.loss.view().mean))) == (0, 0)
    session.undo()
    assert np.array_equal(network(session).parameters, learned)
    assert answered(session, lambda t: (t.step_count, len(t.history.loss.view().mean))) == (25, 25)
    session.redo()
    assert answered(session, lambda t: t.step_count) == 0


@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        ("optimizer.learning_rate", "-1", BadSetting),
        ("optimizer", "adm", UnknownComponent),
        ("layers.0.units", "0", BadExperiment),
        ("batch_size", "0", BadExperiment),
    ],
)
def test_what_declarations_can_tell_is_refused_at_once_and_changes_nothing(session, place, value, error):
    before = session.experiment
    with pytest.raises(error):
        session.change(assign(before, place.split("."), value), "Bad edit")
    assert session.experiment == before
    assert session.undo_label == ""


def test_what_only_building_can_tell_is_taken_back(session):
    before, parameters = session.experiment, network(session).parameters
    session.change(replace(before, batch_size=5000), "Change batch size")
    answered(session)
    rejected = [event for event in session.poll() if isinstance(event, Rejected)]
    assert "expected 1 to 100" in str(rejected[0].error)
    assert session.experiment == before
    assert session.undo_label == ""
    assert np.array_equal(network(session).parameters, parameters)


class Faulty(Initializer):
    """Leaves in the middle of its work."""

    def weights(self, inputs, units, rng):
        raise SystemExit(3)


def test_plugin_code_that_exits_while_building_takes_the_edit_back(blobs):
    session = Session(SMALL, blobs.plus([Entry(Faulty, "file", "faulty.py")]))
    session.wait()
    session.change(assign(session.experiment, ["layers", "0", "initializer"], "faulty"), "Change initializer")
    answered(session)
    assert any(isinstance(event, Rejected) for event in session.poll())
    assert session.experiment == SMALL
    trained(session, 3)
    session.stop()


def until(session, state, seconds=20):
    end = time.monotonic() + seconds
    events = []
    while session.run.status.state != state:
        assert time.monotonic() < end, session.run.status
        events += session.poll()
        time.sleep(0.005)
    return events + session.poll()


def test_a_run_ends_at_its_epochs_and_goes_on_when_asked(session):
    session.run.play()
    events = until(session, "finished")
    assert [e.reason for e in events if isinstance(e, Finished)] == ["4 epochs done"]
    assert answered(session, lambda t: t.epoch) == 4
    session.run.play()
    while not any(isinstance(e, Finished) for e in session.poll()):
        time.sleep(0.01)
    assert answered(session, lambda t: t.epoch) == 8


@pytest.mark.parametrize(
    ("rule", "value", "reason"),
    [
        ("accuracy", "0.5", "Test accuracy"),
        ("patience", "2", "No better test loss for 2 epochs"),
        ("seconds", "0.05", "0.05 seconds"),
    ],
)
def test_the_other_stopping_rules_end_a_run_too(blobs, rule, value, reason):
    e = assign(assign(SMALL, ["stopping", rule], value), ["stopping", "epochs"], "3000")
    e = assign(e, ["optimizer", "learning_rate"], "0.3")  # so large that the loss soon swings
    session = Session(e, blobs)
    session.wait()
    session.run.play()
    until(session, "finished")
    assert session.run.status.words.startswith(reason)
    session.stop()


def test_a_step_that_raises_stops_the_run_at_the_last_good_weights(blobs):
    diverging = replace(
        SMALL,
        loss=Choice("squared-error"),
        optimizer=Choice("gradient-descent", (("learning_rate", 100.0),)),
        layers=layers_from([12], Choice("identity"), Choice("identity")),
    )
    session = Session(diverging, blobs)
    session.wait()
    start = network(session).parameters
    session.run.play()
    events = until(session, "failed")
    assert any(isinstance(event, Stopped) for event in events)
    assert "Likely causes" in session.run.status.words
    assert np.array_equal(network(session).parameters, start)
    session.change(assign(diverging, ["optimizer", "learning_rate"], "0.001"), "Change learning rate")
    trained(session, 5)
    session.stop()


class Endless(Dataset):
    """Reports progress until somebody has had enough."""

    def load(self, rng, progress):
        while True:
            progress(0.5, "Loading for ever")
            time.sleep(0.002)


def test_loading_can_be_cancelled_and_nothing_changed(blobs):
    session = Session(SMALL, blobs.plus([Entry(Endless, "file", "endless.py")]))
    session.wait()
    trained(session, 5)
    session.change(replace(SMALL, dataset=Choice("endless")), "Change data set")
    until(session, "loading")
    session.run.cancel()
    answered(session)
    session.poll()
    assert session.experiment == SMALL
    assert answered(session, lambda t: t.step_count) == 5
    session.stop()


def test_stop_ends_the_thread_even_while_loading(blobs):
    session = Session(replace(SMALL, dataset=Choice("endless")), blobs.plus([Entry(Endless, "file", "endless.py")]))
    until(session, "loading")
    session.stop()
    assert not session.run._thread.is_alive()


def test_other_data_are_loaded_and_undo_returns_to_the_first_at_once(session):
    first = session.data
    session.change(assign(SMALL, ["dataset", "train"], "50"), "Change data set")
    answered(session)
    assert any(isinstance(event, Built) for event in session.poll())
    assert len(session.data.train.inputs) == 50
    session.undo()
    answered(session)
    session.poll()
    assert session.data is first


def test_of_a_drag_that_outruns_building_the_stretches_between_are_left_out(session):
    answered(session)
    session.poll()
    held = threading.Event()
    waiting = session.run.ask(lambda trainer: held.wait(10))
    e = session.experiment
    for units in range(13, 40):
        session.change(replace(e, layers=with_hidden(e.layers, [units, 7])), "Resize", "a drag")
    held.set()
    waiting.result(10)
    assert network(session).sizes[1] == 39
    assert sum(isinstance(event, Built) for event in session.poll()) == 2, "the first stretch, and the last"
    assert session.labels[0] == ["Resize"]
    session.undo()
    assert network(session).sizes[1] == 12


def test_a_thousand_edits_cost_little_to_undo(session):
    """Only edits that change shapes keep weights; the others keep two experiments."""
    e = session.experiment
    for k in range(1000):
        e = replace(e, seed=1, stopping=Stopping(epochs=k + 1))
        session.change(e, f"Edit {k}")
    answered(session)
    begin = time.perf_counter()
    for _ in range(1000):
        session.undo()
    assert time.perf_counter() - begin < 5
    answered(session)
    assert session.experiment == SMALL


def test_quick_deeds_of_one_kind_are_one_entry_from_the_first_to_the_last(session):
    told = []
    for k in (1, 2, 3):
        session.record(Deed(f"Move {k}", lambda k=k: told.append(-k), lambda k=k: told.append(k)), "move")
    session.record(Deed("Move another", lambda: told.append(-9), lambda: told.append(9)), "another")
    assert session.labels[0] == ["Move 3", "Move another"]
    session.undo()
    session.undo()
    session.redo()
    assert told == [-9, -1, 3]


def test_a_first_experiment_that_does_not_fit_its_data_comes_back_with_them(blobs):
    layers = (*SMALL.layers[:-1], replace(SMALL.layers[-1], units=16))
    session = Session(replace(SMALL, layers=layers), blobs)
    try:
        with pytest.raises(BadExperiment, match="no network"):
            answered(session)
        rejected = next(event for event in session.poll() if isinstance(event, Rejected))
    finally:
        session.stop()
    assert rejected.experiment is None
    assert rejected.data.outputs == 3


def test_deeds_beside_the_experiment_are_on_the_same_list(session):
    told = []
    resized(session, [5, 7])
    session.record(Deed("Draw a stroke", lambda: told.append("back"), lambda: told.append("again")))
    resized(session, [5])
    assert session.labels[0] == ["Resize", "Draw a stroke", "Resize"]
    session.undo()
    session.undo()
    assert told == ["back"]
    session.redo()
    assert told == ["back", "again"]
    assert [layer.units for layer in session.experiment.layers[:-1]] == [5, 7]
