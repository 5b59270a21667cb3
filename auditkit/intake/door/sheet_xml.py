"""The streaming reader of .xlsx sheets: expat events in, rows of exact cells out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from xml.parsers import expat

from .cell_values import CellValues
from .grid import Cell, Row, column_index
from .package import is_true
from .plain_rows import PlainRows
from .refusals import Bomb, FileDamaged, _
from .xml import guarded_parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DEEPEST = 64
_LONGEST = 2 * 1024 * 1024
"""Bytes without the end of a row; such a sheet is left to the parser."""


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What a sheet's cells point to, and how its tags are written."""

    file: str
    sheet: str
    prefix: str
    strings: tuple[str, ...]
    date_styles: tuple[bool, ...]
    date1904: bool
    zero_styles: tuple[str, ...] = ()


def read_rows(pieces: Iterable[bytes], context: SheetContext) -> Iterator[Row]:
    """Yield the rows with at least one non-empty cell; blank cells are left out."""
    return chain.from_iterable(_SheetReader(context).rows_of(pieces))


class _SheetReader:
    """Turns XML into rows. Character data gathers in ``_text`` and belongs to the innermost element."""

    def __init__(self, context: SheetContext) -> None:
        self._context = context
        tags = [context.prefix + name for name in ("c", "v", "f", "t", "rPh", "row")]
        self._c, self._v, self._f, self._t, self._r_ph, self._row_tag = tags
        self._row_end = f"</{self._row_tag}>".encode()
        self._among_rows = [context.prefix + name for name in ("worksheet", "sheetData")]
        self._values = CellValues(context.strings, context.date_styles, context.zero_styles, context.date1904)
        self._plain_rows = PlainRows(context.prefix, self._values)
        self._rows: list[Row] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self._cells: dict[int, Cell] = {}
        self._columns: dict[str, int] = {}
        self._row, self._column = 0, -1
        self._hidden = self._formula = self._in_cell = False
        self._type, self._style = "n", ""
        self._value: str | None = None
        self._inline: list[str] = []
        self._phonetic = 0

    def rows_of(self, pieces: Iterable[bytes]) -> Iterator[list[Row]]:
        """Yield the rows that are whole after each piece.

        From the first comment, CDATA or instruction on the parser reads all: what looks like a row there may be none.
        """
        parser = self._parser()
        rest, plain, declared = b"", True, b"<?xml "  # with its blank: <?xml-stylesheet is an instruction
        try:
            for piece in pieces:
                rest += piece
                plain = plain and len(rest) < _LONGEST and not _may_hide_rows(rest.replace(declared, b"", 1))
                if plain:
                    *rows, rest = rest.split(self._row_end)
                    declared = b"" if rows else declared
                    self._take(rows, parser)
                else:
                    parser.Parse(rest, False)
                    rest = b""
                self._refuse_depth()
                yield self._rows
                self._rows = []
            parser.Parse(rest, True)
        except expat.ExpatError:
            raise self._damaged() from None
        yield self._rows

    def _parser(self) -> expat.XMLParserType:
        parser = guarded_parser(self._context.file, self._context.sheet, None)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        return parser

    def _take(self, rows: Iterable[bytes], parser: expat.XMLParserType) -> None:
        """Take rows written without their end tags: at once those that are plain and stand where rows do.

        The parser is up to date when it is asked where that is: all that it was given ended with a whole tag.
        """
        for xml in rows:
            row = self._plain_rows.read(xml) if self._open == self._among_rows else None
            if row is None:
                parser.Parse(xml + self._row_end, False)
                continue
            self._row = row.number
            if row.cells:
                self._rows.append(row)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if name == self._c:
            self._start_cell(attributes)
        elif name != self._v:
            self._start_other(name, attributes)
        self._text.clear()

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == self._v:
            self._value = "".join(self._text)
        elif name == self._c:
            self._end_cell()
        else:
            self._end_other(name)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._row_tag:
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
            self._hidden = is_true(attributes.get("hidden"))
        elif name == self._f:
            self._formula = True
        elif name == self._r_ph:
            self._phonetic += 1
        else:
            self._refuse_depth()

    def _end_other(self, name: str) -> None:
        if name == self._row_tag:
            self._end_row()
        elif name == self._t and not self._phonetic:
            self._inline.append("".join(self._text))
        elif name == self._r_ph:
            self._phonetic -= 1
        self._text.clear()

    def _refuse_depth(self) -> None:
        """Refuse nesting that no sheet has: expat holds every tag that is open."""
        if len(self._open) > _DEEPEST:
            raise Bomb(self._context.file)

    def _damaged(self) -> FileDamaged:
        context = self._context
        place = _('the sheet "{sheet}" after row {row}', sheet=context.sheet, row=self._row)
        return FileDamaged(context.file, place)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._in_cell or self._row_tag not in self._open:  # beside the rows it would go into the next one
            raise self._damaged()
        self._in_cell = True
        get = attributes.get
        self._type, self._style = get("t", "n"), get("s", "")
        self._value, self._formula = None, False
        address = get("r")
        if address is None:
            self._column += 1
            return
        letters = address.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_index(letters)
        self._column = column

    def _end_cell(self) -> None:
        self._in_cell = False
        inline = "".join(self._inline)
        self._inline.clear()
        try:
            cell = self._values.cell(self._type, self._style, self._value, inline, formula=self._formula)
        except ValueError:
            raise self._damaged() from None
        if cell is not None:
            self._cells[self._column] = cell

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append(Row(self._row, self._cells, self._hidden))
            self._cells = {}


def _may_hide_rows(xml: bytes) -> bool:
    # The letter alone comes first: being rare, it is looked for a hundred times as fast as what begins with "<".
    return (b"!" in xml and b"<!" in xml) or (b"?" in xml and b"<?" in xml)
