"""XlsxWriter's sheet for tables of any length: on disk row by row, of cells whose XML is made before.

XlsxWriter's own "constant memory" is for all sheets or none, and makes every cell anew. This class leans on methods
that XlsxWriter does not promise to keep, therefore ``pyproject.toml`` holds its version; the XML itself is all its own.
"""

from __future__ import annotations

from io import StringIO
from itertools import count
from typing import TYPE_CHECKING, Any, TextIO

from xlsxwriter.utility import xl_col_to_name

from .formula_page import FormulaPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from xlsxwriter.worksheet import RowInfo


class RowsOutOfOrder(Exception):  # noqa: N818 - named by what happened
    """A cell of a long sheet was written after a row below it; XlsxWriter would drop it without a word."""


class LongPage(FormulaPage):
    """A sheet whose rows are written in order, and leave memory when the next one begins."""

    fh: TextIO

    def _initialize(self, init_data: Mapping[str, Any]) -> None:
        super()._initialize({**init_data, "constant_memory": True})
        self._openings: dict[float | None, tuple[str, str]] = {}

    def refuse_earlier(self, row: int) -> None:
        """Raise RowsOutOfOrder for a row above one that has been written."""
        if row < self.previous_row:
            raise RowsOutOfOrder(self.name, row)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write the row that is in memory to the disk, and forget its height too: XlsxWriter would keep every row's."""
        written = self.previous_row
        super()._write_single_row(current_row_num)
        self._forget_height(written)

    def taken(self, row: int, column: int, width: int) -> str:
        """Take a cell that has been written off the sheet again, and return its XML for a row of so many cells.

        It begins where the cell's row number ends, and goes on to the row number of the next cell, or the row's end.
        """
        cell = self.table[row].pop(column)
        xml = self._made(lambda: self._write_cell(row, column, cell))
        return _after_number(xml) + (_place(column + 1) if column + 1 < width else "</row>")

    def number(self, moment: date) -> str:
        """Return a day or a moment as the number that a cell holds."""
        return f"{self._convert_date_time(moment):.16G}"

    def append(self, row: int, lines: Sequence[Iterable[str]], width: int, heights: Iterable[float | None]) -> int:
        """Write rows of cells that were ``taken``, from a row on, in their heights; return the row after the last.

        Raises RowsOutOfOrder.
        """
        self.refuse_earlier(row)
        self._write_single_row(row)
        for at, line, height in zip(count(row), lines, heights, strict=False):
            self.fh.write(str(at + 1).join([*self._opening(at, height), *line]))
        after = row + len(lines)
        if lines:
            self._check_dimensions(row, width - 1)
            self._check_dimensions(after - 1, width - 1)
        self.previous_row = after
        return after

    def _opening(self, row: int, height: float | None) -> tuple[str, str]:
        """Return how a row so high begins, up to the number of its first cell: before its own number, and after."""
        if height not in self._openings:
            if height is not None:
                self.set_row(row, height)
            tag = self._made(lambda: self._write_row(row, None, self._forget_height(row)))
            self._openings[height] = '<row r="', _after_number(tag) + _place(0)
        return self._openings[height]

    def _made(self, write: Callable[[], None]) -> str:
        """Return what XlsxWriter writes, and let it not come on the sheet."""
        file, self.fh = self.fh, StringIO()
        try:
            write()
            return self.fh.getvalue()
        finally:
            self.fh = file

    def _forget_height(self, row: int) -> RowInfo | None:
        """Let go of what XlsxWriter knows of a row's height, and return it for the writing of the row."""
        self.row_sizes.pop(row, None)
        known: RowInfo | None = self.row_info.pop(row, None)
        return known

    def let_go(self) -> None:
        """Close the file of rows: where a workbook is given up, XlsxWriter leaves it open."""
        self._opt_close()


def _place(column: int) -> str:
    """Return how a cell begins, up to its row number."""
    return f'<c r="{xl_col_to_name(column)}'


def _after_number(xml: str) -> str:
    """Return a cell or a row from where its number ends."""
    return '"' + xml.split('"', 2)[2]
