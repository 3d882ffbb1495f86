"""Own digits on disk: added at the end, taken back, and never at risk for one another."""

import errno
import json
import os
import threading

import numpy as np
import pytest

from core import Dataset, InknetError
from core.files import FileSystem, append_line
from core.strokes import Stroke
from core.strokes import image as image_of
from desktop import digit_file
from desktop.digit_file import OwnDigit
from desktop.own_digits import OwnDigits, usual_file
from desktop.pad.kept import drawing_of, plain, same

SEVEN = (
    Stroke(np.array([[70.0, 70.0], [200.0, 66.0], [130.0, 240.0]]), 11.0),
    Stroke(np.array([[100.0, 150.0], [180.0, 146.0]]), 18.0, True),
)


def digit(label="7", strokes=SEVEN):
    return OwnDigit(label, strokes, image_of(strokes, 280.0), 280.0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kept" / "mine.jsonl"


def labels(path):
    return "".join(one.label for one in digit_file.read_all(path))


def test_what_is_added_comes_back_as_it_was(path):
    given = digit()
    digit_file.add(path, given)
    (found,) = digit_file.read_all(path)
    assert found.label == "7"
    assert same(found.strokes, SEVEN)
    assert np.array_equal(found.image, given.image)
    assert found.size == 280


def test_the_data_set_reads_what_was_added(path, registry):
    for label in "7172":
        digit_file.add(path, digit(label))
    data = registry.make(Dataset, "my-digits", {"file": str(path)}).load(np.random.default_rng(0), lambda *_: None)
    assert data.train.targets.argmax(1).tolist() == [1, 7, 2]
    assert np.array_equal(data.train.inputs[0].reshape(28, 28), digit().image)


def test_the_file_is_where_the_data_set_looks(registry, monkeypatch):
    import sys

    module = sys.modules[registry.find(Dataset, "my-digits").__module__]
    assert usual_file() == module.usual_file()


def test_adding_touches_nothing_that_is_there(path):
    path.parent.mkdir()
    path.write_bytes(b'{"label": "hand-made"}\n')
    digit_file.add(path, digit())
    digit_file.add(path, digit("3"))
    assert path.read_bytes().startswith(b'{"label": "hand-made"}\n{"label":"7"')
    assert labels(path) == "73"
    assert len(path.read_bytes().splitlines()) == 3


def test_a_last_line_without_its_end_stays_where_it_is_whole(path):
    digit_file.add(path, digit("1"))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    digit_file.add(path, digit("2"))
    assert labels(path) == "12"


def test_half_a_line_that_a_power_cut_left_is_taken_off(path, registry):
    digit_file.add(path, digit("1"))
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:300])
    digit_file.add(path, digit("2"))
    assert labels(path) == "12"
    assert path.read_bytes().startswith(whole)
    registry.make(Dataset, "my-digits", {"file": str(path)}).load(np.random.default_rng(0), lambda *_: None)


def test_the_newest_is_taken_back_and_no_other(path):
    for label in "123":
        digit_file.add(path, digit(label))
    assert digit_file.remove_last(path).label == "3"
    assert labels(path) == "12"
    assert digit_file.remove_last(path).label == "2"
    assert digit_file.remove_last(path).label == "1"
    assert digit_file.remove_last(path) is None
    assert labels(path) == ""


def test_taking_back_where_there_is_no_file_does_nothing(path):
    assert digit_file.remove_last(path) is None
    assert not path.exists()


class FullDisk(FileSystem):
    """Takes so many bytes and then no more."""

    def __init__(self, room):
        self.room = room

    def extend(self, path):
        real, disk = super().extend(path), self

        class Full:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                real.close()

            def __getattr__(self, name):
                return getattr(real, name)

            def write(self, data):
                if disk.room <= 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                written = real.write(data[: disk.room])
                disk.room -= written
                return written

        return Full()


@pytest.mark.parametrize("room", [0, 1, 500])
def test_a_full_disk_leaves_the_file_as_it_was(path, room):
    digit_file.add(path, digit("1"))
    before = path.read_bytes()
    with pytest.raises(InknetError, match="cannot be written: No space left"):
        append_line(path, digit_file.line_of(digit("2")), FullDisk(room))
    assert path.read_bytes() == before


def test_a_line_arrives_however_little_the_system_takes_at_once(path):
    class Slow(FullDisk):
        def extend(self, path):
            self.room = 10**9
            slow = super().extend(path)
            fast = slow.write
            slow.write = lambda data: fast(data[:100])
            return slow

    path.parent.mkdir()
    append_line(path, digit_file.line_of(digit("2")), Slow(0))
    assert labels(path) == "2"


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter there")
def test_a_file_is_its_owners_alone(path):
    digit_file.add(path, digit())
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_in_its_place_is_told(path):
    path.mkdir(parents=True)
    for work in (lambda: digit_file.add(path, digit()), lambda: digit_file.remove_last(path)):
        with pytest.raises(InknetError, match=r"mine\.jsonl: cannot be"):
            work()


def test_what_no_reader_takes_is_not_written(path, monkeypatch):
    with pytest.raises(InknetError, match="expected a digit"):
        digit_file.add(path, digit("ten"))
    with pytest.raises(InknetError, match="expected a digit"):
        digit_file.add(path, OwnDigit("1", SEVEN, np.zeros((8, 8), np.uint8), 280.0))
    monkeypatch.setattr(digit_file, "LONGEST", 40_000)
    endless = Stroke(np.random.default_rng(0).uniform(0, 280, (4_000, 2)), 11.0)
    with pytest.raises(InknetError, match="too many points"):
        digit_file.add(path, OwnDigit("1", (endless,), digit().image, 280.0))
    assert not path.exists()


def test_lines_that_are_none_are_passed_over(path):
    digit_file.add(path, digit("1"))
    good = json.loads(path.read_text())
    others = [
        "[]",
        "nonsense",
        '{"label": "1"}',
        json.dumps({**good, "image": "AAAA"}),
        json.dumps({**good, "label": 1}),
    ]
    strange = json.dumps({**good, "strokes": "many", "size": -3})
    path.write_text("\n".join([*others, strange]) + "\n")
    (found,) = digit_file.read_all(path)
    assert found.strokes == ()
    assert found.size == 280


def test_two_windows_at_once_lose_nothing(path):
    """Each writes for itself; only the file is shared."""
    digit_file.add(path, digit("0"))

    def write(label):
        for _ in range(40):
            digit_file.add(path, digit(label))

    both = [threading.Thread(target=write, args=(label,)) for label in "12"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(labels(path)) == sorted("0" + "1" * 40 + "2" * 40)


# drawings as plain data


def test_a_drawing_survives_json():
    assert same(drawing_of(json.loads(json.dumps(plain(SEVEN)))), SEVEN)
    assert not same(SEVEN, SEVEN[:1])
    assert not same(SEVEN[:1], SEVEN[1:])


@pytest.mark.parametrize(
    "junk",
    [
        None,
        7,
        {"points": []},
        [3],
        [{"points": [[1, 2]]}],
        [{"points": [[1, 2, 3]], "width": 3}],
        [{"points": [["a", 2]], "width": 3}],
        [{"points": [[1, 2]], "width": -1}],
        [{"points": [[1, 2]], "width": "wide"}],
        [{"points": [[1, float("inf")]], "width": 1}],
        [{"points": [[1, 1e300]], "width": 1}],
        [{"points": [], "width": 1}],
        [{"points": [[1, 2]], "width": 1, "erases": "yes"}],
        [{"points": [[1, 2]] * 100_001, "width": 1}],
    ],
)
def test_what_is_no_drawing_is_empty_paper(junk):
    assert drawing_of(junk) == ()


# beside the window


@pytest.fixture
def own(path, qtbot, wait_until):
    made = OwnDigits(path)
    heard = []
    made.changed.connect(lambda: heard.append(made.total))
    wait_until(lambda: heard)
    yield made
    made.close()


def test_adding_and_taking_back_keep_the_counts(own, wait_until, path):
    done = []
    for label in "772":
        own.add(label, SEVEN, digit().image, then=lambda: done.append(1))
    wait_until(lambda: len(done) == 3)
    assert own.total == 3
    assert own.counts["7"] == 2
    assert labels(path) == "772"
    own.remove_last(then=lambda: done.append(1))
    wait_until(lambda: len(done) == 4)
    assert own.counts == dict.fromkeys("013456789", 0) | {"7": 2, "2": 0}
    assert labels(path) == "77"


def test_what_was_there_is_counted_at_the_start(path, qtbot, wait_until):
    digit_file.add(path, digit("4"))
    own = OwnDigits(path)
    wait_until(lambda: own.total == 1)
    assert own.counts["4"] == 1
    own.close()


def test_all_come_in_the_order_in_which_they_were_drawn(own, wait_until):
    found = []
    for label in "319":
        own.add(label, SEVEN, digit().image)
    own.all(found.append)
    wait_until(lambda: found)
    assert [one.label for one in found[0]] == ["3", "1", "9"]
    assert same(found[0][0].strokes, SEVEN)


def test_an_image_is_taken_as_it_is_when_it_is_given(own, wait_until, path):
    """The window goes on drawing while the file is written."""
    image, done = digit().image.copy(), []
    before = image.copy()
    own.add("7", SEVEN, image, then=lambda: done.append(1))
    image[:] = 0
    wait_until(lambda: done)
    assert np.array_equal(digit_file.read_all(path)[0].image, before)


def test_what_cannot_be_kept_is_told_and_not_counted(path, qtbot, wait_until):
    path.parent.mkdir()
    path.mkdir()
    own = OwnDigits(path)
    heard, done = [], []
    own.told.connect(lambda kind, words: heard.append((kind, words)))
    own.add("7", SEVEN, digit().image, then=lambda: done.append(1))
    wait_until(lambda: len(heard) == 2)
    assert all(kind == "danger" and "mine.jsonl" in words for kind, words in heard)
    assert own.total == 0
    assert not done
    own.close()


def test_nothing_is_asked_of_it_once_it_is_closed(own):
    own.close()
    own.add("7", SEVEN, digit().image)
    own.remove_last()
    own.all(lambda found: None)
    own.close()
