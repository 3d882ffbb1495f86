"""A new version of a plugin takes the place of the old one in a training under way."""

import numpy as np

from core.experiment import Choice, layers_from
from core.history import History
from core.project import open_project, project_of, save
from core.session import SwapAsks, Swapped, SwapRejected

ACTIVATION = (("activation", "wave"),)
OPTIMIZER = (("optimizer", "glide"),)


def test_it_goes_on_with_weights_memory_and_settings_of_the_user(begin, catalogue, tools):
    before = catalogue(tools.wave, tools.glide)
    wave = Choice("wave", (("frequency", 2.0),))
    session = begin(before, layers=layers_from([6], wave), optimizer=Choice("glide", (("keep", 0.5),)))
    session.run.play(20)
    tools.reach(session, 20)
    step, parameters, state = tools.stand(session)
    after = catalogue(
        tools.wave.replace("np.sin", "0.5 * np.sin").replace("return self.f", "return 0.5 * self.f"), tools.glide
    )
    session.swap(after, ACTIVATION, "wave: version 2")
    event = tools.wait_for(session, Swapped)
    assert (event.step, event.words, event.kept, event.told) == (20, "wave: version 2", True, ())
    now, parameters_now, state_now = tools.stand(session)
    assert now == step
    assert np.array_equal(parameters, parameters_now)
    assert np.array_equal(state["velocity"], state_now["velocity"])
    made = session.run.ask(lambda t: t.network.layers[0].activation).result(10)
    assert made.frequency == 2.0
    assert made.forward(np.array([0.25]))[0] == 0.5 * np.sin(0.5)
    assert session.registry is after
    assert session.labels == ([], [])


def test_a_training_under_way_goes_on_and_the_moment_is_marked(begin, catalogue, tools):
    session = begin(catalogue(tools.wave), layers=layers_from([6], Choice("wave")))
    session.run.play()
    tools.reach(session, 5)
    session.swap(catalogue(tools.wave + "\n# another\n"), ACTIVATION, "wave: version 2")
    event = tools.wait_for(session, Swapped)
    tools.reach(session, event.step + 5)
    marks = session.run.ask(lambda t: t.history.past().marks).result(10)
    assert marks == ((event.step, "wave: version 2"),)


def test_settings_that_are_gone_are_told_and_undo_still_works(begin, catalogue, tools):
    session = begin(catalogue(tools.wave), layers=layers_from([6], Choice("wave")))
    wave = Choice("wave", (("frequency", 2.0),))
    session.change(
        session.experiment.__class__(**{**vars(session.experiment), "layers": layers_from([6], wave)}), "Wave 2"
    )
    tools.wait_for(session, tools.built)
    session.swap(catalogue(tools.wave.replace("frequency", "pitch")), ACTIVATION, "wave: version 2")
    event = tools.wait_for(session, Swapped)
    assert event.told == ("wave has no setting 'frequency' any more, which was 2.0",)
    assert session.experiment.layers[0].activation == Choice("wave")
    for step in (session.undo, session.redo):
        step()
        tools.wait_for(session, tools.built)


def test_another_default_is_told(begin, catalogue, tools):
    session = begin(catalogue(tools.wave), layers=layers_from([6], Choice("wave")))
    session.swap(catalogue(tools.wave.replace("default=1.0", "default=3.0")), ACTIVATION, "wave: version 2")
    assert tools.wait_for(session, Swapped).told == ("wave.frequency: its default was 1.0 and is 3.0 now",)


def test_memory_of_another_form_is_asked_about(begin, catalogue, tools):
    session = begin(catalogue(tools.glide), optimizer=Choice("glide"))
    session.run.play(5)
    tools.reach(session, 5)
    other = catalogue(tools.glide.replace('"velocity"', '"speed"'))
    session.swap(other, OPTIMIZER, "glide: version 2")
    asks = tools.wait_for(session, SwapAsks)
    assert "now remembers speed" in asks.words
    assert list(tools.stand(session)[2]) == ["velocity"]
    session.swap(other, OPTIMIZER, "glide: version 2", state="fresh")
    assert tools.wait_for(session, Swapped).kept is False
    step, _, state = tools.stand(session)
    assert (step, list(state), float(np.abs(state["speed"]).max())) == (5, ["speed"], 0.0)


def test_one_that_cannot_be_built_leaves_the_version_before(begin, catalogue, tools):
    session = begin(catalogue(tools.glide), optimizer=Choice("glide"))
    session.run.play()
    broken = tools.glide.replace('return {"velocity": np.zeros_like(parameters)}', "raise ValueError('no')")
    session.swap(catalogue(broken), OPTIMIZER, "glide: version 2")
    event = tools.wait_for(session, SwapRejected)
    assert str(event.error) == "no"
    before = tools.stand(session)[0]
    tools.reach(session, before + 5)


def test_what_is_not_in_use_disturbs_nothing(begin, catalogue, tools):
    session = begin(catalogue(tools.wave))
    trainer = session.run.ask(lambda t: t).result(10)
    session.swap(catalogue(tools.wave + "# 2\n"), ACTIVATION, "wave: version 2")
    assert tools.wait_for(session, Swapped).kept
    assert session.run.ask(lambda t: t).result(10) is trainer
    assert trainer.history.marks == ()


def test_what_is_gone_makes_room_for_the_built_in_default(begin, catalogue, tools):
    session = begin(
        catalogue(tools.wave, tools.glide), layers=layers_from([6], Choice("wave")), optimizer=Choice("glide")
    )
    session.swap(catalogue(), (*ACTIVATION, *OPTIMIZER), "own plugins off", state="fresh")
    event = tools.wait_for(session, Swapped)
    assert session.experiment.layers[0].activation.name == "relu"
    assert session.experiment.optimizer.name == "adam"
    assert event.told == (
        "activation 'wave' is gone: relu takes its place",
        "optimizer 'glide' is gone: adam takes its place",
    )


def test_marks_stay_in_the_project_and_end_with_what_they_mark(begin, catalogue, tools, tmp_path):
    session = begin(catalogue(tools.wave))
    session.run.play(10)
    tools.reach(session, 10)

    def mark(trainer):
        trainer.history.mark(3, "wave: version 2")
        trainer.history.mark(8, "wave: Fassung 3 – größer")
        return project_of(session.experiment, trainer)

    save(tmp_path / "a.inknet", session.run.ask(mark).result(10))
    history = open_project(tmp_path / "a.inknet").history
    assert history.marks == ((3, "wave: version 2"), (8, "wave: Fassung 3 – größer"))
    history.back_to(5)
    assert history.past().marks == ((3, "wave: version 2"),)
    assert History.of(history.arrays()).marks == history.marks
