"""The sheet of how well the lists are filled in: per column what stands there, what could be read, what could not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.report.writer import AnyCell, Book, Formula
from auditkit.terms import translator

from .counts import NOTHING
from .page import Column, new_page, write_heading, write_table

if TYPE_CHECKING:
    from auditkit.report.extras import Extras
    from auditkit.report.facts import ColumnSeen
    from auditkit.report.view import QuarterView

_ = translator("report")


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Data quality")


def write_quality(book: Book, view: QuarterView, extras: Extras) -> None:
    """Write a row per column of the lists in force."""
    sheet = new_page(book, view, sheet_name())
    notes = [
        _("Filled = read + rejected. Rejected cells are neither met nor missed: correct them in the case system."),
        _("Which cells it is, stands in the error list: auditkit import … -o fejlliste.xlsx."),
    ]
    if not extras.facts:
        notes.append(_("Not known here: the lists were not read."))
    top = write_heading(sheet, _("Data quality: the columns of the lists"), *notes)
    seen = extras.facts.columns if extras.facts else ()
    write_table(sheet, top, _columns(), [_cells(each, row) for row, each in enumerate(seen, start=top + 2)])


def _columns() -> list[Column]:
    return [
        Column(_("File"), 28, "wrap"),
        Column(_("Sheet"), 18, "wrap"),
        Column(_("Column"), 10),
        Column(_("Read as"), 40, "wrap"),
        Column(_("Records"), 11, "count"),
        Column(_("Filled"), 11, "count"),
        Column(_("Filled in pct."), 11, "share"),
        Column(_("Read"), 11, "count"),
        Column(_("Rejected"), 11, "count"),
        Column(_("Rejected in pct. of filled"), 13, "share"),
        Column(_("Duplicates"), 13, "count"),
        Column(_("Contradictions"), 15, "count"),
    ]


def _cells(seen: ColumnSeen, row: int) -> list[AnyCell]:
    """Return a column's cells; ``row`` counts from 1."""
    filled = seen.filled / seen.records if seen.records else NOTHING
    rejected = seen.unreadable / seen.filled if seen.filled else NOTHING
    return [
        seen.file,
        seen.sheet,
        seen.column,
        seen.field,
        seen.records,
        Formula(f"=H{row}+I{row}", seen.filled),
        Formula(f'=IF(E{row}=0,"{NOTHING}",F{row}/E{row})', filled),
        seen.read,
        seen.unreadable,
        Formula(f'=IF(F{row}=0,"{NOTHING}",I{row}/F{row})', rejected),
        seen.duplicates,
        seen.others,
    ]
