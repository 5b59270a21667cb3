"""Every obligation of the examples that something fulfilled says in which cell that stands."""

from __future__ import annotations

from typing import Any

import pytest

from auditkit.evaluate import evaluate
from auditkit.model import BY_PLURAL
from auditkit.rules.examples import example_caseload
from auditkit.rules.loader import load_catalogue

RULES = {rule.id: rule for rule in load_catalogue().active()}


def judged(rule_id: str) -> list[dict[str, Any]]:
    rule = RULES[rule_id]
    frames = [evaluate(example_caseload(each), (rule,), each.as_of) for each in rule.file.example]
    return [row for frame in frames for row in frame.iter_rows(named=True)]


def column(evidence: str) -> str:
    """Return the field of an example's cell: its columns are lettered in the record type's order."""
    _file, plural, cell = evidence.split("|")
    return BY_PLURAL[plural].fields[ord(cell[0]) - ord("A")].name


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_what_fulfilled_a_duty_has_a_cell(rule_id: str) -> None:
    done = [row for row in judged(rule_id) if row["fulfilled_on"] or row["outcome"] == "met"]
    assert done
    assert all(row["evidence"] for row in done)


@pytest.mark.parametrize(
    ("rule_id", "field"), [("OPF-PLAN", "next_on"), ("BP-STIL", "plan_need"), ("UND-GENV", "reassessed_on")]
)
def test_what_stands_on_the_record_itself_is_named(rule_id: str, field: str) -> None:
    assert field in {column(row["evidence"]) for row in judged(rule_id) if row["outcome"] == "met"}


@pytest.mark.parametrize(
    ("rule_id", "reason", "field"),
    [
        ("UND-24T", "dates_only", "assessed_at"),
        ("UND-24T", "evidence_unreadable", "assessed_at"),
        ("UND-GENV", "evidence_unreadable", "new_participant"),
        ("BFU-4M", "evidence_unreadable", "completed_on"),
        ("TILSYN", "evidence_unreadable", "visited_on"),
        ("BFU-SAMT", "trigger_unreadable", "completed_on"),
    ],
)
def test_the_cell_that_cannot_be_read_or_has_no_hour_is_named(rule_id: str, reason: str, field: str) -> None:
    places = [row["evidence"] for row in judged(rule_id) if row["reason"] == reason]
    assert field in {column(place) for place in places if place}
