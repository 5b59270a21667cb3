"""The sheet that shows eight quarters: each requirement's percentage with its counts beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditkit.report.rules_seen import section_label
from auditkit.report.view import TREND_QUARTERS, QuarterView
from auditkit.report.words import added, danish_day, law_change, with_rates
from auditkit.terms import translator

from .blocks import RULE_WIDTH, TITLE_WIDTH, Block, blocks, total_look
from .counts import NOTHING
from .page import Column, fit_height, freeze, new_page, write_header, write_heading, write_section
from .trend_chart import write_chart

if TYPE_CHECKING:
    from auditkit.dates import Quarter
    from auditkit.report.writer import AnyCell, Book, Sheet

_ = translator("report")

_COUNTED = ("met", "missed", "deviation")
_LOOKS = ("text", "wrap", *("share", "text") * TREND_QUARTERS)

Found = Mapping[tuple[str, str], Mapping[str, int]]


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Trend")


def write_trend(book: Book, view: QuarterView) -> None:
    """Write a row per rule, with percentage and counts per quarter, and a total per section."""
    sheet = new_page(book, view, sheet_name())
    quarters = list(view.quarter.back(TREND_QUARTERS))
    told = set(view.trend["rule"])
    shown = [rule for rule in view.rules if rule.id in told]
    silent = [rule.id for rule in view.rules if rule.id not in told]
    notes = [_("No duties in the eight quarters: {rules}.", rules=", ".join(silent))] if silent else []
    top = write_heading(sheet, _("Trend: eight quarters"), *series_notes(view), *notes)
    write_header(sheet, top, _columns(quarters))
    freeze(sheet, top, 2)
    found = {(line["rule"], line["quarter"]): line for line in view.trend.iter_rows(named=True)}
    parts = blocks(shown)
    for block in parts:
        _write_block(sheet, block, quarters, found, top)
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
    if view.as_of < view.quarter.last_day:
        notes.append(_("{quarter} is not over: its figures are provisional.", quarter=view.quarter))
    return notes


def _columns(quarters: list[Quarter]) -> list[Column]:
    columns = [Column(_("Rule"), RULE_WIDTH), Column(_("Requirement"), TITLE_WIDTH)]
    for quarter in quarters:
        columns.append(Column(_("{quarter} pct.", quarter=quarter), 10, "share"))
        columns.append(Column(_("count"), 11))
    return columns


def _write_block(sheet: Sheet, block: Block, quarters: list[Quarter], found: Found, top: int) -> None:
    write_section(sheet, top + block.heading, section_label(block.section), len(_LOOKS))
    nothing = dict.fromkeys(_COUNTED, 0)
    rows = [[found.get((rule.id, str(quarter)), nothing) for quarter in quarters] for rule in block.rules]
    for number, (rule, counts) in enumerate(zip(block.rules, rows, strict=True)):
        cells = [rule.id, rule.title, *_pairs(counts)]
        sheet.write_row(top + block.first + number, cells, _LOOKS)
        fit_height(sheet, top + block.first + number, [(rule.title, TITLE_WIDTH)])
    totals = [added(_COUNTED, column) for column in zip(*rows, strict=True)]
    looks = [total_look(look) for look in _LOOKS]
    sheet.write_row(top + block.total, [_("In all"), None, *_pairs(totals)], looks)


def _pairs(counts: list[Mapping[str, int]] | list[dict[str, int]]) -> list[AnyCell]:
    """Return a percentage and "met of judged" per quarter."""
    cells: list[AnyCell] = []
    for each in counts:
        decided = each["met"] + each["missed"]
        rate = with_rates(each)["rate"]
        cells.append(NOTHING if rate is None else rate)
        cells.append(_("{met} of {judged}", met=each["met"], judged=decided) if decided else None)
    return cells
