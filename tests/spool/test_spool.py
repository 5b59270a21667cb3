"""Rows put in order on disk: the same as sorting them all at once, and a part at a time in memory."""

from datetime import date
from stat import S_IMODE

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from auditkit.spool import Spool, compact

ORDER = {"day": False, "case": True}
ROWS = st.lists(
    st.tuples(st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 5)), st.sampled_from(["A", "Ø", "ø", None]))
)


def frame(rows):
    """The rows, numbered as they came."""
    schema = {"day": pl.Date, "case": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("came")


def spooled(rows, folder, at_a_time):
    spool = Spool(ORDER, folder, at_a_time)
    for part in rows.iter_slices(3) if rows.height else [rows]:
        spool.add(part)
    return spool.in_order()


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_order_is_that_of_one_sort_and_equal_rows_keep_theirs(rows):
    whole = frame(rows)
    expected = whole.sort(list(ORDER), descending=list(ORDER.values()), maintain_order=True)
    assert_frame_equal(pl.concat(spooled(whole, None, 100)).collect(), expected)


@pytest.mark.parametrize("step", [1, 7, 383])
def test_many_rows_come_in_parts_of_about_the_same_size_whatever_order_they_came_in(tmp_path, step):
    rows = pl.DataFrame({"day": pl.int_range(20_000, eager=True) * step % 20_011}).with_columns(
        day=pl.lit(date(1970, 1, 1)) + pl.duration(days="day"), case=pl.format("FIKTIV-{}", pl.col("day") % 50)
    )
    spool = Spool(ORDER, tmp_path, 1_000)
    for part in rows.iter_slices(300):
        spool.add(part)
    parts = spool.in_order()
    heights = [part.collect().height for part in parts]
    assert len(parts) > 15
    assert max(heights) < 2_000
    assert_frame_equal(pl.concat(parts).collect(), rows.sort("day", "case", descending=[False, True]))


def test_what_lies_on_disk_is_for_the_user_alone_and_named_after_nobody(tmp_path):
    spooled(frame([(date(2024, 1, 1), "FIKTIV-1")]), tmp_path, 100)
    (folder,) = tmp_path.iterdir()
    assert S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["0.arrow"]


def test_a_compact_frame_is_the_same_frame():
    rows = frame([(date(2024, 1, 1), "FIKTIV, og længere end tolv tegn"), (None, None)])
    assert_frame_equal(compact(rows), rows)
    assert_frame_equal(compact(rows.head(0)), rows.head(0))
