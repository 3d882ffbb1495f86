"""Tables of numbers that are no tables, or odd ones, and files of drawings."""

import base64
import json

from corpus.case import Case, file

ROWS = [f"{k % 2},{k},{k + 0.5}" for k in range(8)]


def table(name, text, code="", where="", ending="\n"):
    """A case of a file of these rows, or of these bytes."""
    data = text if isinstance(text, bytes) else ending.join([*text, ""]).encode()
    return Case(f"csv: {name}", "csv", file("table.csv", data), code, where)


def with_row(number, row):
    """The rows, one of them in another's place; the first is row 1."""
    return [*ROWS[: number - 1], row, *ROWS[number:]]


def endless(folder):
    """A line of a hundred megabytes, which take no room on the disk."""
    path = folder / "table.csv"
    with path.open("wb") as target:
        target.write(b"1,2\n0,")
        target.truncate(100_000_000)
    return path


WIDE = [",".join(["1", *["7"] * 100_000]), ",".join(["0", *["9"] * 100_000]), ",".join(["1", *["3"] * 100_000])]
TABLES = [
    table("empty", b"", "empty"),
    table("header only", ["label,a,b"], "empty"),
    table("no header", ROWS),
    table("a header", ["label,a,b", *ROWS]),
    table("a mark of byte order", b"\xef\xbb\xbf" + "\n".join(ROWS).encode()),
    table("UTF-16", "\n".join(ROWS).encode("utf-16"), "encoding", "row 1"),
    table("a byte of latin-1", "\n".join(with_row(3, "1,é,2")).encode("latin-1"), "number", "row 3, column 2"),
    table("lines of Windows", ROWS, ending="\r\n"),
    table("lines of old Macs", ROWS, ending="\r"),
    table("semicolons", [row.replace(",", ";") for row in ROWS], "format", "row 1, column 1"),
    table("tabs", [row.replace(",", "\t") for row in ROWS], "format", "row 1, column 1"),
    table("decimal commas", ["0;1,5;2,5", "1;2,5;3,5"], "number", "row 2, column 1"),
    table("an open quotation mark", with_row(2, '0,"1,2'), "number", "row 2, column 2"),
    table("row 7 is short", with_row(7, "0,1"), "count", "row 7, column 3"),
    table("row 7 is long", with_row(7, "0,1,2,3"), "count", "row 7, column 4"),
    table("blank lines", ["", *ROWS[:4], "", *ROWS[4:], ""]),
    table("a blank line, then one row without an end", b"\n1,4,4.5", "count"),
    table("a NUL", with_row(4, "0,1\0,2"), "number", "row 4, column 2"),
    table("1e999", with_row(5, "0,1,1e999"), "number", "row 5, column 3"),
    table("nan", with_row(5, "0,nan,1"), "number", "row 5, column 2"),
    table("a gap", with_row(5, "0,,1"), "number", "row 5, column 2"),
    table("a negative label", with_row(6, "-1,1,1"), "label", "row 6, column 1"),
    table("half a label", with_row(6, "0.5,1,1"), "label", "row 6, column 1"),
    table("a label of a million", with_row(6, "999999,1,1"), "classes", "row 6, column 1"),
    table("labels in words", ["cat,1,2", "dog,3,4"], "number", "row 1, column 1"),
    table("a second header", with_row(4, "label,a,b"), "number", "row 4, column 1"),
    table("labels alone", ["0", "1", "0"], "format", "row 1, column 1"),
    table("one class", ["0,1,2", "0,2,3"], "classes", "row 1, column 1"),
    table("one row", ["1,2,3"], "count"),
    table("100,000 columns", WIDE),
    table("a workbook", b"PK\3\4" + bytes(100), "format", "row 1"),
    table("compressed", b"\x1f\x8b" + bytes(100), "format", "row 1"),
    table("code in a cell", with_row(3, "0,__import__('os').system('x'),2"), "number", "row 3, column 2"),
    Case("csv: a line of 100 MB", "csv", endless, "large", "row 2"),
]


def drawing(**changed):
    """A line of a drawing."""
    image = base64.b64encode(bytes(784)).decode()
    return json.dumps({"label": "7", "strokes": [], "size": 280, "image": image} | changed).encode() + b"\n"


def drawings(name, line, code, where="line 2"):
    """A case of a file whose second line is this."""
    return Case(f"drawings: {name}", "drawings", file("digits.jsonl", drawing() + line), code, where)


DRAWINGS = [
    Case("drawings: empty", "drawings", file("digits.jsonl", b""), "empty"),
    drawings("no JSON", b"seven\n", "format"),
    drawings("a list", b"[1]\n", "format"),
    drawings("very deep", b"[" * 100_000 + b"\n", "format"),
    drawings("a number of 5,000 digits", b"9" * 5000 + b"\n", "format"),
    drawings("label 10", drawing(label="10"), "label"),
    drawings("a label that is a number", drawing(label=7), "label"),
    drawings("no image", drawing(image=None), "type"),
    drawings("no base64", drawing(image="***"), "format"),
    drawings("an image of 27 x 28", drawing(image=base64.b64encode(bytes(756)).decode()), "shape"),
    drawings("an endless line", b" " * 4_100_000 + b"\n", "large"),
    drawings("a last line cut by a power cut", drawing()[:-40], "", ""),
]
CASES = TABLES + DRAWINGS
