"""Whatever a file holds, reading it loads it or raises one of our errors, and nothing else."""

import json
import os
import random
import signal
import sys
import time
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import InknetError

SEED = 30
QUICK = 250
"""Mutants of each reader."""
SECONDS = float(os.environ.get("INKNET_FUZZ_SECONDS", "600"))
"""Processor time of each reader in the long run."""
PATIENCE = 5
"""Seconds of processor time after which a reader hangs."""
READERS = (
    "idx",
    "csv",
    "npz",
    "images",
    "drawings",
    "image",
    "project",
    "lesson",
    "journal",
    "recovery",
    "trust",
)
ANCHOR = "safetensors (fuzzed)"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no timer of processor time")


class Hangs(Exception):
    """A reader came to no end."""


@pytest.fixture
def patience():
    """Sets the time after which a reader hangs, 0 to end that."""

    def hang(*_):
        raise Hangs

    before = signal.signal(signal.SIGVTALRM, hang)
    yield lambda seconds: signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def sources(corpus):
    """By reader what makes its files and what reads them."""
    from corpus.mutants import SOURCES

    assert tuple(SOURCES) == READERS
    return SOURCES


def crashes(folder, source, registry, patience, going):
    """Read mutants while ``going(n)``: how many, how many were refused, and the errors that are none of ours."""
    make, read = source
    n, refused, found = 0, 0, {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while going(n):
            path = make(folder, random.Random(f"{SEED} {n}"))
            patience(PATIENCE)
            try:
                read(path, registry)
            except InknetError:
                refused += 1
            except Exception as error:
                found.setdefault(f"{type(error).__name__}: {error}"[:200], n)
            patience(0)
            n += 1
    return n, refused, found


def tell(record, reader, n, found):
    promise = f"No file makes a reader raise anything but our errors: {reader}"
    record("D6", promise, n, "0 others", f"{len(found)}", ANCHOR, SEED)


@pytest.mark.parametrize("reader", READERS)
def test_no_mutant_makes_a_reader_raise_something_else(reader, sources, registry, patience, tmp_path, record):
    n, refused, found = crashes(tmp_path, sources[reader], registry, patience, lambda n: n < QUICK)
    tell(record, reader, n, found)
    assert found == {}
    assert refused > QUICK // 20 or reader in ("journal", "recovery", "trust")  # which tell it otherwise


@pytest.mark.long
@pytest.mark.timeout(SECONDS * 20)
@pytest.mark.parametrize("reader", READERS)
def test_no_mutant_of_minutes_makes_a_reader_raise_something_else(
    reader, sources, registry, patience, tmp_path, record
):
    end = time.process_time() + SECONDS
    n, _, found = crashes(tmp_path, sources[reader], registry, patience, lambda n: time.process_time() < end)
    tell(record, reader, n, found)
    assert found == {}


def test_readers_without_checks_raise_something_else_in_the_same_loop(sources, patience, tmp_path):
    import numpy as np

    def believing(path, registry):
        return json.loads(path.read_bytes())["off"], path

    def table(path, registry):
        return np.loadtxt(path, delimiter=",")

    for reader, read in (("trust", believing), ("csv", table)):
        source = (sources[reader][0], read)
        _, refused, found = crashes(tmp_path, source, None, patience, lambda n: n < 100)
        assert refused == 0
        assert len(found) > 3


SINGLE = {"csv": "a.csv", "npz": "a.npz", "drawings": "a.jsonl", "image": "a.png", "project": "a", "lesson": "a.md"}
TOKENS = ["+++\n", "title = ", '"a"', "[recipes.a]\n", "layers = ", "[1]", "set = ", "= ", "\n", "## ", "- [ ] ", "$"]
TOKENS += [
    "  check: ",
    "by hand",
    "layers == 1",
    "![a](",
    "view:loss-curve",
    ")",
    "```\n",
    "recipe:a",
    "dataset = ",
    "nan",
]
TOKENS += ["{ name = ", " }", "epochs = ", "9" * 30, "-1", "'", "[", "]", "{", "inf", "batch_size = ", "start = ", "\0"]
NAMES = st.sampled_from(["name", "units", "layers", "seed", "version", "dataset", "stopping", "", "key", "moment"])
VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
TREES = st.recursive(
    VALUES, lambda one: st.lists(one, max_size=3) | st.dictionaries(NAMES, one, max_size=3), max_leaves=9
)


def only_ours(read, path, registry):
    """Read a file; an error of ours is as good as none."""
    try:
        read(path, registry)
    except InknetError:
        return


def any_example(n):
    """So many examples, with whatever fixtures."""
    return settings(max_examples=n, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def generated(n, sources, registry, folder):
    """Files of no kind at all, and files that keep to the outer form of their kind."""
    from corpus import arrays, projects

    @any_example(n)
    @given(st.sampled_from(list(SINGLE)), st.binary(max_size=200))
    def bytes_of_no_kind(reader, data):
        path = folder / SINGLE[reader]
        path.write_bytes(data)
        only_ours(sources[reader][1], path, registry)

    @any_example(n)
    @given(st.lists(st.sampled_from(TOKENS), max_size=30))
    def lessons(tokens):
        path = folder / "a.md"
        path.write_text("+++\n" + "".join(tokens))
        only_ours(sources["lesson"][1], path, registry)

    @any_example(n)
    @given(st.sampled_from(["experiment.json", "training.json", "window.json"]), TREES)
    def members(name, tree):
        path = folder / "a.inknet"
        path.write_bytes(projects.packed({name: json.dumps(tree).encode()}))
        only_ours(sources["project"][1], path, registry)

    @any_example(n)
    @given(st.text(st.characters(max_codepoint=255), max_size=80) | TREES.map(ascii), st.binary(max_size=40))
    def headers(text, data):
        path = folder / "a.npz"
        path.write_bytes(arrays.zipped(("x.npy", arrays.member(text, data)), ("y.npy", arrays.npy(arrays.Y))))
        only_ours(sources["npz"][1], path, registry)

    for one in (bytes_of_no_kind, lessons, members, headers):
        one()
    return 4 * n


def test_no_generated_file_makes_a_reader_raise_something_else(sources, registry, tmp_path, record):
    n = generated(60, sources, registry, tmp_path)
    record("D6", "No generated file does (hypothesis)", n, "0 others", "0", ANCHOR)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_generated_file_among_thousands_does(sources, registry, tmp_path, record):
    n = generated(2000, sources, registry, tmp_path)
    record("D6", "No generated file does (hypothesis)", n, "0 others", "0", ANCHOR)
