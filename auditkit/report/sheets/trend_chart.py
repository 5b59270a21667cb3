"""The chart of the legal requirements over eight quarters, and the table that it is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.report.style import BAND
from auditkit.report.words import added, met_of, with_rates
from auditkit.terms import translator

from .counts import NOTHING
from .page import write_section

if TYPE_CHECKING:
    from auditkit.dates import Quarter
    from auditkit.report.view import QuarterView
    from auditkit.report.writer import Book, Sheet

_ = translator("report")

_COUNTED = ("met", "missed", "deviation")


def write_chart(book: Book, sheet: Sheet, view: QuarterView, quarters: list[Quarter], top: int) -> None:
    """Write the legal total per quarter from row ``top``, with a chart beside."""
    write_section(sheet, top, _("Legal requirements in all"), 18)
    header = [_("Quarter"), _("Met, and judged in all"), _("In pct.")]
    sheet.write_row(top + 1, header, ("header", "header", "header right"))
    totals = [_total(view, quarter) for quarter in quarters]
    for row, (quarter, total) in enumerate(zip(quarters, totals, strict=True), start=top + 2):
        counts = _told_of(view, quarter, total) if total["met"] + total["missed"] else NOTHING
        # A blank leaves a gap in the chart; a dash would be drawn as 0 %.
        sheet.write_row(row, [str(quarter), counts, with_rates(total)["rate"]], ("text", "text", "share"))
    if not any(total["met"] + total["missed"] for total in totals):
        return  # eight empty columns say nothing
    rows = (top + 2, top + 1 + len(quarters))
    _insert(book, sheet, rows, _told(view, quarters, totals))


def _total(view: QuarterView, quarter: Quarter) -> dict[str, int]:
    law = [rule.id for rule in view.rules if rule.section == "law"]
    lines = view.trend.filter(quarter=str(quarter))
    return added(_COUNTED, [line for line in lines.iter_rows(named=True) if line["rule"] in law])


def _told(view: QuarterView, quarters: list[Quarter], totals: list[dict[str, int]]) -> str:
    """Return the chart in words, for those who do not see it."""
    parts = [f"{quarter}: {_told_of(view, quarter, each)}" for quarter, each in zip(quarters, totals, strict=True)]
    return _("Legal requirements met per quarter. {parts}.", parts="; ".join(parts))


def _told_of(view: QuarterView, quarter: Quarter, total: dict[str, int]) -> str:
    """Return "126 af 169", and that a break in the series begins there."""
    is_break = ("law", str(quarter)) in view.comparable.breaks
    return met_of(total) + (" (" + _("break in the series") + ")" if is_break else "")


def _insert(book: Book, sheet: Sheet, rows: tuple[int, int], told: str) -> None:
    chart = book.column_chart()
    name = sheet.page.name
    chart.add_series(
        {
            "categories": [name, rows[0], 0, rows[1], 0],
            "values": [name, rows[0], 2, rows[1], 2],
            "fill": {"color": BAND},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0%"},
        }
    )
    chart.set_title({"name": _("Legal requirements met, pct."), "name_font": {"size": 11}})
    chart.set_y_axis(
        {"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#D5DAE0"}}}
    )
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 760, "height": 260})
    sheet.page.insert_chart(rows[0] - 1, 4, chart, {"description": told, "object_position": 2})
