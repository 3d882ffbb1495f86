"""The journal: whole records come back, and what is cut is told from what is damaged."""

import pytest

from core.journal import append, read, rewrite

RECORDS = [{"kind": "edit", "k": k, "words": "ä\n"} for k in range(3)]


@pytest.fixture
def path(tmp_path):
    for record in RECORDS:
        append(tmp_path / "journal", record)
    return tmp_path / "journal"


def test_records_come_back_in_order(path):
    assert read(path) == (RECORDS, "whole")


def test_a_journal_that_is_not_there_is_empty(tmp_path):
    assert read(tmp_path / "none") == ([], "whole")


def test_cut_at_any_byte_all_whole_records_are_there(path, record):
    data, wrong = path.read_bytes(), 0
    for size in range(len(data)):
        path.write_bytes(data[:size])
        whole = data[:size].count(b"\n")
        end = "whole" if data[:size].endswith(b"\n") or not size else "truncated"
        wrong += read(path) != (RECORDS[:whole], end)
    record("C12", "A journal cut at any byte gives all its whole records", len(data), "0 wrong", str(wrong), "Anki")
    assert wrong == 0


def test_a_byte_changed_in_the_middle_is_told_from_a_cut(path):
    data = bytearray(path.read_bytes())
    data[data.index(b"\n") + 20] ^= 1
    path.write_bytes(data)
    assert read(path) == (RECORDS[:1], "corrupt")


def test_after_a_cut_the_next_record_is_found_again_once_it_is_written_anew(path):
    path.write_bytes(path.read_bytes()[:-5])
    rewrite(path, [*read(path).records, {"kind": "more"}])
    assert read(path) == ([*RECORDS[:2], {"kind": "more"}], "whole")
