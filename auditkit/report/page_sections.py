"""The parts of the quarter's page: the same figures as the workbook's front, overview, teams and trend."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Outcome
from auditkit.terms import outcome_label, translator

from .headline import Headline, headline
from .page_cells import compared, counted, figures_of, interval, limits_cell, out_cell, part_of, share, wide_share
from .page_charts import bar_chart, column_chart
from .page_parts import Cell, Fact, Row, Section, Table, count, percent, points
from .rules_seen import SECTIONS, RuleSeen, section_label
from .sheets.counts import COUNT_KEYS, NOTHING, count_columns
from .sheets.trend import series_notes
from .view import TREND_QUARTERS, QuarterView
from .words import added, broken_series, danish_day, quarter_words, with_rates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_ = translator("report")
_coded = translator("report")

_MOST_BARS = 30  # teams in one chart; with more of them the table is plainer
_DONE = ("numerator", "denominator")

Counts = dict[str, int]
Found = dict[str, "Mapping[str, int]"]


def brief(view: QuarterView) -> Section:
    """The legal requirements in five figures."""
    figures, in_quarter = headline(view), _("due in the quarter")
    day = danish_day(view.as_of)
    everywhere = _("on {day}, from all quarters; also what can no longer be done", day=day)
    cards = (
        _legal(view, figures),
        Fact(_("Overdue and not done"), count(figures.overdue), everywhere),
        Fact(_("Fall due within 30 days"), count(figures.soon), _("after {day}", day=day)),
        Fact(_("Done too late"), count(figures.late), in_quarter),
        Fact(_("Cannot be determined"), count(figures.undeterminable), figures.which_undeterminable),
    )
    return Section(_("The legal requirements in brief"), cards=cards)


def _legal(view: QuarterView, figures: Headline) -> Fact:
    """The legal requirements together, against the municipality's own limits, and since earlier quarters."""
    colour, word = limits_cell(view, None, figures.rate)
    changes = [
        _("{change} percentage points since {quarter}", change=points(figures.change(each)), quarter=each.quarter)
        for each in figures.before
        if figures.change(each) is not None
    ]
    told = [each.counts for each in figures.before if figures.change(each) is not None]
    earlier = tuple(f"{change} ({counts})" for change, counts in zip(changes, told, strict=True))
    return Fact(_("Legal requirements met"), percent(figures.rate), figures.counts + word, colour, earlier)


def overview(view: QuarterView) -> Section:
    """Every requirement in the quarter: percentages first, then the counts behind; then seen otherwise."""
    notes: tuple[str, ...] = (
        _(
            "Duties that fell due in the quarter. In pct. = met / (met + not met). {nothing}: nothing to judge.",
            nothing=NOTHING,
        ),
        _("Guidance, local requirements and drafts stand by themselves and are never added to the legal ones."),
    )
    title = _("Overview: {quarter}", quarter=quarter_words(view))
    if view.has_begun and (view.comparable.previous or view.comparable.year_ago):
        notes += (broken_series(),)
    silent = [rule.id for rule in view.rules if not _has_figures(view, rule)]
    if silent:
        notes += (
            _(
                "No duties in the quarter or the one before: {rules}. They count in all quarters.",
                rules=", ".join(silent),
            ),
        )
    return Section(title, notes, tables=(_judged(view), _done(view)))


def _judged(view: QuarterView) -> Table:
    due, *before = (_by_rule(frame) for frame in (view.due, view.previous, view.year_ago))

    def figures(rules: Sequence[RuleSeen], group: str) -> tuple[Cell, ...]:
        now = _sum(due, rules)
        pairs = zip((1, 4), before, strict=True)
        earlier = [cell for back, each in pairs for cell in compared(view, group, back, (now, _sum(each, rules)))]
        is_out = (group, str(view.quarter)) in view.comparable.rules_out
        first = out_cell() if is_out else share(now, view, group)
        return (first, *interval(view, now), *earlier, *counted(now), wide_share(now))

    sample = (_("95 pct. interval"),) if view.is_sample else ()
    before_headers = (_("Quarter before, pct."), _("Change, percentage points"))
    year_headers = (_("Same quarter last year, pct."), _("Change since last year, percentage points"))
    rates = (_("Met in pct."), *sample, *before_headers, *year_headers)
    headers = (_("Requirement"), *rates, *_count_headers(), _("Met in pct. with lawful deviation"))
    rows = _rule_rows(view.rules, partial(_has_figures, view), figures)
    return Table(_("By due date: {quarter}", quarter=quarter_words(view)), headers, rows)


def _done(view: QuarterView) -> Table:
    done, whole = _by_rule(view.completed), _by_rule(view.whole)

    def figures(rules: Sequence[RuleSeen], _group: str) -> tuple[Cell, ...]:
        sums = _sum(done, rules, _DONE)
        in_time, all_done = sums["numerator"], sums["denominator"]
        ever = _sum(whole, rules, _DONE)
        met, judged = ever["numerator"], ever["denominator"]
        all_quarters = (Cell(count(met)), Cell(count(judged)), part_of(met, judged))
        return part_of(in_time, all_done), Cell(count(all_done)), Cell(count(in_time)), *all_quarters

    all_quarters = (_("All quarters: met"), _("All quarters: judged"), _("All quarters: pct."))
    headers = (_("Requirement"), _("In time, pct."), _("Done in the quarter"), _("of which in time"), *all_quarters)
    rows = _rule_rows(view.rules, partial(_has_figures, view), figures)
    return Table(_("By when it was done: {quarter}", quarter=quarter_words(view)), headers, rows, folded=True)


def _has_figures(view: QuarterView, rule: RuleSeen) -> bool:
    """Say whether a rule has anything to show in the quarter or the one before, or is not in scope."""
    if (rule.id, str(view.quarter)) in view.comparable.rules_out:
        return True
    return any(rule.id in set(frame["rule"]) for frame in (view.due, view.previous, view.completed))


def _rule_rows(
    rules: Sequence[RuleSeen],
    is_shown: Callable[[RuleSeen], bool],
    figures: Callable[[Sequence[RuleSeen], str], tuple[Cell, ...]],
) -> tuple[Row, ...]:
    """Return a row for each rule that is shown and a total, by section.

    ``figures`` gives the cells of some rules, which are known together as a rule's id or a section's name.

    The total is that of all the section's rules: one that is silent now may count in "all quarters".
    """
    rows: list[Row] = []
    for section in SECTIONS:
        members = [rule for rule in rules if rule.section == section]
        shown = [rule for rule in members if is_shown(rule)]
        if shown:
            rows.append(Row((Cell(section_label(section)),), "section"))
            rows += [Row((_named(rule), *figures([rule], rule.id))) for rule in shown]
            rows.append(Row((Cell(_("In all")), *figures(members, section)), "total"))
    return tuple(rows)


def teams(view: QuarterView) -> Section:
    """The teams side by side, then each requirement's teams with all counts."""
    title = _("By team: {quarter}", quarter=quarter_words(view))
    note = _(
        "The team responsible on the due date. A team without duties under a requirement is left out there; "
        "one that is not in scope says so."
    )
    law = [rule.id for rule in view.rules if rule.section == "law"]
    legal = view.by_team.filter(pl.col("rule").is_in(law)).group_by("team").agg(pl.col(COUNT_KEYS).sum())
    found = _by(legal, "team")
    shown = [team for team in view.teams if team in found]
    caption = _("Legal requirements met by team, pct.")
    rates = [(team, with_rates(_taken(found[team]))["rate"]) for team in shown]
    chart = bar_chart(caption, rates) if 0 < len(shown) <= _MOST_BARS else None
    rows = [Row((Cell(team), *figures_of(_taken(found[team]), view, "law"))) for team in shown]
    whole = added(COUNT_KEYS, [_taken(found[team]) for team in shown])
    total = Row((Cell(_("All teams")), *figures_of(whole, view, "law")), "total")
    out = sorted({team for rule in law for team in view.comparable.teams_out.get(rule, ())} - set(shown))
    legal_table = Table(caption, (_("Team"), *_rate_headers()), (*rows, *map(_out_row, out), total))
    tables = (legal_table, _side_by_side(view), _every_team(view)) if view.by_team.height or out else ()
    return Section(title, (note,), chart=chart, tables=tables)


def _out_row(team: str) -> Row:
    return Row((Cell(team), out_cell(), *[Cell("")] * (len(COUNT_KEYS) + 1)))


def _side_by_side(view: QuarterView) -> Table:
    found = {(line["rule"], line["team"]): _taken(line) for line in view.by_team.iter_rows(named=True)}
    out = view.comparable.teams_out
    teams_seen = {team for _rule, team in found}
    only_out = {team for teams in out.values() for team in teams} - set(view.teams)
    shown = [team for team in view.teams if team in teams_seen or any(team in each for each in out.values())]
    shown += sorted(only_out)
    rows = []
    for rule in _with_teams(view):
        cells = []
        for team in shown:
            if (rule.id, team) in found:
                cells.append(share(found[rule.id, team], view, rule.id))
            else:
                cells.append(out_cell() if team in out.get(rule.id, ()) else Cell("", _("no duties")))
        whole = added(COUNT_KEYS, [found[rule.id, team] for team in shown if (rule.id, team) in found])
        is_out = (rule.id, str(view.quarter)) in view.comparable.rules_out
        rows.append(Row((_named(rule), out_cell() if is_out else share(whole, view, rule.id), *cells)))
    headers = (_("Requirement"), _("All teams"), *shown)
    return Table(_("Teams side by side: met in pct."), headers, tuple(rows))


def _with_teams(view: QuarterView) -> list[RuleSeen]:
    """Return the rules that a team had duties under in the quarter, or that no team is in scope of."""
    told = set(view.by_team["rule"]) | {rule for rule, at in view.comparable.rules_out if at == str(view.quarter)}
    return [rule for rule in view.rules if rule.id in told]


def _every_team(view: QuarterView) -> Table:
    rows: list[Row] = []
    for rule in _with_teams(view):
        lines = _by(view.by_team.filter(rule=rule.id), "team")
        rows.append(Row((Cell(f"{rule.id} · {rule.title} ({section_label(rule.section)})"),), "section"))
        found = {team: _taken(lines[team]) for team in view.teams if team in lines}
        rows += [Row((Cell(team), *figures_of(counts, view, rule.id))) for team, counts in found.items()]
        rows += map(_out_row, view.comparable.teams_out.get(rule.id, ()))
        if found:
            whole = figures_of(added(COUNT_KEYS, list(found.values())), view, rule.id)
            rows.append(Row((Cell(_("All teams")), *whole), "total"))
    return Table(_("Each requirement by team"), (_("Team"), *_rate_headers()), tuple(rows), folded=True)


def trend(view: QuarterView) -> Section:
    """Eight quarters: the legal requirements together as a chart and a table, then each requirement."""
    quarters = [str(quarter) for quarter in view.quarter.back(TREND_QUARTERS)]
    found = {(line["rule"], line["quarter"]): _taken(line) for line in view.trend.iter_rows(named=True)}

    def totals(rules: Sequence[RuleSeen]) -> list[Counts]:
        picked = [[found[rule.id, name] for rule in rules if (rule.id, name) in found] for name in quarters]
        return [added(COUNT_KEYS, each) for each in picked]

    legal = totals([rule for rule in view.rules if rule.section == "law"])
    title = _("Legal requirements met, pct.")
    chart = column_chart(title, [(name, with_rates(each)["rate"]) for name, each in zip(quarters, legal, strict=True)])
    rows = tuple(
        Row((Cell(name), *figures_of(each, view, "law", name))) for name, each in zip(quarters, legal, strict=True)
    )
    told = {rule for rule, _quarter in (*found, *view.comparable.rules_out)}

    def shares(rules: Sequence[RuleSeen], group: str) -> tuple[Cell, ...]:
        out = [(group, name) in view.comparable.rules_out for name in quarters]
        cells = zip(out, totals(rules), quarters, strict=True)
        return tuple(out_cell() if is_out else share(each, view, group, name) for is_out, each, name in cells)

    every = _rule_rows(view.rules, lambda rule: rule.id in told, shares)
    caption, headers = _("Each requirement by quarter: met in pct."), (_("Requirement"), *quarters)
    tables = (
        Table(title, (_("Quarter"), *_rate_headers()), rows),
        Table(caption, headers, every, key=len(quarters), folded=True),
    )
    return Section(_("Trend: eight quarters"), tuple(series_notes(view)), chart=chart, tables=tables)


def left_out(view: QuarterView) -> Section:
    """The requirements without figures, and why."""
    title = _("Not in the figures")
    if not view.not_run:
        return Section(title, (_("All requirements of the catalogue were judged."),))
    rows = tuple(Row((Cell(rule.title, rule.id), Cell(rule.why))) for rule in view.not_run)
    return Section(
        title,
        tables=(
            Table(_("Requirements that are not in the figures"), (_("Requirement"), _("Why")), rows, 2, folded=True),
        ),
    )


def origin(view: QuarterView) -> Section:
    """What the figures come from, what the outcomes mean, and what to keep in mind."""
    ledger = view.rows
    rows_read = (
        ()
        if ledger is None
        else (
            Fact(
                _("Rows in the lists"),
                count(ledger.read),
                _(
                    "{used} used, {aside} set aside, {blank} blank",
                    used=count(ledger.used),
                    aside=count(ledger.set_aside),
                    blank=count(ledger.blank),
                ),
            ),
        )
    )
    without = _("{count} without due date belong to no quarter", count=count(view.without_quarter))
    facts = (
        Fact(_("Judged as of"), danish_day(view.as_of), _("what is dated later has not happened yet")),
        Fact(_("Run"), view.run, _("the same run can be read back from the database")),
        Fact(_("Duties judged"), count(view.height), without),
        *rows_read,
        *(Fact(_capital(outcome_label(each)), _coded(f"meaning:{each}")) for each in Outcome),
    )
    points_to_keep = (
        _("The figures say what is registered in the lists. They say nothing about the quality of the work."),
        _("A blank cell counts as not done. What cannot be read is neither met nor missed."),
        _("Small numbers: look at the counts before the percentages."),
    )
    return Section(_("What the figures come from"), facts=facts, points=points_to_keep)


def _named(rule: RuleSeen) -> Cell:
    return Cell(rule.title, f"{rule.id} · {rule.citation}" if rule.citation else rule.id)


def _rate_headers() -> tuple[str, ...]:
    return (_("Met in pct."), *_count_headers(), _("Met in pct. with lawful deviation"))


def _count_headers() -> tuple[str, ...]:
    return tuple(column.header for column in count_columns())


def _by_rule(frame: pl.DataFrame) -> Found:
    return _by(frame, "rule")


def _by(frame: pl.DataFrame, name: str) -> Found:
    return {line[name]: line for line in frame.iter_rows(named=True)}


def _taken(line: Mapping[str, int]) -> Counts:
    return {key: line[key] for key in COUNT_KEYS}


def _sum(found: Found, rules: Sequence[RuleSeen], keys: Sequence[str] = COUNT_KEYS) -> Counts:
    return added(keys, [found[rule.id] for rule in rules if rule.id in found])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
