"""What keys do to a text besides writing: indentation, comments. Plain functions on a cursor, one undo step each."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextBlock, QTextCursor

STEP = 4
"""Spaces of one level."""
ENDS = ("return", "pass", "raise", "break", "continue")
"""Words after which a block is over."""


def indent_of(line: str) -> str:
    """The white space that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def bare(line: str) -> str:
    """The line without strings and comment: what of it is structure."""
    without = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", '""', line)
    return without.partition("#")[0].rstrip()


def next_indent(before: str) -> str:
    """What a new line begins with after this one: deeper behind a colon or an open bracket, back after a return."""
    indent, structure = indent_of(before), bare(before)
    opened = sum(structure.count(c) for c in "([{") - sum(structure.count(c) for c in ")]}")
    if structure.endswith(":") or structure.endswith(("(", "[", "{")):
        return indent + " " * STEP
    first = structure.split()[0] if structure.split() else ""
    if first in ENDS and opened == 0:
        return indent[:-STEP] if len(indent) >= STEP else ""
    return indent


def new_line(cursor: QTextCursor) -> None:
    """A line break with the indentation that belongs there."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    before = cursor.block().text()[: cursor.positionInBlock()]
    cursor.insertText("\n" + next_indent(before))
    cursor.endEditBlock()


def tab(cursor: QTextCursor) -> None:
    """To the next level, or all selected lines one level deeper."""
    if "\u2029" in cursor.selectedText():
        change_lines(cursor, lambda line: " " * STEP + line if line.strip() else line)
    else:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        cursor.insertText(" " * (STEP - cursor.positionInBlock() % STEP))
        cursor.endEditBlock()


def untab(cursor: QTextCursor) -> None:
    """The line, or all selected ones, one level back."""
    change_lines(cursor, lambda line: line[min(STEP, len(indent_of(line))) :])


def backspace(cursor: QTextCursor) -> bool:
    """Within the indentation a whole level goes; False where an ordinary backspace is meant."""
    before = cursor.block().text()[: cursor.positionInBlock()]
    if cursor.hasSelection() or not before or before.strip():
        return False
    for _ in range((len(before) - 1) % STEP + 1):
        cursor.deletePreviousChar()
    return True


def toggle_comment(cursor: QTextCursor) -> None:
    """Make the line, or all selected ones, comments; or take the marks away where all are."""
    lines = [block.text() for block in blocks_of(cursor) if block.text().strip()]
    if lines and all(line.lstrip().startswith("#") for line in lines):
        change_lines(cursor, lambda line: re.sub(r"^(\s*)# ?", r"\1", line))
        return
    column = min((len(indent_of(line)) for line in lines), default=0)
    change_lines(cursor, lambda line: f"{line[:column]}# {line[column:]}" if line.strip() else line)


def home(text: str, column: int) -> int:
    """Where Home goes: to the first letter, and from there to the margin."""
    first = len(indent_of(text))
    return 0 if column == first else first


def blocks_of(cursor: QTextCursor) -> list[QTextBlock]:
    """The lines that a selection touches; one that it only reaches the beginning of is not among them."""
    document = cursor.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    if cursor.hasSelection() and last.position() == cursor.selectionEnd() and last != first:
        last = last.previous()
    blocks = [first]
    while blocks[-1] != last:
        blocks.append(blocks[-1].next())
    return blocks


def change_lines(cursor: QTextCursor, change) -> None:  # type: ignore[no-untyped-def]
    """Put ``change(line)`` in the place of every line that the selection touches, as one step of undo."""
    cursor.beginEditBlock()
    for block in blocks_of(cursor):
        line = block.text()
        after = change(line)
        if after != line:
            # only what differs, so that a cursor in the line stays where it is
            same = next(
                (k for k, (a, b) in enumerate(zip(line, after, strict=False)) if a != b), min(len(line), len(after))
            )
            tail = 0
            while tail < min(len(line), len(after)) - same and line[-1 - tail] == after[-1 - tail]:
                tail += 1
            edit = QTextCursor(block)
            edit.setPosition(block.position() + same)
            edit.setPosition(block.position() + len(line) - tail, QTextCursor.MoveMode.KeepAnchor)
            edit.insertText(after[same : len(after) - tail])
    cursor.endEditBlock()
