"""The sheet of all obligations, one row each: the base of every figure. And the names that formulas use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from auditkit.report.lines import without_team
from auditkit.report.rules_seen import section_label
from auditkit.terms import law_label, outcome_label, reason_label, translator

from .counts import half_label
from .page import Column, fitted, freeze, new_page, write_header

if TYPE_CHECKING:
    from auditkit.report.view import QuarterView
    from auditkit.report.writer import Book, Cell

_ = translator("report")

Line = Mapping[str, object]


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Rows")


def write_rows(book: Book, view: QuarterView) -> None:
    """Write every obligation, drafts too, in the order of the run."""
    sheet = new_page(book, view, sheet_name())
    columns, value_of = _columns(view)
    write_header(sheet, 0, columns)
    freeze(sheet, 0, 1)
    sheet.page.fit_to_pages(2, 0)
    sheet.page.repeat_columns(0)
    looks = [column.look for column in columns]
    outcome = _POSITIONS["række_resultat"]
    for number, line in enumerate(view.lines.iter_rows(named=True), start=1):
        looks[outcome] = f"outcome {line['outcome']}"
        sheet.write_row(number, [value(line) for value in value_of], looks)
    sheet.page.autofilter(0, 0, max(view.lines.height, 1), len(columns) - 1)


_POSITIONS = {
    "række_krav": 0,
    "række_resultat": 4,
    "række_heraf": 5,
    "række_kvartal": 7,
    "række_opfyldt": 10,
    "række_teamnr": 19,
}
"""The names that formulas use for columns of this sheet."""


def name_ranges(book: Book, view: QuarterView) -> None:
    """Give the counted columns their names."""
    last = max(view.lines.height, 1) + 1
    for name, position in _POSITIONS.items():
        letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position]
        book.name(name, f"'{sheet_name()}'!${letter}$2:${letter}${last}")


def _columns(view: QuarterView) -> tuple[list[Column], list[Callable[[Line], Cell]]]:
    spec: list[tuple[str, float, str, Callable[[Line], Cell]]] = [
        (_("Rule"), 12, "text", _field("rule")),
        (_("Basis"), 13, "text", _worded("section", section_label)),
        (_("Case no."), _width(view, "case_id"), "text", _field("case_id")),
        (_("Record"), _width(view, "record"), "text", _field("record")),
        (_("Outcome"), 21, "text", _worded("outcome", outcome_label)),
        (_("Missed, of which"), 13, "text", _worded("half", half_label)),
        (_("Reason"), 34, "text", _worded("reason", reason_label)),
        (_("Quarter"), 10, "text", _field("quarter")),
        (_("Triggered"), 17, "text", moment("trigger")),
        (_("Due"), 17, "text", moment("due")),
        (_("Fulfilled"), 17, "text", moment("fulfilled")),
        (_("Team"), _width(view, "team"), "text", _field("team")),
        (_("Caseworker"), _width(view, "caseworker"), "text", _field("caseworker")),
        (_("Target group"), _width(view, "target_group"), "text", _field("target_group")),
        (_("Law"), 14, "text", _worded("law", law_label)),
        (_("Legal ground"), 24, "text", _field("citation")),
        (_("Source"), 26, "text", _field("source_cell")),
        (_("Evidence"), 26, "text", _field("evidence_cell")),
        (_("Derived"), 9, "text", lambda line: _("yes") if line["derived"] else None),
        (_("Team no."), 8, "count", _field("team_no")),
        (_("File"), _width(view, "source_file"), "text", _field("source_file")),
    ]
    return [Column(*each[:3]) for each in spec], [each[3] for each in spec]


def moment(name: str) -> Callable[[Line], Cell]:
    """Return a reader of a point in time: the moment where the hour is known, else the day."""
    return lambda line: line[f"{name}_at"] or line[f"{name}_on"]  # type: ignore[return-value]


def _field(name: str) -> Callable[[Line], Cell]:
    return lambda line: line[name]  # type: ignore[return-value]


def _worded(name: str, label: Callable[..., str]) -> Callable[[Line], Cell]:
    words: dict[object, str] = {}

    def word(line: Line) -> str | None:
        code = line[name]
        if code is None:
            return None
        if code not in words:
            words[code] = label(code)
        return words[code]

    return word


def _width(view: QuarterView, name: str) -> float:
    distinct = view.lines.select(pl.col(name).unique())[name].to_list()
    return fitted([*distinct, without_team()], name, 40)
