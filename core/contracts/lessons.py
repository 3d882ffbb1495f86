"""What a lesson promises: that its file is there. What stands in it is read, and told, with all other lessons."""

from __future__ import annotations

from pathlib import Path

from ..components import LessonFile
from .probe import Probe


def check_lesson(probe: Probe) -> None:
    """The file is where the hook says."""
    lesson = probe.component
    assert isinstance(lesson, LessonFile)
    advice = "give its path beside the plugin, as in Path(__file__).parent / 'first.md'"
    probe.require(Path(lesson.path).is_file(), "path", "a lesson file", f"none at {lesson.path}", advice)
