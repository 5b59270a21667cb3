"""Cases as numbers: in the order of their ids, wherever they stand and however often."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.evaluate import evaluate
from auditkit.evaluate.cases import numbered
from auditkit.model import Caseload
from tests.generative.compare import national_rules
from tests.support.caseloads import random_caseload, standard

IDS = st.lists(st.text("Så1-", min_size=1, max_size=20), max_size=8)


@settings(max_examples=60, deadline=None)
@given(on_sager=IDS, reported=IDS, visited=IDS)
def test_a_case_has_the_number_of_its_id_among_all_ids(on_sager, reported, visited):
    given_ids = {"cases": on_sager, "notifications": reported, "visits": visited}
    cases = numbered(standard(**{plural: [{"case_id": each} for each in ids] for plural, ids in given_ids.items()}))
    assert cases.case_ids.to_list() == sorted({*on_sager, *reported, *visited})
    for plural, ids in given_ids.items():
        frame = cases.frames[plural]
        assert cases.case_ids.gather(frame["case"]).to_list() == frame["case_id"].to_list() == sorted(ids)


@pytest.mark.parametrize("seed", range(3100, 3104))
def test_a_case_that_stands_twice_on_sager_has_its_duties_once_by_its_first_row(seed):
    caseload, as_of = random_caseload(seed)
    again = caseload["cases"].with_columns(pl.col("row_no") + 1000, closed_on=pl.lit(date(2020, 1, 1)))
    twice = Caseload({**caseload.frames, "cases": pl.concat([again, caseload["cases"]])}, caseload.tables)
    assert evaluate(twice, national_rules(), as_of).equals(evaluate(caseload, national_rules(), as_of))
