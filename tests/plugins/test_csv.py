"""Tables: what is read, how it is split, and the place of every mistake."""

import os
import time

import numpy as np
import pytest

from core import BadData, Cancelled, Dataset
from core.host import find

REGISTRY = find("plugins").registry
ROWS = ["0,1,2,3", "1,4,5,6", "0,7,8,9", "1,10,11,12", "0,255,0,13"]


def quiet(share, words):
    assert 0 <= share <= 1


@pytest.fixture
def load(tmp_path):
    def load(content, test=None, progress=quiet, **values):
        path = tmp_path / "train.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if test is not None:
            (tmp_path / "test.csv").write_text(test)
            values["test"] = str(tmp_path / "test.csv")
        made = REGISTRY.make(Dataset, "csv", {"file": str(path), **values})
        return made.load(np.random.default_rng(0), progress)

    return load


def rows_of(data):
    """Every row of both splits, label first, in the order of the labels."""
    parts = [np.column_stack([one.targets.argmax(1), one.inputs]) for one in (data.train, data.test)]
    return sorted(np.concatenate(parts).tolist())


EXPECTED = sorted([float(n) for n in row.split(",")] for row in ROWS)


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(ROWS),
        "\n".join(ROWS) + "\n",
        "\r\n".join(ROWS) + "\r\n",
        "\r".join(ROWS),
        "label,a,b,c\n" + "\n".join(ROWS),
        b"\xef\xbb\xbf" + "\n".join(ROWS).encode(),
        "\n\n".join(ROWS) + "\n\n",
        "\n".join(row.replace(",", ", ") for row in ROWS),
        "\n".join(",".join(f"{float(n):.1f}" for n in row.split(",")) for row in ROWS),
    ],
    ids=["plain", "newline at the end", "CRLF", "CR", "header", "BOM", "blank rows", "spaces", "decimals"],
)
def test_a_table_is_read_in_every_usual_spelling(load, content):
    data = load(content)
    assert rows_of(data) == EXPECTED
    assert data.train.inputs.dtype == np.uint8
    assert (len(data.train.inputs), len(data.test.inputs), data.classes) == (4, 1, ("0", "1"))


def test_rows_keep_their_order_and_a_file_of_its_own_is_for_testing(load):
    data = load("\n".join(ROWS), test="1,1,1,1\n0,2,2,2\n")
    assert data.train.inputs.tolist() == [[int(n) for n in row.split(",")[1:]] for row in ROWS]
    assert data.test.inputs.tolist() == [[1, 1, 1], [2, 2, 2]]
    assert data.test.targets.argmax(1).tolist() == [1, 0]


def test_numbers_of_any_size_are_floats(load):
    data = load("0,-1.5,2e3\n1,0.25,7\n1,3,4\n", test="0,1,2\n")
    assert data.train.inputs.dtype == np.float32
    assert data.train.inputs.tolist() == [[-1.5, 2000], [0.25, 7], [3, 4]]
    assert data.input_shape == (2,)


def test_784_bytes_are_an_image(load):
    rows = "\n".join(f"{k % 2}," + ",".join(["9"] * 784) for k in range(4))
    assert load(rows).input_shape == (28, 28)


def test_the_first_column_may_be_a_number_to_predict(load):
    data = load("1.5,1,2\n2.5,3,4\n", learn="number", test="0.5,1,1\n")
    assert (data.task, data.train.targets.tolist()) == ("regression", [[1.5], [2.5]])


def test_tables_longer_than_a_block_are_whole(load):
    rng = np.random.default_rng(1)
    table = np.column_stack([rng.integers(0, 10, 5000), rng.integers(0, 256, (5000, 100))])
    text = "\n".join(",".join(map(str, row)) for row in table)
    assert len(text) > 1 << 20
    data = load(text, test="0" + ",1" * 100)
    assert np.array_equal(data.train.inputs, table[:, 1:])
    assert np.array_equal(data.train.targets.argmax(1), table[:, 0])


MISTAKES = {
    "ragged": ("0,1,2\n1,3\n", "row 2, column 3: expected 3 numbers, as in row 1, found 2"),
    "longer": ("0,1,2\n1,3,4,5\n", "row 2, column 4: expected 3 numbers, as in row 1, found 4"),
    "text": ("0,1,2\n1,x,4\n", "row 2, column 2: expected a number, found 'x'"),
    "gap": ("0,1,2\n1,,4\n", "row 2, column 2: expected a number, found nothing; fill the gap"),
    "quotes": ('0,1,2\n1,"3",4\n', "found '\"3\"'; save the table without quotation marks"),
    "semicolons": ("0;1;2\n1;3;4\n", "row 1, column 1: expected a comma after the label, found semicolons"),
    "tabs": ("0\t1\t2\n1\t3\t4\n", "found tabs"),
    "decimal commas": ("0;1,5;2,5\n1;3,5;4,5\n", "save the table with commas between numbers, and with points"),
    "infinity": ("0,1,2\n1,1e999,4\n", "row 2, column 2: expected a finite number, found '1e999'"),
    "nan": ("0,1,2\n1,3,nan\n", "row 2, column 3: expected a finite number, found 'nan'"),
    "negative label": ("0,1,2\n-1,3,4\n", "row 2, column 1: expected a label of 0 or more, found -1"),
    "half a label": ("0,1,2\n1.5,3,4\n", "row 2, column 1: expected a label of 0 or more, found 1.5"),
    "one class": ("0,1,2\n0,3,4\n", "expected labels of at least two classes, found 0 alone"),
    "a label far out": ("0,1,2\n1,3,4\n900,5,6\n", "row 3, column 1: expected labels numbered 0, 1, 2 and so on"),
    "underscores": ("0,1,2\n1,1_0,4\n", "row 2, column 2: expected a number, found '1_0'"),
    "NUL": ("0,1,2\n1,\0,4\n", "row 2, column 2: expected a number, found '\\x00'; the file is no plain text"),
    "header only": ("label,a,b\n", "expected rows of numbers, found none but a header"),
    "a second header": ("0,1,2\nlabel,a,b\n", "row 2, column 1: expected a number, found 'label'"),
    "UTF-16": ("0,1,2\n1,3,4\n".encode("utf-16"), "row 1: expected plain text, found UTF-16"),
    "latin-1": (b"0,1,2\n1,3,\xe9\n", "row 2, column 3: expected a number, found '\\xe9'"),
    "a workbook": (b"PK\x03\x04 ...", "found an archive or a workbook; save the table as CSV"),
    "gzip": (b"\x1f\x8b\x08...", "found compressed data; decompress the file first"),
    "empty": (b"", "expected a table of numbers with commas between them, found an empty file"),
    "an endless row": ("0," * 4_500_000, "row 1: expected a row of at most 8,000,000 bytes, found more"),
}


@pytest.mark.parametrize(("content", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_row_and_column(load, content, words):
    with pytest.raises(BadData) as error:
        load(content)
    assert words in str(error.value)
    assert "train.csv" in str(error.value)
    assert "; " in str(error.value)


def test_a_test_file_must_match_the_training_file(load):
    with pytest.raises(BadData, match=r"test\.csv: row 1, column 1: expected a label from 0 to 1, .*found 2"):
        load("\n".join(ROWS), test="2,1,1,1\n")
    with pytest.raises(BadData, match=r"test\.csv: row 1: expected 4 numbers in a row, as in training, found 3"):
        load("\n".join(ROWS), test="1,1,1\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BadData, match="found a pipe or a device"):
        REGISTRY.make(Dataset, "csv", {"file": str(tmp_path / "pipe.csv")}).load(np.random.default_rng(0), quiet)


def test_what_is_not_there_is_told(tmp_path):
    for path, words in ((tmp_path / "no.csv", "No such file"), (tmp_path, "found a folder")):
        with pytest.raises(BadData, match=words):
            REGISTRY.make(Dataset, "csv", {"file": str(path)}).load(np.random.default_rng(0), quiet)
    with pytest.raises(BadData, match=r"as in csv:FILE"):
        REGISTRY.make(Dataset, "csv", {}).load(np.random.default_rng(0), quiet)


def test_reading_can_be_cancelled(load):
    def cancel(share, words):
        raise Cancelled("the user cancelled")

    with pytest.raises(Cancelled):
        load("\n".join(ROWS), progress=cancel)


@pytest.mark.long
def test_sixty_thousand_images_in_three_seconds_of_work(tmp_path, mnist):
    data = REGISTRY.make(Dataset, "mnist", {"folder": str(mnist)}).load(np.random.default_rng(0), quiet)
    table = np.column_stack([data.train.targets.argmax(1), data.train.inputs])
    np.savetxt(tmp_path / "mnist.csv", table, fmt="%d", delimiter=",")
    begin = time.process_time()
    read = REGISTRY.make(Dataset, "csv", {"file": str(tmp_path / "mnist.csv")}).load(np.random.default_rng(0), quiet)
    assert time.process_time() - begin < 3
    assert len(read.train.inputs) + len(read.test.inputs) == 60_000
