"""Takes out of cells what nobody can see: control characters, halves of characters, marks of no width.

A case number that Excel shows as "A-1" must be the same one in every list, and neither a database nor an
XML file can hold all that a cell can. A cell that holds nothing else is blank, as it is to the eye.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .door.grid import Cell, Row

_TEXT = "text"  # CellKind.TEXT, which the door cannot lend: it tidies its own messages with this module
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_LINE_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """Return the text without unseen characters; half of a character becomes the sign for a lost one."""
    if text.isprintable():
        return text
    return _HALF.sub("\ufffd", _UNSEEN.sub("", _LINE_BREAK.sub("\n", text)))


def tidy_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with their texts tidied; a row that held nothing else is left out."""
    for row in rows:
        if "".join([cell.text for cell in row.cells.values()]).isprintable():
            yield row
            continue
        cells = {column: _tidy_cell(cell) for column, cell in row.cells.items()}
        seen = {column: cell for column, cell in cells.items() if cell.text or cell.kind != _TEXT}
        if seen:
            yield row._replace(cells=seen)


def _tidy_cell(cell: Cell) -> Cell:
    return cell._replace(text=tidy(cell.text)) if cell.kind == _TEXT else cell
