"""How far the learner is outlives the program, and a damaged file is no progress instead of a fault."""

import pytest

from core.lessons import read_lesson
from desktop.lessons.progress import Progress


@pytest.fixture
def lesson(lesson_folder, registry):
    return read_lesson(lesson_folder / "moons.md", registry)


def test_progress_is_there_after_the_next_start(lesson, tmp_path):
    first = Progress(tmp_path / "data" / "lessons.json")
    first.mark(lesson).step = 1
    assert first.mark(lesson).add("done", "1.1")
    assert not first.mark(lesson).add("done", "1.1")
    first.keep()
    first.close()
    again = Progress(tmp_path / "data" / "lessons.json")
    assert (again.mark(lesson).step, again.mark(lesson).done, again.done(lesson)) == (1, ["1.1"], 1)
    again.close()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"moons": 3}', '{"moons": {"step": "x", "done": 3, "ran": [1]}}'])
def test_a_damaged_file_is_no_progress(lesson, tmp_path, text):
    path = tmp_path / "lessons.json"
    path.write_text(text)
    progress = Progress(path)
    assert (progress.mark(lesson).step, progress.done(lesson)) == (0, 0)
    progress.close()


def test_a_lesson_that_became_shorter_opens_at_its_last_step(lesson, tmp_path):
    path = tmp_path / "lessons.json"
    path.write_text('{"moons": {"step": 40, "done": ["9.9"]}}')
    progress = Progress(path)
    assert progress.mark(lesson).step == len(lesson.steps) - 1
    assert progress.done(lesson) == 0
    progress.close()


def test_a_folder_that_cannot_be_written_is_told(lesson, tmp_path):
    (tmp_path / "file").write_text("")
    told = []
    progress = Progress(tmp_path / "file" / "lessons.json", told.append)
    progress.mark(lesson)
    progress.keep()
    progress.close()
    assert len(told) == 1
