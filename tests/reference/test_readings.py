"""The reference against small cases worked out by hand from the readings, one point of G1-G11 at a time."""

from datetime import date, datetime

import pytest

from tests.reference.reference import reference
from tests.support.caseloads import UNREADABLE, Sheet, build, standard

AS_OF = date(2024, 12, 31)


def only(rule: str, as_of: date = AS_OF, absent=None, **rows) -> dict:
    (row,) = reference(standard(absent, **rows), [rule], as_of)
    return row


def reason(rule: str, as_of: date = AS_OF, absent=None, **rows) -> str:
    return only(rule, as_of, absent, **rows)["reason"]


BFU = {"case_id": "S1", "investigation_id": "B1", "aware_on": date(2024, 1, 15)}  # due 2024-05-15
DECISION = {"case_id": "S1", "decision_id": "A1", "decided_on": date(2024, 3, 1), "paragraph": "32"}
CHILD = {"case_id": "S1", "birth_date": date(2015, 1, 1)}
MEASURE = {
    "case_id": "S1",
    "measure_id": "I1",
    "law": "SEL",
    "paragraph": "52",
    "started_on": date(2023, 1, 10),
}


def test_g1_what_is_dated_after_the_as_of_date_has_not_happened():
    done = {**BFU, "completed_on": date(2024, 5, 14)}
    assert reason("BFU-4M", date(2024, 5, 13), investigations=[done]) == "not_yet_due"
    assert reason("BFU-4M", date(2024, 5, 14), investigations=[done]) == "fulfilled"
    assert reference(standard(investigations=[done]), ["BFU-4M"], date(2024, 1, 14)) == []


def test_g1_an_answer_dated_later_has_not_been_given():
    answered = {**DECISION, "plan_need": True, "plan_need_assessed_on": date(2024, 4, 1)}
    rows = {"cases": [CHILD], "decisions": [answered]}
    assert reason("BP-STIL", date(2024, 3, 31), **rows) == "missing"
    assert reason("BP-STIL", date(2024, 4, 1), **rows) == "fulfilled"


def test_g5_evidence_that_names_another_record_never_counts():
    talk = {"case_id": "S1", "held_on": date(2024, 2, 28), "purpose": "afgørelse"}
    rows = {"cases": [CHILD], "decisions": [DECISION]}
    named = only("AFG-SAMT", **rows, conversations=[{**talk, "concerns": "A1"}])
    unnamed = only("AFG-SAMT", **rows, conversations=[talk])
    assert (named["reason"], named["derived"]) == ("fulfilled", False)
    assert (unnamed["reason"], unnamed["derived"]) == ("fulfilled", True)
    assert reason("AFG-SAMT", **rows, conversations=[{**talk, "concerns": "A9"}]) == "missing"


def test_g5_unnamed_evidence_serves_only_after_the_previous_decision():
    before = {**DECISION, "decision_id": "A0", "decided_on": date(2024, 2, 28)}
    talk = {"case_id": "S1", "held_on": date(2024, 2, 28), "purpose": "afgørelse"}
    rows = reference(standard(decisions=[before, DECISION], conversations=[talk]), ["AFG-SAMT"], AS_OF)
    assert [(row["record"], row["reason"]) for row in rows] == [
        ("A0", "fulfilled"),
        ("A1", "missing"),
    ]


@pytest.mark.parametrize(
    ("made_on", "expected"),
    [
        (None, "overdue"),
        (UNREADABLE, "evidence_unreadable"),
        (date(2024, 5, 1), "fulfilled"),
        (date(2024, 6, 1), "fulfilled"),
        (date(2024, 6, 2), "late"),
        (date(2023, 12, 1), "fulfilled"),
        (date(2023, 11, 30), "overdue"),
    ],
)
def test_g7_blank_is_a_breach_and_unreadable_is_none(made_on, expected):
    plan = {"case_id": "S1", "type": "barnets plan", "made_on": made_on}
    asked = {**DECISION, "plan_need": True}
    assert reason("BP", cases=[CHILD], decisions=[asked], plans=[plan]) == expected


def test_g7_a_column_that_is_not_in_the_list_is_neither():
    rows = {"cases": [CHILD], "decisions": [{**DECISION, "plan_need": True}]}
    assert reason("BP", absent={"plans": {"type"}}, **rows) == "not_in_list"


def test_g7_a_list_of_barnets_plan_says_nothing_of_handleplaner():
    decision = {**DECISION, "decided_on": date(2023, 3, 1), "paragraph": "52"}
    lists = build(Sheet("decisions", [decision]), Sheet("plans", [], facet="barnets plan"))
    (row,) = reference(lists, ["HP"], AS_OF)
    assert row["reason"] == "not_in_list"


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({}, "overdue"),
        ({"closed_on": date(2024, 5, 15), "close_reason": "død"}, "ended_before_due"),
        ({"closed_on": date(2024, 5, 15)}, "closed_without_reason"),
        ({"closed_on": date(2024, 5, 16), "close_reason": "død"}, "overdue"),
        ({"closed_on": UNREADABLE}, "end_unreadable"),
    ],
)
def test_g8_an_investigation_that_ends_early_needs_a_reason(case, expected):
    found = reason("BFU-4M", cases=[{**CHILD, **case}], investigations=[BFU])
    assert found == expected


def test_g8_closing_a_case_excuses_no_assessment():
    report = {"case_id": "S1", "received_at": datetime.fromisoformat("2024-05-06 10:00")}
    closed = {**CHILD, "closed_on": date(2024, 5, 6), "close_reason": "død"}
    assert reason("UND-24T", cases=[closed], notifications=[report]) == "overdue"


def test_g10_the_team_is_the_one_of_the_due_day():
    history = [
        {"case_id": "S1", "team": "Nord", "to_on": date(2024, 5, 14)},
        {"case_id": "S1", "team": "Syd", "from_on": date(2024, 5, 15)},
    ]
    row = only("BFU-4M", team_history=history, investigations=[BFU])
    assert (row["team"], row["quarter"]) == ("Syd", "2024K2")


def test_bfu_4m_with_only_a_bound_can_be_a_breach_but_never_met():
    bound = {"case_id": "S1", "started_on": date(2024, 1, 15)}
    late, soon = date(2024, 5, 16), date(2024, 2, 1)
    assert reason("BFU-4M", investigations=[{**bound, "completed_on": late}]) == "late"
    assert reason("BFU-4M", investigations=[{**bound, "completed_on": soon}]) == "trigger_unknown"


def test_opf_1_under_barnets_lov_is_due_when_the_parallel_investigation_ends():
    measure = {**MEASURE, "law": "BL", "paragraph": "32", "started_on": date(2024, 2, 1)}
    ends = {"case_id": "S1", "started_on": date(2024, 1, 10), "completed_on": date(2024, 3, 20)}
    row = only("OPF-1", measures=[measure], investigations=[ends])
    assert (row["due_on"], row["reason"]) == (date(2024, 3, 20), "overdue")


def test_opf_n_follows_the_law_of_half_a_year_later():
    held = [
        {"case_id": "S1", "measure_id": "I1", "held_on": date(2023, 6, 30)},
        {"case_id": "S1", "measure_id": "I1", "held_on": date(2023, 7, 1)},
    ]
    rows = reference(standard(measures=[MEASURE], follow_ups=held), ["OPF-N"], AS_OF)
    assert [(row["record"], row["law"], row["reason"]) for row in rows] == [
        ("I1@2023-06-30", "SEL", "fulfilled"),
        ("I1@2023-07-01", "BL", "no_rhythm_decided"),
    ]


def test_up_on_the_16th_birthday_without_placement_is_a_need_that_nobody_assessed():
    youth = {"case_id": "S1", "birth_date": date(2008, 5, 5)}
    support = {**MEASURE, "law": "BL", "paragraph": "32", "started_on": date(2024, 2, 1)}
    placed = {**support, "placement": True}
    assert reason("UP", cases=[youth], measures=[support]) == "need_not_assessed"
    assert reason("UP", cases=[youth], measures=[placed]) == "overdue"
    assert reason("UP", date(2024, 8, 5), cases=[youth], measures=[placed]) == "not_yet_due"


def test_tilsyn_counts_two_visits_with_a_conversation_in_a_placement_year():
    placed = {**MEASURE, "placement": True}
    visit = {"case_id": "S1", "measure_id": "I1", "conversation": True}
    visits = [{**visit, "visited_on": date(2023, 2, 1)}, {**visit, "visited_on": date(2024, 1, 9)}]
    rows = reference(standard(measures=[placed], visits=visits), ["TILSYN"], AS_OF)
    assert [(row["record"], row["reason"]) for row in rows] == [
        ("I1#0", "fulfilled"),
        ("I1#1", "not_yet_due"),
    ]
