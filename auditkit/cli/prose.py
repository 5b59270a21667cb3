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
        triggered(row, file),
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


def _evidence(row: Row) -> Iterator[str]:
    done, where = point(row, "fulfilled"), place(row["evidence"])
    if done is not None and row["outcome"] == "missed":
        yield _("Done too late: {day} ({place})", day=danish_day(done), place=where)
    elif done is not None:
        yield _("Fulfilled: {day} ({place})", day=danish_day(done), place=where)
    elif row["outcome"] == "missed":
        yield _("Fulfilled: nothing found that fulfils it")
    elif row["reason"] in {"evidence_unreadable", "trigger_unreadable"} and row["evidence"]:
        yield _("Cannot be read: {place}", place=where)
    elif row["reason"] == "dates_only":
        yield _("Without an hour: {places}", places="; ".join(map(place, _without_hour(row))))
    if row["derived"]:
        yield _("Note: the list does not link the two; they stand in the same case, and the dates fit")


def _without_hour(row: Row) -> list[str]:
    """Return the cells that hold a date without an hour: the trigger's, the evidence's, or both."""
    return [row["source"]] * (row["trigger_at"] is None) + [row["evidence"]] * (row["evidence"] is not None)


def _to_do(row: Row, file: RuleFile) -> Iterator[str]:
    if row["outcome"] == "missed" and _is_over(row):
        yield _("What to do: it cannot be made up for; if a date is wrong, correct the list and import it again")
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
