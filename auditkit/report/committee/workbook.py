"""The copy as a workbook: four sheets of words and ranges. No formula, no row of any list, nothing hidden."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import TYPE_CHECKING

from auditkit.report.sheets import page
from auditkit.report.style import BAND
from auditkit.report.words import danish_day
from auditkit.report.writer import new_book
from auditkit.terms import translator

from .parts import parts

if TYPE_CHECKING:
    from auditkit.report.writer import Book, Sheet

    from .parts import Copy, Part, Row, Table

_ = translator("committee")

_A4 = 9
_NAME = 60  # characters of the municipality's name in the footer; Excel allows 255 in all
_LINE = 130  # characters of a note on a line
_PALE = "#A9BDD3"
_LOOKS = {("", False): "wrap", ("", True): "about", ("total", False): "total text", ("total", True): "total count"}


def workbook(copy: Copy) -> bytes:
    """Return the copy as a workbook; the same copy gives the same bytes."""
    with TemporaryDirectory(prefix="auditkit-") as folder:
        path = Path(folder) / "copy.xlsx"
        with new_book(path) as book:
            _write(book, copy)
        return path.read_bytes()


def _write(book: Book, copy: Copy) -> None:
    written = parts(copy)
    sheets = [_new_sheet(book, part, copy) for part in written]
    tops = [_write_heading(sheet, part, copy) for sheet, part in zip(sheets, written, strict=True)]
    for sheet, part, top in zip(sheets, written, tops, strict=True):
        row = top
        for table in part.tables:
            row = _write_table(sheet, row, table, under=part.title) + 1
        if part.bars:
            _insert_chart(book, sheet, row, part, sheets[-1].page.name, tops[-1] + 2)


def _new_sheet(book: Book, part: Part, copy: Copy) -> Sheet:
    sheet = book.add(part.name)
    sheet.page.set_landscape()
    sheet.page.set_paper(_A4)
    sheet.page.fit_to_pages(1, 1)
    sheet.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.page.hide_gridlines(2)
    kommune = copy.kommune[:_NAME].replace("&", "&&")
    footer = _(
        "{kommune} · as of {day} · {edition}", kommune=kommune, day=danish_day(copy.as_of), edition=copy.edition_mark
    )
    sheet.page.set_footer("&L" + footer + "&R" + _("page &P of &N"))
    return sheet


def _write_heading(sheet: Sheet, part: Part, copy: Copy) -> int:
    """Write title and notes, and return the row where the tables begin."""
    page.write_title(sheet, part.title)
    sheet.write(1, 0, f"{copy.kommune} · {copy.quarter_words} · {copy.edition_mark}", "label")
    lines = [line for note in part.notes for line in wrap(note, _LINE)]
    for row, line in enumerate(lines, start=2):
        sheet.write(row, 0, line, "note")
    return len(lines) + 3


def _write_table(sheet: Sheet, top: int, table: Table, under: str) -> int:
    """Write a table, with a caption unless it stands just under that, and return the row after it."""
    if table.caption != under:
        page.write_section(sheet, top, table.caption, len(table.columns))
        top += 1
    columns = [page.Column(each.header, each.width, "about" if each.is_figure else "wrap") for each in table.columns]
    page.write_header(sheet, top, columns)
    for row, line in enumerate(table.rows, start=top + 1):
        _write_row(sheet, row, line, table)
    return top + 1 + len(table.rows)


def _write_row(sheet: Sheet, row: int, line: Row, table: Table) -> None:
    if line.kind == "section":
        page.write_section(sheet, row, str(line.cells[0]), len(table.columns))
        return
    looks = [_LOOKS[line.kind, column.is_figure] for column in table.columns]
    sheet.write_row(row, line.cells, looks)
    widths = [column.width for column in table.columns]
    page.fit_height(sheet, row, list(zip(line.cells, widths, strict=True)))


def _insert_chart(book: Book, sheet: Sheet, row: int, drawn: Part, source: str, first: int) -> None:
    """Draw what the share is at least over what it is at most, from the columns of the trend's first table."""
    chart, last = book.column_chart(), first + len(drawn.bars) - 1
    outside = {"value": True, "position": "outside_end"}
    inside = {"value": True, "position": "inside_end", "font": {"color": "#FFFFFF"}}
    for name, column, color, label in ((_("at most"), 5, _PALE, outside), (_("at least"), 4, BAND, inside)):
        chart.add_series(
            {
                "name": name,
                "categories": [source, first, 0, last, 0],
                "values": [source, first, column, last, column],
                "fill": {"color": color},
                "overlap": 100,
                "gap": 60,
                "data_labels": label,
            }
        )
    chart.set_title({"name": drawn.chart_title, "name_font": {"size": 11}})
    chart.set_y_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": "#D5DAE0"}}})
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 860, "height": 300})
    sheet.page.insert_chart(row, 0, chart, {"description": drawn.chart_told, "object_position": 2})
