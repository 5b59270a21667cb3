"""Which reader a column gets, by the kind of field it fills. A reader gives a value, None or Unreadable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial

from auditkit.model import Field, Kind

from .cells import BIRTH_PIVOT, EVENT_PIVOT, read_date, read_dates, read_moment, read_time
from .cpr import read_cpr
from .door.grid import Cell, CellKind
from .door.remembering import Remembering
from .hidden import shown_cell
from .ledger import CaseNumbers, cell_fault, is_blank
from .unreadable import Unreadable
from .vocabulary import CPR, TIME, Vocabulary, field_of
from .words import (
    read_code,
    read_id,
    read_note,
    read_omission,
    read_paragraph,
    read_text,
    read_yes_no,
)

Reader = Callable[[Cell], object]
ColumnReader = Callable[[Cell | None], object]

_KNOWN = 50_000  # different cells that are kept
_BY_KIND: dict[Kind, Reader] = {
    Kind.ID: read_id,
    Kind.LINK: read_id,
    Kind.TEXT: read_text,
    Kind.NOTE: read_note,
    Kind.YES_NO: read_yes_no,
    Kind.PARAGRAPH: read_paragraph,
}


@dataclass(slots=True)
class Readers:
    """Makes the readers of one workbook's columns. ``month_first`` is what a profile says of its dates."""

    vocabulary: Vocabulary
    date1904: bool
    pseudonym_key: bytes | None
    month_first: bool = False
    case_numbers: CaseNumbers = field(init=False)
    _known: dict[Reader, Remembering[Cell | None, object]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.case_numbers = CaseNumbers(self.vocabulary)

    def reader(self, kind: str, target: str) -> ColumnReader:
        """Return the reader of a column; columns that read alike share what is known, unless it is private."""
        convert = self._convert(kind, target)
        read = partial(_read, convert)
        if target.endswith(CPR):
            return read
        return self._known.setdefault(convert, Remembering(read, _KNOWN)).__getitem__

    def _convert(self, kind: str, target: str) -> Reader:
        """Return the reader of the cells that hold something."""
        if target.endswith(CPR):
            return partial(read_cpr, pseudonym_key=self.pseudonym_key)
        if target.endswith(TIME):
            return read_time
        if target == "conversations.omission":
            return read_omission
        plural, field = field_of(kind, target) or ("", None)
        if field is None or field.kind in (Kind.DATE, Kind.MOMENT):
            return self._date_reader(kind, target, field)
        if field.kind is Kind.CODE:
            return partial(read_code, words=self.vocabulary.codes[f"{plural}.{field.name}"])
        return _BY_KIND[field.kind]

    def _date_reader(self, kind: str, target: str, field: Field | None) -> Reader:
        """Return the reader of a date; a slot of the flat list that is no field holds one too."""
        if target.startswith("visits.") or (kind, target) == ("visits", "visited_on"):
            return _dated(read_dates, self.month_first, date1904=self.date1904)
        if field is not None and field.kind is Kind.MOMENT:
            return _dated(read_moment, self.month_first, date1904=self.date1904)
        pivot = BIRTH_PIVOT if field is not None and field.name == "birth_date" else EVENT_PIVOT
        return _dated(read_date, self.month_first, date1904=self.date1904, pivot=pivot)


@cache
def _dated(read: Callable[..., object], month_first: bool, **settings: int) -> Reader:
    """Return a reader of dates: the same one for the same settings, so that columns share it."""
    reader = partial(read, **settings)
    return _month_first(reader) if month_first else reader


def _read(convert: Reader, cell: Cell | None) -> object:
    """Read a cell; error cells and dashes are the same in every column."""
    return None if cell is None or is_blank(cell) else cell_fault(cell) or convert(cell)


_MONTH_FIRST = re.compile(r"\s*(\d{1,2})([-./])(\d{1,2})(?=\2\d)")


def _month_first(read: Reader) -> Reader:
    """Return a reader of dates that a profile says are written with the month first."""

    def swapped(cell: Cell) -> object:
        turned = _MONTH_FIRST.sub(r"\3\2\1", cell.text, count=1)
        value = read(cell._replace(text=turned) if cell.kind is CellKind.TEXT else cell)
        if not isinstance(value, Unreadable):
            return value
        seen = shown_cell(cell.text)
        return Unreadable(value.code, seen, value.message.replace(value.seen, seen))

    return swapped
