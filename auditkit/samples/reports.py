"""How invented cases begin: a report, its assessment within a day, and what was decided to look into."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from auditkit.dates import add_months, add_working_days

from .story import LAST_DAY, NEW_LAW, Row, Story

_NOTIFIERS = {"fagperson": 60, "borger": 17, "anonym": 11, "kommune": 5, "egen forvaltning": 7}
_TYPES = {"almindelig": 93, "overgreb": 4, "mellemkommunal": 3}


def receive(story: Story, day: date) -> Row:
    """Write down a report of concern received on a day, assessed within 24 hours in nine of ten."""
    chance = story.chance
    received = chance.hour(day)
    notifier = chance.pick(_NOTIFIERS)
    quick = timedelta(hours=chance.randint(1, 20), minutes=5 * chance.randrange(12))
    assessed = received + (quick if story.keeps(0.92) else timedelta(hours=chance.randint(25, 90)))
    acknowledged = add_working_days(day, chance.randint(1, 6 if story.keeps(0.9) else 14))
    return story.add(
        "notifications",
        notification_id=story.id("U", "notifications"),
        received_at=_as_kept(story, received),
        assessed_at=_as_kept(story, assessed),
        assessment="akut" if chance.yes(0.06) else "ikke akut",
        type=chance.pick(_TYPES),
        notifier=notifier,
        acknowledged_on=None if notifier == "anonym" or chance.yes(0.04) else acknowledged,
        informed_on=chance.after(day, 3, 30) if notifier == "fagperson" else None,
    )


def _as_kept(story: Story, moment: datetime) -> date | datetime:
    # Some teams write the day only. The two columns are written by different people.
    return moment.date() if story.chance.yes(0.06) else moment


def look_again(story: Story, report: Row, day: date) -> None:
    """Write down the new look at a report that came while a measure was running."""
    if story.keeps(0.72):
        report["reassessed_on"] = min(LAST_DAY, story.chance.after(day, 0, 9))
        report["new_participant"] = story.chance.yes(0.85)


def screen(story: Story, report: Row, day: date) -> str:
    """Write down what the report led to (``ingen``, ``afdækning``, ``undersøgelse``), and return it."""
    weights = {"ingen": 22, "afdækning": 18 if day >= NEW_LAW else 0, "undersøgelse": 62}
    result = story.chance.pick(weights)
    screened = story.chance.after(day, 1, 12)
    if screened <= LAST_DAY and day >= NEW_LAW:
        report.update(screened_on=screened, screening=result)
    return result


def investigate(story: Story, report: Row, day: date, kind: str) -> date | None:
    """Write down an investigation of a report, and return the day it was finished (none: still open)."""
    chance = story.chance
    decided = chance.after(day, 2, 21)
    row = story.add(
        "investigations",
        investigation_id=story.id("B", "investigations"),
        notification_id=report["notification_id"],
        type=kind,
        aware_on=day if chance.yes(0.7) else None,
        decided_on=decided,
        started_on=chance.after(decided, 0, 14),
        consent=chance.yes(0.94),
    )
    finished = _finish(story, row, day) if kind == "BFU" else chance.after(decided, 15, 70)
    known = _known(finished)
    row["completed_on"] = known
    if kind == "BFU":
        _talk(story, row, decided, min(finished, LAST_DAY))
    return known


def _finish(story: Story, row: Row, aware: date) -> date:
    """Return when a BFU ends: within four months in about half, often on the last days."""
    due, chance = add_months(aware, 4), story.chance
    if story.keeps(0.52):
        back = chance.randint(0, 10) if chance.yes(0.5) else chance.randint(11, 70)
        return chance.weekday(due - timedelta(days=back + 2)) if back > 2 else due
    if chance.yes(0.4):
        row["interim_on"] = _known(due - timedelta(days=chance.randint(0, 20)))
    return chance.weekday(chance.after(due, 3, 120 if chance.yes(0.85) else 420))


def _talk(story: Story, row: Row, start: date, end: date) -> None:
    if end <= start or not story.keeps(0.93):
        return
    day = story.chance.after(start, 1, max(1, (end - start).days))
    talk(story, day, "undersøgelse", row["investigation_id"])


def talk(story: Story, day: date, purpose: str, concerns: str) -> None:
    """Write down a conversation with the child, or in a few cases why there was none."""
    chance = story.chance
    if day > LAST_DAY:
        return
    if chance.yes(0.06):
        reason = "Barnet er spædt" if chance.yes(0.8) else None
        story.add(
            "conversations",
            purpose=purpose,
            concerns=concerns,
            omitted=True,
            omission_reason=reason,
            other_source=chance.yes(0.7),
        )
        return
    form = chance.pick({"samtale": 80, "leg og samvær": 12, "video": 8})
    linked = concerns if chance.yes(0.85) else None
    story.add("conversations", held_on=day, purpose=purpose, concerns=linked, form=form)


def _known(day: date) -> date | None:
    return day if day <= LAST_DAY else None
