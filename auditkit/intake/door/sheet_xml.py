"""The streaming reader of .xlsx sheets: expat events in, rows of exact cells out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.parsers import expat

from .grid import Cell, CellKind, Row, column_index
from .package import is_true, unescape
from .plain_cells import PlainCells
from .refusals import Bomb, FileDamaged, _
from .xml import guarded_parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUMBER, _TEXT, _BOOL = CellKind.NUMBER, CellKind.TEXT, CellKind.BOOL
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 (wall time)
_YES_NO = {"1": "1", "true": "1", "0": "0", "false": "0"}
_DEEPEST = 64
_KNOWN = 50_000  # different cells that are kept, so that each is made once


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
    reader = _SheetReader(context)
    parser = guarded_parser(context.file, context.sheet, None)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.ProcessingInstructionHandler = reader.plain_cells
    try:
        for piece in reader.plain.lift(pieces):
            parser.Parse(piece, False)
            reader.refuse_depth()
            yield from reader.rows
            reader.rows.clear()
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise reader.damaged() from None
    yield from reader.rows


class _SheetReader:
    """Turns events into rows. Character data gathers in ``text`` and belongs to the innermost element."""

    def __init__(self, context: SheetContext) -> None:
        self._context = context
        self._strings = context.strings
        self._dates = {str(style): shows for style, shows in enumerate(context.date_styles)}
        self._zeros = {str(style): zeros for style, zeros in enumerate(context.zero_styles) if zeros}
        tags = [context.prefix + name for name in ("c", "v", "f", "t", "rPh", "row")]
        self._c, self._v, self._f, self._t, self._r_ph, self._row_tag = tags
        self.plain = PlainCells(context.prefix)
        self._known: dict[bytes, Cell | None] = {}
        self.rows: list[Row] = []
        self.text: list[str] = []
        self._cells: dict[int, Cell] = {}
        self._columns: dict[str | bytes, int] = {}
        self._row, self._column, self._depth = 0, -1, 0
        self._hidden = self._formula = self._in_cell = False
        self._type, self._style = "n", ""
        self._value: str | None = None
        self._inline: list[str] = []
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if name == self._c:
            self._start_cell(attributes)
        elif name != self._v:
            self._start_other(name, attributes)
        self.text.clear()

    def end(self, name: str) -> None:
        self._depth -= 1
        if name == self._v:
            self._value = "".join(self.text)
        elif name == self._c:
            self._end_cell()
        else:
            self._end_other(name)

    def plain_cells(self, target: str, data: str) -> None:
        """Take the cells that were lifted out of the XML where this mark stands."""
        cells = self.plain.behind(target, data)
        if not cells:
            return
        if self._in_cell:
            raise self.damaged()
        known, columns, found = self._known, self._columns, self._cells
        for letters, said in cells:
            cell = known[said] if said in known else self._learn(said)
            if letters not in columns:
                columns[letters] = column_index(letters.decode())
            if cell is not None:
                found[columns[letters]] = cell
        self._column = columns[cells[-1][0]]
        self.text.clear()

    def _learn(self, said: bytes) -> Cell | None:
        if len(self._known) >= _KNOWN:
            self._known.clear()
        try:
            style, kind, value, inline = self.plain.read(said)
        except ValueError:
            raise self.damaged() from None
        self._style, self._type, self._value, self._formula = style, kind, value, False
        self._inline = [inline]
        cell = self._known[said] = self._made()
        return cell

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
            self.refuse_depth()

    def _end_other(self, name: str) -> None:
        if name == self._row_tag:
            self._end_row()
        elif name == self._t and not self._phonetic:
            self._inline.append("".join(self.text))
        elif name == self._r_ph:
            self._phonetic -= 1
        self.text.clear()

    def refuse_depth(self) -> None:
        """Refuse nesting that no sheet has: expat holds every tag that is open."""
        if self._depth > _DEEPEST:
            raise Bomb(self._context.file)

    def damaged(self) -> FileDamaged:
        context = self._context
        place = _('the sheet "{sheet}" after row {row}', sheet=context.sheet, row=self._row)
        return FileDamaged(context.file, place)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._in_cell:
            raise self.damaged()
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
        cell = self._made()
        if cell is not None:
            self._cells[self._column] = cell

    def _made(self) -> Cell | None:
        value, kind = self._value, self._type
        if value and kind == "n":
            return self._number(value)
        if value and kind == "s":
            return self._shared(value)
        cell = self._other(kind, value)
        self._inline.clear()
        return cell

    def _end_row(self) -> None:
        if self._cells:
            self.rows.append(Row(self._row, self._cells, self._hidden))
            self._cells = {}

    def _unfilled(self) -> Cell | None:
        # A formula worked out to "" is blank; one that no program has worked out is said to be so.
        if self._formula and not (self._type == "str" and self._value is not None):
            return Cell(CellKind.FORMULA_WITHOUT_VALUE, "")
        return None

    def _shared(self, value: str) -> Cell | None:
        try:
            text = self._strings[int(value)]
        except (ValueError, IndexError):
            raise self.damaged() from None
        return Cell(_TEXT, text) if text else None

    def _number(self, value: str) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Cell(_TEXT, value)
        if number - number != 0 or "_" in value:  # nan, infinite, or Python's own 1_000
            return Cell(_TEXT, value)
        return Cell(_NUMBER, value, number, self._dates.get(self._style, False), self._zeros.get(self._style, ""))

    def _other(self, kind: str, value: str | None) -> Cell | None:
        if kind == "inlineStr":
            text = "".join(self._inline)
            return Cell(_TEXT, unescape(text)) if text else self._unfilled()
        if not value:
            return self._unfilled()
        if kind == "b":
            return Cell(_BOOL, _YES_NO.get(value, value))
        if kind == "e":
            return Cell(CellKind.ERROR, value)
        if kind == "d":
            return self._iso_date(value)
        return Cell(_TEXT, unescape(value))

    def _iso_date(self, value: str) -> Cell:
        serial = iso_serial(value, self._context.date1904)
        return Cell(_TEXT, value) if serial is None else Cell(_NUMBER, value, serial, is_date=True)


def iso_serial(text: str, date1904: bool) -> float | None:
    """Return the Excel serial of an ISO date, moment or time of day, or None where it is none."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _time_of_day(text)
    days = (moment - _EPOCHS[date1904]) / timedelta(days=1)
    # Serial 60 is 29 February 1900, which never was; earlier days stand one lower.
    return days - 1 if not date1904 and days < 61 else days


def _time_of_day(text: str) -> float | None:
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        return None
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86_400
