"""What the bench says about one aspect of a plugin, and what it concludes; as objects and as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal, cast

from ..errors import BadData
from ..figure_form import figure_of, packed
from ..figures import Figure

State = Literal["running", "ok", "hint", "failed"]
STATES = ("running", "ok", "hint", "failed")


@dataclass(frozen=True, eq=False)
class Section:
    """One part of the bench: a sentence, perhaps a picture, perhaps the line of the file that it is about."""

    key: str
    """Stays the same from ``running`` to the result, and from one save to the next."""
    title: str
    state: State
    words: str = ""
    figure: Figure | None = None
    line: int | None = None
    seconds: float = 0.0
    """How long the part took."""


@dataclass(frozen=True)
class Passed:
    """The file keeps its contracts: ``hash`` is the sha256 of what was examined, ``provides`` its (kind, name)."""

    hash: str
    provides: tuple[tuple[str, str], ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failed:
    """The file is not fit for use; the message says file, line, what was expected, what was found and what to do."""

    message: str
    line: int | None = None


Verdict = Passed | Failed


def section_text(section: Section) -> str:
    """A section as one line of JSON."""
    tree: dict[str, Any] = {
        "key": section.key,
        "title": section.title,
        "state": section.state,
        "words": section.words,
        "line": section.line,
        "seconds": round(section.seconds, 6) if math.isfinite(section.seconds) else 0.0,
        "figure": None if section.figure is None else packed(section.figure),
    }
    return json.dumps({"section": tree}, allow_nan=False)


def verdict_text(verdict: Verdict) -> str:
    """A verdict as one line of JSON."""
    if isinstance(verdict, Passed):
        tree = {"hash": verdict.hash, "provides": verdict.provides, "hints": verdict.hints}
        return json.dumps({"passed": tree})
    return json.dumps({"failed": {"message": verdict.message, "line": verdict.line}})


def read_line(line: str) -> Section | Verdict:
    """What one line of JSON says. Raises BadData: a plugin may have written it."""
    try:
        ((kind, tree),) = json.loads(line).items()
        if kind == "passed":
            provides = tuple((str(a), str(b)) for a, b in tree["provides"])
            return Passed(str(tree["hash"]), provides, tuple(map(str, tree["hints"])))
        if kind == "failed":
            return Failed(str(tree["message"]), _line(tree["line"]))
        if kind != "section" or tree["state"] not in STATES:
            raise ValueError(f"no such part: {kind}")
        figure = None if tree["figure"] is None else figure_of(tree["figure"])
        state = cast(State, tree["state"])
        words, line_of = str(tree["words"]), _line(tree["line"])
        return Section(str(tree["key"]), str(tree["title"]), state, words, figure, line_of, float(tree["seconds"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadData(f"the bench's report: {type(error).__name__}: {error}; save the file again") from None


def _line(value: Any) -> int | None:
    return None if value is None else int(value)
