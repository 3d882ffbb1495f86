"""The thread on which plugins draw: the latest order counts, the pen comes first, and nothing a plugin does ends it."""

import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from core import Activation, Data, Initializer, Note, Preprocessing, Split, Visualization, one_hot
from core.history import History
from core.network import Layer, Network
from core.snapshot import Snapshot
from desktop.view_thread import Answer, Drawn, Failed, ViewThread


class Plain(Activation):
    """The sum as it is."""

    def forward(self, z):
        return z


class Small(Initializer):
    """Small random weights."""

    def weights(self, inputs, units, rng):
        return rng.normal(0, 0.1, (inputs, units))

    def bias(self, inputs, units, rng):
        return np.zeros(units)


class Scale(Preprocessing):
    """To 0 to 1."""

    def apply(self, inputs, fitted):
        return inputs / 255


def moment(step=1):
    """A snapshot of a small network that reads 3 x 4 pictures."""
    rng = np.random.default_rng(step)

    def split(rows):
        return Split(rng.integers(0, 256, (rows, 12), dtype=np.uint8), one_hot(rng.integers(0, 3, rows), 3))

    data = Data(split(20), split(9), (3, 4), "classification", ("a", "b", "c"))
    network = Network.fresh(12, (Layer(5, Plain(), Small()), Layer(3, Plain(), Small())), rng).copy()
    return Snapshot(step, step / 10, network, data, Scale(), {}, History().past())


class Slow(Visualization):
    """Says when it begins and waits for leave to end."""

    began = threading.Event()
    leave = threading.Event()
    steps = []

    def draw(self, snapshot):
        self.steps.append(snapshot.step)
        self.began.set()
        assert self.leave.wait(5)
        return Note(text=str(snapshot.step))


class Quick(Visualization):
    """Draws at once."""

    def draw(self, snapshot):
        return Note(text=f"step {snapshot.step}")


class Leaves(Visualization):
    """Ends the program, as a learner might."""

    def draw(self, snapshot):
        sys.exit("that is all")


class Divides(Visualization):
    """Fails in its own line."""

    def draw(self, snapshot):
        return Note(text=str(1 / (snapshot.step - snapshot.step)))


class Returns(Visualization):
    """Gives back no figure."""

    def draw(self, snapshot):
        return 7


@pytest.fixture
def thread():
    made = ViewThread()
    made.start()
    Slow.began.clear()
    Slow.leave.clear()
    Slow.steps.clear()
    yield made
    Slow.leave.set()
    made.stop()


def gathered(thread, count, seconds=5.0):
    """The next ``count`` results."""
    results, end = [], time.monotonic() + seconds
    while len(results) < count:
        assert time.monotonic() < end, f"only {results}"
        results += thread.results()
        time.sleep(0.001)
    return results


def test_a_view_is_drawn(thread):
    thread.draw(3, Quick, {}, moment(8))
    (result,) = gathered(thread, 1)
    assert isinstance(result, Drawn)
    assert (result.view, result.figure.text) == (3, "step 8")


def test_of_several_orders_of_a_view_the_latest_counts(thread):
    thread.draw(0, Slow, {}, moment(1))
    assert Slow.began.wait(5)
    for step in (2, 3, 4):
        thread.draw(0, Slow, {}, moment(step))
    Slow.leave.set()
    assert [result.figure.text for result in gathered(thread, 2)] == ["1", "4"]
    assert Slow.steps == [1, 4]


def test_views_take_turns(thread):
    thread.draw(0, Slow, {}, moment(1))
    assert Slow.began.wait(5)
    thread.draw(1, Quick, {}, moment(2))
    thread.draw(2, Quick, {}, moment(2))
    thread.draw(1, Quick, {}, moment(3))
    Slow.leave.set()
    assert [result.view for result in gathered(thread, 3)] == [0, 2, 1]


def test_the_drawing_is_read_before_all_views_and_only_the_latest(thread):
    thread.draw(0, Slow, {}, moment(1))
    assert Slow.began.wait(5)
    thread.draw(1, Quick, {}, moment(2))
    now = moment(2)
    for ink in (0, 0, 255):
        thread.predict(now, np.full((3, 4), ink, np.uint8))
    Slow.leave.set()
    results = gathered(thread, 3)
    assert [type(result) for result in results] == [Drawn, Answer, Drawn]
    expected = now.network.predict(np.ones((1, 12), np.float32))[0]
    assert np.allclose(results[1].outputs, expected)


def test_what_makes_the_drawing_runs_on_the_thread_too(thread):
    places = []

    def strokes():
        places.append(threading.current_thread().name)
        return np.zeros(12, np.uint8)

    thread.predict(moment(), strokes)
    (result,) = gathered(thread, 1)
    assert result.outputs.shape == (3,)
    assert places == ["views"]


@pytest.mark.parametrize(
    ("cls", "words"),
    [
        (Leaves, "SystemExit: that is all"),
        (Divides, "ZeroDivisionError: division by zero"),
        (Returns, "BadComponent: draw gave int; return a figure such as Lines, Tiles or Note"),
    ],
)
def test_a_failing_view_is_told_with_its_line_and_others_go_on(thread, cls, words):
    thread.draw(0, cls, {}, moment())
    thread.draw(1, Quick, {}, moment())
    failed, fine = gathered(thread, 2)
    assert isinstance(failed, Failed)
    assert failed.words == words
    assert failed.place.startswith("test_view_thread.py")
    assert isinstance(fine, Drawn)


def test_the_line_is_the_one_that_failed(thread):
    with open(__file__) as file:
        number = next(k for k, line in enumerate(file, 1) if "1 / (snapshot.step" in line)
    thread.draw(0, Divides, {}, moment())
    assert gathered(thread, 1)[0].place == f"test_view_thread.py:{number}"


def test_every_result_carries_the_number_of_its_order(thread):
    drawing, question = thread.draw(0, Quick, {}, moment()), thread.predict(moment(), np.zeros(12))
    assert drawing != question
    assert {result.number for result in gathered(thread, 2)} == {drawing, question}


def test_a_drawing_that_cannot_be_read_is_told(thread):
    thread.predict(moment(), np.zeros(5))
    (result,) = gathered(thread, 1)
    assert result.outputs is None
    assert "ValueError" in result.words


def test_it_ends_cleanly_with_orders_waiting(thread):
    for view in range(5):
        thread.draw(view, Quick, {}, moment())
    assert thread.stop()
    assert not any(one.name == "views" and one.is_alive() for one in threading.enumerate())


def test_a_view_that_never_ends_holds_nobody_up(thread):
    thread.draw(0, Slow, {}, moment())
    assert Slow.began.wait(5)
    start = time.monotonic()
    assert not thread.stop(0.05)
    assert time.monotonic() - start < 1


def test_it_knows_nothing_of_qt():
    code = "import sys, desktop.view_thread; sys.exit(not {'PySide6', 'pyqtgraph'}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
