"""Seven rules written again by hand, in polars and in pandas, for the benchmark: they agree with the engine too."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from auditkit.evaluate import evaluate
from auditkit.samples import LAST_DAY
from auditkit.workflow.rulebook import catalogue
from tests.bench.evaluation import by_loop, by_pandas
from tests.bench.evaluation.caseloads import caseload
from tests.bench.evaluation.floor import RULES, floor
from tests.bench.evaluation.floor_reports import OUTCOMES


@pytest.fixture(scope="module")
def invented():
    return caseload(1_500)


def judged(cases, rules):
    return evaluate(cases, [catalogue()[rule] for rule in rules], LAST_DAY)


def test_the_hand_written_polars_agrees_on_every_row_with_its_day_team_and_quarter(invented):
    found = floor(invented.frames, LAST_DAY)
    ids = invented["cases"]["case_id"]
    rows = Counter(
        (
            RULES[rule],
            None if case is None else ids[case],
            day,
            due,
            OUTCOMES[outcome],
            team,
            f"{quarter // 4}K{quarter % 4 + 1}",
        )
        for rule, case, day, due, outcome, team, quarter in found.rows()
        if quarter is not None
    )
    columns = ("rule", "case_id", "trigger_on", "due_on", "outcome", "team", "quarter")
    ours = judged(invented, RULES).filter(pl.col("quarter").is_not_null())
    assert len(rows) > 5_000
    assert rows == Counter(ours.select(columns).rows())


def test_vectorised_pandas_agrees_on_rule_case_days_and_outcome(invented):
    found = by_pandas.judge(by_pandas.frames_of(invented.frames), LAST_DAY)
    theirs = Counter(zip(found["rule"], found["case_id"], (OUTCOMES[each] for each in found["outcome"]), strict=True))
    assert theirs == Counter(judged(invented, RULES).select("rule", "case_id", "outcome").rows())


def test_a_naive_loop_agrees_on_rule_case_and_outcome(invented):
    found = by_loop.judge(by_pandas.frames_of(invented.frames), LAST_DAY)
    theirs = Counter((rule, case, OUTCOMES[outcome]) for rule, case, outcome in found)
    assert theirs == Counter(judged(invented, by_loop.RULES).select("rule", "case_id", "outcome").rows())
