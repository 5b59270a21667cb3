"""From the records an example writes to a caseload, and from obligations to what differs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from auditkit.model import BY_PLURAL, OBLIGATION_SCHEMA, RECORD_TYPES, Caseload
from auditkit.rules import Catalogue, Example, Rule
from auditkit.rules.examples import check_examples, compare, example_caseload
from auditkit.rules.loader import load_catalogue
from auditkit.rules.schema import Expected

if TYPE_CHECKING:
    from collections.abc import Sequence


def example(given: dict[str, Any], **rest: Any) -> Example:
    return Example.model_validate({"name": "E", "as_of": date(2024, 6, 1), "given": given, "expect": [], **rest})


def columns(caseload: Caseload, plural: str) -> set[str]:
    table = next(table for table in caseload.tables if table.record_type == plural)
    return set(table.columns)


def obligations(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=OBLIGATION_SCHEMA)


def test_every_sheet_and_column_is_in_the_list() -> None:
    caseload = example_caseload(example({"decisions": [{"decided_on": date(2024, 1, 2)}]}))
    for record_type in RECORD_TYPES:
        assert columns(caseload, record_type.plural) == {field.name for field in record_type.fields}


def test_a_record_belongs_to_case_s1_which_then_is_there() -> None:
    caseload = example_caseload(example({"decisions": [{"decided_on": date(2024, 1, 2)}]}))
    assert caseload["decisions"]["case_id"].to_list() == ["S1"]
    assert caseload["cases"]["case_id"].to_list() == ["S1"]


def test_every_case_that_is_used_is_there_once() -> None:
    decisions = [{"case_id": "A"}, {"case_id": "B"}, {"case_id": "A"}]
    caseload = example_caseload(example({"decisions": decisions}))
    assert caseload["cases"]["case_id"].to_list() == ["A", "B"]


def test_cases_that_are_given_are_the_only_ones() -> None:
    given = {"cases": [{"case_id": "A"}], "decisions": [{"case_id": "B"}]}
    assert example_caseload(example(given))["cases"]["case_id"].to_list() == ["A"]


def test_a_question_mark_is_a_cell_that_cannot_be_read() -> None:
    caseload = example_caseload(example({"decisions": [{"decided_on": "?", "urgent": True}]}))
    decisions = BY_PLURAL["decisions"]
    row = caseload["decisions"].row(0, named=True)
    assert row["decided_on"] is None
    assert row["unreadable"] == decisions.bit("decided_on")
    assert row["urgent"] is True


def test_a_column_without_is_not_in_the_list() -> None:
    caseload = example_caseload(example({}, without=["conversation.held_on"]))
    assert "held_on" not in columns(caseload, "conversations")
    assert "purpose" in columns(caseload, "conversations")


def test_a_sheet_without_has_no_table_but_an_empty_frame() -> None:
    caseload = example_caseload(example({}, without=["conversations"]))
    assert "conversations" not in {table.record_type for table in caseload.tables}
    assert caseload["conversations"].height == 0


def test_a_date_stands_for_a_moment_without_a_known_hour() -> None:
    given = {"notifications": [{"received_at": date(2024, 3, 1)}]}
    received = example_caseload(example(given))["notifications"]["received_at"].item()
    assert received == datetime(2024, 3, 1)  # noqa: DTZ001 - local wall time, as the model keeps it


def test_free_text_is_not_kept() -> None:
    given = {"investigations": [{"cancel_reason": "Familien er flyttet"}]}
    assert example_caseload(example(given))["investigations"]["cancel_reason"].item() == "angivet"


ROW = {"case_id": "S1", "record": "B1", "outcome": "met", "reason": "fulfilled", "due_on": date(2024, 5, 1)}


def test_only_what_is_named_is_compared() -> None:
    assert compare([Expected(outcome="met")], obligations(ROW)) == []
    assert compare([Expected(outcome="met", due=date(2024, 5, 1))], obligations(ROW)) == []


def test_a_difference_names_the_row_the_field_and_both_values() -> None:
    [text] = compare([Expected(outcome="met", due=date(2024, 5, 2))], obligations(ROW))
    assert text == "række 1: due er 2024-05-01, ikke 2024-05-02"


def test_a_row_too_many_is_a_difference() -> None:
    [text] = compare([Expected(outcome="met")], obligations(ROW, {**ROW, "record": "B2"}))
    assert "der ventes 1 rækker, men der kom 2" in text
    assert "B2 met" in text


def test_an_example_that_expects_nothing_wants_no_rows() -> None:
    assert compare([], obligations()) == []
    assert compare([], obligations(ROW))


def test_the_order_of_the_expectations_does_not_matter() -> None:
    late = {"record": "B2", "outcome": "missed", "reason": "late"}
    wanted = [Expected(outcome="missed"), Expected(outcome="met")]
    assert compare(wanted, obligations(ROW, late)) == []


def test_each_expectation_needs_a_row_of_its_own() -> None:
    late = {"record": "B2", "outcome": "missed", "reason": "late"}
    assert compare([Expected(outcome="met"), Expected(outcome="met")], obligations(ROW, late))


def test_a_moment_is_compared_in_danish_wall_time() -> None:
    row = {**ROW, "due_at": datetime(2024, 3, 31, 19, 0, tzinfo=UTC)}
    wanted = Expected(outcome="met", due=datetime(2024, 3, 31, 21, 0))  # noqa: DTZ001
    assert compare([wanted], obligations(row)) == []


def judging_everything(outcome: str) -> Any:
    """An engine that gives one row per rule, whatever the records say."""

    def evaluate(_caseload: Caseload, rules: Sequence[Rule], _as_of: date) -> pl.DataFrame:
        return obligations(*({**ROW, "rule": rule.id, "outcome": outcome} for rule in rules))

    return evaluate


def with_example() -> Catalogue:
    rule = load_catalogue()["BFU-4M"]
    shown = example({}, expect=[{"outcome": "met"}])
    file = rule.file.model_copy(update={"example": (shown,)})
    text = rule.text.split("[[example]]")[0] + '[[example]]\nname = "E"\n'
    return Catalogue((Rule(file, rule.path, text, rule.digest),))


def test_examples_that_hold_give_no_failures() -> None:
    assert check_examples(with_example(), judging_everything("met")) == []


def test_an_example_that_fails_is_told_with_its_line() -> None:
    catalogue = with_example()
    [failure] = check_examples(catalogue, judging_everything("missed"))
    assert (failure.rule_id, failure.name) == ("BFU-4M", "E")
    assert catalogue.rules[0].text.splitlines()[failure.line - 1] == "[[example]]"
    assert failure.differences == ("række 1: outcome er missed, ikke met",)


def test_examples_of_other_rules_can_be_left_out() -> None:
    assert check_examples(with_example(), judging_everything("missed"), only=["UND-24T"]) == []


def test_an_hour_that_is_not_known_differs_from_one_that_is() -> None:
    wanted = Expected(outcome="met", due=datetime(2024, 3, 31, 21, 0))  # noqa: DTZ001
    [text] = compare([wanted], obligations(ROW))
    assert "due er None" in text
