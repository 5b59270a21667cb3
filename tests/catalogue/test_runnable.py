"""What the loader lets through, the engine can judge; what the engine would pass over, the loader refuses."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from auditkit.errors import RuleFileInvalid
from auditkit.evaluate import evaluate
from auditkit.model import RECORD_TYPES, Kind
from auditkit.rules.loader import load_rule
from auditkit.rules.rule import Rule
from auditkit.rules.runnable import first_fault
from auditkit.rules.schema import RuleFile
from tests.support.caseloads import random_caseload, standard

from .conftest import rule_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Write = Callable[[str, str], Path]

VERSION_BY = {
    "deadline": "trigger",
    "order": "reference",
    "presence": "trigger",
    "recurrence": "outgoing_due",
    "count": "due",
}
FIELDS = [f"{record.name}.{field.name}" for record in RECORD_TYPES for field in record.fields]
DAYS = [
    f"{record.name}.{field.name}"
    for record in RECORD_TYPES
    for field in record.fields
    if field.kind in (Kind.DATE, Kind.MOMENT)
]
AWARENESS = {
    "first_of": ["investigation.aware_on", "notification.received_at"],
    "no_later_than": ["investigation.started_on", "investigation.decided_on"],
}
CONSENT = {
    "paragraphs": ["BL 47"],
    "placement_paragraphs": ["BL 46"],
    "placement_types": ["anbringelse"],
    "consent_field": "decision.consent",
}
IN_LOGIC: dict[str, list[Any]] = {
    "only": [
        [{"field": "notification.type", "values": ["overgreb"]}],
        [{"field": "decision.urgent", "values": [True]}],
    ],
    "evidence_only": [[{"field": "plan.type", "values": ["ungeplan"]}]],
    "not_applicable": [{"field": "notification.notifier", "values": ["anonym"], "reason": "no_reachable_notifier"}],
    "awareness": [AWARENESS],
    "interim": ["investigation.interim_on"],
    "cancelled_by": ["investigation.cancelled_on"],
    "ended_early": [False],
    "end_needs_reason": [True],
    "opens": ["6 months", "5 working_days", "3 hours", "previous_decision", "awareness"],
    "age": ["under 16", "from 16"],
    "age_unknown_under": [["BL 32"]],
    "need": [{"field": "decision.plan_need", "paragraphs": ["BL 32"]}],
    "without_consent": [CONSENT],
    "birthday": [16],
    "omission": [True],
    "unborn": [True],
    "in_force": [True],
    "dated_by": ["notification.assessed_at", "decision.plan_need_assessed_on", "follow_up.held_on"],
    "confirmed_by": ["notification.new_participant", "decision.consent"],
    "first_since": [date(2023, 1, 1)],
    "every": ["6 months", "365 days"],
    "times": [0, 1],
}
IN_VERSION: dict[str, list[Any]] = {
    "within": ["48 hours", "10 days", "6 working_days", "-1 months"],
    "waiting": ["48 hours", "10 days", "6 working_days", "1 months"],
    "paragraphs": [["SEL 52", "BL *", "76"]],
    "due_by": ["follow_up.next_on"],
    "or_when_finished": [True],
    "other_source": [True],
}
PLAN, VISIT = ["plan.made_on", "plan.revised_on"], ["visit.visited_on"]
TALK, FOLLOWED = ["conversation.held_on"], ["follow_up.held_on"]
BASES = [
    ("deadline", "notification.received_at", ["notification.assessed_at"]),
    ("deadline", "notification.received_at", TALK),
    ("deadline", "investigation.aware_on", ["investigation.interim_on", "investigation.completed_on"]),
    ("deadline", "investigation.started_on", TALK),
    ("deadline", "decision.decided_on", PLAN),
    ("deadline", "decision.decided_on", ["decision.plan_need_assessed_on"]),
    ("deadline", "measure.started_on", FOLLOWED),
    ("deadline", "measure.ended_on", VISIT),
    ("deadline", "case.birth_date", ["decision.decided_on"]),
    ("order", "investigation.completed_on", TALK),
    ("order", "decision.decided_on", PLAN),
    ("order", "decision.decided_on", ["investigation.completed_on"]),
    ("order", "measure.started_on", FOLLOWED),
    ("presence", "notification.received_at", ["notification.screening"]),
    ("presence", "investigation.started_on", TALK),
    ("presence", "decision.decided_on", ["decision.plan_need", "plan.made_on"]),
    ("presence", "measure.started_on", ["measure.end_reason"]),
    ("presence", "follow_up.held_on", ["follow_up.next_on"]),
    ("recurrence", "follow_up.held_on", FOLLOWED),
    ("count", "measure.started_on", VISIT),
]


def rule_of(kind: str, on: str, fulfilled_by: list[str], logic: dict[str, Any], version: dict[str, Any]) -> Rule:
    """A local rule of a kind, with what the kind must have; raises ValidationError."""
    own = {"order": {"reference": on, "opens": "6 months"}, "count": {"every": "12 months", "times": 2}}.get(kind, {})
    within = {"within": "3 months"} if kind in ("deadline", "recurrence") else {}
    trigger = {} if kind == "order" else {"trigger": on}
    words = dict.fromkeys(("title", "theme", "message", "remedy", "why", "fulfilled_when", "exceptions"), "-")
    first = {"from": date(2011, 1, 1), "law": "local", "citation": "-", "url": "", **within, **version}
    says = {"kind": kind, "fulfilled_by": fulfilled_by, **trigger, **own, **logic}
    facts = {"id": "0000-X", "basis": "local", "status": "active", "version_by": VERSION_BY[kind], "needs": []}
    return Rule(RuleFile.model_validate({**words, **facts, "logic": says, "version": [first]}), "x.toml", "", "0" * 64)


def every_pair() -> Iterator[Rule]:
    """A rule of each kind on each day, fulfilled by each field."""
    for kind, on, field in product(VERSION_BY, DAYS, FIELDS):
        yield rule_of(kind, on, [field], {}, {})


def every_option() -> Iterator[Rule]:
    """Each base with each word, alone and with the version's words."""
    for kind, on, fulfilled_by in BASES:
        words = [{}, *({key: value} for key, values in IN_LOGIC.items() for value in values)]
        words.append({"age": "under 16", "without_consent": CONSENT, "need": IN_LOGIC["need"][0]})
        words.append({"birthday": 18, "opens": "12 months"})
        words.append({"awareness": AWARENESS, "opens": "awareness", "end_needs_reason": True, "omission": True})
        words[-1]["cancelled_by"] = "investigation.cancelled_on"
        for each in words:
            yield from possible(kind, on, fulfilled_by, each, {})
        for key, values in IN_VERSION.items():
            for value in values:
                judged_in_hours = kind == "deadline" and value == "48 hours"
                logic = {"ended_early": False} if judged_in_hours else {}
                yield from possible(kind, on, fulfilled_by, logic, {key: value})


def possible(*parts: Any) -> Iterator[Rule]:
    try:
        rule = rule_of(*parts)
    except ValidationError:  # the kind has no such word: the schema refuses it
        return
    yield rule


def runs(rules: list[Rule]) -> int:
    """How many of the rules the loader would let through, all of which the engine must judge."""
    load, as_of = random_caseload(5, 6)
    there = [rule for rule in rules if first_fault(rule.file) is None]
    for rule in there:
        try:
            evaluate(load, [rule], as_of)
        except Exception as error:
            raise AssertionError(rule.file.logic, rule.file.version[0]) from error
    return len(there)


def test_every_word_that_is_let_through_can_be_judged() -> None:
    assert runs(list(every_option())) > 100


def test_every_day_and_field_that_is_let_through_can_be_judged() -> None:
    allowed = [rule for rule in every_pair() if first_fault(rule.file) is None]
    assert len(allowed) > 500
    assert runs(allowed[::23]) > 20


@pytest.mark.full
def test_all_days_and_fields_that_are_let_through_can_be_judged() -> None:
    assert runs(list(every_pair())) > 500


def test_an_investigation_needs_no_awareness_to_be_judged() -> None:
    load = standard(
        investigations=[
            {"started_on": date(2024, 1, 2)},
            {"started_on": date(2024, 1, 2), "cancelled_on": date(2024, 2, 1)},
        ],
    )
    rule = rule_of("deadline", "investigation.started_on", ["investigation.completed_on"], {}, {})
    reasons = evaluate(load, [rule], date(2024, 12, 31))["reason"].to_list()
    assert sorted(reasons) == ["ended_before_due", "overdue"]


def test_what_has_not_happened_yet_starts_no_period() -> None:
    load = standard(
        measures=[{"started_on": date(2024, 1, 2)}, {"started_on": date(2024, 1, 2), "ended_on": date(2024, 2, 1)}],
    )
    rule = rule_of("deadline", "measure.ended_on", VISIT, {"ended_early": False}, {})
    assert evaluate(load, [rule], date(2024, 12, 31))["reason"].to_list() == ["overdue"]


def test_the_paragraphs_of_a_count_are_read() -> None:
    load = standard(measures=[{"started_on": date(2024, 1, 2), "law": "BL", "paragraph": "32"}])
    rows = [
        evaluate(
            load, [rule_of("count", "measure.started_on", VISIT, {}, {"paragraphs": [paragraph]})], date(2024, 6, 1)
        )
        for paragraph in ("BL 32", "BL 46")
    ]
    assert [len(each) for each in rows] == [1, 0]


REFUSED = {
    "a record that no duty can hang on": (
        '"decision.decided_on"',
        '"visit.visited_on"',
        "kan ikke være »visit.visited_on«",
    ),
    "evidence that is no day": ('"plan.made_on"', '"plan.type"', "hverken en dato"),
    "evidence of two kinds": ('["plan.made_on"]', '["plan.made_on", "visit.visited_on"]', "samme slags post"),
    "a word that would do nothing": ("[[version]]", "end_needs_reason = true\n[[version]]", "ikke ændre noget"),
    "a misspelt word in a condition": (
        "[[version]]",
        'only = [{ field = "decision.type", values = ["anbringlse"] }]\n[[version]]',
        "kan ikke være »anbringlse«",
    ),
    "a condition on another record": (
        "[[version]]",
        'only = [{ field = "plan.type", values = ["ungeplan"] }]\n[[version]]',
        "felt på decision",
    ),
    "hours between days": ('within = "3 months"', 'within = "48 hours"', "notification.received_at"),
    "a period nobody reads": ('within = "3 months"', 'within = "3 months"\nwaiting = "7 days"', "ikke ændre noget"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_judged_is_refused_with_its_line(name: str, write: Write) -> None:
    old, new, said = REFUSED[name]
    with pytest.raises(RuleFileInvalid, match=said) as refusal:
        load_rule(write("national/emne/ny.toml", rule_text().replace(old, new, 1)))
    assert refusal.value.line
    assert refusal.value.line > 10
