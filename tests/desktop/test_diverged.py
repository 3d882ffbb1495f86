"""After a training has left the finite numbers: a lower learning rate goes on from the last good weights."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import Diverged, InknetError
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.session import Session
from desktop.diverged import lower_rate, sentence, ways_out
from desktop.live import Live

TOO_FAST = Experiment(
    dataset=Choice("line"),
    preprocessing=Choice("none"),
    layers=layers_from([4], Choice("identity")),
    loss=Choice("squared-error"),
    optimizer=Choice("gradient-descent", (("learning_rate", 100.0),)),
    stopping=Stopping(epochs=2000),
)


@pytest.fixture
def live(qapp, found):
    live = Live(Session(TOO_FAST, found.registry))
    live._timer.stop()
    yield live
    live.close()


def test_the_lower_rate_is_one_edit_and_the_training_goes_on_from_the_last_good_weights(live, wait_until):
    stopped = []
    live.stopped.connect(stopped.append)
    live._timer.start()
    wait_until(lambda: live.session.data is not None)
    live.train()
    wait_until(lambda: stopped)
    assert isinstance(stopped[0], Diverged)
    assert sentence(stopped[0]).startswith("Step ")
    live.session.run.pace(2)  # so that what it begins from can be seen
    good = live.session.run.ask(lambda t: (t.step_count, t.network.parameters.copy())).result(10)
    words, act = ways_out(live, stopped[0])[0]
    assert words == "Train on with learning rate 10"
    act()
    now = live.session.run.ask(lambda t: (t.step_count, t.network.parameters.copy(), t.optimizer.learning_rate)).result(
        10
    )
    assert now[0] in (good[0], good[0] + 1)
    assert np.isfinite(now[1]).all()
    assert now[2] == 10
    live.undo()
    assert live.experiment == TOO_FAST


def test_only_what_helps_is_offered(live):
    names = [words for words, _ in ways_out(live, InknetError("something else"))]
    assert names == ["Reset weights"]
    lowest = replace(TOO_FAST, optimizer=Choice("gradient-descent", (("learning_rate", 0.0),)))
    live.session.experiment = lowest
    assert lower_rate(live) is None
