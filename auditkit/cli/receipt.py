"""The import receipt in words: what was read as what, what was left out and why, what changed in the database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from auditkit.terms import sheet_label, translator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditkit.intake import FileReceipt, Intake, SheetReceipt
    from auditkit.model import Problem
    from auditkit.store import ImportReceipt

_ = translator("cli")

_SHOWN = 5


def receipt_lines(intake: Intake, receipt: ImportReceipt | None) -> Iterator[str]:
    """Yield the whole receipt; ``receipt`` is None where nothing was to be stored."""
    for file in intake.files:
        yield from _file_lines(file)
    yield row_line(intake)
    yield from problem_lines(intake.problems)
    yield from _left_out_lines(intake)
    yield from stored_lines(receipt)


def row_line(intake: Intake) -> str:
    """Return the row ledger, which adds up."""
    rows = intake.rows
    return _(
        "Rows: {read} read = {used} used + {set_aside} set aside + {blank} blank",
        read=rows.read,
        used=rows.used,
        set_aside=rows.set_aside,
        blank=rows.blank,
    )


def _file_lines(file: FileReceipt) -> Iterator[str]:
    used = [sheet for sheet in file.sheets if sheet.read_as]
    yield _("{file}: {count} sheets read", file=file.name, count=len(used))
    for sheet in used:
        yield f"  {_sheet_line(sheet)}"
        for each in sheet.columns:
            if each.unreadable:
                yield "    " + _(
                    "{column} »{header}«: {filled} filled = {read} interpreted + {unreadable} unreadable",
                    column=each.column,
                    header=each.header,
                    filled=each.filled,
                    read=each.read,
                    unreadable=each.unreadable,
                )


def _sheet_line(sheet: SheetReceipt) -> str:
    facts = [
        _(
            "»{sheet}« read as {kind}: {read} rows = {used} used + {set_aside} set aside + {blank} blank",
            sheet=sheet.name,
            kind=_kind(sheet.read_as),
            read=sheet.rows.read,
            used=sheet.rows.used,
            set_aside=sheet.rows.set_aside,
            blank=sheet.rows.blank,
        )
    ]
    if sheet.read_as in ("flat", "cases") and "Team" not in {each.field for each in sheet.columns}:
        facts.append(_("no column with the team"))
    if not sheet.by_name:
        facts.append(_("known by its headers"))
    if sheet.hidden:
        facts.append(_("the sheet is hidden"))
    if sheet.hidden_rows:
        facts.append(_("of which hidden rows: {count}", count=sheet.hidden_rows))
    if sheet.hidden_columns:
        facts.append(_("hidden columns: {columns}", columns=", ".join(sheet.hidden_columns)))
    return "; ".join(facts)


def _kind(read_as: str) -> str:
    return _("case list") if read_as == "flat" else sheet_label(read_as)


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield how many faults there are of each sort, and the first of them."""
    if not problems:
        yield _("No problems in the lists")
        return
    yield _("{count} problems in the lists; the first:", count=len(problems))
    yield f"  ({_sort_line(problems)})"
    for problem in problems[:_SHOWN]:
        yield f"  {problem.file}, {problem.sheet}, {problem.cell}: {problem.message}"


_SORTS = {
    "duplicate_identical": "problems:identical",
    "duplicate_conflicting": "problems:conflicting",
    "id_not_unique": "problems:conflicting",
    "unknown_case": "problems:unknown_case",
    "out_of_order": "problems:contradiction",
    "law_does_not_fit_date": "problems:contradiction",
    "birth_date_differs": "problems:contradiction",
    "no_case_id": "problems:no_case_id",
}


def _sort_line(problems: Sequence[Problem]) -> str:
    sorts = Counter(_SORTS.get(each.code, "problems:unreadable") for each in problems)
    return " · ".join(f"{_(sort)}: {count}" for sort, count in sorts.most_common())


def _left_out_lines(intake: Intake) -> Iterator[str]:
    for row in intake.set_aside[:_SHOWN]:
        yield _(
            "Set aside: {file}, {sheet}, row {row}: {message}",
            file=row.file,
            sheet=row.sheet,
            row=row.row,
            message=row.message,
        )
    if len(intake.set_aside) > _SHOWN:
        yield _("… and {count} rows more set aside", count=len(intake.set_aside) - _SHOWN)
    for left in intake.ignored:
        yield f"{left.file}, {left.sheet}, »{left.name}«: {left.message}"
    for each in intake.suggestions:
        yield _(
            "{file}, {sheet}: the column »{header}« is not known; it looks like »{looks_like}«",
            file=each.file,
            sheet=each.sheet,
            header=each.header,
            looks_like=each.looks_like,
        )


def stored_lines(receipt: ImportReceipt | None) -> Iterator[str]:
    """Yield what the import changed in the database, and what stands there beside it."""
    if receipt is None:
        yield _("Nothing was stored (--dry-run)")
        return
    if receipt.changed:
        yield _(
            "Stored as import {number}: {added} records new, {ended} ended, {unchanged} unchanged",
            number=receipt.import_id,
            added=receipt.added,
            ended=receipt.ended,
            unchanged=receipt.unchanged,
        )
        if receipt.moved:
            yield _("{moved} records are the same and stand in another place now", moved=receipt.moved)
    else:
        yield _("The database held all of it already")
    if receipt.cases_ended:
        yield _("{count} cases are no longer in any list, and are not judged any more", count=receipt.cases_ended)
    yield from elsewhere_lines(receipt)


def elsewhere_lines(receipt: ImportReceipt) -> Iterator[str]:
    """Yield a warning where cases stay in force that only lists of other names hold."""
    if receipt.cases_elsewhere:
        yield _(
            "NOTE: the database holds {count} cases more, from lists of other names. They are still judged. If "
            "this list takes the place of an older one, give it the older one's name and import again with "
            "--replace.",
            count=receipt.cases_elsewhere,
        )
