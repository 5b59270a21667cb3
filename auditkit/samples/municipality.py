"""Fiktiv Kommune: an invented municipality from 2022 to 30 September 2026. The same seed gives the same cases.

Case number n is the same whatever the number of cases, so a small list is the beginning of a large one.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from auditkit.model import RECORD_TYPES

from .mess import disturb
from .reports import investigate, look_again, receive, screen
from .story import FIRST_DAY, LAST_DAY, Chance, Records, Row, Story
from .support import decide, support

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20260930
_RENAMED_ON = date(2025, 1, 1)
_OLD_NAME, _NEW_NAME = "Børneteamet", "Familieteamet"
_CASEWORKERS = {
    "Modtagelsen": ("AMH", "JKL", "SBN", "TRO"),
    _NEW_NAME: ("BKS", "CLP", "DHJ", "HMA", "LSØ", "NVR"),
    "Ungeteamet": ("EFG", "IBR", "KTP", "MOL", "PÅS"),
    "Specialteamet": ("FGN", "GSD", "RUE", "VÆB"),
}
_CARE = {"Modtagelsen": 1.03, _NEW_NAME: 1.0, "Ungeteamet": 0.86, "Specialteamet": 1.08}
_CLOSE_REASONS = {"ophørt": 70, "fraflyttet": 14, "andet": 10, "trukket tilbage": 6}


def municipality(cases: int = 300, seed: int = SEED, mess: float = 0.01) -> Records:
    """Return the records of an invented municipality by plural record name.

    ``mess`` is the share of rows with a fault: a date nobody can read, an empty cell, a link to nothing.
    """
    records: dict[str, list[Row]] = {each.plural: [] for each in RECORD_TYPES}
    for number in range(1, cases + 1):
        story = _tell(number, seed)
        disturb(story.records, Chance(f"{seed}:{number}:mess"), mess)
        for plural, rows in story.records.items():
            records[plural].extend(rows)
    return records


def _tell(number: int, seed: int) -> Story:
    chance = Chance(f"{seed}:{number}")
    story = _begin(chance, number)
    team = _team(story)
    story.care *= _CARE[team]
    _live(story)
    _register(story, team)
    return story


def _begin(chance: Chance, number: int) -> Story:
    opened = chance.after(FIRST_DAY, 0, (LAST_DAY - FIRST_DAY).days - 2)
    unborn = chance.yes(0.015)
    age = 17 * chance.betavariate(1.7, 1.2)
    born = chance.after(opened, 10, 130) if unborn else opened - timedelta(days=int(age * 365.25) + 1)
    care = 0.94 + 0.05 * (opened.year - FIRST_DAY.year)
    return Story(chance, number, opened, born, unborn, disabled=chance.yes(0.2), care=care)


def _team(story: Story) -> str:
    if story.disabled:
        return "Specialteamet"
    return "Ungeteamet" if story.age_on(story.opened) >= 13 else _NEW_NAME


def _live(story: Story) -> None:
    """Tell the case from its first report to its last measure."""
    chance = story.chance
    report = receive(story, story.opened)
    found = screen(story, report, story.opened)
    if found == "ingen":
        story.closed = chance.after(story.opened, 7, 40)
        return
    kind = "BFU" if found == "undersøgelse" else "afdækning"
    finished = investigate(story, report, story.opened, kind)
    if finished is None:
        return
    if chance.yes(0.24):
        story.closed = chance.after(finished, 5, 60)
        return
    investigation = story.records["investigations"][-1]
    named = investigation["investigation_id"] if chance.yes(0.9) else None
    early = chance.yes(0.08)  # support could not wait, or nobody noticed
    day = chance.after(finished, -50, -5) if early else chance.after(finished, 4, 40)
    decision = decide(story, day, named)
    period = support(story, decision) if decision else None
    if period:
        _go_on(story, *period)


def _go_on(story: Story, start: date, end: date | None) -> None:
    chance = story.chance
    if chance.yes(0.3):
        day = chance.after(start, 30, max(31, ((end or LAST_DAY) - start).days))
        if day < LAST_DAY:
            report = receive(story, day)
            look_again(story, report, day)
    if end and chance.yes(0.8):
        story.closed = chance.after(end, 0, 60)


def _register(story: Story, team: str) -> None:
    """Write down the case itself and the teams that have had it."""
    chance = story.chance
    story.closed = story.closed if story.closed and story.closed <= LAST_DAY else None
    workers = _CASEWORKERS[team]
    caseworker = workers[story.number % len(workers)]
    handed_over = chance.after(story.opened, 10, 45)
    if not story.records["investigations"] or handed_over > (story.closed or LAST_DAY):
        team, caseworker = "Modtagelsen", chance.choice(_CASEWORKERS["Modtagelsen"])
    story.add(
        "cases",
        birth_date=None if story.unborn and story.born > LAST_DAY else story.born,
        expected_birth_on=story.born if story.unborn else None,
        team=team,
        caseworker=caseworker,
        target_group="Handicap" if story.disabled else "Social",
        opened_on=story.opened,
        closed_on=story.closed,
        close_reason=_why_closed(story),
    )
    if team != "Modtagelsen":
        receiver = chance.choice(_CASEWORKERS["Modtagelsen"])
        story.add(
            "team_history",
            team="Modtagelsen",
            caseworker=receiver,
            from_on=story.opened,
            to_on=handed_over - timedelta(days=1),
        )
        for name, first, last in _names(team, handed_over):
            story.add("team_history", team=name, caseworker=caseworker, from_on=first, to_on=last)


def _why_closed(story: Story) -> str | None:
    if not story.closed:
        return None
    if story.age_on(story.closed) >= 18:
        return "fyldt 18"
    return str(story.chance.pick(_CLOSE_REASONS)) if story.chance.yes(0.93) else None


def _names(team: str, first: date) -> Iterator[tuple[str, date, date | None]]:
    """Yield a team's names from a day on: one of the teams got a new one in 2025."""
    if team == _NEW_NAME and first < _RENAMED_ON:
        yield _OLD_NAME, first, _RENAMED_ON - timedelta(days=1)
        yield _NEW_NAME, _RENAMED_ON, None
    else:
        yield team, first, None
