"""The sheet of cases drawn for reading: a person answers, and the answers are counted apart from the deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from auditkit.report.sampling import Sample, draw
from auditkit.report.writer import AnyCell, Book, Formula, Sheet
from auditkit.terms import translator

from .counts import NOTHING
from .page import Column, fitted, freeze, new_page, write_header, write_heading

if TYPE_CHECKING:
    from auditkit.report.extras import Extras
    from auditkit.report.view import QuarterView

_ = translator("report")

_CASE_COLUMNS = 5
_Z2 = "3.8414588206941254"  # of the 95 % interval (Wilson)


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Sample")


def write_sample(book: Book, view: QuarterView, extras: Extras) -> None:
    """Write the drawn cases with empty answers, and above them the answers counted by live formulas."""
    sample = draw(view.lines, view.quarter, extras.sample_size, extras.seed or str(view.quarter))
    sheet = new_page(book, view, sheet_name())
    top = write_heading(sheet, _("Sample: cases to read"), *_notes(sample))
    columns = _columns(sample)
    rows = (top + 7, top + 6 + max(len(sample.cases), 1))
    write_header(sheet, top + 6, columns)
    _write_counted(sheet, top, rows, columns)
    for number, case in enumerate(sample.cases):
        cells: list[AnyCell] = [number + 1, case.case_id, case.team, case.caseworker, case.target_group]
        blanks = [None] * (len(columns) - _CASE_COLUMNS)
        sheet.page.set_row(rows[0] + number, 32)
        sheet.write_row(rows[0] + number, [*cells, *blanks], [column.look for column in columns])
    for column in range(_CASE_COLUMNS, len(columns) - 1):
        sheet.offer(rows, column, _answers(column))
    freeze(sheet, top + 6, 2)
    sheet.page.autofilter(rows[0] - 1, 0, rows[1], len(columns) - 1)


def _notes(sample: Sample) -> list[str]:
    whole, drawn = sum(sample.frame.values()), len(sample.cases)
    strata = ", ".join(
        _("{team} {drawn} of {whole}", team=team, drawn=sample.quotas[team], whole=count)
        for team, count in sample.frame.items()
    )
    return [
        _(
            "Drawn: {drawn} of {whole} cases with a duty due from {first} to {last}. Seed: {seed}.",
            drawn=drawn,
            whole=whole,
            first=sample.first,
            last=sample.last,
            seed=sample.seed,
        ),
        _("By team: {strata}. Within a team every caseworker gives a case before any gives two.", strata=strata or "–"),
        _("The same seed draws the same cases: the lowest SHA-256 of “seed|case number” come first."),
        _("Yellow cells are for you. What a reader finds is counted here only, never with the deadlines."),
    ]


def _legality() -> list[str]:
    return [
        _("Notification handled correctly"),
        _("Investigation made"),
        _("Child spoken with"),
        _("Parties heard"),
        _("Decision reasoned"),
        _("Told how to appeal"),
        _("Plan made"),
        _("Followed up"),
    ]


def _quality() -> list[str]:
    return [_("The child's view is clear"), _("Professional assessment"), _("Measure fits the assessment")]


def _columns(sample: Sample) -> list[Column]:
    teams = [case.team for case in sample.cases]
    ids = [case.case_id for case in sample.cases]
    return [
        Column(_("No."), 11, "days"),
        Column(_("Case no."), fitted(ids, _("Case no."), 22), "wrap"),
        Column(_("Team"), fitted(teams, _("Team"), 22), "wrap"),
        Column(_("Caseworker"), fitted([case.caseworker for case in sample.cases], _("Caseworker"), 20), "wrap"),
        Column(_("Target group"), 12, "wrap"),
        *(Column(name, 15, "input") for name in _legality()),
        *(Column(name, 15, "input") for name in _quality()),
        Column(_("Remarks, learning"), 34, "input"),
    ]


def _answers(column: int) -> tuple[str, ...]:
    if column < _CASE_COLUMNS + len(_legality()):
        return _("Yes"), _("No"), _("Not relevant")
    return _("Low degree"), _("Some degree"), _("High degree")


def _write_counted(sheet: Sheet, top: int, rows: tuple[int, int], columns: list[Column]) -> None:
    """Write above the answers how many there are of each; for yes and no the share, with its interval."""
    labels = (
        _("Yes / low degree"),
        _("No / some degree"),
        _("Not relevant / high degree"),
        _("Yes in pct. of yes and no"),
        _("95 pct. interval, from"),
        _("to"),
    )
    for number, label in enumerate(labels):
        sheet.write(top + number, 1, label, "label")
    for column in range(_CASE_COLUMNS, len(columns) - 1):
        letter = xl_col_to_name(column)
        cells = f"{letter}${rows[0] + 1}:{letter}${rows[1] + 1}"
        for number, answer in enumerate(_answers(column)):
            sheet.write(top + number, column, Formula(f'=COUNTIF({cells},"{answer}")', 0), "count")
        if column < _CASE_COLUMNS + len(_legality()):
            for number, formula in enumerate(_share_formulas(letter, top + 1), start=3):
                sheet.write(top + number, column, Formula(formula, NOTHING), "share")


def _share_formulas(letter: str, row: int) -> list[str]:
    """Return the share of yes and its Wilson interval; ``row`` (from 1) holds the yes, the next the no."""
    yes, no = f"{letter}{row}", f"{letter}{row + 1}"
    n, share = f"({yes}+{no})", f"{yes}/({yes}+{no})"
    middle = f"({share}+{_Z2}/(2*{n}))"
    half = f"SQRT({_Z2}*({share}*(1-{share})/{n}+{_Z2}/(4*{n}*{n})))"
    ends = [f"({middle}{sign}{half})/(1+{_Z2}/{n})" for sign in "-+"]
    held = [f"MAX(0,{ends[0]})", f"MIN(1,{ends[1]})"]
    return [f'=IF({n}=0,"{NOTHING}",{value})' for value in (share, *held)]
