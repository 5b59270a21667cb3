"""However the cases are divided, the obligations are the same to the byte."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.evaluate import evaluate, evaluate_in_chunks, in_one
from auditkit.evaluate.chunks import by_case
from auditkit.model import OBLIGATION_SCHEMA, Caseload, empty_frames
from tests.generative.compare import national_rules
from tests.support.caseloads import random_caseload


def digest(frame: pl.DataFrame) -> str:
    return frame.write_csv()


@pytest.mark.parametrize("seed", range(3000, 3008))
@pytest.mark.parametrize("cases", [1, 3, 7, 20_000])
def test_chunks_by_case_give_the_same_bytes(seed, cases):
    caseload, as_of = random_caseload(seed)
    whole = evaluate(caseload, national_rules(), as_of)
    parts = list(evaluate_in_chunks(caseload, national_rules(), as_of, cases))
    assert all(part["case_id"].n_unique() <= cases for part in parts)
    assert digest(in_one(parts)) == digest(whole)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(4000, 4400), homes=st.lists(st.integers(0, 3), min_size=20, max_size=20))
def test_any_partition_by_case_gives_the_same_bytes(seed, homes):
    caseload, as_of = random_caseload(seed)
    whole = evaluate(caseload, national_rules(), as_of)
    chunks = [chunk for part in parted(caseload, homes) for chunk in evaluate_in_chunks(part, national_rules(), as_of)]
    together = pl.concat([whole.clear(), *chunks])
    assert digest(together.sort("rule", "case_id", maintain_order=True)) == digest(whole)


def parted(caseload: Caseload, homes: list[int]) -> list[Caseload]:
    """The cases S1-S20, each in the part that its home names."""
    ids = [[f"S{n}" for n, home in enumerate(homes, start=1) if home == part] for part in range(4)]
    return [
        Caseload({p: f.filter(pl.col("case_id").is_in(own)) for p, f in caseload.frames.items()}, caseload.tables)
        for own in ids
    ]


def test_several_caseloads_are_judged_one_after_the_other():
    caseload, as_of = random_caseload(7)
    parts = list(by_case(caseload, 4))
    assert len(parts) == 5
    several = evaluate_in_chunks(iter(parts), national_rules(), as_of)
    assert digest(in_one(several)) == digest(evaluate(caseload, national_rules(), as_of))


def test_a_caseload_without_cases_gives_no_obligations():
    empty = Caseload(empty_frames(), ())
    found = in_one(evaluate_in_chunks(empty, national_rules(), date(2026, 9, 30)))
    assert found.is_empty()
    assert found.schema == OBLIGATION_SCHEMA
