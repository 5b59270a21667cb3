"""The sheet of requirements by team, each with a total over the teams. Counts are live formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from auditkit.report.rules_seen import RuleSeen, section_label
from auditkit.report.words import added, not_over, quarter_words, quarters_with_duties, with_rates
from auditkit.report.writer import AnyCell, Book, Formula, Sheet
from auditkit.terms import translator

from .blocks import RULE_WIDTH, total_look
from .colours import colour_header, write_colour
from .counts import COUNT_KEYS, count_columns, countifs, extra_criteria, rates, sums
from .page import Column, fit_height, fitted, freeze, new_page, print_without, write_header, write_heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditkit.report.view import QuarterView

_ = translator("report")

_LETTERS = {key: xl_col_to_name(number) for number, key in enumerate(COUNT_KEYS, start=4)}
_TITLE_WIDTH, _TEAM_WIDTH = 62, 30
_RATE = xl_col_to_name(4 + len(COUNT_KEYS))
_COLOUR = 4 + len(COUNT_KEYS) + 2  # the column of colours, where there are limits; then the teams' numbers
_LOOKS = ("text", "text", "wrap", "wrap", *("count",) * len(COUNT_KEYS), "share", "share")
_OUT_LOOKS = (*_LOOKS[:4], *("out",) * (len(COUNT_KEYS) + 2))
_TOTAL_LOOKS = tuple(total_look(look) for look in _LOOKS)


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("By team")


def write_teams(book: Book, view: QuarterView) -> None:
    """Write a row per requirement and team that had a duty in the quarter, then the total of the teams."""
    sheet = new_page(book, view, sheet_name())
    top = write_heading(
        sheet,
        _("By team: {quarter}", quarter=quarter_words(view)),
        _(
            "The team responsible on the due date. A team without duties under a requirement is left out there; "
            "one that is not in scope says so."
        ),
        _("Filter on Team to see one team. Totals are sums of counts, never means of percentages."),
        *not_over(view.quarter, view.as_of),
        *([quarters_with_duties(view)] if view.by_team.is_empty() else []),
    )
    columns = _columns(view)
    write_header(sheet, top, columns)
    freeze(sheet, top, 4)
    found: dict[str, dict[str, Mapping[str, int]]] = {}
    for line in view.by_team.iter_rows(named=True):
        found.setdefault(line["rule"], {})[line["team"]] = line
    row = top + 1
    for rule in view.rules:
        if rule.id in found:
            after = _write_rule(sheet, view, rule, found[rule.id], row)
            _write_colours(book, sheet, view, rule, row, found[rule.id])
            row = after
        elif (rule.id, str(view.quarter)) in view.comparable.rules_out:
            row = _write_out(sheet, view, rule, row)
    sheet.page.autofilter(top, 0, max(row - 1, top), len(columns) - 1)
    print_without(sheet, 1, max(row - 1, top), columns)


def _columns(view: QuarterView) -> list[Column]:
    out = {team for teams in view.comparable.teams_out.values() for team in teams}
    return [
        Column(_("Basis"), 13),
        Column(_("Rule"), RULE_WIDTH),
        Column(_("Requirement"), _TITLE_WIDTH),
        Column(_("Team"), fitted([*view.teams, *out, _("All teams")], _("Team"), _TEAM_WIDTH)),
        *count_columns(),
        Column(_("Met in pct."), 13 if out else 11, "share"),
        Column(_("Met in pct. with lawful deviation"), 13, "share"),
        *([Column(colour_header(), 11)] if view.limits.rules else []),
        Column(_("Team no."), 9, "count"),
    ]


def _write_rule(
    sheet: Sheet,
    view: QuarterView,
    rule: RuleSeen,
    teams: Mapping[str, Mapping[str, int]],
    row: int,
) -> int:
    """Write a rule's teams and total from ``row``; return the row after."""
    basis, first = section_label(rule.section), row + 1
    shown = [(number, team) for number, team in enumerate(view.teams) if team in teams]
    for number, team in shown:
        cells: list[AnyCell] = [basis, rule.id, rule.title, team]
        counts = [Formula(_counting(view, key, row + 1), teams[team][key]) for key in COUNT_KEYS]
        sheet.write_row(row, [*cells, *counts, *rates(_LETTERS, row + 1, teams[team])], _LOOKS)
        sheet.write(row, _number_column(view), number, "count")
        fit_height(sheet, row, [(rule.title, _TITLE_WIDTH), (team, _TEAM_WIDTH)])
        row += 1
    row = _write_out(sheet, view, rule, row)
    total = added(COUNT_KEYS, [teams[team] for _number, team in shown])
    summed = sums(COUNT_KEYS, _LETTERS, (first, row), total)  # over those out of scope too: they have no figures
    texts: list[AnyCell] = [basis, rule.id, rule.title, _("All teams")]
    sheet.write_row(row, [*texts, *summed, *rates(_LETTERS, row + 1, total)], _TOTAL_LOOKS)
    fit_height(sheet, row, [(rule.title, _TITLE_WIDTH / 1.1)])  # in bold
    return row + 1


def _write_out(sheet: Sheet, view: QuarterView, rule: RuleSeen, row: int) -> int:
    """Write the teams that are not in scope of a rule: a word, and no figures. Return the row after."""
    basis, blank = section_label(rule.section), [None] * len(COUNT_KEYS)
    for team in view.comparable.teams_out.get(rule.id, ()):
        cells = [basis, rule.id, rule.title, team, *blank, _("not in scope"), None]
        sheet.write_row(row, cells, _OUT_LOOKS)
        fit_height(sheet, row, [(rule.title, _TITLE_WIDTH), (team, _TEAM_WIDTH)])
        row += 1
    return row


def _write_colours(
    book: Book, sheet: Sheet, view: QuarterView, rule: RuleSeen, row: int, teams: Mapping[str, Mapping[str, int]]
) -> None:
    """Write how a rule's teams and their total stand against the municipality's own limits; none from the start."""
    if not view.limits.rules:
        return
    counts = [teams[team] for team in view.teams if team in teams]
    total = row + len(counts) + len(view.comparable.teams_out.get(rule.id, ()))
    for at, each in [*enumerate(counts, start=row), (total, added(COUNT_KEYS, counts))]:
        cell = f"{_RATE}{at + 1}", with_rates(each)["rate"]
        write_colour(book, sheet, (at, _COLOUR), view.limits.limits_of(rule.id), cell)


def _number_column(view: QuarterView) -> int:
    """Return the last column: the teams' numbers, which only formulas look at."""
    return _COLOUR + bool(view.limits.rules)


def _counting(view: QuarterView, key: str, row: int) -> str:
    """Return the count of a team by its number: names may differ in capitals or hold wildcards."""
    criteria = (
        ("række_krav", f"$B{row}"),
        ("række_kvartal", "kvartal"),
        ("række_teamnr", f"${xl_col_to_name(_number_column(view))}{row}"),
    )
    return "=" + countifs(*criteria, *extra_criteria(key))
