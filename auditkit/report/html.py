"""The quarter as one web page: self-contained, without scripts, readable by a screen reader, figures only."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditkit.terms import current_language, outcome_label, translator

from .atomic import replacing
from .headline import headline
from .page_parts import NOTHING, Row, Section, Table, column_chart, percent
from .rules_seen import SECTIONS, RuleSeen, section_label
from .view import TREND_QUARTERS, QuarterView
from .words import added, danish_day, quarter_words, with_rates

_ = translator("report")

_TEMPLATES = Path(__file__).parent / "templates"
_COUNTS = ("obligations", "met", "missed", "deviation", "not_due", "not_applicable", "undeterminable")

Figures = Mapping[str, int]


def write_page(path: Path | str, view: QuarterView) -> None:
    """Write the quarter's page; the same view gives the same bytes. Raises CannotWrite."""
    with replacing(path) as file:
        file.write(page(view).encode())


def page(view: QuarterView) -> str:
    """Return the quarter's page. It holds no case numbers, but small counts: it is not for publication."""
    style = (_TEMPLATES / "quarter.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("quarter.html").render(
        language=current_language(),
        title=_("Management review of children's cases") + ": " + quarter_words(view),
        style=Markup(style),  # noqa: S704 - our own file; its digest stands in the policy
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        kommune=view.kommune,
        warning=_("Figures only, but small counts too: for internal use."),
        sections=[_brief(view), _rules(view), _teams(view), _trend(view), _left_out(view)],
        foot=_("{kommune} · run {run} · as of {day}", kommune=view.kommune, run=view.run, day=danish_day(view.as_of)),
    )


def _brief(view: QuarterView) -> Section:
    figures, in_quarter = headline(view), _("due in the quarter")
    counts = _("{met} of {judged}", met=figures.met, judged=figures.judged)
    day = _("on {day}, from all quarters; also what can no longer be done", day=danish_day(view.as_of))
    rows = (
        (_("Legal requirements met"), f"{counts}, {in_quarter}", percent(figures.rate)),
        (_("Overdue and not done"), day, str(figures.overdue)),
        (_("Fall due within 30 days"), _("after {day}", day=danish_day(view.as_of)), str(figures.soon)),
        (_("Done too late"), in_quarter, str(figures.late)),
        (_("Cannot be determined"), in_quarter, str(figures.undeterminable)),
    )
    title = _("The legal requirements in brief")
    headers = (_("What"), _("Which"), _("Figure"))
    return Section(title, tables=(Table(title, headers, tuple(Row(cells) for cells in rows), 2),))


def _rules(view: QuarterView) -> Section:
    found = {line["rule"]: line for line in view.due.iter_rows(named=True)}
    rows: list[Row] = []
    for section in SECTIONS:
        rules = [rule for rule in view.rules if rule.section == section]
        if rules:
            rows.append(Row((section_label(section),), "section"))
            rows += [Row((rule.id, rule.title, *_figures(_counts(found.get(rule.id))))) for rule in rules]
            total = added(_COUNTS, [_counts(found.get(rule.id)) for rule in rules])
            rows.append(Row((_("In all"), "", *_figures(total)), "total"))
    notes = (
        _(
            "Duties that fell due in the quarter. In pct. = met / (met + not met). {nothing}: nothing to judge.",
            nothing=NOTHING,
        ),
        _("Guidance, local requirements and drafts stand by themselves and are never added to the legal ones."),
    )
    title = _("Overview: {quarter}", quarter=quarter_words(view))
    headers = (_("Rule"), _("Requirement"), *_headers())
    return Section(title, notes, tables=(Table(title, headers, tuple(rows), 2),))


def _teams(view: QuarterView) -> Section:
    title = _("By team: {quarter}", quarter=quarter_words(view))
    tables = tuple(_team_table(view, rule) for rule in view.rules if rule.id in set(view.by_team["rule"]))
    return Section(title, (_("The team responsible on the due date."),), tables=tables)


def _team_table(view: QuarterView, rule: RuleSeen) -> Table:
    found = {line["team"]: line for line in view.by_team.filter(rule=rule.id).iter_rows(named=True)}
    teams = [team for team in view.teams if team in found]
    rows = [Row((team, *_figures(_counts(found[team])))) for team in teams]
    total = added(_COUNTS, [_counts(found[team]) for team in teams])
    caption = f"{rule.id} · {rule.title} ({section_label(rule.section)})"
    last = Row((_("All teams"), *_figures(total)), "total")
    return Table(caption, (_("Team"), *_headers()), (*rows, last), 1)


def _trend(view: QuarterView) -> Section:
    law = [rule.id for rule in view.rules if rule.section == "law"]
    legal = view.trend.filter(pl.col("rule").is_in(law)).group_by("quarter").agg(pl.col(_COUNTS).sum())
    found = {line["quarter"]: line for line in legal.iter_rows(named=True)}
    names = [str(quarter) for quarter in view.quarter.back(TREND_QUARTERS)]
    totals = [with_rates(_counts(found.get(name))) for name in names]
    title = _("Legal requirements met, pct.")
    told = "; ".join(f"{name}: {percent(total['rate'])}" for name, total in zip(names, totals, strict=True))
    chart = column_chart(title, told, [(name, total["rate"]) for name, total in zip(names, totals, strict=True)])
    rows = tuple(Row((name, *_figures(_counts(found.get(name))))) for name in names)
    table = Table(title, (_("Quarter"), *_headers()), rows, 1)
    return Section(_("Trend: eight quarters"), chart=chart, tables=(table,))


def _left_out(view: QuarterView) -> Section:
    rows = tuple(Row((rule.id, rule.title, rule.why)) for rule in view.not_run)
    title = _("Not in the figures")
    headers = (_("Rule"), _("Requirement"), _("Why"))
    return Section(title, tables=(Table(title, headers, rows, 3),) if rows else ())


def _headers() -> tuple[str, ...]:
    six = (outcome_label(key) for key in _COUNTS[1:])
    return (_("In all"), *(text[:1].upper() + text[1:] for text in six), _("Met in pct."))


def _counts(line: Figures | None) -> dict[str, int]:
    return {key: line[key] if line else 0 for key in _COUNTS}


def _figures(counts: Figures) -> tuple[str, ...]:
    rate = with_rates(counts)["rate"]
    return (*(str(counts[key]) for key in _COUNTS), percent(rate))
