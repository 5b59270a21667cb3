"""A team out of scope is "not in scope", a group without duties has none, and neither is ever 0 %."""

import pytest

from auditkit.compliance import Asked, measured, read_settings
from auditkit.compliance.measures import CannotComplete
from auditkit.dates import Quarter
from tests.compliance.rows import frame, row

# The pattern of Norddjurs 2023: one team pilots in the first half-year, the rest join in the second.
STAGED = """
[[ikke_omfattet]]
team = ["Nord", "Syd"]
til = "2023K2"
fordi = "Pilot i Specialteam"
"""


def asked(*by, quarter=None, text="", **said):
    when = Quarter.parse(quarter) if quarter else None
    return Asked(by, when, settings=read_settings(text, "auditkit.toml"), **said)


def cells(rows, question, *names):
    return measured(frame(rows), question).select(*question.by, *names).rows()


def of(team, quarter="2023K1", reason="overdue", rule="BFU-4M"):
    return row(reason, team=team, quarter=quarter, rule=rule)


def test_in_the_pilot_only_the_pilot_team_has_figures_and_the_total_is_its_own():
    rows = [of("Specialteam", reason="fulfilled"), of("Specialteam"), of("Nord"), of("Syd")]
    pilot = asked("team", quarter="2023K1", text=STAGED)
    assert cells(rows, pilot, "scope", "denominator", "rate", "out_of_scope") == [
        ("Nord", "out", 0, None, 1),
        ("Specialteam", "in", 2, 0.5, 0),
        ("Syd", "out", 0, None, 1),
    ]
    whole = asked(quarter="2023K1", text=STAGED)
    assert cells(rows, whole, "denominator", "rate", "out_of_scope") == [(2, 0.5, 2)]


def test_when_all_have_joined_the_total_covers_all():
    rows = [of(team, "2023K3") for team in ("Specialteam", "Nord", "Syd")]
    assert cells(rows, asked(quarter="2023K3", text=STAGED), "denominator", "out_of_scope") == [(3, 0)]


def test_a_team_that_is_named_out_of_scope_stands_there_also_without_any_duty():
    rows = [of("Specialteam")]
    pilot = asked("team", quarter="2023K1", text=STAGED)
    assert cells(rows, pilot, "scope") == [("Nord", "out"), ("Specialteam", "in"), ("Syd", "out")]


def test_a_team_may_be_out_of_scope_of_one_rule_and_in_scope_of_another():
    text = '[[ikke_omfattet]]\nteam = "Nord"\nkrav = "TILSYN"\n'
    rows = [of("Nord"), of("Nord", rule="TILSYN"), of("Syd", rule="TILSYN")]
    assert cells(rows, asked("team", "rule", text=text), "scope", "rate") == [
        ("Nord", "BFU-4M", "in", 0.0),
        ("Nord", "TILSYN", "out", None),
        ("Syd", "TILSYN", "in", 0.0),
    ]
    assert cells(rows, asked("team", text=text), "scope", "out_of_scope") == [("Nord", "in", 1), ("Syd", "in", 0)]


def test_no_duties_is_none_and_none_kept_is_zero_per_cent():
    rows = [of("Nord"), of("Syd", rule="TILSYN", reason="fulfilled")]
    question = asked("team", "rule", quarter="2023K1", with_empty=True)
    assert cells(rows, question, "scope", "obligations", "rate") == [
        ("Nord", "BFU-4M", "in", 1, 0.0),
        ("Nord", "TILSYN", "none", 0, None),
        ("Syd", "BFU-4M", "none", 0, None),
        ("Syd", "TILSYN", "in", 1, 1.0),
    ]


def test_without_settings_a_group_without_duties_is_left_out():
    rows = [of("Nord"), of("Syd", "2023K2")]
    assert cells(rows, asked("team", quarter="2023K1"), "scope") == [("Nord", "in")]
    assert cells(rows, asked("team", quarter="2023K1", with_empty=True), "scope") == [("Nord", "in"), ("Syd", "none")]


def test_a_duty_without_team_is_always_in_scope():
    rows = [of(None), of("Nord")]
    assert cells(rows, asked("team", quarter="2023K1", text=STAGED), "scope")[-1] == (None, "in")


def test_cases_and_days_of_what_is_out_of_scope_are_not_counted():
    rows = [of("Specialteam", reason="late"), of("Nord", reason="late") | {"case_id": "FIKTIV-2"}]
    whole = asked(quarter="2023K1", text=STAGED)
    assert cells(rows, whole, "cases", "late_unknown") == [(1, 1)]


def test_a_change_in_who_is_in_scope_breaks_the_series():
    rows = [of("Specialteam", "2023K2"), of("Nord", "2023K2"), of("Specialteam", "2023K3"), of("Nord", "2023K3")]
    assert cells(rows, asked(quarter="2023K3", text=STAGED), "previous_change", "previous_break") == [(0.0, True)]
    assert cells(rows, asked(quarter="2023K3"), "previous_change", "previous_break") == [(0.0, False)]


def test_a_team_that_is_out_all_along_breaks_nothing_where_it_had_no_duty_in_one_of_the_quarters():
    text = '[[ikke_omfattet]]\nteam = "Nord"\n'
    rows = [of("Specialteam", "2023K2"), of("Specialteam", "2023K3"), of("Nord", "2023K3")]
    assert cells(rows, asked(quarter="2023K3", text=text), "out_of_scope", "previous_break") == [(1, False)]


def test_a_team_that_joins_breaks_the_series_also_without_duties_before():
    rows = [of("Specialteam", "2023K2"), of("Specialteam", "2023K3"), of("Nord", "2023K3")]
    assert cells(rows, asked(quarter="2023K3", text=STAGED), "previous_break") == [(True,)]


def test_groups_without_duties_are_refused_where_there_is_no_list_of_them():
    with pytest.raises(CannotComplete, match="team, rule, quarter"):
        measured(frame([of("Nord")]), asked("caseworker", with_empty=True))
