"""Plain rows, as nearly every program writes them, read without the parser.

The parser calls back four times for a cell, and that is where reading took its time. Here a row is split into its
cells, and each cell, as it is written, is looked at once however often it comes. Where anything in a row is other
than plain, nothing is said of it: the row is the parser's.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from .grid import Cell, Row, column_index
from .package import is_true
from .remembering import Remembering

if TYPE_CHECKING:
    from .cell_values import CellValues

_KNOWN = 50_000  # different cells that are kept

# No control characters but tabs and line feeds, which no parser changes; no ">", for "]]>" may not stand in a text.
_LETTERS = r"[^<>&\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]*"
_TEXT = rf"{_LETTERS}(?:&(?:amp|lt|gt|quot|apos);{_LETTERS})*"
_BLANKS = "[ \t\r\n]*"
_ATTRIBUTE = r' ([A-Za-z][A-Za-z0-9]*(?::[A-Za-z0-9]+)?)="([A-Za-z0-9 .:]*)"'
_REST_OF_ROW_TAG = re.compile(rf"(?:{_ATTRIBUTE})* ?>{_BLANKS}")


class PlainRows:
    """Reads the plain rows of one sheet; ``prefix`` is that of its tags."""

    def __init__(self, prefix: str, values: CellValues) -> None:
        self._row_start = f"<{prefix}row r=".encode()
        self._cell_start = f'<{prefix}c r="'.encode()
        self._cells = Remembering(_PlainCells(prefix, values).read, _KNOWN)
        self._columns = Remembering(_column, _KNOWN)
        self._hidden = Remembering(_is_hidden, _KNOWN)

    def read(self, xml: bytes) -> Row | None:
        """Return a row, which is written without its end tag; None where it is not plain all through."""
        tag, *cells = xml.split(self._cell_start)
        try:
            start, number, rest = tag.split(b'"', 2)
            if start.lstrip(b" \t\r\n") != self._row_start or not number.isdigit():
                return None
            return Row(int(number), self._found(cells, number), self._hidden[rest])
        except ValueError:
            return None

    def _found(self, cells: list[bytes], number: bytes) -> dict[int, Cell]:
        """Return the cells that hold something; raises ValueError where one of them is not plain."""
        known, columns = self._cells, self._columns
        found = {}
        for each in cells:
            address, _quote, said = each.partition(b'"')
            column, cell = columns[address.removesuffix(number)], known[said]
            if cell is not None:
                found[column] = cell
        return found


class _PlainCells:
    """Reads the plain cells of one sheet."""

    def __init__(self, prefix: str, values: CellValues) -> None:
        self._written = _after_address(prefix)
        self._values = values

    def read(self, said: bytes) -> Cell | None:
        """Return what a cell holds by all that is written after its address; raises ValueError if it is not plain."""
        match = self._written.fullmatch(said.decode())
        if match is None:
            raise ValueError(said)
        style, kind, formula, value, inline = match.groups()
        if b"&" in said:
            value, inline = (each and html.unescape(each) for each in (value, inline))
        return self._values.cell(kind or "n", style or "", value, inline or "", formula=formula is not None)


def _column(letters: bytes) -> int:
    return column_index(letters.decode())


def _after_address(prefix: str) -> re.Pattern[str]:
    """Match what follows a cell's address, from its style to the end; groups: style, type, formula, value, text."""
    p = re.escape(prefix)
    formula = rf'<{p}f(?: aca="false")?(?: t="shared")?(?: ref="[A-Z0-9:]+")?(?: si="[0-9]+")?(?:/>|>{_TEXT}</{p}f>)'
    value = rf"<{p}v>({_TEXT})</{p}v>"
    inline = rf'<{p}is><{p}t(?: xml:space="preserve")?>({_TEXT})</{p}t></{p}is>'
    attributes = r'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    return re.compile(rf"{attributes}(?:/>|>({formula})?(?:{value}|{inline})?</{p}c>){_BLANKS}")


def _is_hidden(rest: bytes) -> bool:
    """Say by the rest of a row's tag whether the row is hidden; raises ValueError where that is not plain."""
    text = rest.decode()
    attributes = re.findall(_ATTRIBUTE, text)
    named = dict(attributes)
    if not _REST_OF_ROW_TAG.fullmatch(text) or len(named) < len(attributes) or "r" in named:
        raise ValueError(rest)
    return is_true(named.get("hidden"))
