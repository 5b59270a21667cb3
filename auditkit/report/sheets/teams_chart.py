"""The teams side by side under the legal requirements together: counts as live formulas, and a chart of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from auditkit.report.rules_seen import section_label
from auditkit.report.style import BAND
from auditkit.report.words import added, met_of, not_over, quarter_words, with_rates
from auditkit.report.writer import Book, Formula, Sheet, seen
from auditkit.terms import translator

from .blocks import total_look
from .colours import colour_header, write_colour
from .counts import COUNT_KEYS, count_columns, countifs, extra_criteria, quoted, rates, sums
from .page import Column, fit_height, fitted, freeze, new_page, print_without, write_header, write_heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditkit.report.view import QuarterView

_ = translator("report")

_LETTERS = {key: xl_col_to_name(number) for number, key in enumerate(COUNT_KEYS, start=1)}
_RATE = 1 + len(COUNT_KEYS)
_TOLD = _RATE + 2
_TEAM_WIDTH = 30
_LOOKS = ("wrap", *("count",) * len(COUNT_KEYS), "share", "share", "text indented")
_ROW_OF_CHART, _LEAST_HEIGHT = 28, 160
_MOST_BARS = 30  # with more teams the table is plainer


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Teams side by side")


def write_teams_chart(book: Book, view: QuarterView) -> None:
    """Write a row per team that had a legal duty in the quarter, their total, and the chart."""
    sheet = new_page(book, view, sheet_name())
    top = write_heading(
        sheet,
        _("Teams side by side: {quarter}", quarter=quarter_words(view)),
        _("All legal requirements together. Teams have different cases and requirements: see them apart on By team."),
        _("A team without legal duties in the quarter is left out; one that is not in scope says so below the total."),
        *_partly_out(view),
        *not_over(view.quarter, view.as_of),
    )
    columns = _columns(view)
    write_header(sheet, top, columns)
    freeze(sheet, top, 1)
    found = _legal(view)
    shown = [(number, team) for number, team in enumerate(view.teams) if team in found]
    for row, (number, team) in enumerate(shown, start=top + 1):
        _write_team(sheet, view, row, team, found[team])
        sheet.write(row, _number_column(view), number, "count")
        _write_colour(book, sheet, view, row, found[team])
    last = top + len(shown)
    if shown:
        total = _write_total(sheet, (top + 2, last + 1), [found[team] for _number, team in shown])
        _write_colour(book, sheet, view, last + 1, total)
    below = _write_out(sheet, last + 2 if shown else last + 1, [team for team in _out(view) if team not in found])
    if 0 < len(shown) <= _MOST_BARS:
        _insert(book, sheet, (top + 1, last), below + 1, [(team, found[team]) for _number, team in shown])
    print_without(sheet, 1, below + 1 + _rows_of_chart(len(shown)), columns)


def _out(view: QuarterView) -> list[str]:
    """Return the teams that are not in scope of some legal requirement that others are measured on."""
    law = {rule.id for rule in view.rules if rule.section == "law"}
    law -= {rule for rule, quarter in view.comparable.rules_out if quarter == str(view.quarter)}
    return sorted({team for rule, teams in view.comparable.teams_out.items() if rule in law for team in teams})


def _partly_out(view: QuarterView) -> list[str]:
    """Return which teams are measured on fewer requirements than the others."""
    found = set(_legal(view))
    some = [team for team in _out(view) if team in found]
    return [_("Not in scope of every requirement: {teams}.", teams=", ".join(some))] if some else []


def _write_out(sheet: Sheet, row: int, teams: list[str]) -> int:
    """Write the teams without figures, from a row on; return the row after."""
    for team in teams:
        cells = [team, *[None] * len(COUNT_KEYS), _("not in scope"), None]
        sheet.write_row(row, cells, ["wrap", *["out"] * (len(COUNT_KEYS) + 2)])
        fit_height(sheet, row, [(team, _TEAM_WIDTH)])
        row += 1
    return row


def _legal(view: QuarterView) -> dict[str, Mapping[str, int]]:
    law = [rule.id for rule in view.rules if rule.section == "law"]
    counts = view.by_team.filter(pl.col("rule").is_in(law)).group_by("team").agg(pl.col(COUNT_KEYS).sum())
    return {line["team"]: line for line in counts.iter_rows(named=True)}


def _columns(view: QuarterView) -> list[Column]:
    return [
        Column(_("Team"), fitted([*view.teams, *_out(view), _("All teams")], _("Team"), _TEAM_WIDTH)),
        *count_columns(),
        Column(_("Met in pct."), 13 if _out(view) else 11, "share"),
        Column(_("Met in pct. with lawful deviation"), 13, "share"),
        Column(_("In the chart"), fitted([f"{team}: 9999 af 9999" for team in view.teams], "diagram", 40)),
        *([Column(colour_header(), 11)] if view.limits.limits_of(None) else []),
        Column(_("Team no."), 9, "count"),
    ]


def _number_column(view: QuarterView) -> int:
    """Return the last column: the teams' numbers, which only formulas look at."""
    return _TOLD + 1 + (view.limits.limits_of(None) is not None)


def _write_colour(book: Book, sheet: Sheet, view: QuarterView, row: int, counts: Mapping[str, int]) -> None:
    """Write how a team stands against the limits of several requirements together; nothing where there are none."""
    limits = view.limits.limits_of(None)
    if limits:
        rate = f"{xl_col_to_name(_RATE)}{row + 1}", with_rates(counts)["rate"]
        write_colour(book, sheet, (row, _TOLD + 1), limits, rate)


def _write_team(sheet: Sheet, view: QuarterView, row: int, team: str, counts: Mapping[str, int]) -> None:
    at = row + 1
    cells = [Formula(_counting(view, key, at), counts[key]) for key in COUNT_KEYS]
    sheet.write_row(row, [team, *cells, *rates(_LETTERS, at, counts), _told(at, team, counts)], _LOOKS)
    fit_height(sheet, row, [(team, _TEAM_WIDTH)])


def _write_total(sheet: Sheet, rows: tuple[int, int], counts: list[Mapping[str, int]]) -> dict[str, int]:
    total = added(COUNT_KEYS, counts)
    summed = sums(COUNT_KEYS, _LETTERS, rows, total)
    looks = [total_look(look) for look in _LOOKS[:_TOLD]]
    sheet.write_row(rows[1], [_("All teams"), *summed, *rates(_LETTERS, rows[1] + 1, total)], looks)
    return total


def _counting(view: QuarterView, key: str, row: int) -> str:
    criteria = (
        ("række_grundlag", quoted(section_label("law"))),
        ("række_kvartal", "kvartal"),
        ("række_teamnr", f"${xl_col_to_name(_number_column(view))}{row}"),
    )
    return "=" + countifs(*criteria, *extra_criteria(key))


def _told(row: int, team: str, counts: Mapping[str, int]) -> Formula:
    """Return the team with its counts, so that no bar stands without them."""
    met, missed = (f"{_LETTERS[key]}{row}" for key in ("met", "missed"))
    of = _("of")
    return Formula(f'=$A{row}&": "&{met}&" {of} "&({met}+{missed})', f"{team}: {met_of(counts)}")


def _rows_of_chart(teams: int) -> int:
    return _height(teams) // 20 + 2


def _height(teams: int) -> int:
    return max(_LEAST_HEIGHT, 70 + _ROW_OF_CHART * teams)


def _insert(
    book: Book, sheet: Sheet, rows: tuple[int, int], at: int, teams: list[tuple[str, Mapping[str, int]]]
) -> None:
    chart = book.bar_chart()
    name = sheet.page.name
    chart.add_series(
        {
            "categories": [name, rows[0], _TOLD, rows[1], _TOLD],
            "values": [name, rows[0], _RATE, rows[1], _RATE],
            "fill": {"color": BAND},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0%"},
        }
    )
    chart.set_title({"name": _("Legal requirements met by team, pct."), "name_font": {"size": 11}})
    grid = {"visible": True, "line": {"color": "#D5DAE0"}}
    chart.set_x_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": grid})
    chart.set_y_axis({"reverse": True, "crossing": "min"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 860, "height": _height(len(teams))})
    told = "; ".join(f"{seen(team)}: {met_of(counts)}" for team, counts in teams)
    told = _("Legal requirements met per team. {parts}.", parts=told)
    sheet.page.insert_chart(at, 0, chart, {"description": told, "object_position": 2})
