"""Quarters, calendar periods and working days. Every interval names both ends, and both belong to it.

Months are calendar months, clipped to the month's last day (readings, G4). Hverdage are Mondays to
Fridays that are not public holidays by law; Store bededag is one up to and including 2023.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

Unit = Literal["hours", "days", "working_days", "months"]
_PERIOD = re.compile(r"^(-?\d+) (hour|day|working_day|month)s?$")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the law counts it: ``4 months``, ``6 working_days``, ``24 hours``."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that ``text`` names; raises ValueError where it names none."""
        match = _PERIOD.match(text)
        if not match:
            raise ValueError(text)
        return cls(int(match[1]), f"{match[2]}s")  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


def add_months(day: date, months: int) -> date:
    """Return the same day-number ``months`` later (or earlier), clipped to the month's last day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


_AFTER_EASTER = (-3, -2, 0, 1, 39, 49, 50)  # skærtorsdag, langfredag, påske, Kristi himmelfart, pinse
_FIXED = ((1, 1), (12, 25), (12, 26))
_LAST_STORE_BEDEDAG = 2023


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the year's public holidays by law in Denmark (5 June, 24 and 31 December are not among them)."""
    easter = easter_sunday(year)
    days = {easter + timedelta(days=after) for after in _AFTER_EASTER}
    if year <= _LAST_STORE_BEDEDAG:
        days.add(easter + timedelta(days=26))
    return frozenset(days | {date(year, month, day) for month, day in _FIXED})


def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the Gregorian calendar (the rule of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (8 * century + 13) // 25 + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 19 * weekday) // 433
    month = (moon + weekday - 7 * late + 90) // 25
    return date(year, month, (moon + weekday - 7 * late + 33 * month + 19) % 32)


def is_working_day(day: date) -> bool:
    """Say whether a day is a hverdag: Monday to Friday and no public holiday (choice: Saturday is not)."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the ``count``-th hverdag after ``day`` (before it where ``count`` is negative); day 1 is the first
    hverdag after it.
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def add_period(day: date, period: Period) -> date:
    """Return ``day`` plus a period of days, hverdage or months; hours are not counted on days."""
    if period.unit == "months":
        return add_months(day, period.count)
    if period.unit == "working_days":
        return add_working_days(day, period.count)
    if period.unit == "days":
        return day + timedelta(days=period.count)
    raise ValueError(str(period))


_QUARTER = re.compile(r"^(\d{4})\s*[KQkq]([1-4])$|^([1-4])\.\s*kvartal\s+(\d{4})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year, written ``2026K3``."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter that holds ``day``."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Return the quarter written ``2026K3``, ``2026Q3`` or ``3. kvartal 2026``; raises ValueError."""
        match = _QUARTER.match(text.strip())
        if not match:
            raise ValueError(text)
        year, number = (match[1], match[2]) if match[1] else (match[4], match[3])
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}K{self.number}"

    @property
    def first_day(self) -> date:
        """The quarter's first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        return add_months(self.first_day, 3) - timedelta(days=1)

    def plus(self, quarters: int) -> Quarter:
        """Return the quarter so many quarters later (or earlier)."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    def back(self, count: int) -> Iterator[Quarter]:
        """Yield ``count`` quarters that end with this one, oldest first."""
        yield from (self.plus(step) for step in range(1 - count, 1))
