"""What must hold for any caseload, whatever the rules say in detail. No second engine is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import polars as pl
import pytest

from auditkit.model import OUTCOME_OF, Caseload, Outcome, Reason
from tests.generative.compare import engine_rows
from tests.reference.rows import COLUMNS
from tests.support.caseloads import random_caseload

SEEDS = range(2000, 2010)
BETTER = {Outcome.MISSED: 0, Outcome.MET: 1}


def rows_of(caseload: Caseload, as_of) -> Counter:
    return Counter(tuple(row[name] for name in COLUMNS) for row in engine_rows(caseload, as_of))


def of_cases(caseload: Caseload, keep) -> Caseload:
    """The same lists, with only some of the cases in them."""
    frames = {plural: frame.filter(pl.col("case_id").is_in(keep)) for plural, frame in caseload.frames.items()}
    return replace(caseload, frames=frames)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_never_matters(seed):
    caseload, as_of = random_caseload(seed)
    frames = {plural: frame.sample(fraction=1.0, shuffle=True, seed=seed) for plural, frame in caseload.frames.items()}
    assert rows_of(replace(caseload, frames=frames), as_of) == rows_of(caseload, as_of)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_is_judged_alike_alone_and_among_others(seed):
    caseload, as_of = random_caseload(seed)
    case_id = f"S{Random(seed).randint(1, 20)}"  # noqa: S311 - reproducible on purpose
    alone = rows_of(of_cases(caseload, [case_id]), as_of)
    among = Counter({row: n for row, n in rows_of(caseload, as_of).items() if row[1] == case_id})
    assert alone == among


@pytest.mark.parametrize("seed", SEEDS)
def test_a_record_that_no_rule_looks_at_changes_nothing(seed):
    caseload, as_of = random_caseload(seed)
    talk = (
        caseload["conversations"]
        .head(1)
        .with_columns(
            pl.lit("opfølgning").alias("purpose"),
            pl.lit(0, dtype=pl.UInt32).alias("unreadable"),
            pl.lit(9999, dtype=pl.Int32).alias("row_no"),
        )
    )
    more = caseload["conversations"].vstack(talk)
    frames = {**caseload.frames, "conversations": more}
    assert rows_of(replace(caseload, frames=frames), as_of) == rows_of(caseload, as_of)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_obligation_has_one_outcome_and_the_one_its_reason_belongs_to(seed):
    caseload, as_of = random_caseload(seed)
    for row in engine_rows(caseload, as_of):
        assert row["outcome"] == OUTCOME_OF[Reason(row["reason"])]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_met_is_never_not_due_later(seed):
    caseload, as_of = random_caseload(seed)
    met = _with_outcome(engine_rows(caseload, as_of), Outcome.MET)
    later = engine_rows(caseload, as_of + timedelta(days=45))
    assert not met & _with_outcome(later, Outcome.NOT_DUE)


def _with_outcome(rows: list[dict], outcome: Outcome) -> set[tuple]:
    """Obligations by their place: an unreadable id has no other name. Law and due day tell versions apart."""
    return {
        (row["rule"], row["case_id"], row["record"], row["trigger_on"], row["due_on"])
        for row in rows
        if row["outcome"] == outcome
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_later_completion_never_improves_a_verdict(seed):
    caseload, as_of = random_caseload(seed)
    before = _by_place(caseload, as_of)
    later = caseload["investigations"].with_columns(pl.col("completed_on").dt.offset_by("1mo"))
    frames = {**caseload.frames, "investigations": later}
    after = _by_place(replace(caseload, frames=frames), as_of)
    for place in before.keys() & after.keys():
        if before[place] in BETTER and after[place] in BETTER:
            assert BETTER[after[place]] <= BETTER[before[place]], place


def _by_place(caseload: Caseload, as_of) -> dict[tuple, Outcome]:
    """The four-month verdicts; where a number is used twice nobody can say which is which."""
    rows = [row for row in engine_rows(caseload, as_of) if row["rule"] == "BFU-4M"]
    times = Counter((row["case_id"], row["record"]) for row in rows)
    return {
        (row["case_id"], row["record"]): Outcome(row["outcome"])
        for row in rows
        if times[row["case_id"], row["record"]] == 1
    }
