"""The body of a lesson: a small part of Markdown, read into blocks. Whatever is not understood is text, never HTML.

A line ``## Title`` begins a step. In a step: paragraphs, lists, ``$$ formulas $$``, fenced text, and

    ![what it shows](view:loss-curve)       a picture: a view of the network, or a file beside the lesson
    [Run the network](recipe:one-layer)     a button, alone in its paragraph
    - [ ] What to do.                       a task, with its check, and perhaps a hint and an answer, beneath it
      check: test_accuracy >= 0.9
      hint: Where to look.
      answer: What was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from .checks import Check, read_check
from .formulas import plain
from .header import bad
from .lesson import Block, Code, Formula, Items, Paragraph, Picture, Run, Span, Spans, Step, Task

INLINE = re.compile(r"\$([^$]+)\$|`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*")
KINDS = ("formula", "code", "strong", "emphasis")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
BUTTON = re.compile(r"\[([^\]]+)\]\(recipe:([^)]+)\)")
TASK = re.compile(r"- \[ \]\s+(.*)")
FIELD = re.compile(r"\s+(check|hint|answer):\s*(.*)")
IMAGES = {".png", ".svg", ".jpg", ".jpeg"}


def read_steps(path: Path, title: str, body: list[str], first_line: int) -> tuple[Step, ...]:
    """The steps of a body whose first line is line ``first_line`` of the file. Raises BadLesson."""
    steps: list[Step] = []
    reader = _Blocks(path, 1)
    heading, begun = title, first_line
    fenced = False
    for number, line in enumerate(body, first_line):
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            if number > first_line and (reader.end() or steps or heading != title):
                steps.append(Step(heading, _held(path, begun, heading, reader.blocks)))
            heading, begun = line[3:].strip(), number
            reader = _Blocks(path, len(steps) + 1)
        else:
            reader.add(number, line)
    reader.end()
    steps.append(Step(heading, _held(path, begun, heading, reader.blocks)))
    return tuple(steps)


def _held(path: Path, line: int, heading: str, blocks: list[Block]) -> tuple[Block, ...]:
    if not blocks:
        raise bad(path, line, f"step '{heading}' is empty; write something under it, or remove it", "empty")
    return tuple(blocks)


class _Blocks:
    """Takes the lines of one step and makes blocks of them."""

    def __init__(self, path: Path, step: int) -> None:
        self.path, self.step = path, step
        self.blocks: list[Block] = []
        self._lines: list[str] = []
        self._begun = 0
        self._close = ""  # what ends the fenced text or formula under way
        self._tasks = 0

    def add(self, number: int, line: str) -> None:
        """The next line."""
        if self._close:
            return self._go_on(line)
        begins = line.startswith(("```", "$$"))
        if not line.strip() or begins:
            self._finish()
        if begins:
            self._begun, self._close = number, line[:2] if line[0] == "$" else "```"
            rest = line[2:].strip() if self._close == "$$" else ""
            self._lines = []
            if rest:
                self._go_on(rest)
        elif line.strip():
            if line.startswith("# "):
                told = "expected a step, found a title, which stands in the head; begin a step with '## '"
                raise bad(self.path, number, told, "format")
            if not self._lines:
                self._begun = number
            self._lines.append(line)

    def _go_on(self, line: str) -> None:
        """A line of fenced text or of a formula."""
        text = line.rstrip()
        if self._close == "```" and text != "```":
            self._lines.append(line)
        elif self._close == "$$" and not text.endswith("$$"):
            self._lines.append(text)
        else:
            held = [*self._lines, text.removesuffix("$$").strip()] if self._close == "$$" else self._lines
            text = "\n".join(held).strip() if self._close == "$$" else "\n".join(held)
            self.blocks.append(Formula(text, plain(text)) if self._close == "$$" else Code(text))
            self._lines, self._close = [], ""

    def end(self) -> bool:
        """Close what is under way; whether there is anything. Raises BadLesson for a fence that never ends."""
        if self._close:
            told = f"expected {self._close} at the end of what begins here, found none; end it with a line of its own"
            raise bad(self.path, self._begun, told, "cut")
        self._finish()
        return bool(self.blocks)

    def _finish(self) -> None:
        """What the lines so far are: a list, tasks, a picture, a button or a paragraph."""
        lines, self._lines = self._lines, []
        text = " ".join(line.strip() for line in lines)
        if not lines:
            return
        if TASK.match(lines[0]):
            for number, one in self._entries(lines):
                self.blocks.append(self._task(number, one))
        elif lines[0].startswith("- "):
            entries = [" ".join(line.strip() for line in one).removeprefix("- ") for _, one in self._entries(lines)]
            self.blocks.append(Items(tuple(self.spans(one) for one in entries)))
        elif match := PICTURE.fullmatch(text):
            self.blocks.append(self._picture(match[1], match[2]))
        elif match := BUTTON.fullmatch(text):
            self.blocks.append(Run(match[1], match[2].strip()))
        else:
            self.blocks.append(Paragraph(self.spans(text)))

    def _entries(self, lines: list[str]) -> list[tuple[int, list[str]]]:
        """The entries of a list, each with its line: one begins at every dash."""
        entries: list[tuple[int, list[str]]] = []
        for number, line in enumerate(lines, self._begun):
            if line.startswith("- "):
                entries.append((number, [line]))
            else:
                entries[-1][1].append(line)
        return entries

    def _task(self, number: int, lines: list[str]) -> Task:
        match = TASK.match(lines[0])
        if match is None:
            told = "expected '- [ ] ' before a task, found another point; keep tasks and other points apart"
            raise bad(self.path, number, told, "format")
        texts, name = {"": [match[1]]}, ""
        where = {}
        for k, line in enumerate(lines[1:], number + 1):
            if named := FIELD.match(line):
                name = named[1]
                if name in texts:
                    raise bad(
                        self.path, k, f"expected one {name} of a task, found a second {name}; join the two", "twice"
                    )
                texts[name], where[name] = [named[2]], k
            else:
                texts[name].append(line.strip())
        joined = {key: " ".join(value).strip() for key, value in texts.items()}
        self._tasks += 1
        found = self._check(where.get("check", number), joined.get("check", ""))
        hint, answer = (self.spans(joined.get(key, "")) for key in ("hint", "answer"))
        return Task(f"{self.step}.{self._tasks}", self.spans(joined[""]), found, hint, answer)

    def _check(self, line: int, words: str) -> Check:
        if not words:
            told = "expected a line 'check: ...' beneath the task, found none; 'check: by hand' always works"
            raise bad(self.path, line, told, "missing")
        try:
            return read_check(words)
        except ValueError as error:
            raise bad(
                self.path, line, f"check: {error}; see docs/lessons.md for what can be checked", "unknown"
            ) from None

    def _picture(self, words: str, target: str) -> Picture:
        if not words.strip():
            told = "expected words in the brackets of a picture, found none; write what it shows"
            raise bad(self.path, self._begun, told, "missing")
        if target.startswith("view:"):
            return Picture(words, view=target.removeprefix("view:").strip())
        place = Path(target)
        inside = not place.is_absolute() and ".." not in place.parts and ":" not in target
        if not inside or place.suffix.lower() not in IMAGES:
            kinds = ", ".join(sorted(IMAGES))
            told = f"expected view:NAME or a file beside the lesson ({kinds}), found '{target}'; put the file there"
            raise bad(self.path, self._begun, told, "path")
        file = self.path.parent / place
        if not file.is_file():
            told = f"expected a file '{target}' beside the lesson, found none; put it there, or leave the picture out"
            raise bad(self.path, self._begun, told, "missing")
        return Picture(words, file=file)

    def spans(self, text: str) -> Spans:
        """Text with its formulas, code and emphasis. Raises BadLesson for a formula that does not end."""
        out: list[Span] = []
        at = 0
        for match in INLINE.finditer(text):
            _append(out, text[at : match.start()])
            kind = next(k for k, group in zip(KINDS, match.groups(), strict=True) if group is not None)
            out.append(Span(kind, next(group for group in match.groups() if group is not None)))  # type: ignore[arg-type]
            at = match.end()
        _append(out, text[at:])
        if any(span.kind == "text" and "$" in span.text for span in out):
            told = "expected a second $ at the end of the formula, found none; end it with one"
            raise bad(self.path, self._begun, told, "cut")
        return tuple(out)


def _append(out: list[Span], text: str) -> None:
    if text:
        out.append(Span("text", text))


def words(spans: Spans, formula: Callable[[str], str] = plain) -> str:
    """Spans as plain text."""
    return "".join(formula(span.text) if span.kind == "formula" else span.text for span in spans)
