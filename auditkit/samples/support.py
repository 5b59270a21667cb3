"""How invented cases go on: decision, plan, measure, follow-up, supervision, and support past 18."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditkit.dates import add_months

from .reports import talk
from .story import LAST_DAY, NEW_LAW, Row, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACED = {"SEL": {"52": 80, "58": 20}, "BL": {"46": 78, "47": 22}}
_AT_HOME = {"SEL": "52", "BL": "32"}
_PREPARED = date(2023, 7, 1)
"""From when the next date is written down at each follow-up, in time for the new law."""


def decide(story: Story, day: date, investigation_id: str | None) -> Row | None:
    """Write down a decision on support, with the talk before it and the plan; none if it is yet to come."""
    if day > LAST_DAY:
        return None
    chance, law = story.chance, "SEL" if day < NEW_LAW else "BL"
    placed = chance.yes(0.16)
    paragraph = chance.pick(_PLACED[law]) if placed else _AT_HOME[law]
    row = story.add(
        "decisions",
        decision_id=story.id("A", "decisions"),
        investigation_id=investigation_id,
        decided_on=day,
        type="anbringelse" if placed else "indsats",
        law=law,
        paragraph=f"§ {paragraph}",
        consent=paragraph not in ("58", "47"),
        urgent=placed and chance.yes(0.12),
    )
    if story.keeps(0.63):
        talk(story, day - timedelta(days=chance.randint(1, 25)), "afgørelse", row["decision_id"])
    _plan(story, row, law, day)
    return row


def _plan(story: Story, decision: Row, law: str, day: date) -> None:
    chance, needed = story.chance, True
    if law == "BL" and decision["paragraph"] == "§ 32" and story.keeps(0.8):
        needed = chance.yes(0.6)
        decision.update(plan_need_assessed_on=day, plan_need=needed)
    if not needed or chance.yes(0.12):
        return
    early = law == "SEL" or not decision["consent"]
    if story.keeps(0.68):
        made = day - timedelta(days=chance.randint(0, 20)) if early else chance.after(day, 5, 88)
    else:
        made = chance.after(day, 20, 150) if early else chance.after(day, 95, 230)
    if made <= LAST_DAY:
        old = story.age_on(day) >= 16
        kind = "handleplan" if law == "SEL" else "ungeplan" if old else "barnets plan"
        plan_id = story.id("P", "plans")
        story.add("plans", plan_id=plan_id, decision_id=decision["decision_id"], type=kind, made_on=made)


def support(story: Story, decision: Row) -> tuple[date, date | None] | None:
    """Write down the measure that a decision gives; return its start and end, none if it is yet to come."""
    chance = story.chance
    placed = decision["type"] == "anbringelse"
    start = chance.after(decision["decided_on"], 0, 10 if placed else 45)
    if start > LAST_DAY:
        return None
    end = add_months(start, chance.randint(12, 60) if placed else chance.randint(5, 34))
    end = min(end, add_months(story.born, 18 * 12))
    row = story.add(
        "measures",
        measure_id=story.id("I", "measures"),
        decision_id=decision["decision_id"],
        law=decision["law"],
        paragraph=decision["paragraph"],
        placement=placed,
        started_on=start,
        ended_on=end,
        end_reason="Målet er nået" if end <= LAST_DAY and chance.yes(0.7) else None,
    )
    _follow(story, row, start, min(end, LAST_DAY))
    if placed:
        _visit(story, row, start, min(end, LAST_DAY))
        _prepare_for_18(story)
    return start, end if end <= LAST_DAY else None


def _follow(story: Story, measure: Row, start: date, end: date) -> None:
    """Follow up after three months, then by a rhythm of the case's own, now and then too late."""
    chance = story.chance
    rhythm = chance.pick({3: 25, 4: 15, 6: 60})
    due = add_months(start, 3)
    while True:
        kept = chance.yes(0.62 * story.care)
        held = due - timedelta(days=chance.randint(0, 20)) if kept else chance.after(due, 3, 90)
        if held > end:
            return
        planned = add_months(held, rhythm) if held >= _PREPARED and chance.yes(0.92) else None
        linked = measure["measure_id"] if chance.yes(0.95) else None
        story.add("follow_ups", measure_id=linked, held_on=held, next_on=planned)
        due = planned or add_months(held, 6)


def _visit(story: Story, measure: Row, start: date, end: date) -> None:
    for year_start in _years(start, end):
        visits = story.chance.pick({0: 6, 1: 22, 2: 52, 3: 20})
        for number in range(visits):
            day = story.chance.after(year_start, 20 + 110 * number, 110 + 110 * number)
            if day <= end:
                heard = story.chance.yes(0.9)
                row = {"visited_on": day, "conversation": heard, "at_placement": story.chance.yes(0.93)}
                story.add("visits", measure_id=measure["measure_id"], **row)


def _years(start: date, end: date) -> Iterator[date]:
    year_start, number = start, 0
    while year_start <= end:
        yield year_start
        number += 1
        year_start = add_months(start, 12 * number)


def _prepare_for_18(story: Story) -> None:
    day = add_months(story.born, 18 * 12 - 6) - timedelta(days=story.chance.randint(-60, 90))
    if story.opened < day <= LAST_DAY and story.chance.yes(0.75):
        law, paragraph = ("SEL", "§ 76") if day < NEW_LAW else ("BL", "§ 114")
        story.add(
            "decisions",
            decision_id=story.id("A", "decisions"),
            decided_on=day,
            type="ungestøtte",
            law=law,
            paragraph=paragraph,
            consent=True,
            urgent=False,
            plan_need=True if law == "BL" else None,
            plan_need_assessed_on=day if law == "BL" else None,
        )
