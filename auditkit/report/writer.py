"""The one xlsx writer. Text is written as text: nothing from a list can become a formula or a link.

The same content gives the same bytes: no clock, no author, no random part. Nothing is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import repeat
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from .atomic import replacing
from .errors import TooManyRows
from .formula_page import FormulaPage
from .long_page import LongPage
from .pattern import FIRST_YEAR, FORMULA_STARTS, Pattern
from .style import FONT, KIND_OF_VALUE, LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed local time, so that equal content gives equal bytes
_LONGEST = 32_767  # characters; Excel refuses a longer cell, and XlsxWriter would leave it out silently
MOST_ROWS = 1_048_576
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x1f]")
_REMEMBERED = 2_000  # values of a column whose XML is kept at hand


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of our own, in Excel's English form, and the value it has now (for viewers that do not calculate).

    ``over_ranges``: it goes through whole ranges row by row (an array formula).
    """

    text: str
    value: float | str
    over_ranges: bool = False


Cell = str | bool | int | float | date | datetime | None
AnyCell = Cell | Formula
LookOf = str | Mapping[Cell, str]
"""The look of a column, or of each value in it."""


def seen(text: str) -> str:
    """Return a text without what XML cannot hold, for the places where XlsxWriter writes it as it is."""
    return _CONTROLS.sub(" ", _NOT_XML.sub("\ufffd", text))


class Sheet:
    """A sheet that cells are written to by row and column, both from 0. ``page`` is XlsxWriter's own sheet."""

    def __init__(self, book: Book, page: Worksheet) -> None:
        self._book, self.page = book, page

    def write(self, row: int, column: int, value: AnyCell, look: str = "text") -> None:
        """Write one cell by the type of its value; a blank one gets the look alone. Raises TooManyRows."""
        if row >= MOST_ROWS:
            raise TooManyRows(self.page.name)
        if value is None:
            self.page.write_blank(row, column, None, self._book.format(look))
        elif isinstance(value, str):
            self._text(row, column, value, look)
        elif isinstance(value, Formula):
            self._formula(row, column, value, look)
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

    def offer(self, rows: tuple[int, int], column: int, choices: Sequence[str]) -> None:
        """Let the cells of a column, from one row to another, be chosen from a list; other entries are refused."""
        self.page.data_validation(rows[0], column, rows[1], column, {"validate": "list", "source": list(choices)})

    def colour_by_word(self, rows: tuple[int, int], column: int, looks: Mapping[str, str]) -> None:
        """Colour the cells of a column by the word that stands in them."""
        for word, look in looks.items():
            quoted = word.replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": self._book.mark(look)}
            self.page.conditional_format(rows[0], column, rows[1], column, rule)

    def _formula(self, row: int, column: int, formula: Formula, look: str) -> None:
        format_, result = self._book.format(look), formula.value
        if isinstance(result, str):  # of texts from a list: XlsxWriter writes it as it is
            result = seen(result)[:_LONGEST]
        if formula.over_ranges:
            self.page.write_array_formula(row, column, row, column, formula.text, format_, result)
        else:
            self.page.write_formula(row, column, formula.text, format_, result)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "  # XlsxWriter would take the text for XML of its own, and write it unescaped
        kind = "guarded" if text.startswith(FORMULA_STARTS) else "as is"
        text = _NOT_XML.sub("\ufffd", text)
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 1] + "…"
        self.page.write_string(row, column, text, self._book.format(look, kind))

    def _time(self, row: int, column: int, value: date, look: str) -> None:
        if value.year < FIRST_YEAR:
            self._text(row, column, value.isoformat(), look)
            return
        kind = "moment" if isinstance(value, datetime) else "day"
        self.page.write_datetime(row, column, value, self._book.format(look, kind))


class LongSheet(Sheet):
    """A sheet that takes little memory however long it is. Rows come in order, or RowsOutOfOrder is raised."""

    page: LongPage

    def write(self, row: int, column: int, value: AnyCell, look: str = "text") -> None:
        """Write one cell, in the last row that was written or below it; raises RowsOutOfOrder, TooManyRows."""
        self.page.refuse_earlier(row)
        super().write(row, column, value, look)

    def lines(self, row: int, looks: Sequence[LookOf]) -> Lines:
        """Return a writer of many lines from a row on, with one look per column."""
        return Lines(self, row, looks)


class Lines:
    """Lines of a long sheet, written many at a time and column by column: equal values are made ready once."""

    def __init__(self, sheet: LongSheet, row: int, looks: Sequence[LookOf]) -> None:
        self._sheet, self._row = sheet, row
        self._ready = [lru_cache(_REMEMBERED)(self._maker(column, look)) for column, look in enumerate(looks)]

    def write(self, columns: Sequence[Iterable[Cell]]) -> None:
        """Write the next lines from their columns, which are equally long. Raises RowsOutOfOrder, TooManyRows."""
        cells = [list(map(ready, column)) for ready, column in zip(self._ready, columns, strict=True)]
        self._append(list(zip(*cells, strict=True)), repeat(None))

    def write_rows(self, rows: Iterable[Sequence[Cell]], heights: Iterable[float | None]) -> None:
        """Write the next lines, in their heights (None: that of one line of text). Raises as ``write`` does."""
        self._append([[ready(cell) for ready, cell in zip(self._ready, row, strict=True)] for row in rows], heights)

    def _append(self, lines: Sequence[Sequence[str]], heights: Iterable[float | None]) -> None:
        if self._row + len(lines) > MOST_ROWS:
            raise TooManyRows(self._sheet.page.name)
        self._row = self._sheet.page.append(self._row, lines, len(self._ready), heights)

    def _maker(self, column: int, look: LookOf) -> Callable[[Cell], str]:
        if isinstance(look, str):
            return Pattern(partial(self._xml, column, look), self._sheet.page.number).xml
        return lambda value: self._xml(column, look[value], value)

    def _xml(self, column: int, look: str, value: Cell) -> str:
        self._sheet.write(self._row, column, value, look)
        return self._sheet.page.taken(self._row, column, len(self._ready))


class Book:
    """A workbook being written. ``folder`` is for XlsxWriter's temporary files."""

    def __init__(self, file: BinaryIO, folder: str) -> None:
        # widths are counted in digits of the default font; a copy, because XlsxWriter adds to it
        options = {**_OPTIONS, "tmpdir": folder, "default_format_properties": dict(FONT)}
        self._workbook = Workbook(file, options)
        self._workbook.set_properties({"created": _CREATED})
        self._formats: dict[tuple[str, str], Format] = {}

    def add(self, name: str) -> Sheet:
        """Return a new sheet; raises XlsxWriter's exceptions where Excel does not allow the name."""
        return Sheet(self, self._workbook.add_worksheet(name, FormulaPage))

    def add_long(self, name: str) -> LongSheet:
        """Return a new sheet for many rows; raises as ``add`` does."""
        return LongSheet(self, self._workbook.add_worksheet(name, LongPage))

    def format(self, look: str, kind: str = "as is") -> Format:
        """Return the format of a look for a kind of value (``KIND_OF_VALUE``)."""
        key = look, kind
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({**LOOKS[look], **KIND_OF_VALUE[kind]})
        return self._formats[key]

    def mark(self, look: str) -> Format:
        """Return a look's fill alone, to lay over a cell."""
        key = look, "mark"
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"bg_color": LOOKS[look]["bg_color"]})
        return self._formats[key]

    def name(self, name: str, reference: str) -> None:
        """Give a range a name that formulas may use."""
        self._workbook.define_name(name, f"={reference}")

    def column_chart(self) -> Chart:
        """Return a new column chart, to be put on a sheet of this book."""
        return self._workbook.add_chart({"type": "column"})

    def bar_chart(self) -> Chart:
        """Return a new chart of lying bars, to be put on a sheet of this book."""
        return self._workbook.add_chart({"type": "bar"})

    def close(self) -> None:
        """Write everything to the file; raises OSError."""
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise error.args[0] from None

    def let_go(self) -> None:
        """Close what is open, also where the workbook was given up."""
        for page in self._workbook.worksheets():
            if isinstance(page, LongPage):
                page.let_go()


@contextmanager
def new_book(path: Path | str) -> Iterator[Book]:
    """Yield a workbook that replaces ``path`` when the block ends well. Raises CannotWrite.

    What XlsxWriter puts on disk meanwhile is personal data: it lies in a folder for the user alone, and goes with it.
    """
    with replacing(path) as file, TemporaryDirectory(prefix="auditkit-") as folder:
        book = Book(file, folder)
        try:
            yield book
            book.close()
        finally:
            book.let_go()


def write_lists(path: Path | str, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> None:
    """Write plain lists: sheet name → rows, the header among them. Raises CannotWrite."""
    with new_book(path) as book:
        for name, rows in sheets.items():
            sheet = book.add(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value, "list")
