"""The one xlsx writer. Text is written as text: nothing from a list can become a formula or a link.

The same content gives the same bytes: no clock, no author, no random part. Nothing is hidden.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from xlsxwriter import Workbook

from .atomic import replacing
from .errors import TooManyRows
from .style import FONT, KIND_OF_VALUE, LOOKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,  # XlsxWriter's temporary files would leave personal data behind a crash
}
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed local time, so that equal content gives equal bytes
_LONGEST = 32_767  # characters; Excel refuses a longer cell, and XlsxWriter would leave it out silently
_MOST_ROWS = 1_048_576
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FIRST_YEAR = 1900  # Excel has no date before
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of our own, in Excel's English form, and the value it has now (for viewers that do not calculate)."""

    text: str
    value: float | str


Cell = str | bool | int | float | date | datetime | None
AnyCell = Cell | Formula


class Sheet:
    """A sheet that cells are written to by row and column, both from 0. ``page`` is XlsxWriter's own sheet."""

    def __init__(self, book: Book, page: Worksheet) -> None:
        self._book, self.page = book, page

    def write(self, row: int, column: int, value: AnyCell, look: str = "text") -> None:
        """Write one cell by the type of its value; a blank one gets the look alone. Raises TooManyRows."""
        if row >= _MOST_ROWS:
            raise TooManyRows(self.page.name)
        if value is None:
            self.page.write_blank(row, column, None, self._book.format(look))
        elif isinstance(value, str):
            self._text(row, column, value, look)
        elif isinstance(value, Formula):
            format_ = self._book.format(look)
            self.page.write_formula(row, column, value.text, format_, value.value)
        elif isinstance(value, date):
            self._time(row, column, value, look)
        elif isinstance(value, bool):
            self.page.write_boolean(row, column, value, self._book.format(look))
        else:
            self.page.write_number(row, column, value, self._book.format(look))

    def write_row(self, row: int, values: Iterable[AnyCell], looks: Sequence[str]) -> None:
        """Write a row from column A, with one look per column."""
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            self.write(row, column, value, look)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        kind = "guarded" if text.startswith(_FORMULA_STARTS) else "as is"
        text = _NOT_XML.sub("\ufffd", text)
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 1] + "…"
        self.page.write_string(row, column, text, self._book.format(look, kind))

    def _time(self, row: int, column: int, value: date, look: str) -> None:
        if value.year < _FIRST_YEAR:
            self._text(row, column, value.isoformat(), look)
            return
        kind = "moment" if isinstance(value, datetime) else "day"
        self.page.write_datetime(row, column, value, self._book.format(look, kind))


class Book:
    """A workbook being written."""

    def __init__(self, file: BinaryIO) -> None:
        # widths are counted in digits of the default font; a copy, because XlsxWriter adds to it
        self._workbook = Workbook(file, {**_OPTIONS, "default_format_properties": dict(FONT)})
        self._workbook.set_properties({"created": _CREATED})
        self._formats: dict[tuple[str, str], Format] = {}

    def add(self, name: str) -> Sheet:
        """Return a new sheet; raises XlsxWriter's exceptions where Excel does not allow the name."""
        return Sheet(self, self._workbook.add_worksheet(name))

    def format(self, look: str, kind: str = "as is") -> Format:
        """Return the format of a look for a kind of value (``KIND_OF_VALUE``)."""
        key = look, kind
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({**LOOKS[look], **KIND_OF_VALUE[kind]})
        return self._formats[key]

    def name(self, name: str, reference: str) -> None:
        """Give a range a name that formulas may use."""
        self._workbook.define_name(name, f"={reference}")

    def column_chart(self) -> Chart:
        """Return a new column chart, to be put on a sheet of this book."""
        return self._workbook.add_chart({"type": "column"})

    def close(self) -> None:
        """Write everything to the file."""
        self._workbook.close()


@contextmanager
def new_book(path: Path | str) -> Iterator[Book]:
    """Yield a workbook that replaces ``path`` when the block ends well. Raises CannotWrite."""
    with replacing(path) as file:
        book = Book(file)
        yield book
        book.close()


def write_lists(path: Path | str, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> None:
    """Write plain lists: sheet name → rows, the header among them. Raises CannotWrite."""
    with new_book(path) as book:
        for name, rows in sheets.items():
            sheet = book.add(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value, "list")
