"""Rows of numbers with commas between them, read block by block; each mistake is told with its row and column."""

import itertools
from typing import NamedTuple

import numpy as np

from .places import LARGEST, bad, open_regular

BLOCK = 1 << 20  # bytes read at a time
LONGEST = 8_000_000  # bytes of a row
COMMA, NEWLINE, ZERO, NINE = b",\n09"
BOM = b"\xef\xbb\xbf"
OTHERS = {b";": "semicolons", b"\t": "tabs", b"|": "bars"}
WHAT = "a table of numbers with commas between them"


class Table(NamedTuple):
    """A file of numbers: (rows, columns), uint8 where all are whole numbers of 0 to 255, else float32."""

    values: np.ndarray
    rows: np.ndarray
    """The row of the file, from 1, that each row of ``values`` stands in."""


def read_table(path, header, progress):
    """The whole table. ``header`` is "auto", "yes" or "no". Raises BadData with row and column."""
    file, size = open_regular(path, WHAT)
    parts, numbers, total = [], [], 0
    with file:
        reader = Reader(path, header)
        for row, block in lines(path, file):
            progress(min(file.tell() / size, 1.0), f"reading {path}: {total:,} rows")
            values, rows = reader.read(row, block)
            total += len(values)
            if total * max(values.shape[1], 1) * values.itemsize > LARGEST:
                raise bad(
                    path, f"row {row:,}", f"at most {LARGEST:,} bytes of numbers", "more", "use fewer samples", "large"
                )
            if len(values):  # a block of blank lines has no columns either
                parts.append(values)
                numbers.append(rows)
    if not total:
        raise bad(path, "", "rows of numbers", "none but a header", "add the samples", "empty")
    return Table(np.concatenate(parts), np.concatenate(numbers))


def lines(path, file):
    """Number of the first row and bytes of whole rows, each ended by a newline. Raises BadData for an endless row."""
    row, rest, old_mac = 1, b"", False
    for start in itertools.count():
        piece = file.read(BLOCK)
        if start == 0:
            refuse_text(path, piece)
            piece = piece.removeprefix(BOM)
            old_mac = b"\n" not in piece and b"\r" in piece
        at_end = not piece
        rest += piece.replace(b"\r", b"\n") if old_mac else piece
        cut = len(rest) if at_end else rest.rfind(b"\n") + 1
        if cut:
            block = rest[:cut].replace(b"\r\n", b"\n")
            yield row, block if block.endswith(b"\n") else block + b"\n"
            row += block.count(b"\n")
        rest = rest[cut:]
        if len(rest) > LONGEST:
            expected = f"a row of at most {LONGEST:,} bytes"
            raise bad(path, f"row {row:,}", expected, "more", "end each row with a newline", "large")
        if at_end:
            return


def refuse_text(path, start):
    """Raises BadData for what is no plain text: its beginning shows it."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise bad(path, "row 1", "plain text", "UTF-16", "save the table as CSV in UTF-8", "encoding")
    if start[:2] == b"\x1f\x8b":
        raise bad(path, "row 1", "plain text", "compressed data", "decompress the file first", "format")
    if start[:2] == b"PK":
        raise bad(path, "row 1", "plain text", "an archive or a workbook", "save the table as CSV", "format")


class Reader:
    """Turns blocks of rows into numbers. How many columns there are, the first row says."""

    def __init__(self, path, header):
        self.path, self.header, self.columns, self.first = path, header, 0, 0

    def read(self, row, block):
        """Values (rows, columns) of a block that begins with this row, and the row of each. Raises BadData."""
        if not self.columns:
            row, block = self.begin(row, block)
        values = plain_bytes(block, self.columns) if self.columns else np.empty((0, 0), np.uint8)
        if values is not None:
            return values, np.arange(row, row + len(values))
        return self.numbers(row, block)

    def begin(self, row, block):
        """Learn the number of columns from the first row that holds something; a header is passed over."""
        while block:
            line, _, after = block.partition(b"\n")
            if line.strip():
                fields = line.split(b",")
                text = sum(number(field) is None for field in fields)
                if len(fields) == 1:
                    self.refuse_separator(row, line)
                self.columns, self.first = len(fields), row
                if self.header == "yes" or (self.header == "auto" and 2 * text > len(fields)):
                    return row + 1, after
                return row, block
            row, block = row + 1, after
        return row, block

    def refuse_separator(self, row, line):
        """Raises BadData: a row without a comma is no table."""
        found = next((words for mark, words in OTHERS.items() if mark in line), "none")
        remedy = "save the table with commas between numbers, and with points in decimals"
        raise bad(self.path, f"row {row:,}, column 1", "a comma after the label", found, remedy, "format")

    def numbers(self, row, block):
        """Values of a block that is not made of small whole numbers alone, as float32 or, where they are, uint8."""
        every = list(enumerate(block.split(b"\n"), row))
        held = [(k, line) for k, line in every if line.strip()]
        if not held:
            return np.empty((0, self.columns), np.uint8), np.empty(0, int)
        try:
            text = [line.decode("ascii") for _, line in held]
            values = np.loadtxt(text, delimiter=",", ndmin=2, comments=None)
            sound = values.shape[1] == self.columns and np.isfinite(values).all()
        except ValueError:
            sound = False
        if not sound:
            raise self.mistake(held)
        small = np.abs(values).max() <= np.finfo(np.float32).max
        if not small:
            raise self.mistake(held)
        whole = ((values >= 0) & (values <= 255) & (values == np.rint(values))).all()
        return values.astype(np.uint8 if whole else np.float32), np.array([k for k, _ in held])

    def mistake(self, held):
        """What is wrong with the first row that has something wrong."""
        for row, line in held:
            fields = line.split(b",")
            for column, field in enumerate(fields[: self.columns], 1):
                value = number(field)
                if value is None or not abs(value) <= np.finfo(np.float32).max:
                    expected = "a number" if value is None else "a finite number"
                    place = f"row {row:,}, column {column:,}"
                    return bad(self.path, place, expected, shown(field), remedy(field), "number")
            if len(fields) != self.columns:
                expected = f"{self.columns:,} numbers, as in row {self.first:,}"
                column = min(len(fields), self.columns) + 1
                advice = "give every row as many numbers; decimals need a point, not a comma"
                place, found = f"row {row:,}, column {column:,}", f"{len(fields):,}"
                return bad(self.path, place, expected, found, advice, "count")
        return bad(self.path, f"row {held[0][0]:,}", "numbers", "something else", "save the table again", "number")


def plain_bytes(block, columns):
    """Values (rows, columns) uint8 of rows of whole numbers of 0 to 255; None where there is anything else.

    All fields are found at once by the bytes that end them; then units, tens and hundreds are added.
    """
    text = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(text < ZERO)  # commas and newlines come before the digits
    if len(ends) % columns or (len(text) and text.max() > NINE):
        return None
    marks = text[ends].reshape(-1, columns)
    if (marks[:, :-1] != COMMA).any() or (marks[:, -1] != NEWLINE).any():
        return None
    lengths = np.diff(ends, prepend=-1) - 1
    if len(lengths) and not (lengths.min() >= 1 and lengths.max() <= 3):
        return None
    values = (text[ends - 1] - ZERO).astype(np.uint16)
    long = np.flatnonzero(lengths >= 2)
    values[long] += 10 * (text[ends[long] - 2] - ZERO).astype(np.uint16)
    long = long[lengths[long] == 3]
    values[long] += 100 * (text[ends[long] - 3] - ZERO).astype(np.uint16)
    if len(values) and values.max() > 255:
        return None
    return values.astype(np.uint8).reshape(-1, columns)


def number(field):
    """The number in a field, or None where it holds none."""
    try:
        return None if b"_" in field else float(field)
    except ValueError:
        return None


def shown(field):
    """What stands in a field, cut where it is long."""
    text = field.strip().decode("utf-8", "backslashreplace")
    if not text.isprintable():
        text = text.encode("unicode_escape").decode()
    return f"'{text[:37]}...'" if len(text) > 40 else f"'{text}'" if text else "nothing"


def remedy(field):
    """What to do about a field that is no number."""
    if b"\0" in field:
        return "the file is no plain text: save the table as CSV"
    if not field.strip():
        return "fill the gap, or remove the row"
    if b'"' in field:
        return "save the table without quotation marks"
    if b";" in field or b"\t" in field:
        return "save the table with commas between numbers, and with points in decimals"
    return "correct it, or remove the row; a header may stand in the first row only"
