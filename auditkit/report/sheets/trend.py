"""The sheet that shows eight quarters: each requirement's percentage with its counts beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from auditkit.compliance import colour_of
from auditkit.report.rules_seen import SECTIONS, section_label
from auditkit.report.view import TREND_QUARTERS, QuarterView
from auditkit.report.words import added, broken_series, danish_day, law_change, met_of, not_over, with_rates
from auditkit.terms import translator

from .blocks import RULE_WIDTH, Block, blocks, total_look
from .colours import colour_word
from .counts import NOTHING
from .page import Column, fit_height, freeze, new_page, write_header, write_heading, write_section
from .trend_chart import write_chart

if TYPE_CHECKING:
    from auditkit.dates import Quarter
    from auditkit.report.writer import AnyCell, Book, Sheet

_ = translator("report")

_COUNTED = ("met", "missed", "deviation")
_TITLE_WIDTH = 48
_WIDTH = 2 + 2 * TREND_QUARTERS  # columns

Counts = Mapping[str, int]
Found = Mapping[tuple[str, str], Counts]
Pair = tuple["AnyCell", "AnyCell", str]
"""A percentage, the words beside it, and the colour of both, as in "share green"."""


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Trend")


def write_trend(book: Book, view: QuarterView) -> None:
    """Write a row per rule, with percentage and counts per quarter, and a total per section."""
    sheet = new_page(book, view, sheet_name())
    quarters = list(view.quarter.back(TREND_QUARTERS))
    told = {*view.trend["rule"], *(rule for rule, _quarter in view.comparable.rules_out)}
    shown = [rule for rule in view.rules if rule.id in told]
    silent = [rule.id for rule in view.rules if rule.id not in told]
    notes = [_("No duties in the eight quarters: {rules}.", rules=", ".join(silent))] if silent else []
    top = write_heading(sheet, _("Trend: eight quarters"), *series_notes(view), *notes)
    write_header(sheet, top, _columns(view, quarters))
    freeze(sheet, top, 2)
    found = {(line["rule"], line["quarter"]): line for line in view.trend.iter_rows(named=True)}
    parts = blocks(shown)
    for block in parts:
        _write_block(sheet, view, block, found, top)
    write_chart(book, sheet, view, quarters, top + (parts[-1].total if parts else 0) + 2)


def series_notes(view: QuarterView) -> list[str]:
    """Return what a reader of the eight quarters must know."""
    quarters = list(view.quarter.back(TREND_QUARTERS))
    notes = [
        _(
            "By due date, all as judged on {day} with today's rules: "
            "earlier quarters change when the lists are corrected.",
            day=danish_day(view.as_of),
        )
    ]
    notes += law_change(quarters[0], quarters[-1])
    if any(quarter in map(str, quarters) for _group, quarter in view.comparable.breaks):
        notes.append(broken_series())
    return [*notes, *not_over(view.quarter, view.as_of)]


def _columns(view: QuarterView, quarters: list[Quarter]) -> list[Column]:
    columns = [Column(_("Rule"), RULE_WIDTH), Column(_("Requirement"), _TITLE_WIDTH)]
    for quarter in quarters:
        columns.append(Column(_("{quarter} pct.", quarter=quarter), 10, "share"))
        columns.append(Column(_("count"), 18 if view.settings.rules else 13))
    return columns


def _write_block(sheet: Sheet, view: QuarterView, block: Block, found: Found, top: int) -> None:
    write_section(sheet, top + block.heading, section_label(block.section), _WIDTH)
    quarters = [str(quarter) for quarter in view.quarter.back(TREND_QUARTERS)]
    nothing = dict.fromkeys(_COUNTED, 0)
    for number, rule in enumerate(block.rules):
        pairs = [_pair(view, rule.id, quarter, found.get((rule.id, quarter), nothing)) for quarter in quarters]
        _write_line(sheet, top + block.first + number, [rule.id, rule.title], pairs)
        fit_height(sheet, top + block.first + number, [(rule.title, _TITLE_WIDTH)])
    totals = [added(_COUNTED, [found.get((rule.id, quarter), nothing) for rule in block.rules]) for quarter in quarters]
    pairs = [_pair(view, block.section, *each) for each in zip(quarters, totals, strict=True)]
    _write_line(sheet, top + block.total, [_("In all"), None], pairs, total_look)


def _write_line(
    sheet: Sheet, row: int, texts: list[AnyCell], pairs: list[Pair], look: Callable[[str], str] = str
) -> None:
    cells = [cell for share, told, _colour in pairs for cell in (share, told)]
    looks = [look(name) + colour for _share, _told, colour in pairs for name in ("share", "text")]
    sheet.write_row(row, [*texts, *cells], [look("text"), look("wrap"), *looks])


def _pair(view: QuarterView, group: str, quarter: str, counts: Counts) -> Pair:
    """Return a percentage with "met of judged", a star at a break, and the word for its colour."""
    if (group, quarter) in view.comparable.rules_out:
        return NOTHING, _("not in scope"), ""
    rate = with_rates(counts)["rate"]
    if rate is None:
        return NOTHING, None, ""
    star = " *" if (group, quarter) in view.comparable.breaks else ""
    colour = colour_of(view.limits_in(quarter).limits_of(None if group in SECTIONS else group), rate)
    word = f", {colour_word(colour)}" if colour else ""
    return rate, met_of(counts) + word + star, f" {colour}" if colour else ""
