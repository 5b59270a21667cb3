"""A verdict told in words, so that a caseworker, a lawyer and a controller can each check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from auditkit.dates import COPENHAGEN, Period, add_period
from auditkit.terms import basis_label, outcome_label, reason_label, translator

from .output import danish_day

if TYPE_CHECKING:
    from auditkit.rules import RuleFile, Version

_ = translator("cli")

Row = Mapping[str, Any]


def told(row: Row, file: RuleFile) -> str:
    """Return one obligation's derivation: trigger, law, arithmetic, evidence, outcome, and what to do."""
    version = version_of(row, file)
    lines = [
        _("Case {case_id}, {record}", case_id=row["case_id"], record=row["record"]),
        *_triggered(row, file),
        *_by_law(file, version),
        *_deadline(row, file, version),
        *_evidence(row),
        _("Outcome: {outcome} – {reason}", outcome=outcome_label(row["outcome"]), reason=reason_label(row["reason"])),
        *_to_do(row, file),
    ]
    return "\n".join([f"{file.id} · {file.title}", *(f"  {line}" for line in lines)])


def version_of(row: Row, file: RuleFile) -> Version | None:
    """Return the version that the obligation was judged by; none where its law could not be settled."""
    for version in file.version:
        if version.from_ == row["version_from"]:
            return version
    return None


def place(source: str | None) -> str:
    """Return ``file|sheet|cell`` in words."""
    file, sheet, cell = ((source or "") + "||").split("|")[:3]
    if not file:
        return _("not in a list")
    return _("{file}, sheet »{sheet}«, cell {cell}", file=file, sheet=sheet, cell=cell)


def period_words(period: Period) -> str:
    """Return a period as the law writes it: 4 måneder, 6 hverdage, 24 timer."""
    unit = period.unit if period.count != 1 else period.unit.removesuffix("s")
    return f"{period.count} " + _(f"unit:{unit}")


def _triggered(row: Row, file: RuleFile) -> Iterator[str]:
    when = _point(row, "trigger")
    if when is None:
        yield _("Triggered: no date that can be used ({place})", place=place(row["source"]))
    elif _is_count(file) or row["record"].startswith(f"{row['case_id']}@"):
        # A placement year or a birthday: the cell holds the day it is counted from.
        yield _("Triggered: {day}, counted from the date in {place}", day=danish_day(when), place=place(row["source"]))
    else:
        yield _("Triggered: {day} ({place})", day=danish_day(when), place=place(row["source"]))


def _by_law(file: RuleFile, version: Version | None) -> Iterator[str]:
    yield _("Kind of requirement: {basis}", basis=basis_label(file.basis))
    if version is None:
        yield _("Rule: which version of the law applies could not be settled")
        return
    checked = version.checked and _("the text was last checked {day}", day=danish_day(version.checked))
    yield _(
        "Rule: {citation}, version from {day} ({checked})",
        citation=version.citation,
        day=danish_day(version.from_),
        checked=checked or _("the text has not been checked yet"),
    )


def _deadline(row: Row, file: RuleFile, version: Version | None) -> Iterator[str]:
    due = _point(row, "due")
    if due is None:
        return
    yield _("Deadline: {sum}", sum=_arithmetic(row, file, version, due))


def _arithmetic(row: Row, file: RuleFile, version: Version | None, due: date) -> str:
    """Return the sum that gave the due day, where it is a sum; else the day and where it comes from."""
    start = _point(row, "trigger")
    text = version and (version.within or version.waiting)
    if text and start is not None:
        period = Period.parse(text)
        if _sums_to(start, period, due):
            return f"{danish_day(start)} + {period_words(period)} = {danish_day(due)}"
    if version and version.due_by:
        return _("{day}, as written in the list", day=danish_day(due))
    if version and version.or_when_finished:
        return _("{day}, because an investigation alongside was finished then", day=danish_day(due))
    if _is_count(file) and start is not None:
        return _("{day}, the last day of the year that begins {start}", day=danish_day(due), start=danish_day(start))
    if file.logic and file.logic.kind == "order":
        return _("before or on the day of the decision or conclusion, {day}", day=danish_day(due))
    return danish_day(due)


def _is_count(file: RuleFile) -> bool:
    return file.logic is not None and file.logic.kind == "count"


def _sums_to(start: date, period: Period, due: date) -> bool:
    if period.unit == "hours":
        timed = isinstance(start, datetime) and isinstance(due, datetime)
        return timed and start + timedelta(hours=period.count) == due
    return add_period(_local_day(start), period) == _local_day(due)


def _evidence(row: Row) -> Iterator[str]:
    done = _point(row, "fulfilled")
    if done is None and row["outcome"] == "undeterminable":
        yield _("Fulfilled: the list does not tell")
    elif done is None:
        yield _("Fulfilled: nothing found that fulfils it")
    elif row["outcome"] == "missed":
        yield _("Done too late: {day} ({place})", day=danish_day(done), place=place(row["evidence"]))
    else:
        yield _("Fulfilled: {day} ({place})", day=danish_day(done), place=place(row["evidence"]))
    if row["derived"]:
        yield _("Note: the list does not link the two; they stand in the same case, and the dates fit")


def _to_do(row: Row, file: RuleFile) -> Iterator[str]:
    if row["outcome"] == "missed" and row["fulfilled_on"]:
        yield _("What to do: nothing more; it was done, but too late")
    elif row["outcome"] == "missed":
        yield _("What to do: {remedy}", remedy=" ".join(file.remedy.split()))
    elif row["outcome"] == "undeterminable":
        yield _("What to do: correct or complete the list where it says so above, and import it again")
    elif row["outcome"] == "not_due":
        yield _("What to do: nothing is late; note the deadline")


def _point(row: Row, name: str) -> date | None:
    moment: datetime | None = row[f"{name}_at"]
    day: date | None = row[f"{name}_on"]
    return day if moment is None else moment


def _local_day(point: date) -> date:
    return point.astimezone(COPENHAGEN).date() if isinstance(point, datetime) else point
