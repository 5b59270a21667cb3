"""The overview's third table: how many days too late, and how many cases have at least one error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from auditkit.compliance import LATE_BANDS
from auditkit.report.rules_seen import section_label
from auditkit.report.writer import AnyCell, Book, Formula, Sheet
from auditkit.terms import translator

from .blocks import CITATION_WIDTH, TITLE_WIDTH, Block, total_look
from .colours import colour_header, write_colour
from .counts import NOTHING, countifs, quoted, share
from .page import fit_height, write_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from auditkit.report.view import QuarterView

_ = translator("report")

Figures = Mapping[str, float | None]

_TEXTS = 3  # rule, title, citation
_QUARTILES = {"late_days_q1": 1, "late_days_median": 2, "late_days_q3": 3}
_CASES = ("cases_judged", "cases_with_error", "cases_all_met", "cases_in_doubt", "cases_undeterminable")
_KEYS = ("late", *_QUARTILES, *LATE_BANDS, *_CASES, "case_error_rate", "case_all_met_rate")
_LETTERS = {key: xl_col_to_name(number) for number, key in enumerate(_KEYS, start=_TEXTS)}
_LOOKS = (*("wrap",) * _TEXTS, "count", *("quartile",) * 3, *("count",) * 9, "share", "share")


def write_days(book: Book, sheet: Sheet, view: QuarterView, parts: Sequence[Block], top: int) -> None:
    """Write the third table from row ``top``, its rows in the order of the first."""
    sheet.write(top - 3, 0, _("Days too late, and cases with at least one error"), "label")
    sheet.write(
        top - 2,
        0,
        _(
            "Due in the quarter. Days: of what was done too late. Cases: judged = with error + all met + in doubt. "
            "Each case counts once in each row, so cases do not add up."
        ),
        "note",
    )
    sheet.write(
        top - 1,
        0,
        _("Days are formulas over the rows. Cases are counted by the program: a case may have many rows."),
        "note",
    )
    for number, header in enumerate(_headers(view)):
        sheet.write(top, number, header, "header" if number < _TEXTS else "header right")
    sheet.page.set_row(top, 62)
    rules, sections = ({line[name]: line for line in frame.iter_rows(named=True)} for name, frame in _frames(view))
    for block in parts:
        write_section(sheet, top + block.heading, section_label(block.section), len(_LOOKS))
        for number, rule in enumerate(block.rules):
            row = top + block.first + number
            texts: list[AnyCell] = [rule.id, rule.title, rule.citation]
            found = rules.get(rule.id, {})
            sheet.write_row(row, [*texts, *_cells(("række_krav", f"$A{row + 1}"), row, found)], _LOOKS)
            _write_colour(book, sheet, view, row, found)
            fit_height(sheet, row, [(rule.title, TITLE_WIDTH), (rule.citation, CITATION_WIDTH)])
        row = top + block.total
        which = ("række_grundlag", quoted(section_label(block.section)))
        cells = [_("In all"), None, None, *_cells(which, row, sections.get(block.section, {}))]
        sheet.write_row(row, cells, [total_look(look) for look in _LOOKS])
        _write_colour(book, sheet, view, row, sections.get(block.section, {}))


def _write_colour(book: Book, sheet: Sheet, view: QuarterView, row: int, figures: Figures) -> None:
    if view.limits.cases:
        rate = f"{_LETTERS['case_error_rate']}{row + 1}", figures.get("case_error_rate")
        write_colour(book, sheet, (row, len(_LOOKS)), view.limits.cases, rate)


def _frames(view: QuarterView) -> list[tuple[str, pl.DataFrame]]:
    return [(name, view.late_and_cases[name]) for name in ("rule", "section")]


def _headers(view: QuarterView) -> list[str]:
    colour = [colour_header()] if view.limits.cases else []
    return [
        _("Rule"),
        _("Requirement"),
        _("Legal ground"),
        _("Done too late"),
        _("Days, first quartile"),
        _("Days, median"),
        _("Days, third quartile"),
        _("at most 7 days"),
        _("8-30 days"),
        _("31-90 days"),
        _("over 90 days"),
        _("Cases judged"),
        _("with at least one error"),
        _("with all met"),
        _("in doubt"),
        _("Cases that cannot be determined at all"),
        _("Cases with at least one error, pct."),
        _("Cases with all met, pct."),
        *colour,
    ]


def _cells(which: tuple[str, str], row: int, figures: Figures) -> list[AnyCell]:
    """Return the cells of some rows, which are those where a named column has a value."""
    mine = (which, ("række_kvartal", "kvartal"))
    late = Formula(f"={countifs(*mine, ('række_dage', quoted('>=0')))}", _late(figures))
    days = [_quartile(which, part, figures.get(key)) for key, part in _QUARTILES.items()]
    bands = [
        Formula(f"={countifs(*mine, *_within(ends))}", figures.get(name) or 0) for name, ends in LATE_BANDS.items()
    ]
    cases: list[AnyCell] = [figures.get(key) or 0 for key in _CASES]
    judged = f"{_LETTERS['cases_judged']}{row + 1}"
    rates = [
        share(f"{_LETTERS[part]}{row + 1}", judged, figures.get(name))
        for part, name in (("cases_with_error", "case_error_rate"), ("cases_all_met", "case_all_met_rate"))
    ]
    return [late, *days, *bands, *cases, *rates]


def _late(figures: Figures) -> float:
    return sum(figures.get(name) or 0 for name in LATE_BANDS)


def _within(ends: tuple[int | None, int | None]) -> list[tuple[str, str]]:
    over, most = ends
    bounds = [quoted(f">{over}")] if over is not None else [quoted(">=0")]
    bounds += [quoted(f"<={most}")] if most is not None else []
    return [("række_dage", bound) for bound in bounds]


def _quartile(which: tuple[str, str], part: int, value: float | None) -> Formula:
    name, wanted = which
    mine = f"({name}={wanted})*(række_kvartal=kvartal)*ISNUMBER(række_dage)"
    text = f'{{=IFERROR(QUARTILE(IF({mine},række_dage),{part}),"{NOTHING}")}}'
    return Formula(text, NOTHING if value is None else value, over_ranges=True)
