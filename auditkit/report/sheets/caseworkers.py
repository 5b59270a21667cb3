"""The sheet of legal requirements by caseworker. Off unless asked for: it is for the nearest manager's own talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from auditkit.compliance import added_up, summarise
from auditkit.report.lines import COUNTED
from auditkit.report.rules_seen import section_label
from auditkit.report.words import quarter_words, with_rates
from auditkit.report.writer import AnyCell, Book, Formula
from auditkit.terms import translator

from .counts import COUNT_KEYS, count_columns, countifs, extra_criteria, quoted, rate, rate_with_deviation
from .page import Column, fitted, new_page, print_without, write_heading, write_table
from .rows import caseworker_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from auditkit.report.view import QuarterView

_ = translator("report")

_LETTERS = {key: xl_col_to_name(number) for number, key in enumerate(COUNT_KEYS, start=2)}
_TEAM_NO, _CASEWORKER_NO = (xl_col_to_name(2 + len(COUNT_KEYS) + 2 + number) for number in range(2))


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("By caseworker")


def write_caseworkers(book: Book, view: QuarterView) -> None:
    """Write a row per team and caseworker with the legal duties that fell due in the quarter, as live formulas."""
    sheet = new_page(book, view, sheet_name())
    top = write_heading(
        sheet,
        _("By caseworker: {quarter}", quarter=quarter_words(view)),
        _("The legal requirements together, for the nearest manager only. Few duties: look at the counts."),
        _("The figures say what is registered, and whose case it was on the due date. They grade nobody."),
    )
    law, by = view.lines.filter(section="law", quarter=str(view.quarter)), ["team", "caseworker"]
    counted = added_up(law.reduced(lambda batch: summarise(batch, by), "caseworker", *COUNTED), by)
    teams = {team: number for number, team in enumerate(view.teams)}
    numbers = caseworker_numbers(view)
    rows = [
        _cells(line, row, (teams[line["team"]], numbers[line["caseworker"]]))
        for row, line in enumerate(counted.iter_rows(named=True), start=top + 2)
    ]
    columns = _columns(counted)
    write_table(sheet, top, columns, rows)
    print_without(sheet, 2, top + len(rows), columns)


def _columns(counted: pl.DataFrame) -> list[Column]:
    return [
        Column(_("Team"), fitted(counted["team"], _("Team"), 30), "wrap"),
        Column(_("Caseworker"), fitted(counted["caseworker"], _("Caseworker"), 30), "wrap"),
        *count_columns(),
        Column(_("Met in pct."), 11, "share"),
        Column(_("Met in pct. with lawful deviation"), 13, "share"),
        Column(_("Team no."), 9, "count"),
        Column(_("Caseworker no."), 12, "count"),
    ]


def _cells(line: Mapping[str, int], row: int, numbers: tuple[int, int]) -> list[AnyCell]:
    """Return a caseworker's cells; ``row`` counts from 1. Counted by number: names may differ in capitals only."""
    criteria = (
        ("række_grundlag", quoted(section_label("law"))),
        ("række_kvartal", "kvartal"),
        ("række_teamnr", f"${_TEAM_NO}{row}"),
        ("række_rådgivernr", f"${_CASEWORKER_NO}{row}"),
    )
    counts = [Formula("=" + countifs(*criteria, *extra_criteria(key)), line[key]) for key in COUNT_KEYS]
    figures = with_rates(line)
    rates = [rate(_LETTERS, row, figures), rate_with_deviation(_LETTERS, row, figures)]
    return [line["team"], line["caseworker"] or _("(no caseworker)"), *counts, *rates, *numbers]
