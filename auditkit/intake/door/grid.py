"""What the door hands on: workbooks as streams of rows of non-empty cells, exactly as the file says them.

Nothing is interpreted here: no date is made, no text is trimmed, and a blank cell is never emitted.
Rows count from 1, columns from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class CellKind(StrEnum):
    """What stands in a non-empty cell."""

    TEXT = auto()
    NUMBER = auto()
    BOOL = auto()
    ERROR = auto()
    FORMULA_WITHOUT_VALUE = auto()


class Cell(NamedTuple):
    """One non-empty cell.

    ``text`` is the raw text: a number as stored ("45366.5"), an error as shown ("#N/A"), a yes/no as "1" or "0".
    ``number`` is set for numbers alone. ``is_date`` says that the number format shows a date or a time;
    ``number`` is then a serial in the workbook's date system. ``zeros`` is a number format of zeros alone
    ("0000"), by which people see 12 as 0012.
    """

    kind: CellKind
    text: str
    number: float | None = None
    is_date: bool = False
    zeros: str = ""


class Row(NamedTuple):
    """One row with at least one non-empty cell: its number (from 1) and its cells by column (from 0)."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of cells. ``non_empty_rows`` and ``non_empty_cells`` are the preflight's own counts."""

    name: str
    hidden: bool
    hidden_columns: frozenset[int]
    merged: tuple[tuple[int, int, int, int], ...]
    """Merged areas: first row, first column, last row, last column, all included."""
    non_empty_rows: int
    non_empty_cells: int
    read: Callable[[], Iterator[Row]] = field(repr=False, compare=False)

    def rows(self) -> Iterator[Row]:
        """Return the rows that hold a cell, from the top; may be called more than once."""
        return self.read()


@dataclass(frozen=True, slots=True)
class Workbook:
    """One foreign file that has passed the door."""

    file: str
    """The file's base name."""
    kind: str
    """``xlsx``, ``xlsm``, ``xlsb``, ``xls``, ``ods`` or ``csv``."""
    digest: str
    """SHA-256 of the file's bytes, in hexadecimal."""
    date1904: bool
    """True where serial 0 is 1 January 1904; otherwise Excel's 1900 system."""
    sheets: tuple[Sheet, ...]


@cache
def column_letters(index: int) -> str:
    """Return the letters of a column: 0 gives "A", 27 gives "AB"."""
    letters = ""
    number = index + 1
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@cache
def column_index(letters: str) -> int:
    """Return the index of a column: "A" gives 0. Raises ValueError on anything but one to three letters."""
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(letters)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
