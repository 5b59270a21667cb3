"""The sheet that says how each requirement was kept in the quarter. Counts are live formulas over the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from auditkit.compliance import wilson
from auditkit.report.rules_seen import section_label
from auditkit.report.words import (
    added,
    broken_series,
    law_change,
    not_over,
    quarter_words,
    quarters_with_duties,
    with_rates,
)
from auditkit.report.writer import AnyCell, Book, Formula, Sheet
from auditkit.terms import translator

from . import rows
from .blocks import CITATION_WIDTH, RULE_WIDTH, TITLE_WIDTH, Block, blocks, by_rule, total_look
from .colours import colour_header, write_colour
from .counts import (
    COUNT_KEYS,
    HALVES,
    NOTHING,
    SIX,
    count_columns,
    countifs,
    extra_criteria,
    rate,
    rate_with_deviation,
    sums,
)
from .overview_days import write_days
from .overview_more import SHARE_LETTERS, write_more
from .page import Column, fit_height, new_page, write_header, write_heading, write_section

if TYPE_CHECKING:
    from auditkit.report.view import QuarterView

_ = translator("report")

Figures = Mapping[str, int]

_KEYS = (*COUNT_KEYS, "rate", "rate_with_deviation", "previous", "change", "year_ago", "year_change")
_TEXTS = 3  # rule, title, citation
_CHANGES = {"change": 1, "year_change": 4}  # quarters back
LETTERS = {key: xl_col_to_name(number) for number, key in enumerate(_KEYS, start=_TEXTS)}
_RATE = _TEXTS + _KEYS.index("rate")
_LOOKS = (
    "wrap",
    "wrap",
    "wrap",
    *("count",) * len(COUNT_KEYS),
    "share",
    "share",
    "share",
    "points",
    "share",
    "points",
)


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Overview")


def write_overview(book: Book, view: QuarterView) -> None:
    """Write the counts and percentages of every rule, sections apart, and what they rest on."""
    sheet = new_page(book, view, sheet_name())
    top = write_heading(
        sheet,
        _("Overview: {quarter}", quarter=quarter_words(view)),
        _(
            "Duties that fell due in the quarter. In pct. = met / (met + not met). {nothing}: nothing to judge.",
            nothing=NOTHING,
        ),
        _("Guidance, local requirements and drafts stand by themselves and are never added to the legal ones."),
        *law_change(view.quarter.plus(-4), view.quarter),
        *([broken_series()] if _is_broken(view) else []),
        *not_over(view.quarter, view.as_of),
        *([quarters_with_duties(view)] if view.due.is_empty() else []),
    )
    columns = _columns(view)
    write_header(sheet, top, columns)
    sheet.page.freeze_panes(top + 1, 1)  # the header is not repeated on paper: the second table has its own
    parts = blocks(view.rules)
    height = parts[-1].total if parts else 0
    more = top + height + 4
    for block in parts:
        _write_block(sheet, view, block, top, more)
        _write_colours(book, sheet, view, block, top)
        if block.section == "law":
            _name_totals(book, top + block.total + 1)
    _write_check(sheet, parts, top)
    days = more + height + 5
    sheet.page.set_h_pagebreaks([more - 1, days - 4])
    write_more(sheet, view, parts, more)
    write_days(book, sheet, view, parts, days)


def _columns(view: QuarterView) -> list[Column]:
    out = any(quarter == str(view.quarter) for _rule, quarter in view.comparable.rules_out)
    texts = [
        Column(_("Rule"), RULE_WIDTH),
        Column(_("Requirement"), TITLE_WIDTH),
        Column(_("Legal ground"), CITATION_WIDTH),
    ]
    rates = [
        Column(_("Met in pct."), 13 if out else 11, "share"),
        Column(_("Met in pct. with lawful deviation"), 13, "share"),
        Column(_("Quarter before, pct."), 11, "share"),
        Column(_("Change, percentage points"), 15, "points"),
        Column(_("Same quarter last year, pct."), 12, "share"),
        Column(_("Change since last year, percentage points"), 15, "points"),
    ]
    sample = [Column(_("95 pct. interval, from"), 11), Column(_("to"), 9)]
    colour = [Column(colour_header(), 11)] if view.limits.rules else []
    return [*texts, *count_columns(), *rates, *(sample if view.is_sample else []), *colour]


def _write_block(sheet: Sheet, view: QuarterView, block: Block, top: int, more: int) -> None:
    write_section(sheet, top + block.heading, section_label(block.section), len(_LOOKS))
    now, *before = (by_rule(frame, block.rules) for frame in (view.due, view.previous, view.year_ago))
    for number, rule in enumerate(block.rules):
        row = top + block.first + number
        texts: list[AnyCell] = [rule.id, rule.title, rule.citation]
        counts = [Formula(_counting(key, row + 1), now[number][key]) for key in COUNT_KEYS]
        ratios = _ratios(view, row + 1, more + row - top + 1, now[number], [each[number] for each in before])
        sheet.write_row(row, [*texts, *counts, *ratios], _looks(view, rule.id))
        if (rule.id, str(view.quarter)) in view.comparable.rules_out:
            sheet.write(row, _RATE, _("not in scope"), "out")
        fit_height(sheet, row, [(rule.title, TITLE_WIDTH), (rule.citation, CITATION_WIDTH)])
        _write_interval(sheet, view, row, now[number])
    row = top + block.total
    total, *earlier = (added(COUNT_KEYS, each) for each in (now, *before))
    span = (top + block.first + 1, row)
    ratios = _ratios(view, row + 1, more + row - top + 1, total, earlier)
    cells = [_("In all"), None, None, *sums(COUNT_KEYS, LETTERS, span, total), *ratios]
    sheet.write_row(row, cells, [total_look(look) for look in _looks(view, block.section)])
    _write_interval(sheet, view, row, total)


def _looks(view: QuarterView, group: str) -> list[str]:
    """Return the looks of a row: a change that crosses a break in the series has a star."""
    stars = {_KEYS.index(key) + _TEXTS for key, back in _CHANGES.items() if view.comparable.crosses(group, back)}
    return [f"{look} broken" if at in stars else look for at, look in enumerate(_LOOKS)]


def _is_broken(view: QuarterView) -> bool:
    seen = view.comparable
    return view.has_begun and bool(seen.previous or seen.year_ago)


def _write_colours(book: Book, sheet: Sheet, view: QuarterView, block: Block, top: int) -> None:
    """Write how each percentage stands against the municipality's own limits; none from the start."""
    if not view.limits.rules:
        return
    column = len(_columns(view)) - 1
    found = by_rule(view.due, block.rules)
    lines = [(rule.id, counts) for rule, counts in zip(block.rules, found, strict=True)]
    for row, (rule, counts) in enumerate([*lines, (None, added(COUNT_KEYS, found))], start=top + block.first):
        rate = f"{LETTERS['rate']}{row + 1}", with_rates(counts)["rate"]
        write_colour(book, sheet, (row, column), view.limits.limits_of(rule), rate)


def _counting(key: str, row: int) -> str:
    criteria = (("række_krav", f"$A{row}"), ("række_kvartal", "kvartal"))
    return "=" + countifs(*criteria, *extra_criteria(key))


def _ratios(view: QuarterView, row: int, more_row: int, now: Figures, before: Sequence[Figures]) -> list[AnyCell]:
    """Return the rate, the rate with deviations, and each earlier quarter's with the change since.

    There is no change where the quarter has not begun.
    """
    figures = with_rates(now)
    ratios: list[AnyCell] = [rate(LETTERS, row, figures), rate_with_deviation(LETTERS, row, figures)]
    for name, letter, counts in zip(("previous", "year_ago"), SHARE_LETTERS, before, strict=True):
        earlier = with_rates(counts)["rate"]
        ratios.append(Formula(f"={letter}{more_row}", NOTHING if earlier is None else earlier))
        cells = f"{LETTERS['rate']}{row}", f"{LETTERS[name]}{row}"
        ratios.append(_change(*cells, figures["rate"], earlier) if view.has_begun else NOTHING)
    return ratios


def _change(a: str, b: str, now: float | None, earlier: float | None) -> Formula:
    change = NOTHING if now is None or earlier is None else (now - earlier) * 100
    return Formula(f'=IF(AND(ISNUMBER({a}),ISNUMBER({b})),({a}-{b})*100,"{NOTHING}")', change)


def _write_interval(sheet: Sheet, view: QuarterView, row: int, figures: Figures) -> None:
    """Write the interval of a sample; a count of everything has none."""
    decided = figures["met"] + figures["missed"]
    if not view.is_sample:
        return
    ends: Sequence[AnyCell] = wilson(figures["met"], decided) if decided else (NOTHING, NOTHING)
    for number, end in enumerate(ends, start=len(_LOOKS)):
        sheet.write(row, number, end, "share")


def _name_totals(book: Book, row: int) -> None:
    """Name the legal total's counts and changes: the front page shows them."""
    names = {"change": "ændring", "year_change": "ændring_år"}
    for key in ("met", "missed", "undeterminable", *names):
        book.name(f"lovkrav_{names.get(key, key)}", f"'{sheet_name()}'!${LETTERS[key]}${row}")


def _write_check(sheet: Sheet, parts: Sequence[Block], top: int) -> None:
    """Write two lines: whether the six outcomes give the obligations, and the two halves what was missed."""
    if not parts:
        return
    totals = [top + block.total + 1 for block in parts]
    whole, missed = (_sum_of([key], totals) for key in ("obligations", "missed"))
    right, wrong = _("adds up"), _("does not add up")
    six = f'=IF({whole}={_sum_of(SIX, totals)},"{right}","{wrong}")'
    # Counted row by row too: one half too many and another too few would pass in a sum.
    both = "+".join(countifs(("række_kvartal", "kvartal"), *_halved(half)) for half in HALVES)
    told = _("does not add up: correct Missed, of which on the sheet {sheet} too", sheet=rows.sheet_name())
    halves = f'=IF(AND({missed}={_sum_of(HALVES, totals)},{missed}={both}),"{right}","{told}")'
    lines = {_("Check: the six outcomes give In all"): six, _("Check: the two of which give Missed"): halves}
    for row, (label, formula) in enumerate(lines.items(), start=top + parts[-1].total + 1):
        sheet.write(row, 0, label, "note")
        sheet.write(row, 3, Formula(formula, right), "note")


def _sum_of(keys: Sequence[str], lines: Sequence[int]) -> str:
    return "+".join(f"{LETTERS[key]}{line}" for line in lines for key in keys)


def _halved(half: str) -> tuple[tuple[str, str], ...]:
    """Return what makes a row both missed and of a half."""
    return *extra_criteria("missed"), *extra_criteria(half)
