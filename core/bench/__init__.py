"""The bench: a plugin's file examined and pictured in a throw-away process, part by part, as the results come."""

from .bench import Bench
from .section import Failed, Passed, Section, State, Verdict

__all__ = ["Bench", "Failed", "Passed", "Section", "State", "Verdict"]
