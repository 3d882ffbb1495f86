"""A plugin fails in the middle of a training, which rests at the start of that step; the card about it is full."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core.experiment import Choice, layers_from
from core.rewind import Rewind
from core.session import Faulted, Slow, Stopped, Swapped

RAISES = """
    calls = []

    def forward(self, z):
        self.calls.append(1)
        if len(self.calls) > {after}:
            {mistake}
        return np.sin(self.frequency * z)
"""


def wave(tools, mistake, after=400):
    return tools.wave.replace(
        "\n    def forward(self, z):\n        return np.sin(self.frequency * z)\n",
        RAISES.format(after=after, mistake=mistake),
    )


def glide(tools, mistake, at=57):
    return tools.glide.replace(
        "        parameters -=",
        f"        parameters -= gradient\n        if step == {at}:\n            {mistake}\n        parameters -=",
    )


def check_card(fault, source, marked):
    """All that a card needs: plugin, file and line, hook, arguments, expected and got, and what to do."""
    assert source.splitlines()[fault.line - 1].strip() == marked
    assert fault.path.endswith(".py")
    assert fault.hook.split(".")[0] in ("Wave", "Glide")
    assert fault.arguments
    assert all(
        [fault.plugin, fault.expected, fault.got, fault.hint, fault.origin == "file", fault.kind, fault.step > 0]
    )
    for part in (fault.plugin, f"{fault.path}:{fault.line}", fault.hook, fault.expected, fault.got, fault.hint):
        assert part in str(fault)


def test_what_raises_before_the_update_leaves_parameters_and_memory(begin, catalogue, tools):
    source = wave(tools, "return z + missing")
    session = begin(catalogue(source), layers=layers_from([6], Choice("wave")))
    session.run.play()
    event = tools.wait_for(session, Faulted)
    check_card(event.fault, source, "return z + missing")
    assert "self.missing" in event.fault.hint
    step, parameters, state = tools.stand(session)
    assert event.fault.step == step + 1
    assert session.run.status.state == "failed"
    plain = begin(catalogue(tools.wave), layers=layers_from([6], Choice("wave")))
    plain.run.play(step)
    tools.reach(plain, step)
    assert np.array_equal(tools.stand(plain)[1], parameters)
    assert all(np.array_equal(tools.stand(plain)[2][name], state[name]) for name in state)


@pytest.mark.parametrize("mistake", ["raise ValueError('odd')", "parameters[:] = np.nan", "parameters[3] = np.inf"])
def test_an_update_that_fails_halfway_is_taken_back_bit_for_bit(begin, catalogue, tools, mistake):
    source = glide(tools, mistake)
    session = begin(catalogue(source), optimizer=Choice("glide"))
    session.run.play()
    event = tools.wait_for(session, Faulted)
    assert event.fault.step == 57
    assert event.fault.hook == "Glide.update"
    assert "not finite" in event.fault.got or "odd" in event.fault.got
    step, parameters, state = tools.stand(session)
    assert step == 56
    plain = begin(catalogue(source), optimizer=Choice("glide"))
    plain.run.play(56)
    tools.reach(plain, 56)
    assert np.array_equal(tools.stand(plain)[1], parameters)
    assert np.array_equal(tools.stand(plain)[2]["velocity"], state["velocity"])
    history = session.run.ask(lambda t: t.history.past().loss.mean.copy()).result(10)
    assert np.array_equal(history, plain.run.ask(lambda t: t.history.past().loss.mean.copy()).result(10))


def test_no_copy_to_go_back_to_is_made_of_weights_that_went_wrong(begin, catalogue):
    session = begin(catalogue())

    def spoil(trainer):
        rewind = Rewind()
        trainer.step()
        rewind.keep(trainer, 1.0)
        trainer.step()
        trainer.network.parameters[3] = np.inf
        rewind.keep(trainer, math.inf)
        return rewind.to_anchor(trainer, trainer.step_count + 1), trainer.step_count, trainer.finite

    assert session.run.ask(spoil).result(10) == (True, 1, True)


@pytest.mark.parametrize(
    ("mistake", "got"),
    [
        ("return z[:, :1]", "(10, 1)"),
        ("return z.sum(axis=1)", "(10,)"),
        ("return None", "None"),
        ("return 1.5", "float 1.5"),
        ("return np.log(z)", "not finite"),
        ("return [0.0]", "list"),
    ],
)
def test_wrong_answers_are_told_with_what_was_expected(begin, catalogue, tools, mistake, got):
    source = wave(tools, mistake)
    session = begin(catalogue(source), layers=layers_from([6], Choice("wave")))
    session.run.play()
    fault = tools.wait_for(session, Faulted).fault
    assert fault.hook == "Wave.forward"
    assert got in fault.got
    assert fault.expected == "an array of shape (10, 6), all finite"
    assert fault.arguments[0].startswith("z (10, 6) float32, ")
    assert source.splitlines()[fault.line - 1].strip() == "def forward(self, z):"


def test_a_diverging_training_blames_no_plugin(begin, catalogue, tools):
    fast = Choice("glide", (("learning_rate", 10.0), ("keep", 1.0)))
    layers = layers_from([30, 30, 30], Choice("relu"))
    session = begin(catalogue(tools.glide), optimizer=fast, layers=layers, loss=Choice("squared-error"))
    session.change(
        replace(session.experiment, layers=layers_from([30, 30], Choice("relu"), Choice("identity"))), "Linear"
    )
    tools.wait_for(session, tools.built)
    session.run.play()
    event = tools.wait_for(session, (Stopped, Faulted))
    assert isinstance(event, Stopped), str(event)
    assert "learning rate" in str(event.error)


def test_retry_last_good_and_disable(begin, catalogue, tools):
    good = catalogue(tools.wave)
    source = wave(tools, "return z + missing")
    session = begin(good, layers=layers_from([6], Choice("wave")))
    session.swap(catalogue(source), (("activation", "wave"),), "wave: version 2")
    tools.wait_for(session, Swapped)
    session.run.play()
    first = tools.wait_for(session, Faulted).fault
    session.run.play()
    assert tools.wait_for(session, Faulted).fault.step == first.step
    session.swap(good, (("activation", "wave"),), "wave: back to version 1")
    tools.wait_for(session, Swapped)
    session.run.play()
    tools.reach(session, first.step + 20)
    session.swap(catalogue(), (("activation", "wave"),), "wave is off")
    tools.wait_for(session, Swapped)
    before = tools.stand(session)[0]
    tools.reach(session, before + 20)
    assert session.experiment.layers[0].activation.name == "relu"


def test_a_slow_step_is_told_and_can_be_stopped(begin, catalogue, tools, monkeypatch):
    monkeypatch.setattr("core.watchdog.LEAST", 0.3)
    source = wave(tools, "while True: z = z + 0")
    session = begin(catalogue(source), layers=layers_from([6], Choice("wave")))
    session.run.play()
    slow = tools.wait_for(session, Slow)
    assert slow.hook == "Wave.forward"
    assert slow.seconds >= 0.3
    assert not slow.stubborn
    assert session.interrupt()
    fault = tools.wait_for(session, Faulted).fault
    assert fault.step == slow.step
    assert "loop that never ends" in fault.hint
    assert tools.stand(session)[0] == slow.step - 1
    assert not session.interrupt()


def test_a_loop_that_nothing_stops_is_left_to_itself(begin, catalogue, tools, monkeypatch):
    monkeypatch.setattr("core.watchdog.LEAST", 0.2)
    monkeypatch.setattr("core.watchdog.PATIENCE", 0.2)
    loop = """end = time.monotonic() + 1.5
            while time.monotonic() < end:
                try:
                    time.sleep(0.01)
                except BaseException:
                    continue"""
    session = begin(catalogue(wave(tools, loop)), layers=layers_from([6], Choice("wave")))
    session.run.play()
    tools.wait_for(session, Slow)
    session.interrupt()
    assert tools.wait_for(session, Slow).stubborn
    stuck = session.run
    session.abandon(catalogue())
    tools.wait_for(session, tools.built)
    before = tools.stand(session)[0]
    session.run.play(20)
    tools.reach(session, before + 1)
    assert session.experiment.layers[0].activation.name == "relu"
    stuck.stop(10)
