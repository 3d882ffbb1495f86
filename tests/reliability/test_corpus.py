"""A bad file is refused at once, with a code and a sentence that says it all, and nothing is changed by it."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import CODES, Cancelled
from core.experiment import Choice, Experiment, Stopping, layers_from
from core.session import Rejected, Session

SCRIPT = Path(__file__).with_name("refuse.py")
ANCHOR = "safetensors (header checks, fuzzed)"
MEMORY = 64 << 20
PATHS = ("a pipe", "/dev/zero")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a stretch of a process")


def tried(folder, *control):
    """What came of every case, in a process that may have 1 GB."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(SCRIPT), str(folder), *control],
        capture_output=True,
        text=True,
        timeout=100,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def unexpected(found):
    """What did not come as declared."""
    return [(one["name"], one["expected"], one["code"], one["told"]) for one in found if one["code"] != one["expected"]]


def test_every_bad_file_is_refused_as_declared(tmp_path, record):
    found = tried(tmp_path)
    refused = [one for one in found if one["expected"]]
    wrong, n = unexpected(found), len(found)
    told = [one for one in refused if one["parts"] != 5]
    memory, seconds = max(one["memory"] for one in found), max(one["seconds"] for one in found)
    odd = [one for one in found if any(what in one["name"] for what in PATHS)]
    waited = max(one["seconds"] for one in odd)
    right = f"{n - len(wrong)} of {n}"
    record("D1", "Every bad file gives the declared code, every odd but sound one loads", n, "all", right, ANCHOR)
    record(
        "D2",
        "A refusal tells file, place, found, expected and what to do",
        len(refused),
        "5 of 5 parts in 100 %",
        f"5 of 5 in {len(refused) - len(told)}",
    )
    record("D3", "Refusing takes little memory (1 GB at most to be had)", n, "<= 64 MB", f"{memory / 2**20:.0f} MB")
    record("D4", "Refusing takes little time", n, "<= 1 s of processor time", f"{seconds:.2f} s")
    record("D5", "A pipe or an endless device is refused unread", len(odd), "<= 0.1 s", f"{waited:.3f} s")
    assert wrong == []
    assert [(one["name"], one["parts"], one["told"]) for one in told] == []
    assert {one["code"] for one in refused} <= set(CODES)
    assert memory <= MEMORY
    assert seconds <= 1
    assert waited <= 0.1
    assert len(refused) >= 250


def test_readers_that_believe_what_they_read_fail_the_same_files(tmp_path):
    found = tried(tmp_path, "naive")
    codes = Counter(one["code"] for one in found)
    assert len(unexpected(found)) > len(found) / 2
    assert codes["Hangs"] >= 1  # a pipe, which nobody writes into
    assert max(one["memory"] for one in found) > MEMORY


def test_the_corpus_covers_its_subject(corpus):
    readers = Counter(case.reader for case in corpus)
    assert len({case.name for case in corpus}) == len(corpus) >= 300
    assert min(readers.values()) >= 2
    assert {"csv", "npz", "idx", "mnist", "images", "image", "drawings", "project", "lesson"} == set(readers)
    assert {case.code for case in corpus} - {""} <= set(CODES)


SMALL = Experiment(
    dataset=Choice("moons"), layers=layers_from([4], Choice("tanh")), batch_size=8, stopping=Stopping(epochs=4)
)
DATASETS = {"idx": "folder", "mnist": "folder", "images": "folder", "csv": "file", "npz": "file", "drawings": "file"}


def state_of(session):
    """Everything of a session and its training that a refusal could have changed, to the bit."""

    def look(trainer):
        moment, data = trainer.moment(), trainer.data
        arrays = (moment.parameters, *moment.state.values(), data.train.inputs, data.train.targets, data.test.inputs)
        return moment.step, [array.tobytes() for array in arrays]

    return session.run.ask(look).result(20), session.experiment, session.labels


def test_after_a_refusal_data_network_and_undo_are_as_before(corpus, registry, tmp_path, record):
    session = Session(SMALL, registry)
    session.wait()
    session.run.play(5)
    wrong, n = [], 0
    try:
        while session.run.status.step < 5:
            time.sleep(0.01)
        before = state_of(session)
        for k, case in enumerate(one for one in corpus if one.reader in DATASETS and one.code):
            (tmp_path / str(k)).mkdir()
            path = case.make(tmp_path / str(k))
            if "\0" in str(path):
                continue
            name = {"drawings": "my-digits"}.get(case.reader, case.reader)
            chosen = Choice(name).set(DATASETS[case.reader], str(path))
            session.change(replace(session.experiment, dataset=chosen), "Choose data")
            session.run.ask(lambda trainer: None).result(20)  # it is answered once the edit was
            refused = [event for event in session.poll() if isinstance(event, Rejected)]
            n += 1
            if len(refused) != 1 or state_of(session) != before:
                wrong.append(case.name)
    finally:
        session.stop()
    record("D7", "After a refusal data, network and undo are as before", n, "identical to the bit", f"{len(wrong)} not")
    assert wrong == []
    assert n > 100


class Stretches:
    """A progress that notes the processor time between two calls, and cancels at one of them."""

    def __init__(self, cancel_at=None):
        self.last, self.longest, self.calls, self.cancel_at = time.thread_time(), 0.0, 0, cancel_at

    def __call__(self, share=0.0, words=""):
        now = time.thread_time()
        self.longest, self.last, self.calls = max(self.longest, now - self.last), now, self.calls + 1
        if self.calls == self.cancel_at:
            raise Cancelled("the user cancelled")


def large_files(folder, rows):
    """Large sound files for every loader, as (name, setting, path)."""
    from corpus.idx import good
    from corpus.images import picture
    from corpus.tables import drawing

    for name in ("idx", "images"):
        (folder / name).mkdir()
    good(folder / "idx", np.zeros((rows, 28, 28), np.uint8), np.arange(rows, dtype=np.uint8) % 10)
    with (folder / "a.csv").open("wb") as file:
        for label in (b"0", b"1"):
            file.write((label + b",123" * 784 + b"\n") * (rows // 2))
    np.savez(folder / "a.npz", x=np.zeros((rows, 784), np.uint8), y=np.arange(rows) % 2)
    for label in ("0", "1"):
        (folder / "images" / label).mkdir()
        for k in range(min(rows // 500, 40)):
            (folder / "images" / label / f"{k}.png").write_bytes(picture(size=(1000, 1000)))
    (folder / "a.jsonl").write_bytes(drawing() * (rows // 4))
    yield from (("idx", "folder", folder / "idx"), ("csv", "file", folder / "a.csv"), ("npz", "file", folder / "a.npz"))
    yield from (("images", "folder", folder / "images"), ("my-digits", "file", folder / "a.jsonl"))


def longest_stretches(folder, registry, rows):
    """By loader, the most processor time that a cancel may have to wait, and what loaders cancelled late still gave."""
    from corpus.readers import dataset

    found, kept = {}, []
    for name, setting, path in large_files(folder, rows):
        progress = Stretches()
        dataset(name, setting, path, registry, progress)
        progress()
        found[name] = progress.longest
        for at in (1, progress.calls // 2):
            with contextlib.suppress(Cancelled):
                kept.append(dataset(name, setting, path, registry, Stretches(max(at, 1))))
    return found, kept


def tell_cancels(record, rows, found):
    words = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())
    record("D8", f"A cancel is heard while {rows:,} rows are read", len(found), "<= 0.3 s", words)


def test_a_cancel_is_heard_soon_by_every_loader(corpus, registry, tmp_path, record):
    found, kept = longest_stretches(tmp_path, registry, 4000)
    tell_cancels(record, 4000, found)
    assert max(found.values()) <= 0.3
    assert kept == []


@pytest.mark.long
def test_a_cancel_is_heard_soon_among_sixty_thousand_rows(corpus, registry, tmp_path, record):
    found, kept = longest_stretches(tmp_path, registry, 60_000)
    tell_cancels(record, 60_000, found)
    assert max(found.values()) <= 0.3
    assert kept == []
