from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.compliance import FIGURES, UnknownGrouping, summarise, wilson
from auditkit.dates import Quarter
from auditkit.model import OBLIGATION_SCHEMA, OUTCOME_OF, Outcome, Reason

SIX = [outcome.value for outcome in Outcome]


def obligations(*rows):
    complete = [
        dict.fromkeys(OBLIGATION_SCHEMA) | {"rule": "BFU-4M", "basis": "law", "quarter": "2026K3", "team": "Nord"} | row
        for row in rows
    ]
    return pl.DataFrame(complete, schema=OBLIGATION_SCHEMA, orient="row")


def of(reason, **said):
    return {"reason": reason.value, "outcome": OUTCOME_OF[reason].value, **said}


def only_row(frame):
    assert frame.height == 1
    return frame.to_dicts()[0]


def test_each_outcome_is_counted_once_and_missed_is_parted_in_late_and_open():
    frame = obligations(*(of(reason) for reason in Reason))
    row = only_row(summarise(frame, ["rule"]))
    assert row["obligations"] == len(Reason) == sum(row[outcome] for outcome in SIX)
    assert (row["missed_late"], row["missed_open"]) == (3, 9)
    assert list(row) == ["rule", *FIGURES]


def test_the_rate_is_met_of_met_and_missed_with_deviations_beside_it():
    met, missed, lawful = of(Reason.FULFILLED), of(Reason.OVERDUE), of(Reason.OMITTED_LAWFULLY)
    waiting = of(Reason.NOT_YET_DUE)
    row = only_row(summarise(obligations(met, met, missed, lawful, waiting), []))
    assert (row["numerator"], row["denominator"]) == (2, 3)
    assert row["rate"] == pytest.approx(2 / 3)
    assert row["rate_with_deviation"] == pytest.approx(3 / 4)


def test_where_nothing_was_decided_there_is_no_rate():
    row = only_row(summarise(obligations(of(Reason.NOT_YET_DUE), of(Reason.UNBORN)), ["team"]))
    assert (row["denominator"], row["rate"], row["rate_with_deviation"]) == (0, None, None)


def test_no_obligations_give_one_row_of_zeros_in_all_and_no_row_by_rule():
    nothing = obligations()
    assert only_row(summarise(nothing, []))["obligations"] == 0
    assert summarise(nothing, ["rule"]).is_empty()


def test_rows_without_quarter_stand_in_totals_and_in_no_quarter():
    frame = obligations(of(Reason.FULFILLED), of(Reason.TRIGGER_UNKNOWN, quarter=None))
    assert only_row(summarise(frame, []))["obligations"] == 2
    assert only_row(summarise(frame, [], quarter=Quarter(2026, 3)))["obligations"] == 1
    assert summarise(frame, ["quarter"])["quarter"].to_list() == ["2026K3", None]
    assert summarise(frame, ["half_year"])["half_year"].to_list() == ["2026H2", None]


def test_by_completion_a_row_counts_in_the_quarter_in_which_it_was_done():
    in_time = of(Reason.FULFILLED, fulfilled_on=date(2026, 6, 30), quarter="2026K3")
    late = of(Reason.LATE, fulfilled_on=date(2026, 7, 1), quarter="2026K2")
    after = of(Reason.AFTER, fulfilled_on=date(2026, 9, 30), quarter="2026K2")
    still_open = of(Reason.OVERDUE)
    frame = obligations(in_time, late, after, still_open)
    second = only_row(summarise(frame, [], quarter=Quarter(2026, 2), measure="completed"))
    third = only_row(summarise(frame, [], quarter=Quarter(2026, 3), measure="completed"))
    assert (second["numerator"], second["denominator"]) == (1, 1)
    assert (third["numerator"], third["denominator"], third["missed_late"]) == (0, 2, 2)


def test_by_completion_what_is_not_done_is_in_no_rate():
    frame = obligations(of(Reason.FULFILLED, fulfilled_on=date(2026, 8, 1)), of(Reason.OVERDUE))
    row = only_row(summarise(frame, [], measure="completed"))
    assert (row["obligations"], row["denominator"], row["rate"]) == (2, 1, 1.0)


def test_an_unknown_grouping_is_refused_by_name():
    with pytest.raises(UnknownGrouping, match="kommune"):
        summarise(obligations(), ["kommune"])


drawn = st.lists(
    st.fixed_dictionaries(
        {
            "reason": st.sampled_from(list(Reason)),
            "rule": st.sampled_from(["BFU-4M", "OPF-1"]),
            "team": st.sampled_from(["Nord", "Syd", None]),
            "quarter": st.sampled_from(["2026K2", "2026K3", None]),
            "fulfilled_on": st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        }
    ),
    max_size=30,
)
measures = st.sampled_from(["due", "completed"])


@settings(deadline=None)
@given(drawn, measures)
def test_the_six_outcomes_add_up_in_every_group(rows, measure):
    frame = obligations(*(row | of(row["reason"]) for row in rows))
    groups = summarise(frame, ["rule", "team", "quarter"], measure=measure)
    for row in groups.iter_rows(named=True):
        assert row["obligations"] == sum(row[outcome] for outcome in SIX)
        assert row["missed"] == row["missed_open"] + row["missed_late"]


@settings(deadline=None)
@given(drawn, measures)
def test_groups_sum_to_the_total_however_they_are_cut(rows, measure):
    frame = obligations(*(row | of(row["reason"]) for row in rows))
    counts = FIGURES[:-2]
    total = only_row(summarise(frame, [], measure=measure).select(counts))
    for by in (["rule"], ["team"], ["quarter"], ["half_year"], ["team", "rule", "quarter"]):
        parts = summarise(frame, by, measure=measure)
        assert only_row(parts.select(pl.col(counts).sum())) == total


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(10, 50, 11.2, 33.0), (17, 50, 22.4, 47.8), (33, 50, 52.2, 77.6), (37, 50, 60.4, 84.1)],
)
def test_the_intervals_of_the_lejre_review_are_reproduced(successes, n, low, high):
    found = wilson(successes, n)
    assert [round(100 * end, 1) for end in found] == [low, high]


@pytest.mark.parametrize(("met", "rate"), [(10, 20.0), (17, 34.0), (33, 66.0), (37, 74.0)])
def test_the_percentages_of_the_lejre_review_are_reproduced(met, rate):
    frame = obligations(*[of(Reason.FULFILLED)] * met, *[of(Reason.MISSING)] * (50 - met))
    row = only_row(summarise(frame, []))
    assert round(100 * row["rate"], 1) == rate


def test_none_of_77_still_leaves_room_for_almost_five_percent():
    low, high = wilson(0, 77)
    assert (low, round(100 * high, 1)) == (0.0, 4.8)


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_an_interval_of_nothing_is_refused(successes, n):
    with pytest.raises(ValueError, match=f"{successes}/{n}"):
        wilson(successes, n)
