"""Lessons: one Markdown file with a TOML head each, and no code. See docs/lessons.md for how to write one."""

from .checks import Check, Drawn, State, check
from .lesson import Lesson, Recipe, Step, Task
from .reading import Lessons, all_lessons, read_lesson
from .recipes import digits_here, experiment_on
from .running import Result, run_recipe
from .state import state_of

__all__ = [
    "Check",
    "Drawn",
    "Lesson",
    "Lessons",
    "Recipe",
    "Result",
    "State",
    "Step",
    "Task",
    "all_lessons",
    "check",
    "digits_here",
    "experiment_on",
    "read_lesson",
    "run_recipe",
    "state_of",
]
