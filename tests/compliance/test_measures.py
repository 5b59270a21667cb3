"""Every measure against a plain loop over the rows, by any combination of groupings."""

from datetime import date
from itertools import combinations
from random import Random

import pytest

from auditkit.compliance import (
    FIGURES,
    GROUPS,
    MORE_FIGURES,
    Asked,
    MixedBases,
    UnknownGrouping,
    measured,
    wilson,
)
from auditkit.dates import Quarter
from tests.compliance import naive
from tests.compliance.rows import drawn, frame, row

EVERY = [by for size in range(4) for by in combinations(GROUPS, size)]
SOME = [*Random(6).sample(EVERY, 45), (), tuple(GROUPS)]


def by_group(frame, by):
    return {tuple(line[name] for name in by): line for line in frame.iter_rows(named=True)}


def same(found, expected):
    for name, value in expected.items():
        assert found[name] == (value if value is None else pytest.approx(value)), name


@pytest.mark.parametrize("measure", ["due", "completed"])
@pytest.mark.parametrize("quarter", [None, "2026K2", "2025K1"])
@pytest.mark.parametrize("by", SOME, ids="+".join)
def test_every_measure_is_what_a_loop_over_the_rows_counts(by, quarter, measure):
    rows = drawn(len(by), 250)
    asked = Asked(by, Quarter.parse(quarter) if quarter else None, measure)
    found = by_group(measured(frame(rows), asked), by)
    expected = naive.groups(rows, by, quarter, measure)
    assert found.keys() == expected.keys() or not by
    for group, members in expected.items():
        at = quarter or (group[by.index("quarter")] if "quarter" in by else None)
        same(found[group], naive.counts(members, measure))
        same(found[group], naive.cases(members, measure))
        same(found[group], naive.lateness(members))
        same(found[group], naive.change(rows, group, by, at, measure))


def test_the_columns_are_the_groups_the_promised_figures_and_then_the_others():
    found = measured(frame(drawn(1)), Asked(("team", "rule")))
    assert found.columns == ["team", "rule", *FIGURES, *MORE_FIGURES]
    assert measured(frame(drawn(1)), Asked(("cohort",))).columns[-1] == "cohort_from"


def test_the_six_outcomes_add_up_and_so_do_the_bands_and_the_cases():
    for line in measured(frame(drawn(2)), Asked(("team", "quarter"))).iter_rows(named=True):
        assert line["obligations"] == sum(line[name] for name in naive.SIX)
        assert line["missed_late"] == sum(
            line[name] for name in ("late_1_7", "late_8_30", "late_31_90", "late_over_90", "late_unknown")
        )
        judged = line["cases_with_error"] + line["cases_all_met"] + line["cases_in_doubt"]
        assert line["cases_judged"] == judged <= line["cases"] - line["cases_undeterminable"]


def test_an_unknown_group_is_refused_with_the_list():
    with pytest.raises(UnknownGrouping, match=r"ost.*rule \(krav\).*cohort \(sagens alder\)"):
        measured(frame(drawn(1)), Asked(("ost",)))


def test_bases_are_never_added_together():
    rows = frame([row("fulfilled"), row("overdue", rule="0101-OPF-6M", basis="local")])
    for by in ((), ("team",), ("theme", "law")):
        with pytest.raises(MixedBases):
            measured(rows, Asked(by))
    rates = measured(rows, Asked(("basis",)))["rate"].to_list()
    assert rates == [1.0, 0.0]
    assert measured(rows, Asked(("rule",))).height == 2


def test_nothing_at_all_is_one_row_of_zeros_without_percentages():
    line = measured(frame([]), Asked((), Quarter(2026, 3))).to_dicts()[0]
    assert (line["obligations"], line["cases"], line["late_1_7"]) == (0, 0, 0)
    assert (line["rate"], line["case_error_rate"], line["previous_change"], line["scope"]) == (None, None, None, "none")


def test_a_total_is_weighted_and_no_mean_of_percentages():
    rows = [*[row("fulfilled", team="Nord")] * 90, *[row("overdue", team="Syd")] * 10]
    assert measured(frame(rows), Asked(("team",)))["rate"].to_list() == [1.0, 0.0]
    assert measured(frame(rows), Asked(())).item(0, "rate") == 0.9


def test_a_change_is_in_percentage_points_and_stands_only_between_two_rates():
    rows = [
        *[row("fulfilled")] * 3,
        row("overdue"),
        row("fulfilled", quarter="2026K2"),
        row("overdue", quarter="2026K2"),
        row("not_yet_due", quarter="2025K3"),
    ]
    line = measured(frame(rows), Asked(("rule",), Quarter(2026, 3))).to_dicts()[0]
    assert (line["rate"], line["previous_rate"], line["previous_change"]) == (0.75, 0.5, 25.0)
    assert (line["year_ago_denominator"], line["year_ago_rate"], line["year_ago_change"]) == (0, None, None)
    assert line["previous_break"] is False
    assert line["year_ago_break"] is None


def test_a_quarter_is_compared_with_the_one_before_also_over_new_year():
    rows = [row("fulfilled", quarter="2026K1"), row("overdue", quarter="2025K4"), row("overdue", quarter="2025K1")]
    line = measured(frame(rows), Asked(("rule",), Quarter(2026, 1))).to_dicts()[0]
    assert (line["previous_change"], line["year_ago_change"]) == (100.0, 100.0)


@pytest.mark.parametrize(
    ("before", "breaks"),
    [
        ({"law": "SEL", "version_from": date(2011, 1, 1)}, True),
        ({"version_from": date(2025, 3, 17)}, True),
        ({"law": "SEL", "rule": "HP"}, True),
        ({}, False),
    ],
)
def test_a_change_across_another_law_or_another_version_is_marked(before, breaks):
    rows = [row("fulfilled"), row("overdue", quarter="2026K2", **before)]
    line = measured(frame(rows), Asked(("team",), Quarter(2026, 3))).to_dicts()[0]
    assert line["previous_break"] is breaks


def test_what_was_not_judged_breaks_no_series():
    rows = [row("fulfilled"), row("overdue", quarter="2026K2"), row("unborn", quarter="2026K2", law="SEL")]
    assert measured(frame(rows), Asked(("team",), Quarter(2026, 3))).item(0, "previous_break") is False


def test_only_a_sample_has_intervals():
    rows = [*[row("fulfilled", case_id=f"F{number}") for number in range(17)]]
    rows += [row("missing", case_id=f"F{number}") for number in range(17, 50)]
    whole = measured(frame(rows), Asked(())).to_dicts()[0]
    assert (whole["rate_low"], whole["case_error_high"]) == (None, None)
    sample = measured(frame(rows), Asked((), is_sample=True)).to_dicts()[0]
    assert (sample["rate_low"], sample["rate_high"]) == wilson(17, 50)
    assert (sample["case_error_low"], sample["case_error_high"]) == wilson(33, 50)


def test_a_case_is_new_where_it_was_opened_in_the_duty_s_quarter_or_from_the_day_that_is_given():
    rows = [
        row("fulfilled", case_id="F1", opened_on=date(2026, 7, 1)),
        row("fulfilled", case_id="F2", opened_on=date(2026, 6, 30)),
        row("overdue", case_id="F3"),
    ]
    found = measured(frame(rows), Asked(("cohort",), Quarter(2026, 3)))
    assert found.select("cohort", "obligations", "cohort_from").rows() == [
        ("new", 1, date(2026, 7, 1)),
        ("old", 1, date(2026, 7, 1)),
        ("unknown", 1, date(2026, 7, 1)),
    ]
    given = measured(frame(rows), Asked(("cohort",), new_from=date(2026, 6, 30)))
    assert given.select("cohort", "obligations").rows() == [("new", 2), ("unknown", 1)]
    assert given["cohort_from"].to_list() == [date(2026, 6, 30)] * 2


def test_the_quartiles_are_those_of_excel_and_the_bands_have_their_ends():
    days = (1, 7, 8, 30, 31, 90, 91)
    rows = [
        row(
            "late", due_on=date(2026, 7, 1), fulfilled_on=date(2026, 7, 1).fromordinal(date(2026, 7, 1).toordinal() + n)
        )
        for n in days
    ]
    line = measured(frame(rows), Asked(())).to_dicts()[0]
    bands = [line[name] for name in ("late_1_7", "late_8_30", "late_31_90", "late_over_90", "late_unknown")]
    assert bands == [2, 2, 2, 1, 0]
    assert [line[f"late_days_{each}"] for each in ("q1", "median", "q3")] == [7.5, 30, 60.5]


def test_a_case_with_one_error_among_many_duties_is_one_case_with_error():
    rows = [
        *[row("fulfilled", case_id="F1")] * 9,
        row("overdue", case_id="F1"),
        row("fulfilled", case_id="F2"),
        row("fulfilled", case_id="F3"),
        row("trigger_unknown", case_id="F3"),
        row("trigger_unknown", case_id="F4"),
        row("not_yet_due", case_id="F5"),
        row("omitted_lawfully", case_id="F2"),
    ]
    line = measured(frame(rows), Asked(())).to_dicts()[0]
    assert (line["cases"], line["cases_judged"], line["cases_with_error"]) == (5, 3, 1)
    assert (line["cases_all_met"], line["cases_in_doubt"], line["cases_undeterminable"]) == (1, 1, 1)
    assert line["case_error_rate"] == line["case_all_met_rate"] == pytest.approx(1 / 3)
    assert line["rate"] == pytest.approx(11 / 12), "the share of cases with an error is another measure"
