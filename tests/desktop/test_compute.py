"""Functions called on the view thread for whoever asks, their results handed over on the window's thread."""

import threading

import pytest

from desktop.views import ViewHost


@pytest.fixture
def host(look):
    made = ViewHost(look)
    yield made
    made.stop()


def test_a_function_is_called_there_and_its_result_comes_here(host, wait_until):
    found = []
    host.compute("one", threading.current_thread, lambda thread: found.append((thread, threading.current_thread())))
    wait_until(lambda: found)
    there, here = found[0]
    assert there is not threading.main_thread()
    assert here is threading.main_thread()


def test_of_one_key_only_the_latest_counts_and_other_keys_are_left_alone(host, wait_until):
    held, found = threading.Event(), []
    host.compute("first", lambda: held.wait(5), lambda _: found.append("first"))
    for k in range(5):
        host.compute("same", lambda k=k: k, found.append)
    host.compute("other", lambda: "other", found.append)
    held.set()
    wait_until(lambda: len(found) == 3)
    assert found == ["first", 4, "other"]


def test_a_result_that_was_asked_for_anew_meanwhile_is_dropped(host, wait_until):
    begun, held, found = threading.Event(), threading.Event(), []

    def slow():
        begun.set()
        held.wait(5)
        return "old"

    host.compute("same", slow, found.append)
    begun.wait(5)
    host.compute("same", lambda: "new", found.append)
    held.set()
    wait_until(lambda: found)
    assert found == ["new"]


def test_what_a_function_raises_is_told_and_the_next_one_is_called(host, wait_until):
    told, found = [], []
    host.told.connect(lambda kind, words: told.append((kind, words)))

    def ends_the_program():
        raise SystemExit("gone")

    host.compute("same", ends_the_program, found.append)
    wait_until(lambda: told)
    assert told == [("danger", "SystemExit: gone")]
    host.compute("same", lambda: 1, found.append)
    wait_until(lambda: found == [1])
