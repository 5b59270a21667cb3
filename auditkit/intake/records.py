"""Records on their way into frames: rows of values by record type, and the tables they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import RECORD_TYPES, Caseload, RecordType, Table

from .unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RecordRow = tuple[object, ...]
"""The values of a record type's fields in order, then table_no and row_no."""


_PLACES = {each.plural: {field.name: i for i, field in enumerate(each.fields)} for each in RECORD_TYPES}


@dataclass(slots=True)
class Records:
    """Gathers the records and tables of all lists of an import."""

    rows: dict[str, list[RecordRow]] = field(default_factory=lambda: {each.plural: [] for each in RECORD_TYPES})
    tables: list[Table] = field(default_factory=list)
    _settled: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {each.plural: [] for each in RECORD_TYPES})

    def table(self, file: str, sheet: str, plural: str, columns: Mapping[str, str], facet: str = "") -> int:
        """Add a table; returns its number."""
        number = len(self.tables)
        self.tables.append(Table(number, file, sheet, plural, facet, dict(columns)))
        return number

    def settle(self) -> None:
        """Turn the rows gathered so far into frames, which take a tenth of the memory."""
        for each in RECORD_TYPES:
            if self.rows[each.plural]:
                self._settled[each.plural].append(_frame(each, self.rows[each.plural]))
                self.rows[each.plural] = []

    def caseload(self) -> Caseload:
        """Return everything gathered as frames."""
        self.settle()
        nothing = {each.plural: pl.DataFrame(schema=each.schema) for each in RECORD_TYPES}
        frames = {plural: pl.concat([nothing[plural], *parts]) for plural, parts in self._settled.items()}
        return Caseload(frames, tuple(self.tables))


def _frame(record_type: RecordType, rows: Sequence[RecordRow]) -> pl.DataFrame:
    *columns, tables, numbers = zip(*rows, strict=True)
    bits = [0] * len(rows)
    series = []
    for each, column in zip(record_type.fields, columns, strict=True):
        unreadable = [i for i, value in enumerate(column) if type(value) is Unreadable]
        for i in unreadable:
            bits[i] |= record_type.bit(each.name)
        readable = list(map(_readable, column)) if unreadable else column
        series.append(pl.Series(each.name, readable, dtype=each.dtype))
    places = {"unreadable": bits, "table_no": tables, "row_no": numbers}
    series += [pl.Series(name, places[name], dtype=record_type.schema[name]) for name in places]
    return pl.DataFrame(series)


def _readable(value: object) -> object:
    return None if type(value) is Unreadable else value


def row_of(plural: str, values: Mapping[str, object], table_no: int, row_no: int) -> RecordRow:
    """Return one record's row from the values of some of its fields."""
    places = _PLACES[plural]
    row: list[object] = [None] * len(places)
    for name, value in values.items():
        row[places[name]] = value
    return (*row, table_no, row_no)
