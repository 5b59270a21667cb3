"""One invented case as it is being told: its chance, its facts, and the records told so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from auditkit.dates import add_months

FIRST_DAY = date(2022, 1, 3)
LAST_DAY = date(2026, 9, 30)
"""The day the invented lists were drawn: nothing later is known, but next dates may be planned."""
NEW_LAW = date(2024, 1, 1)

_T = TypeVar("_T")
Row = dict[str, Any]
Records = Mapping[str, list[Row]]


class Chance(Random):
    """A seeded source of chance that speaks of shares and days."""

    def yes(self, share: float) -> bool:
        """Return true in this share of the draws."""
        return self.random() < share

    def pick(self, weights: Mapping[_T, float]) -> _T:
        """Return one of the keys, by its weight."""
        return self.choices(list(weights), list(weights.values()))[0]

    def after(self, day: date, least: int, most: int) -> date:
        """Return a day between ``least`` and ``most`` days after another."""
        return day + timedelta(days=self.randint(least, most))

    def weekday(self, day: date) -> date:
        """Return the day, or the Monday after it where it falls in a weekend."""
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def hour(self, day: date) -> datetime:
        """Return a moment of the day within opening hours, never midnight."""
        return datetime.combine(day, time(self.randint(8, 15), self.randrange(0, 60, 5)))


@dataclass(slots=True)
class Story:
    """An invented case: who it is about, which team has it, and what has been written down."""

    chance: Chance
    number: int
    opened: date
    born: date
    unborn: bool
    disabled: bool
    care: float
    """How often deadlines are kept in this case, as a factor on the usual shares."""
    records: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    closed: date | None = None

    @property
    def case_id(self) -> str:
        """The case number, which says that the case is invented."""
        return f"FIKTIV-{self.opened.year}-{self.number:04d}"

    def add(self, plural: str, **values: object) -> Row:
        """Write a record down; what lies after the last day is not known yet and stays blank."""
        row = {"case_id": self.case_id, **values}
        for name, value in row.items():
            if name != "next_on" and isinstance(value, date) and _day(value) > LAST_DAY:
                row[name] = None
        self.records[plural].append(row)
        return row

    def id(self, letter: str, plural: str) -> str:
        """Return the next id of a kind of record in this case."""
        return f"{letter}{self.number:04d}-{len(self.records[plural]) + 1}"

    def keeps(self, share: float) -> bool:
        """Say whether this deadline is kept, given how often it usually is."""
        return self.chance.yes(min(0.98, share * self.care))

    def age_on(self, day: date) -> int:
        """Return the child's age in whole years."""
        return day.year - self.born.year - (add_months(self.born, 12 * (day.year - self.born.year)) > day)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
