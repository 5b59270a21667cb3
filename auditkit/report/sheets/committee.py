"""The sheets for the political committee: figures alone, protected, without formulas and without rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.report.headline import headline
from auditkit.report.protection import LARGEST_HIDDEN, may_stand_together, protected, share_between
from auditkit.report.rules_seen import section_label
from auditkit.report.view import TREND_QUARTERS
from auditkit.report.words import danish_day, quarter_words
from auditkit.terms import translator

from . import overview, teams, trend
from .blocks import CITATION_WIDTH, RULE_WIDTH, TITLE_WIDTH
from .counts import NOTHING
from .page import Column, new_page, write_heading, write_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from auditkit.report.rules_seen import RuleSeen
    from auditkit.report.view import QuarterView
    from auditkit.report.writer import AnyCell, Book

_ = translator("report")

_NO_COUNTS = {"numerator": 0, "denominator": 0}


def write_front(book: Book, view: QuarterView) -> None:
    """Write what the figures are, the quarter in brief, and how small numbers are protected."""
    from .front import sheet_name

    sheet = new_page(book, view, sheet_name())
    figures = headline(view)
    top = write_heading(
        sheet,
        _("Management review of children's cases"),
        f"{view.kommune} · {quarter_words(view)}",
        _("For the committee. Judged as of {day}, run {run}.", day=danish_day(view.as_of), run=view.run),
        _("Counts up to {most} are hidden; other counts and percentages lie in the given range.", most=LARGEST_HIDDEN),
        _("A breakdown by team is left out where adding up could reveal a small number."),
    )
    rows: list[list[AnyCell]] = [
        [_("Legal requirements met"), _share(figures.met, figures.judged), _("due in the quarter")],
        [_("Judged"), _count(figures.judged), _("due in the quarter")],
        [
            _("Overdue and not done"),
            _count(figures.overdue),
            _("on {day}, from all quarters; also what can no longer be done", day=danish_day(view.as_of)),
        ],
        [_("Cannot be determined"), _count(figures.undeterminable), _("due in the quarter")],
    ]
    columns = [Column(_("What"), 34), Column(_("Figure"), 14, "about"), Column(_("Which"), 40)]
    write_table(sheet, top, columns, rows)


def write_overview(book: Book, view: QuarterView) -> None:
    """Write each requirement's protected counts and percentage, and the quarter before."""
    sheet = new_page(book, view, overview.sheet_name())
    top = write_heading(sheet, _("Overview: {quarter}", quarter=quarter_words(view)), _about())
    now, before = _by_rule(view.due), _by_rule(view.previous)
    rows = [
        [*_texts(rule), *_cells(now.get(rule.id, _NO_COUNTS)), _rate(before.get(rule.id, _NO_COUNTS))]
        for rule in _rules(view)
    ]
    write_table(sheet, top, [*_text_columns(), *_count_columns(), Column(_("Quarter before, pct."), 12, "about")], rows)


def write_teams(book: Book, view: QuarterView) -> None:
    """Write each requirement by team, where the teams do not give each other away."""
    sheet = new_page(book, view, teams.sheet_name())
    top = write_heading(sheet, _("By team: {quarter}", quarter=quarter_words(view)), _about())
    rows = [row for rule in _rules(view) for row in _team_rows(view, rule)]
    team = Column(_("Team"), 34)
    write_table(sheet, top, [*_text_columns()[:3], team, *_count_columns()], rows)


def write_trend(book: Book, view: QuarterView) -> None:
    """Write each requirement over eight quarters."""
    sheet = new_page(book, view, trend.sheet_name())
    top = write_heading(sheet, _("Trend: eight quarters"), _about())
    found = {(line["rule"], line["quarter"]): line for line in view.trend.iter_rows(named=True)}
    names = [str(quarter) for quarter in view.quarter.back(TREND_QUARTERS)]
    rows = [
        [*_texts(rule)[:3], *(cell for name in names for cell in _quarter_cells(found.get((rule.id, name))))]
        for rule in _rules(view)
    ]
    quarters = [
        column
        for name in names
        for column in (Column(_("{quarter} pct.", quarter=name), 10, "about"), Column(_("Judged"), 10, "about"))
    ]
    write_table(sheet, top, [*_text_columns()[:3], *quarters], rows)


def _quarter_cells(line: Mapping[str, int] | None) -> tuple[AnyCell, AnyCell]:
    counts = line or _NO_COUNTS
    return _rate(counts), _count(counts["denominator"])


def _about() -> str:
    return _("All figures are approximate: small ones are hidden, the rest are ranges.")


def _rules(view: QuarterView) -> list[RuleSeen]:
    return [rule for rule in view.rules if rule.section != "draft"]


def _by_rule(frame: pl.DataFrame) -> dict[str, Mapping[str, int]]:
    return {line["rule"]: line for line in frame.iter_rows(named=True)}


def _texts(rule: RuleSeen) -> list[AnyCell]:
    return [section_label(rule.section), rule.id, rule.title, rule.citation]


def _text_columns() -> list[Column]:
    return [
        Column(_("Basis"), 13),
        Column(_("Rule"), RULE_WIDTH),
        Column(_("Requirement"), TITLE_WIDTH, "wrap"),
        Column(_("Legal ground"), CITATION_WIDTH, "wrap"),
    ]


def _count_columns() -> list[Column]:
    return [
        Column(_("Judged"), 12, "about"),
        Column(_("Met, about"), 12, "about"),
        Column(_("Met in pct."), 12, "about"),
    ]


def _team_rows(view: QuarterView, rule: RuleSeen) -> list[list[AnyCell]]:
    lines = {line["team"]: line for line in view.by_team.filter(rule=rule.id).iter_rows(named=True)}
    shown = [(team, lines[team]) for team in view.teams if team in lines]
    texts = _texts(rule)[:3]
    for key in ("numerator", "denominator"):
        counts = [line[key] for _team, line in shown]
        if not may_stand_together(counts, sum(counts)):
            return [[*texts, _("not shown by team"), None, None, None]]
    return [[*texts, team, *_cells(line)] for team, line in shown]


def _cells(line: Mapping[str, int]) -> list[AnyCell]:
    return [_count(line["denominator"]), _count(line["numerator"]), _rate(line)]


def _count(count: int) -> str:
    """Return "8–12": rounded to 10, eight met of twelve would be shown as ten of ten."""
    seen = protected(count)
    return _("at most {most}", most=LARGEST_HIDDEN) if seen.hidden else f"{seen.low}–{seen.high}"


def _rate(line: Mapping[str, int]) -> str:
    return _share(line["numerator"], line["denominator"])


def _share(part: int, whole: int) -> str:
    """Return "78–83 %": what the percentage can be, by the protected counts."""
    ends = share_between(part, whole)
    return NOTHING if ends is None else f"{ends[0] * 100:.0f}–{ends[1] * 100:.0f} %"
