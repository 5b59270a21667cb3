"""The caseload some cases at a time: the same records, whatever the database sorts by."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditkit.model import RECORD_TYPES
from tests.support.caseloads import random_caseload

from .examples import File, cases_list, every_kind_of_value, obligations, save_run


def saved(store, caseload):
    names = {table.file for table in caseload.tables}
    store.save_import([File(name, "d") for name in sorted(names)], caseload)
    return store.load_caseload()


def ids_of(chunk):
    return pl.concat(chunk[each.plural]["case_id"] for each in RECORD_TYPES)


@pytest.mark.parametrize("cases", [1, 7, 1000])
def test_the_chunks_hold_every_record_once_and_each_case_whole(store, cases):
    whole = saved(store, random_caseload(7, cases=30)[0])

    chunks = list(store.load_caseload_chunks(cases))

    for each in RECORD_TYPES:
        together = pl.concat(chunk[each.plural] for chunk in chunks)
        assert_frame_equal(together, whole[each.plural].sort("case_id", maintain_order=True))
    assert all(chunk.tables == whole.tables for chunk in chunks)
    assert all(ids_of(chunk).n_unique() <= cases for chunk in chunks)


def test_chunks_follow_each_other_in_the_order_of_bytes_also_where_the_language_has_another(store):
    saved(store, cases_list("a-1", "B-1", "Å-1", "Z-1", "a 1", "10", "9"))

    found = [ids_of(chunk).unique().to_list() for chunk in store.load_caseload_chunks(1)]

    assert found == [["10"], ["9"], ["B-1"], ["Z-1"], ["a 1"], ["a-1"], ["Å-1"]]


def test_every_kind_of_value_comes_back_as_it_was(store):
    whole = saved(store, every_kind_of_value())

    (chunk,) = store.load_caseload_chunks(1000)

    for each in RECORD_TYPES:
        assert_frame_equal(chunk[each.plural], whole[each.plural], check_row_order=False)


def test_an_empty_store_has_no_chunks(store):
    assert list(store.load_caseload_chunks(10)) == []
    assert store.count_cases() == 0


def test_a_run_is_saved_while_its_cases_are_drawn(store):
    saved(store, cases_list("1", "2", "3"))

    with store.alone():
        frames = (obligations({"case_id": ids_of(chunk)[0]}) for chunk in store.load_caseload_chunks(1))
        save_run(store, frames)

    assert store.load_obligations()["case_id"].to_list() == ["1", "2", "3"]
    assert store.count_cases() == 3
