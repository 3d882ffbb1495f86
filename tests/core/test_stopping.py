"""When a run ends by itself, rows held out to validate, and what a schedule counts."""

import math
import time
from dataclasses import replace

import numpy as np
import pytest

from core import Schedule, build
from core.errors import BadExperiment
from core.experiment import Choice, Experiment, Sampling, Stopping, check_numbers, layers_from
from core.history import Evaluation
from core.project import open_project, project_of, save
from core.registry import Entry
from core.session import Session
from core.status import Finished
from core.stopping import back_to_the_best, patience_is_over, reason_to_stop

SMALL = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("center"),
    layers=layers_from([12], Choice("relu")),
    batch_size=10,
    stopping=Stopping(epochs=4),
    seed=5,
)
HELD_OUT = replace(SMALL, sampling=Sampling(validation=0.2))


class Counting(Schedule):
    """A factor that tells step and steps."""

    def factor(self, step, steps):
        return step / 1000 + steps / 1_000_000


@pytest.fixture(scope="module")
def counting(blobs):
    return blobs.plus([Entry(Counting, "file", "test_stopping.py")])


def trainer_of(experiment, registry):
    return build.trainer_of(experiment, registry, build.data_of(experiment, registry))


def past(*losses, base=0, validated=True):
    """Evaluations at the ends of epochs; without ``validated`` the losses are of the test split."""
    none = math.nan
    return tuple(
        Evaluation(k, float(k), 0.0, 1.0, 0.5, 1.0 / (k + 1), 0.5, loss, 0.5)
        if validated
        else Evaluation(k, float(k), 0.0, 1.0, 0.5, loss, 0.5, none, none)
        for k, loss in enumerate(losses, base)
    )


def test_patience_looks_at_the_validation_split_where_there_is_one():
    """The test loss of these falls for ever."""
    assert patience_is_over(2, past(3, 2, 2.5, 2.1), 0)
    assert not patience_is_over(2, past(3, 2, 2.5, 1.9), 0)
    assert not patience_is_over(2, past(3, 2), 0)
    assert patience_is_over(2, past(3, 2, 2.5, 2.1, validated=False), 0)


def test_patience_begins_anew_with_the_run_and_with_the_split():
    assert not patience_is_over(2, past(1, 1, 1, 3, 2), 3)
    mixed = (*past(0.1, 0.1, validated=False), *past(3, 2.5, base=2))
    assert not patience_is_over(2, mixed, 0)


def test_held_out_rows_are_the_same_share_of_every_class_and_of_nothing_else(blobs):
    whole, data = (build.data_of(one, blobs) for one in (SMALL, HELD_OUT))
    rows = {tuple(row) for row in data.validation.inputs}
    assert len(rows) == len(data.validation.inputs)
    assert len(data.train.inputs) + len(rows) == len(whole.train.inputs)
    assert not rows & {tuple(row) for row in data.train.inputs}
    assert rows | {tuple(row) for row in data.train.inputs} == {tuple(row) for row in whole.train.inputs}
    counts = whole.train.targets.sum(axis=0)
    assert np.array_equal(data.validation.targets.sum(axis=0), np.ceil(counts * 0.2))
    assert np.array_equal(data.test.inputs, whole.test.inputs)


def test_which_rows_are_held_out_depends_on_the_seed_alone(blobs):
    first, again, other = (
        build.data_of(replace(HELD_OUT, dataset=SMALL.dataset, seed=seed), blobs).validation.inputs
        for seed in (5, 5, 6)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_share_that_leaves_nothing_is_refused(blobs):
    tiny = replace(HELD_OUT, dataset=Choice("blobs", (("train", 3),)), sampling=Sampling(validation=0.99))
    with pytest.raises(BadExperiment, match="of 3 training rows would be held out; expected at least one row"):
        build.data_of(tiny, blobs)
    for sampling in (Sampling(validation=1.0), Sampling(validation=-0.1), Sampling(fresh=True, label_noise=0.1)):
        with pytest.raises(BadExperiment, match="sampling"):
            check_numbers(replace(SMALL, sampling=sampling))


def test_label_noise_spares_the_held_out_rows(blobs):
    clean, noisy = (
        build.data_of(replace(SMALL, sampling=Sampling(validation=0.2, label_noise=noise)), blobs) for noise in (0, 0.5)
    )
    assert np.array_equal(clean.validation.targets, noisy.validation.targets)
    assert not np.array_equal(clean.train.targets, noisy.train.targets)


def test_an_evaluation_measures_them_and_a_project_keeps_that(blobs, tmp_path):
    trainer = trainer_of(HELD_OUT, blobs)
    found = trainer.measure()
    assert found.validation_loss == trainer.evaluate(trainer.data.validation).loss
    assert 0 <= found.validation_accuracy <= 1
    save(tmp_path / "a.inknet", project_of(HELD_OUT, trainer))
    assert open_project(tmp_path / "a.inknet").history.evaluations == (found,)
    assert math.isnan(trainer_of(SMALL, blobs).measure().validation_loss)


def test_out_of_patience_the_best_weights_are_back(blobs):
    """After the first epoch the weights are spoilt, and hardly move any more."""
    trainer = trainer_of(HELD_OUT, blobs)

    def epoch():
        for _ in range(trainer.steps_per_epoch):
            trainer.step()
        trainer.measure()

    trainer.measure()
    epoch()
    best = trainer.network.parameters.copy()
    trainer.network.parameters[...] *= -10
    trainer.optimizer = replace(trainer.optimizer, learning_rate=1e-9)
    epoch()
    epoch()
    rules = Stopping(epochs=99, patience=2)
    assert reason_to_stop(rules, trainer, 0, 0.0) == "No better validation loss for 2 epochs"
    assert back_to_the_best(trainer, 0) == "; the weights of epoch 1, the best, are back"
    assert np.array_equal(trainer.network.parameters, best)
    assert (trainer.whole_epochs, len(trainer.history.evaluations)) == (1, 2)
    assert back_to_the_best(trainer, 0) == ""


def test_a_run_ends_so_by_itself(blobs):
    rising = replace(
        HELD_OUT,
        dataset=Choice("blobs", (("classes", 3), ("train", 40))),
        optimizer=Choice("adam", (("learning_rate", 0.5),)),
        stopping=Stopping(epochs=500, patience=3),
    )
    session = Session(rising, blobs)
    session.wait()
    session.run.play()
    end, finished = time.monotonic() + 60, []
    while not finished and time.monotonic() < end:
        finished = [event for event in session.poll() if isinstance(event, Finished)]
        time.sleep(0.01)
    losses = session.run.ask(lambda t: [one.validation_loss for one in t.history.evaluations]).result()
    session.stop()
    assert finished[0].reason.startswith("No better validation loss for 3 epochs")
    assert losses[-1] == min(losses)


def rates(trainer, steps):
    """Step and steps that the schedule was asked for, at each of so many steps."""
    full, found = trainer.recipe.optimizer.learning_rate, []
    for _ in range(steps):
        trainer.step()
        factor = trainer.optimizer.learning_rate / full
        step = int(factor * 1000 + 1e-6)
        found.append((step, round((factor - step / 1000) * 1e6)))
    return found


SCHEDULED = replace(SMALL, schedule=Choice("counting"))


def test_a_schedule_counts_from_where_the_run_began_and_stays_at_its_end(counting):
    trainer = trainer_of(SCHEDULED, counting)  # four epochs of ten steps
    assert rates(trainer, 45) == [(min(step, 40), 40) for step in range(1, 46)]
    trainer = trainer_of(SCHEDULED, counting)
    rates(trainer, 40)
    trainer.plan(6)
    assert rates(trainer, 25) == [(min(step, 20), 20) for step in range(1, 26)]


def test_a_schedule_that_is_cut_short_or_made_longer_goes_on_where_it_is(counting):
    trainer = trainer_of(SCHEDULED, counting)
    rates(trainer, 15)
    trainer.plan(10)
    assert rates(trainer, 2) == [(16, 100), (17, 100)]
    rates(trainer, 3)
    trainer.plan(4, anew=True)
    assert rates(trainer, 2) == [(1, 20), (2, 20)]


def test_a_run_played_again_begins_its_schedule_again(counting):
    session = Session(replace(SCHEDULED, stopping=Stopping(epochs=1)), counting)
    session.wait()
    for _ in range(2):
        session.run.play()
        session.run.ask(lambda t: None).result()
        while session.run.status.state == "training":
            time.sleep(0.005)
    view = session.run.ask(lambda t: t.history.learning_rate.arrays()["values"][1].copy()).result()
    session.stop()
    assert len(view) == 20
    assert np.array_equal(view[:10], view[10:])


def test_a_scheduled_training_that_was_interrupted_resumes_to_the_bit(counting, tmp_path):
    """Saved in the second of four epochs, and opened to train for the rest."""
    experiment = replace(SCHEDULED, schedule=Choice("cosine"))
    whole, first = trainer_of(experiment, counting), trainer_of(experiment, counting)
    for _ in range(40):
        whole.step()
    for _ in range(20):
        first.step()
    save(tmp_path / "a.inknet", project_of(experiment, first))
    opened = open_project(tmp_path / "a.inknet")
    assert (opened.moment.begun, opened.moment.goal) == (0, 4)
    session = Session(replace(experiment, stopping=Stopping(epochs=2)), counting, opened.start)
    session.wait()
    session.run.ask(lambda t: [t.step() for _ in range(20)])
    parameters = session.run.ask(lambda t: t.network.parameters.copy()).result()
    session.stop()
    assert parameters.tobytes() == whole.network.parameters.tobytes()


def test_what_is_planned_is_what_then_comes(counting):
    trainer = trainer_of(replace(SCHEDULED, schedule=Choice("one-cycle")), counting)
    rates(trainer, 12)
    steps, planned = trainer.planned()
    assert steps.tolist() == list(range(13, 41))
    for _ in range(28):
        trainer.step()
    came = trainer.history.learning_rate.arrays()
    assert planned == pytest.approx(np.concatenate([came["values"][1], came["pending"]])[12:])
    assert trainer_of(SMALL, counting).planned() is None
