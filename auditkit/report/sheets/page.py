"""What every sheet has in common: paper, footer, heading, header row, widths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from auditkit.report.words import danish_day
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from auditkit.report.view import QuarterView
    from auditkit.report.writer import AnyCell, Book, LongSheet, Sheet

_ = translator("report")

_A4 = 9
_CHARACTERS_PER_WIDTH = 1.18  # running text holds more characters than the digits that widths count
_FOOTER_NAME = 60  # characters of the municipality's name; Excel allows 255 in all


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: header, width in characters, look of its cells."""

    header: str
    width: float
    look: str = "text"


def new_page(book: Book, view: QuarterView, name: str) -> Sheet:
    """Return a new sheet for landscape A4, one page wide, with run, day and page number at the foot."""
    sheet = book.add(name)
    _set_up(sheet, view)
    return sheet


def new_long_page(book: Book, view: QuarterView, name: str) -> LongSheet:
    """Return the same as ``new_page`` for many rows, which are written in order."""
    sheet = book.add_long(name)
    _set_up(sheet, view)
    return sheet


def _set_up(sheet: Sheet, view: QuarterView) -> None:
    page = sheet.page
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    page.hide_gridlines(2)
    page.set_footer("&L" + _footer(view) + "&R" + _("page &P of &N"))


def _footer(view: QuarterView) -> str:
    kommune = view.kommune[:_FOOTER_NAME].replace("&", "&&")
    run = view.run[:_FOOTER_NAME].replace("&", "&&")
    day = danish_day(view.as_of)
    return _("{kommune} · run {run} · as of {day}", kommune=kommune, run=run, day=day)


def write_heading(sheet: Sheet, title: str, *notes: str) -> int:
    """Write the sheet's title and notes from row 0; return the row where a table may begin."""
    write_title(sheet, title)
    for number, note in enumerate(notes, start=1):
        sheet.write(number, 0, note, "note")
    return len(notes) + 2


def write_section(sheet: Sheet, row: int, title: str, width: int) -> None:
    """Write a section's heading over so many columns."""
    for column in range(width):
        sheet.write(row, column, None if column else title, "section")


def write_title(sheet: Sheet, title: str) -> None:
    """Write a title in the first row, which is made high enough for it."""
    sheet.page.set_row(0, 28)
    sheet.write(0, 0, title, "title")


def write_header(sheet: Sheet, row: int, columns: Sequence[Column]) -> None:
    """Write a table's header row and set the widths."""
    for number, column in enumerate(columns):
        sheet.page.set_column(number, number, column.width)
        sheet.write(row, number, column.header, _header_look(column))
    lines = max(lines_of(column.header, column.width - 1.5, bold=1.1) for column in columns)
    sheet.page.set_row(row, _height(lines) + 4)


def write_table(sheet: Sheet, top: int, columns: Sequence[Column], rows: Iterable[Sequence[AnyCell]]) -> int:
    """Write a table with a frozen, filtered, repeated header; return the row after the last."""
    write_header(sheet, top, columns)
    freeze(sheet, top, 0)
    looks = [column.look for column in columns]
    after = top + 1
    for row in rows:
        sheet.write_row(after, row, looks)
        pairs = zip(columns, row, strict=True)
        fit_height(sheet, after, [(value, column.width) for column, value in pairs if column.look == "wrap"])
        after += 1
    sheet.page.autofilter(top, 0, max(after - 1, top), len(columns) - 1)
    return after


def freeze(sheet: Sheet, header: int, columns: int) -> None:
    """Keep the header row (and some columns) in sight, and repeat the header row on paper."""
    sheet.page.freeze_panes(header + 1, columns)
    sheet.page.repeat_rows(header)


def print_without(sheet: Sheet, last: int, after: int, columns: Sequence[Column]) -> None:
    """Keep the ``last`` columns off the paper (row ``after`` is the last): formulas look at them, readers need not."""
    sheet.page.print_area(0, 0, after, len(columns) - 1 - last)


def fitted(texts: Iterable[str | None], header: str, most: float) -> float:
    """Return a width that the texts and the longest word of the header fit in, up to ``most``."""
    return fitted_to(max((len(text) for text in texts if text), default=0), header, most)


def fitted_to(longest: int, header: str, most: float) -> float:
    """Return a width for texts of which the longest has so many characters, and for the header, as ``fitted`` does."""
    word = max(len(part) for part in header.split())
    return min(max(longest, word) + 3, most)


def _header_look(column: Column) -> str:
    return "header right" if column.look in _NUMBERS else "header"


_NUMBERS = ("about", "count", "days", "share", "points", "ratio", "input count")


def fit_height(sheet: Sheet, row: int, texts: Sequence[tuple[object, float]]) -> None:
    """Make a row as high as its wrapped texts need in their widths: not every viewer does so by itself."""
    height = height_of(texts)
    if height:
        sheet.page.set_row(row, height)


def height_of(texts: Sequence[tuple[object, float]]) -> float | None:
    """Return the height that wrapped texts need in their widths; None where it is that of one line."""
    lines = max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
    return _height(lines) if lines > 1 else None


def _height(lines: int) -> float:
    return 13.0 * lines + 3


@lru_cache(2_000)
def lines_of(text: str, width: float, bold: float = 1.0) -> int:
    """Return how many lines a text takes in a column, broken between words."""
    room = width * _CHARACTERS_PER_WIDTH
    return sum(_lines_of_one(paragraph, room, bold) for paragraph in text.split("\n"))


def _lines_of_one(text: str, width: float, bold: float) -> int:
    lines, filled = 1, 0.0
    for word in text.split():
        length = len(word) * bold
        if filled and filled + 1 + length > width:
            lines, filled = lines + 1, length
        else:
            filled += length + (1 if filled else 0)
    return lines
