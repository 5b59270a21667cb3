"""A verdict told in words, so that a caseworker, a lawyer and a controller can each check it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.terms import basis_label, outcome_label, reason_label, translator

from .output import danish_day
from .prose_days import Row, deadline, place, point, triggered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.rules import RuleFile, Version

_ = translator("cli")


def told(row: Row, file: RuleFile) -> str:
    """Return one obligation's derivation: trigger, law, arithmetic, evidence, outcome, and what to do."""
    version = version_of(row, file)
    lines = [
        _("Case {case_id}, {record}", case_id=row["case_id"], record=row["record"]),
<<<<<<< HEAD
        *_triggered(row, file),
=======
        triggered(row, file),
>>>>>>> words
        *_by_law(file, version),
        *deadline(row, file, version),
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


<<<<<<< HEAD
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


=======
>>>>>>> words
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


<<<<<<< HEAD
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
=======
def _evidence(row: Row) -> Iterator[str]:
    done, where = point(row, "fulfilled"), place(row["evidence"])
    if done is not None and row["outcome"] == "missed":
        yield _("Done too late: {day} ({place})", day=danish_day(done), place=where)
    elif done is not None:
        yield _("Fulfilled: {day} ({place})", day=danish_day(done), place=where)
>>>>>>> words
    elif row["outcome"] == "missed":
        yield _("Fulfilled: nothing found that fulfils it")
    elif row["reason"] == "evidence_unreadable" and row["evidence"]:
        yield _("Cannot be read: {place}", place=where)
    elif row["reason"] == "dates_only":
        yield _("Without an hour: {places}", places="; ".join(map(place, _without_hour(row))))
    if row["derived"]:
        yield _("Note: the list does not link the two; they stand in the same case, and the dates fit")


def _without_hour(row: Row) -> list[str]:
    """Return the cells that hold a date without an hour: the trigger's, the evidence's, or both."""
    return [row["source"]] * (row["trigger_at"] is None) + [row["evidence"]] * (row["evidence"] is not None)


def _to_do(row: Row, file: RuleFile) -> Iterator[str]:
<<<<<<< HEAD
    if row["outcome"] == "missed" and row["fulfilled_on"]:
        yield _("What to do: nothing more; it was done, but too late")
=======
    if row["outcome"] == "missed" and _is_over(row):
        yield _("What to do: it cannot be made up for; if a date is wrong, correct the list and import it again")
>>>>>>> words
    elif row["outcome"] == "missed":
        yield _("What to do: {remedy}", remedy=" ".join(file.remedy.split()))
    elif row["outcome"] == "undeterminable":
        yield _to_correct(row, file)
    elif row["outcome"] == "not_due":
        yield _("What to do: nothing is late; note the deadline")


def _is_over(row: Row) -> bool:
    """Say whether it was done too late or called off too late: no remedy is left."""
    from auditkit.model import MISSED_LATE, Reason

    return row["reason"] in {*MISSED_LATE, Reason.CANCELLED_AFTER_DUE}


def _to_correct(row: Row, file: RuleFile) -> str:
    from auditkit.report.rules_seen import field_and_sheet

    untriggered = row["reason"] in {"trigger_unreadable", "trigger_unknown"} and point(row, "trigger") is None
    if untriggered or row["evidence"] or row["reason"] == "dates_only":
        return _("What to do: correct or complete the list where it says so above, and import it again")
    if row["reason"] == "evidence_unreadable" and file.logic:
        columns = ", ".join(map(field_and_sheet, file.logic.fulfilled_by))
        return _(
            "What to do: find the cell that cannot be read ({columns}), correct it and import again", columns=columns
        )
    return _("What to do: correct or complete in the list what the outcome names, and import it again")
