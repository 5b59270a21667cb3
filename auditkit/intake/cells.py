"""Dates and moments as Danish lists write them: closed lists of forms, day first always, nothing guessed.

A two-digit year is 2000-2049 or 1950-1999; of a birth date it is 2000-2035 or 1936-1999, so that no
child is born in the far future. Both limits are fixed: what a list says must not depend on the day it
is read. A date outside 1901-2100 is a slip of the pen or a placeholder, and unreadable.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from auditkit.dates import COPENHAGEN
from auditkit.terms import translator

from .door.grid import Cell, CellKind
from .hidden import shown_cell
from .not_a_day import said_instead_of_a_day
from .unreadable import Code, Unreadable

_ = translator("intake")

EVENT_PIVOT, BIRTH_PIVOT = 49, 35
# Wall times without a zone, as lists have them. The 1900 system counts a day that never was: see from_serial.
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
_FIRST_YEAR, _LAST_YEAR = 1901, 2100
_PLAIN_NUMBER_YEARS = range(1990, 2101)

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH_NUMBER = {name: number for number, name in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}

_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_DAY_FIRST = (
    re.compile(r"(?P<d>\d{1,2})(?P<s>[-./]) ?(?P<m>\d{1,2})(?P=s) ?(?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[./] ?(?P<m>\d{1,2})(?: ?- ?| )(?P<y>\d{4}|\d{2})"),
    re.compile(r"(?:den |d\. ?)?(?P<d>\d{1,2})(?:\. ?| |-)(?P<name>[a-zæøå]+)(?:\. ?| |-)(?P<y>\d{4}|\d{2})"),
)
_TIME = re.compile(r"(?:kl\.? ?)?(?P<h>\d{1,2})[.:](?P<min>\d{2})(?:[.:](?P<sec>\d{2}))?|kl\.? ?(?P<only>\d{1,2})")
_DATE_AND_TIME = re.compile(rf"(?P<date>.*?\d)(?:, ?| |t)(?P<time>{_TIME.pattern})")
_MACHINE = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_NOT_FILLED = re.compile(r"[xd0_?]{1,2}[-./][xm0_?]{1,2}[-./](?:x|å|y|0|_|\?|aa){1,4}")
NO_ANSWER = frozenset({"?", "??", "???", "n/a", "na", "n.a.", "ikke relevant"})
_PLACEHOLDERS = frozenset({date(1899, 12, 31), date(1900, 1, 1), date(1904, 1, 1), date(9999, 12, 31)})


class _ImpossibleDateError(ValueError):
    """A date that no calendar has; the message says why."""


def read_date(cell: Cell, date1904: bool, pivot: int = EVENT_PIVOT) -> date | Unreadable:
    """Return the day of a date cell; a time beside it is left out."""
    moment = read_moment(cell, date1904, pivot)
    return moment if isinstance(moment, Unreadable) else moment.date()


def read_moment(cell: Cell, date1904: bool, pivot: int = EVENT_PIVOT) -> datetime | Unreadable:
    """Return the local wall time of a cell; 00:00 exactly where no hour is known."""
    try:
        moment = _moment(cell, date1904, pivot)
    except _ImpossibleDateError as fault:
        return _unreadable(Code.IMPOSSIBLE_DATE, shown_date(cell, date1904), str(fault))
    if moment is None:
        return _not_a_date(shown_date(cell, date1904))
    if moment.date() in _PLACEHOLDERS:
        return _unreadable(Code.PLACEHOLDER, shown_date(cell, date1904), _("it stands for an unknown date"))
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        why = _("the year {year} cannot be right", year=moment.year)
        return _unreadable(Code.IMPOSSIBLE_DATE, shown_date(cell, date1904), why)
    return moment


def shown_date(cell: Cell, date1904: bool) -> str:
    """Return what a person sees in the cell: of a true Excel date the day, not its serial."""
    moment = from_serial(cell.number, date1904) if cell.is_date and cell.number is not None else None
    return f"{moment:%d-%m-%Y}" if moment else shown_cell(cell.text)


def _moment(cell: Cell, date1904: bool, pivot: int) -> datetime | None:
    if cell.number is not None:
        moment = from_serial(cell.number, date1904)
        plausible = cell.is_date or (moment and moment.year in _PLAIN_NUMBER_YEARS)
        return moment if plausible else None
    if cell.kind is not CellKind.TEXT:
        return None
    text = " ".join(cell.text.split()).casefold()
    if _SERIAL.fullmatch(text):
        # Columns that mix text and true dates often hold serials saved as text.
        return _moment(Cell(CellKind.NUMBER, text, float(text.replace(",", "."))), date1904, pivot)
    return None if _NOT_FILLED.fullmatch(text) else _from_text(text, pivot)


def from_serial(serial: float, date1904: bool) -> datetime | None:
    """Return the moment of an Excel serial, to the second; None for 29 February 1900, which never was."""
    day = int(serial)
    if serial < 0 or day > 2_958_465 or (day == 60 and not date1904):
        return None
    start = _EPOCH_1904 if date1904 else _EPOCH_1900
    if not date1904 and day < 60:
        day += 1
    seconds = round(serial % 1 * 86_400)
    try:
        return start + timedelta(days=day, seconds=seconds)
    except OverflowError:
        return None


def _from_text(text: str, pivot: int) -> datetime | None:
    day = _day(text, pivot)
    if day:
        return datetime.combine(day, time())
    if _MACHINE.fullmatch(text):
        return _from_machine(text)
    match = _DATE_AND_TIME.fullmatch(text)
    if not match:
        return None
    day, hour = _day(match["date"].rstrip(), pivot), time_of(match["time"])
    return datetime.combine(day, hour) if day and hour else None


def _from_machine(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        _day(text[:10], EVENT_PIVOT)  # says why, where the day is what is impossible
        return None
    if moment.tzinfo:
        moment = moment.astimezone(COPENHAGEN).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def time_of(text: str) -> time | None:
    """Return the time of day written ``14:30``, ``kl. 14.30`` or ``kl. 14``; None where there is none."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, second = (
        int(match["h"] or match["only"]),
        int(match["min"] or 0),
        int(match["sec"] or 0),
    )
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _day(text: str, pivot: int) -> date | None:
    match = _ISO.fullmatch(text)
    if match:
        return _checked(int(match["y"]), int(match["m"]), int(match["d"]))
    for form in _DAY_FIRST:
        match = form.fullmatch(text)
        if match:
            named = match.groupdict()
            month = _MONTH_NUMBER.get(named["name"]) if "name" in named else int(named["m"])
            return None if month is None else _checked(_year(named["y"], pivot), month, int(named["d"]))
    return None


def _year(text: str, pivot: int) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year <= pivot else 1900)


def _checked(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise _ImpossibleDateError(_("there is no month {month}; dates are read day first", month=month))
    days = monthrange(max(year, 1), month)[1]
    if not 1 <= day <= days:
        facts = {"month": MONTHS[month - 1], "year": year, "days": days}
        raise _ImpossibleDateError(_("{month} {year} has {days} days", **facts))
    if year == 0:
        raise _ImpossibleDateError(_("the year {year} cannot be right", year=year))
    return date(year, month, day)


def read_time(cell: Cell) -> time | Unreadable:
    """Return the time of day of a cell in a column of its own."""
    if cell.number is not None and 0 <= cell.number < 1:
        return (_EPOCH_1904 + timedelta(seconds=round(cell.number * 86_400))).time()
    text = " ".join(cell.text.split()).casefold()
    found = time_of(text) if cell.kind is CellKind.TEXT else None
    if found is not None:
        return found
    message = _('"{seen}" is not a time. Write it as 14:30.', seen=shown_cell(cell.text))
    return Unreadable(Code.UNREADABLE_TIME, shown_cell(cell.text), message)


_BETWEEN_DATES = re.compile(r"\s+og\s+|\s*[,;&+]\s*|\s*\n\s*")


def read_dates(cell: Cell, date1904: bool) -> tuple[date, ...] | Unreadable:
    """Return the days of a cell that may hold several ("12/3-24 og 4/9-24"); each must have its year."""
    whole = read_date(cell, date1904)
    if not isinstance(whole, Unreadable):
        return (whole,)
    parts = _BETWEEN_DATES.split(cell.text.strip())
    if cell.kind is not CellKind.TEXT or len(parts) < 2:
        return whole
    days = [read_date(Cell(CellKind.TEXT, part), date1904) for part in parts]
    found = tuple(day for day in days if not isinstance(day, Unreadable))
    return found if len(found) == len(parts) else whole


def _not_a_date(seen: str) -> Unreadable:
    if seen.casefold() in NO_ANSWER or _NOT_FILLED.fullmatch(seen.casefold()):
        return _unreadable(Code.PLACEHOLDER, seen, _("it says neither when nor that it did not happen"))
    message = said_instead_of_a_day(seen)
    if message:
        return Unreadable(Code.UNREADABLE_DATE, seen, message)
    return _unreadable(Code.UNREADABLE_DATE, seen, _("day, month and year must all be there"))


def _unreadable(code: Code, seen: str, why: str) -> Unreadable:
    message = _(
        '"{seen}" cannot be used as a date: {why}. Write it as dd-mm-yyyy, '
        "or leave the cell empty if it has not happened.",
        seen=seen,
        why=why,
    )
    return Unreadable(code, seen, message)
