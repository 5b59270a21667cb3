"""XlsxWriter's sheet for tables of any length: on disk row by row, and a cell's XML made once for each value.

XlsxWriter's own "constant memory" is for all sheets or none, and makes every cell anew. This class leans on methods
that XlsxWriter does not promise to keep, therefore ``pyproject.toml`` holds its version; the XML itself is all its own.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import RowInfo, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class RowsOutOfOrder(Exception):  # noqa: N818 - named by what happened
    """A cell of a long sheet was written after a row below it; XlsxWriter would drop it without a word."""


class LongPage(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A sheet whose rows are written in order, and leave memory when the next one begins."""

    fh: TextIO

    def _initialize(self, init_data: Mapping[str, Any]) -> None:
        super()._initialize({**init_data, "constant_memory": True})

    def refuse_earlier(self, row: int) -> None:
        """Raise RowsOutOfOrder for a row above one that has been written."""
        if row < self.previous_row:
            raise RowsOutOfOrder(self.name, row)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Write the row that is in memory to the disk, and forget its height too: XlsxWriter would keep every row's."""
        written = self.previous_row
        super()._write_single_row(current_row_num)
        self._forget_height(written)

    def taken(self, row: int, column: int) -> str:
        """Take a cell that has been written off the sheet again, and return its XML without its place."""
        cell = self.table[row].pop(column)
        file, self.fh = self.fh, StringIO()
        try:
            self._write_cell(row, column, cell)
            xml: str = self.fh.getvalue()
        finally:
            self.fh = file
        return xml.split('"', 2)[2]

    def append(self, row: int, lines: Iterable[Iterable[str]], width: int, heights: Iterable[float | None]) -> int:
        """Write rows of cells that were ``taken``, from a row on, in their heights; return the row after the last."""
        places = [f'<c r="{xl_col_to_name(column)}' for column in range(width)]
        self._write_single_row(row)
        for line, height in zip(lines, heights, strict=False):
            if height is not None:
                self.set_row(row, height)
            self._write_row(row, None, self._forget_height(row))
            row += 1
            self.fh.write("".join([f'{place}{row}"{xml}' for place, xml in zip(places, line, strict=True)]))
            self._xml_end_tag("row")
            self._check_dimensions(row - 1, width - 1)
        self.previous_row = row
        return row

    def _forget_height(self, row: int) -> RowInfo | None:
        """Let go of what XlsxWriter knows of a row's height, and return it for the writing of the row."""
        self.row_sizes.pop(row, None)
        known: RowInfo | None = self.row_info.pop(row, None)
        return known

    def let_go(self) -> None:
        """Close the file of rows: where a workbook is given up, XlsxWriter leaves it open."""
        self._opt_close()
