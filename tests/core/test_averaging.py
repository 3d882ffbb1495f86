"""The average of the weights: what it is, that it answers, and that it is saved."""

from dataclasses import replace

import numpy as np
import pytest

from core import build
from core.averaging import EVERY, Average, Averaging
from core.errors import BadExperiment, BadProject
from core.experiment import Choice, Experiment, Stopping, check_numbers, layers_from
from core.project import open_project, project_of, save
from core.session import Session

PLAIN = Experiment(
    dataset=Choice("blobs"),
    preprocessing=Choice("center"),
    layers=layers_from([12], Choice("relu")),
    batch_size=10,
    stopping=Stopping(epochs=5),
    seed=5,
)
AVERAGED = replace(PLAIN, averaging=Averaging(epochs=2.0))


def trainer_of(experiment, registry):
    return build.trainer_of(experiment, registry, build.data_of(experiment, registry))


def weights_through(trainer, steps):
    """The weights after each of the steps whose turn it is."""
    found = []
    for _ in range(steps):
        trainer.step()
        if trainer.step_count % EVERY == 0:
            found.append(trainer.network.parameters.copy())
    return found


def test_over_more_than_the_run_it_is_the_plain_mean(blobs):
    trainer = trainer_of(replace(PLAIN, averaging=Averaging(epochs=1e5)), blobs)
    through = weights_through(trainer, 95)
    assert trainer.average.network.parameters == pytest.approx(np.mean(through, axis=0), abs=1e-5)


def test_over_a_short_time_old_weights_fade(blobs):
    trainer = trainer_of(AVERAGED, blobs)  # two epochs are 20 steps: each counts 1 - exp(-1/2)
    through, share = weights_through(trainer, 100), 1 - np.exp(-10 / 20)
    expected = through[0]
    for k, weights in enumerate(through[1:], 2):
        expected = expected + (weights - expected) * max(1 / k, share)
    assert trainer.average.network.parameters == pytest.approx(expected, abs=1e-5)


def test_training_itself_is_not_touched(blobs):
    plain, averaged = trainer_of(PLAIN, blobs), trainer_of(AVERAGED, blobs)
    assert [plain.step() for _ in range(40)] == [averaged.step() for _ in range(40)]
    assert np.array_equal(plain.network.parameters, averaged.network.parameters)


def test_the_average_is_what_answers_and_is_measured(blobs):
    plain, averaged = trainer_of(PLAIN, blobs), trainer_of(AVERAGED, blobs)
    for _ in range(40):
        plain.step()
        averaged.step()
    assert averaged.answering is averaged.average.network
    assert averaged.evaluate(averaged.data.test).loss != plain.evaluate(plain.data.test).loss
    plain.network.parameters[...] = averaged.average.network.parameters
    assert averaged.evaluate(averaged.data.test) == plain.evaluate(plain.data.test)


def test_before_its_start_the_weights_themselves_answer(blobs):
    trainer = trainer_of(replace(PLAIN, averaging=Averaging(epochs=2.0, start=2)), blobs)
    for _ in range(19):
        trainer.step()
    assert trainer.answering is trainer.network
    for _ in range(11):
        trainer.step()
    assert trainer.answering is trainer.average.network


def test_a_resumed_training_goes_on_with_its_average_to_the_bit(blobs, tmp_path):
    whole, first = trainer_of(AVERAGED, blobs), trainer_of(AVERAGED, blobs)
    for _ in range(75):
        whole.step()
    for _ in range(33):
        first.step()
    save(tmp_path / "a.inknet", project_of(AVERAGED, first))
    opened = open_project(tmp_path / "a.inknet")
    assert np.array_equal(opened.moment.answering, first.average.network.parameters)
    second = trainer_of(AVERAGED, blobs)
    second.restore(opened.moment)
    for _ in range(42):
        second.step()
    assert second.average.count == whole.average.count == 7
    assert second.average.network.parameters.tobytes() == whole.average.network.parameters.tobytes()


def test_a_file_whose_average_does_not_fit_is_refused_with_its_member(blobs, tmp_path):
    trainer = trainer_of(AVERAGED, blobs)
    for _ in range(12):
        trainer.step()
    project = project_of(AVERAGED, trainer)
    for spoilt, words in (
        ({"parameters": np.zeros(3, np.float32)}, "average/parameters.npy: expected 171 finite numbers of float32"),
        ({"parameters": np.full_like(project.moment.parameters, np.nan)}, "average/parameters.npy"),
        ({"count": np.array([0])}, "average/count.npy: expected one whole number from 1"),
        ({"other": np.zeros(1)}, r"average/\*.npy: expected parameters, count"),
    ):
        moment = replace(project.moment, average=project.moment.average | spoilt)
        with pytest.raises(BadProject, match=words):
            save(tmp_path / "b.inknet", replace(project, moment=moment))


def test_the_snapshot_shows_the_network_that_answers_and_a_wider_layer_begins_a_new_average(blobs):
    session = Session(AVERAGED, blobs)
    session.wait()
    session.run.ask(lambda t: [t.step() for _ in range(40)])
    session.change(replace(AVERAGED, batch_size=20), "Batch size")
    count, average = session.run.ask(lambda t: (t.average.count, t.average.network.parameters.copy())).result()
    session.run.pause()
    session.run.ask(lambda t: None).result()
    shown = session.run.take()
    wider = replace(AVERAGED.layers[0], units=13)
    session.change(replace(AVERAGED, layers=(wider, AVERAGED.layers[1])), "Wider")
    fresh = session.run.ask(lambda t: t.average.count).result()
    session.stop()
    assert (count, fresh) == (4, 0)
    assert shown is not None
    assert np.array_equal(shown.network.parameters, average)


def test_numbers_that_no_average_can_have_are_refused():
    for averaging in (Averaging(epochs=-1.0), Averaging(epochs=1.0, start=-1), Averaging(epochs=float("nan"))):
        with pytest.raises(BadExperiment, match="averaging"):
            check_numbers(replace(PLAIN, averaging=averaging))


def test_the_first_weights_taken_in_are_the_average(blobs):
    trainer = trainer_of(PLAIN, blobs)
    average = Average(trainer.network, Averaging(epochs=3.0), 10)
    assert average.arrays() == {}
    average.after(EVERY - 1, 0, trainer.network.parameters + 1)
    average.after(EVERY, 0, trainer.network.parameters + 2)
    assert average.network.parameters == pytest.approx(trainer.network.parameters + 2)
