"""When a duty arose and when it was due, in words: the day, its cell, and the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from auditkit.dates import COPENHAGEN, Period, add_period
from auditkit.terms import translator

from .output import danish_day

if TYPE_CHECKING:
    from auditkit.rules import RuleFile, Version

_ = translator("cli")

Row = Mapping[str, Any]


def place(source: str | None) -> str:
    """Return ``file|sheet|cell`` in words; a cell without a column is a row."""
    file, sheet, cell = ((source or "") + "||").split("|")[:3]
    if not file:
        return _("not in a list")
    if cell.isdigit():
        return _("{file}, sheet »{sheet}«, row {row}", file=file, sheet=sheet, row=cell)
    return _("{file}, sheet »{sheet}«, cell {cell}", file=file, sheet=sheet, cell=cell)


def point(row: Row, name: str) -> date | None:
    """Return the moment ``name`` where its hour is known, else the day."""
    moment: datetime | None = row[f"{name}_at"]
    day: date | None = row[f"{name}_on"]
    return day if moment is None else moment


def triggered(row: Row, file: RuleFile) -> str:
    """Return what set the duty going: a day, a birthday, or a period of a state that lasts."""
    when, where, birthday = point(row, "trigger"), place(row["source"]), _birthday(row, file)
    if when is None:
        return _("Triggered: no date that can be used ({place})", place=where)
    if birthday and file.logic and file.logic.kind == "deadline":
        return _(
            "Triggered: {age} years on {day} ({place})", age=file.logic.birthday, day=danish_day(birthday), place=where
        )
    if file.logic and file.logic.kind == "count":
        return _(
            "Triggered: the {period} from {start} to {end}, counted from the beginning ({place})",
            period=_words(Period.parse(file.logic.every)),
            start=danish_day(when),
            end=danish_day(row["due_on"]),
            place=where,
        )
    return _("Triggered: {day} ({place})", day=danish_day(when), place=where)


def deadline(row: Row, file: RuleFile, version: Version | None) -> Iterator[str]:
    """Return the due day with its sum. Where the law sets none, a blank counts as missing from then."""
    due = point(row, "due")
    if due is None:
        return
    words = _arithmetic(row, file, version, due)
    if file.logic and file.logic.kind == "presence":
        yield _("Counts as missing from: {sum}", sum=words)
    else:
        yield _("Deadline: {sum}", sum=words)


def _arithmetic(row: Row, file: RuleFile, version: Version | None, due: date) -> str:
    """Return the sum that gave the due day, where it is a sum; else the day and where it comes from."""
    if version and version.due_by:  # its period only chooses the law
        return _("{day}, written on the follow-up as the next", day=danish_day(due))
    start = _birthday(row, file) or point(row, "trigger")
    text = version and (version.within or version.waiting)
    if text and start is not None and _sums_to(start, Period.parse(text), due):
        return _sum(start, Period.parse(text), due)
    if version and version.or_when_finished:
        return _("{day}, because an investigation alongside was finished then", day=danish_day(due))
    if file.logic and file.logic.kind == "order":
        return _("before or on the day of the decision or conclusion, {day}", day=danish_day(due))
    return danish_day(due)


def _birthday(row: Row, file: RuleFile) -> date | None:
    """Return the birthday that a duty hangs on; it stands in the name of its record."""
    case_id, _at, day = str(row["record"]).rpartition("@")
    hangs = file.logic and file.logic.kind == "deadline" and file.logic.birthday and case_id == row["case_id"]
    return date.fromisoformat(day) if hangs else None


def _sums_to(start: date, period: Period, due: date) -> bool:
    if period.unit == "hours":
        timed = isinstance(start, datetime) and isinstance(due, datetime)
        return timed and start + timedelta(hours=period.count) == due
    return add_period(_local_day(start), period) == _local_day(due)


def _sum(start: date, period: Period, due: date) -> str:
    sign = "+" if period.count >= 0 else "−"
    length = _words(Period(abs(period.count), period.unit))
    return f"{danish_day(start)} {sign} {length} = {danish_day(due)}"


def _words(period: Period) -> str:
    """Return a period as the law writes it: 4 måneder, 6 hverdage, 24 timer."""
    unit = period.unit if period.count != 1 else period.unit.removesuffix("s")
    return f"{period.count} " + _(f"unit:{unit}")


def _local_day(moment: date) -> date:
    return moment.astimezone(COPENHAGEN).date() if isinstance(moment, datetime) else moment
