"""The error list (fejlliste): what somebody must correct in the case system, cell by cell, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.intake import correction_rows
from auditkit.terms import translator

from .sheets.page import Column, write_table
from .writer import new_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from auditkit.intake import Intake

    from .writer import Book, Cell

_ = translator("report")

_A4 = 9


def write_error_list(path: Path | str, intake: Intake) -> None:
    """Write the cells to correct, the rows set aside and what was read from each column. Raises CannotWrite."""
    with new_book(path) as book:
        _write_corrections(book, intake)
        _write_set_aside(book, intake)
        _write_columns(book, intake)


def _write_corrections(book: Book, intake: Intake) -> None:
    columns = [
        Column(_("File"), 22, "wrap"),
        Column(_("Sheet"), 16, "wrap"),
        Column(_("Cell"), 8),
        Column(_("Column"), 20, "wrap"),
        Column(_("Case no."), 16, "wrap"),
        Column(_("What stands there"), 20, "wrap"),
        Column(_("What was expected"), 26, "wrap"),
        Column(_("What to do"), 60, "wrap"),
        Column(_("Corrected (tick)"), 15, "wrap"),
    ]
    rows = (
        (each.file, each.sheet, each.cell, each.header, each.case_id, each.seen, each.expected, each.what_to_do, None)
        for each in correction_rows(intake)
    )
    _write(book, _("To correct"), columns, rows)


def _write_set_aside(book: Book, intake: Intake) -> None:
    columns = [Column(_("File"), 22, "wrap"), Column(_("Sheet"), 16, "wrap"), Column(_("Row"), 8, "days")]
    columns.append(Column(_("Why the row is not used"), 70, "wrap"))
    rows = ((each.file, each.sheet, each.row, each.message) for each in intake.set_aside)
    _write(book, _("Rows set aside"), columns, rows)


def _write_columns(book: Book, intake: Intake) -> None:
    columns = [
        Column(_("File"), 22, "wrap"),
        Column(_("Sheet"), 16, "wrap"),
        Column(_("Column"), 8),
        Column(_("Header"), 28, "wrap"),
        Column(_("Read as"), 28, "wrap"),
        Column(_("Filled"), 10, "count"),
        Column(_("Interpreted"), 10, "count"),
        Column(_("Unreadable"), 11, "count"),
    ]
    rows = (
        (file.name, sheet.name, each.column, each.header, each.field, each.filled, each.read, each.unreadable)
        for file in intake.files
        for sheet in file.sheets
        for each in sheet.columns
    )
    _write(book, _("Columns"), columns, rows)


def _write(book: Book, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.add(name)
    sheet.page.set_landscape()
    sheet.page.set_paper(_A4)
    sheet.page.fit_to_pages(1, 0)
    sheet.page.set_footer("&R" + _("page &P of &N"))
    write_table(sheet, 0, columns, rows)
