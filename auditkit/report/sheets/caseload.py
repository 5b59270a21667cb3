"""The sheet of how many children each caseworker has: plain counts of the list, and full-time posts to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.report.words import danish_day
from auditkit.report.writer import AnyCell, Book, Formula, Sheet
from auditkit.terms import translator

from .blocks import total_look
from .counts import NOTHING
from .page import Column, fitted, freeze, new_page, write_header, write_heading, write_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditkit.report.extras import Extras
    from auditkit.report.facts import Holding
    from auditkit.report.view import QuarterView

_ = translator("report")

_NORM = (20, 30)
"""Dansk Socialrådgiverforening's advice on children's cases since February 2020. The municipality may write its own."""

_LOOKS = ("wrap", "count", "count", "count", "ratio", "input count", "ratio", "text")


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Caseload")


def write_caseload(book: Book, view: QuarterView, extras: Extras) -> None:
    """Write active cases and children by team, a place for full-time posts, and the interval beside."""
    sheet = new_page(book, view, sheet_name())
    holdings = extras.facts.holdings if extras.facts else ()
    top = write_heading(sheet, _("Caseload on {day}", day=danish_day(view.as_of)), *_notes(extras))
    for number, (label, name, value) in enumerate(
        ((_("Guiding interval, from"), "sagstal_fra", _NORM[0]), (_("to"), "sagstal_til", _NORM[1]))
    ):
        sheet.write_row(top + number, [label, value], ("label", "input count"))
        book.name(name, f"'{sheet_name()}'!$B${top + number + 1}")
    header = top + 3
    columns = _columns(holdings)
    write_header(sheet, header, columns)
    freeze(sheet, header, 1)
    after = _write_teams(sheet, header, holdings)
    sheet.page.autofilter(header, 0, max(after - 2, header), len(columns) - 1)
    if extras.caseworkers:
        _write_caseworkers(sheet, after + 1, holdings)


def _notes(extras: Extras) -> list[str]:
    notes = [
        _("Cases that are open in the lists on the day, by the team and the caseworker that the list of cases names."),
        _("A caseworker with cases in two teams counts in both, and once in the total."),
        _("A dialogue figure: yellow cells are for you. Count part-time, new and representative staff as posts."),
        _("The interval is Dansk Socialrådgiverforening's advice since February 2020; write your own if you have one."),
    ]
    return notes if extras.facts else [*notes, _("Not known here: the lists were not read.")]


def _columns(holdings: Sequence[Holding]) -> list[Column]:
    headers = (
        _("Team"),
        _("Active cases"),
        _("Children"),
        _("Caseworkers with cases"),
        _("Children per caseworker"),
        _("Full-time posts (fill in)"),
        _("Children per post"),
        _("Beside the interval"),
    )
    widths = (max(26, fitted([each.team for each in holdings], _("Team"), 34)), 12, 12, 14, 14, 14, 14, 22)
    return [Column(*each) for each in zip(headers, widths, _LOOKS, strict=True)]


def _write_teams(sheet: Sheet, header: int, holdings: Sequence[Holding]) -> int:
    """Write a row per team and the total; return the row after."""
    row = header + 1
    for team in dict.fromkeys(each.team for each in holdings):
        mine = [each for each in holdings if each.team == team]
        counts = _added(mine)
        sheet.write_row(row, [team, *counts, *_derived(row + 1, counts)], _LOOKS)
        row += 1
    totals = _added(holdings)
    first, last = min(header + 2, row), row  # without teams the header, which adds nothing
    sums: list[AnyCell] = [
        Formula(f"=SUM({letter}{first}:{letter}{last})", value) for letter, value in zip("BC", totals[:2], strict=True)
    ]
    sums.append(totals[2])  # counted anew: a caseworker with cases in two teams is one
    ratio, _post, per_post, word = _derived(row + 1, totals)
    posts = Formula(f"=SUM(F{first}:F{last})", 0)
    cells = [_("All teams"), *sums, ratio, posts, per_post, word]
    looks = [total_look(look) for look in _LOOKS]
    looks[5] = "total input"
    sheet.write_row(row, cells, looks)
    return row + 1


def _added(holdings: Sequence[Holding]) -> tuple[int, int, int]:
    named = {each.caseworker for each in holdings if each.caseworker is not None}
    return sum(each.cases for each in holdings), sum(each.children for each in holdings), len(named)


def _derived(row: int, counts: tuple[int, int, int]) -> list[AnyCell]:
    """Return children per caseworker, the empty posts, children per post, and the word for where that lies."""
    _cases, children, caseworkers = counts
    per_caseworker = children / caseworkers if caseworkers else NOTHING
    within = f'IF(G{row}<sagstal_fra,"{_("below")}",IF(G{row}>sagstal_til,"{_("above")}","{_("within")}"))'
    return [
        Formula(f'=IF(D{row}=0,"{NOTHING}",C{row}/D{row})', per_caseworker),
        None,
        Formula(f'=IF(N(F{row})=0,"{NOTHING}",C{row}/F{row})', NOTHING),
        Formula(f'=IF(ISNUMBER(G{row}),{within},"{NOTHING}")', NOTHING),
    ]


def _write_caseworkers(sheet: Sheet, row: int, holdings: Sequence[Holding]) -> None:
    """Write the same by caseworker, which only the nearest manager asks for."""
    write_section(sheet, row, _("By caseworker"), len(_LOOKS))
    headers = [_("Team"), _("Active cases"), _("Children"), _("Caseworker")]
    sheet.write_row(row + 1, headers, ("header", "header right", "header right", "header"))
    for number, each in enumerate(holdings, start=row + 2):
        name = each.caseworker or _("(no caseworker)")
        sheet.write_row(number, [each.team, each.cases, each.children, name], ("wrap", "count", "count", "text"))
