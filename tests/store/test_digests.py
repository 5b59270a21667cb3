"""The digest of a row beside one written out by hand: every later auditkit must find those in databases again."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime
from hashlib import blake2b

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.store.digests import row_digests, unordered_digest

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBER = st.integers(-(2**31), 2**31 - 1)
MOMENT = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - local time
SCHEMA = {
    "text": pl.String,
    "other": pl.String,
    "number": pl.Int32,
    "day": pl.Date,
    "moment": pl.Datetime("us"),
    "utc": pl.Datetime("us", "UTC"),
    "yes": pl.Boolean,
}
ROW = st.tuples(*(st.none() | value for value in (TEXT, TEXT, NUMBER, st.dates(), MOMENT, MOMENT, st.booleans())))


def by_hand(row):
    written = "".join(spelt(value) for value in row)
    return blake2b(written.encode(), digest_size=16).digest()


def spelt(value):
    if value is None:
        return "~"
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else as_text(value)
    return f"{len(text.encode())}:{text}"


def as_text(value):
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


@given(st.lists(ROW, max_size=6))
@settings(max_examples=200, deadline=None)
def test_the_digest_of_every_row_is_the_one_written_out_by_hand(rows):
    rows = [(*row[:5], row[5] and row[5].replace(tzinfo=UTC), row[6]) for row in rows]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    assert row_digests(frame).to_list() == [by_hand(row) for row in rows]


def test_long_texts_and_more_rows_than_are_written_together():
    rows = [("æ" * (number % 300), "🙂" * 9_000 if number == 25_000 else None, number) for number in range(45_000)]
    frame = pl.DataFrame(rows, schema={"text": pl.String, "other": pl.String, "number": pl.Int32}, orient="row")
    assert row_digests(frame).equals(pl.Series("digest", [by_hand(row) for row in rows], dtype=pl.Binary))


@pytest.mark.parametrize("longest", [0, 999, 1_000, 1_001, 100_000])
def test_texts_up_to_a_length_where_another_way_begins(longest):
    rows = [("a" * longest,), (None,), ("æ" * (longest // 2),), ("",)]
    frame = pl.DataFrame(rows, schema={"text": pl.String}, orient="row")
    assert row_digests(frame).to_list() == [by_hand(row) for row in rows]


def test_one_endless_text_takes_no_more_memory_than_it_is_long():
    frame = pl.DataFrame({"text": ["a", "æ" * 500_000, None]})
    tracemalloc.start()
    try:
        digests = row_digests(frame)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert digests.to_list() == [by_hand(row) for row in frame.rows()]
    assert most < 5_000_000  # bytes


def test_a_frame_without_texts_or_rows():
    assert row_digests(pl.DataFrame({"number": [7, None]})).to_list() == [by_hand((7,)), by_hand((None,))]
    assert row_digests(pl.DataFrame(schema=SCHEMA)).to_list() == []


def test_the_digest_of_a_run_is_that_of_its_rows_in_the_order_of_bytes(tmp_path):
    digests = [bytes([first]) + bytes(14) + bytes([last]) for first in (0, 127, 128, 255) for last in (0, 1, 255)]
    parts = [pl.Series(digests[start::5][::-1], dtype=pl.Binary) for start in range(5)]
    expected = b"\x02" + blake2b(b"".join(sorted(digests)), digest_size=16).digest()
    assert unordered_digest(parts) == unordered_digest(parts[::-1], tmp_path) == expected
