"""The sheet of all obligations, one row each: the base of every figure. And the names that formulas use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Outcome
from auditkit.report.errors import TooManyRows
from auditkit.report.lines import without_team
from auditkit.report.rules_seen import section_label
from auditkit.report.writer import MOST_ROWS, Cell
from auditkit.terms import law_label, outcome_label, reason_label, translator

from .counts import half_label
from .page import Column, fitted, fitted_to, freeze, new_long_page, print_without, write_header

if TYPE_CHECKING:
    from auditkit.report.view import QuarterView
    from auditkit.report.writer import Book, LookOf

_ = translator("report")

Line = Mapping[str, object]
Values = Callable[[pl.DataFrame], Iterable[Cell]]
"""Reads one column of the sheet from some lines."""


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Rows")


def refuse_too_many(view: QuarterView) -> None:
    """Raise TooManyRows where the sheet would not hold all rows: at once, not after the work of the other sheets."""
    if view.height >= MOST_ROWS:
        raise TooManyRows(sheet_name())


def write_rows(book: Book, view: QuarterView, *, caseworkers: bool = False) -> None:
    """Write every obligation, drafts too, in the order of the run; ``caseworkers`` are numbered if wanted."""
    sheet = new_long_page(book, view, sheet_name())
    columns, values = columns_of(view)
    if caseworkers:
        columns.append(Column(_("Caseworker no."), 12, "count"))
        values.append(_numbered("caseworker", caseworker_numbers(view)))
    write_header(sheet, 0, columns)
    freeze(sheet, 0, 1)
    sheet.page.fit_to_pages(2, 0)
    sheet.page.repeat_columns(0)
    looks: list[LookOf] = [column.look for column in columns]
    looks[_POSITIONS["række_resultat"]] = {outcome_label(each): f"outcome {each}" for each in Outcome}
    lines = sheet.lines(1, looks)
    for some in view.lines.some():
        lines.write([column(some) for column in values])
    sheet.page.autofilter(0, 0, max(view.height, 1), len(columns) - 1)
    print_without(sheet, len(columns) - _POSITIONS["række_teamnr"], min(view.height, _ON_PAPER), columns)
    if view.height > _ON_PAPER:
        note = _("For the screen: the first {count} of {all} rows", count=_ON_PAPER, all=view.height)
        sheet.page.set_header(f"&L{note}")


_ON_PAPER = 40  # rows: whoever prints the whole workbook gets a page of them, not a hundred
_POSITIONS = {
    "række_krav": 0,
    "række_grundlag": 1,
    "række_resultat": 4,
    "række_heraf": 5,
    "række_kvartal": 7,
    "række_opfyldt": 10,
    "række_dage": 20,
    "række_teamnr": 21,
    "række_rådgivernr": 22,
}
"""The names that formulas use for columns of this sheet. The numbers stand last: only formulas look at them."""


def name_ranges(book: Book, view: QuarterView, *, caseworkers: bool = False) -> None:
    """Give the counted columns their names."""
    last = max(view.height, 1) + 1
    for name, position in _POSITIONS.items():
        if name == "række_rådgivernr" and not caseworkers:
            continue
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position]
        book.name(name, f"'{sheet_name()}'!${letter}$2:${letter}${last}")


def caseworker_numbers(view: QuarterView) -> dict[str | None, int]:
    """Return each caseworker's number by name, from 0; those without one have the last."""
    names = view.lines.counts("caseworker")["caseworker"]
    return {name: number for number, name in enumerate([*sorted(names.drop_nulls()), None])}


def columns_of(view: QuarterView) -> tuple[list[Column], list[Values]]:
    """Return the columns, and for each what reads it from some lines."""
    width = _widths(view)
    spec: list[tuple[str, float, str, Values]] = [
        (_("Rule"), 12, "text", _field("rule")),
        (_("Basis"), 13, "text", _worded("section", section_label)),
        (_("Case no."), width["case_id"], "text", _field("case_id")),
        (_("Record"), width["record"], "text", _field("record")),
        (_("Outcome"), 21, "text", _worded("outcome", outcome_label)),
        (_("Missed, of which"), 13, "text", _worded("half", half_label)),
        (_("Reason"), 34, "text", _worded("reason", reason_label)),
        (_("Quarter"), 10, "text", _field("quarter")),
        (_("Triggered"), 17, "text", _moments("trigger")),
        (_("Due"), 17, "text", _moments("due")),
        (_("Fulfilled"), 17, "text", _moments("fulfilled")),
        (_("Team"), width["team"], "text", _field("team")),
        (_("Caseworker"), width["caseworker"], "text", _field("caseworker")),
        (_("Target group"), width["target_group"], "text", _field("target_group")),
        (_("Law"), 14, "text", _worded("law", law_label)),
        (_("Legal ground"), width["citation"], "text", _field("citation")),
        (_("Source"), 26, "text", _field("source_cell")),
        (_("Evidence"), 26, "text", _field("evidence_cell")),
        (_("Derived"), 9, "text", _worded("derived", _yes)),
        (_("File"), fitted(view.files, "source_file", 40), "text", _field("source_file")),
        (_("Days too late"), 11, "days", _field("days_late")),
        (_("Team no."), 10, "count", _field("team_no")),
    ]
    return [Column(*each[:3]) for each in spec], [each[3] for each in spec]


def moment(name: str) -> Callable[[Line], Cell]:
    """Return a reader of a point in time: the moment where the hour is known, else the day."""
    return lambda line: line[f"{name}_at"] or line[f"{name}_on"]  # type: ignore[return-value]


def _moments(name: str) -> Values:
    return lambda batch: [at or on for at, on in batch.select(f"{name}_at", f"{name}_on").iter_rows()]


def _field(name: str) -> Values:
    return lambda batch: batch[name].to_list()


def _worded(name: str, label: Callable[..., Cell]) -> Values:
    word = cache(label)
    return lambda batch: [None if code is None else word(code) for code in batch[name]]


def _numbered(name: str, numbers: Mapping[str | None, int]) -> Values:
    return lambda batch: [numbers[value] for value in batch[name]]


def _yes(derived: bool) -> str | None:
    return _("yes") if derived else None


def _widths(view: QuarterView) -> dict[str, float]:
    """Return the widths that the texts need, by column."""
    longest = view.lines.longest("case_id", "record", "team", "caseworker", "target_group", "citation")
    least = len(without_team())
    return {name: fitted_to(max(length, least), name, 40) for name, length in longest.items()}
