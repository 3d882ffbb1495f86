"""Two threads where they are faster, one where they are not, and one at once when the machine is busy."""

import pytest

from core.blas import AGAIN, TURN, TURNS, WIDE, Threads, library

TRIAL = TURN * len(TURNS) + 1


class Machine:
    """Steps that take so long with one thread and with two, on a clock of its own."""

    def __init__(self, one, two):
        self.seconds = {1: one, 2: two}
        self.now = 0.0
        self.used = []
        self.threads = Threads(self.used.append, lambda: self.now)

    def train(self, steps, work=WIDE):
        for _ in range(steps):
            took = self.seconds[self.threads.number]
            self.now += took
            self.threads.took(took, work)
        return self.threads.number


def test_two_threads_stay_where_they_are_faster():
    machine = Machine(0.010, 0.006)
    machine.train(1)
    machine.now = AGAIN + 1
    assert machine.train(TRIAL) == 2


def test_one_thread_stays_where_two_gain_too_little():
    machine = Machine(0.010, 0.0095)
    machine.train(1)
    machine.now = AGAIN + 1
    assert machine.train(TRIAL) == 1
    assert machine.used == [2, 1, 2, 1, 2, 1]


def test_a_busy_machine_ends_two_threads_within_a_few_steps():
    machine = Machine(0.010, 0.006)
    machine.train(1)
    machine.now = AGAIN + 1
    machine.train(TRIAL)
    machine.seconds[2] = 0.5
    assert machine.train(3) == 1


def test_a_trial_on_a_busy_machine_is_cut_short():
    machine = Machine(0.010, 0.5)
    machine.train(1)
    machine.now = AGAIN + 1
    machine.train(TRIAL)
    assert machine.used == [2, 1]
    assert machine.now < AGAIN + 5


def test_what_brought_nothing_is_tried_again_ever_more_rarely():
    machine = Machine(0.010, 0.020)
    machine.train(100_000)  # a thousand seconds
    trials = machine.used.count(2)
    assert 3 <= trials <= 30


def test_a_narrow_network_is_left_alone():
    machine = Machine(0.010, 0.001)
    machine.now = 1000.0
    assert machine.train(500, WIDE - 1) == 1
    assert machine.used == []


def test_another_network_begins_with_one_thread():
    machine = Machine(0.010, 0.006)
    machine.train(1)
    machine.now = AGAIN + 1
    machine.train(TRIAL)
    assert machine.train(1, 2 * WIDE) == 1


def test_rest_is_with_one_thread():
    machine = Machine(0.010, 0.006)
    machine.train(1)
    machine.now = AGAIN + 1
    machine.train(TRIAL)
    machine.threads.rest()
    assert machine.used[-1] == 1


@pytest.mark.parametrize("number", [2, 1])
def test_the_library_does_as_it_is_told(number):
    from threadpoolctl import threadpool_info, threadpool_limits

    with threadpool_limits(1):
        library()(number)
        assert {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"} == {number}
