"""What a preflight finds in a sheet that a library will read: counts, bounds, and what libraries lose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .grid import Cell, column_letters
from .refusals import FarCell, TooLarge, _

if TYPE_CHECKING:
    from .limits import Limits

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass(slots=True)
class Scan:
    """One sheet as its own records tell it. Rows from 1, columns from 0."""

    name: str
    hidden: bool
    index: int
    """The sheet's place among the sheets that the library counts."""
    filled: dict[int, int] = field(default_factory=dict)
    """Non-empty cells by row."""
    special: dict[tuple[int, int], Cell] = field(default_factory=dict)
    """Cells that libraries show as blank: errors."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = -1

    def fill(self, file: str, limits: Limits, row: int, column: int) -> None:
        """Count one non-empty cell; refuse it where it stands outside every list."""
        self.reach(file, limits, row, column)
        self.filled[row] = self.filled.get(row, 0) + 1

    def reach(self, file: str, limits: Limits, row: int, column: int) -> None:
        """Refuse a sheet that reaches as far as this cell, if that is outside every list."""
        if row > limits.rows or column >= limits.columns:
            raise FarCell(file, self.name, f"{column_letters(column)}{row}")
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.last_row * (self.last_column + 1) > limits.area:
            raise TooLarge(file, _("a sheet has over {limit} cells", limit=limits.area))
