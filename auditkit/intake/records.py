"""Records on their way into frames: rows of values by record type, and the tables they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, RECORD_TYPES, Caseload, RecordType, Table

from .unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    DataType = type[pl.DataType] | pl.DataType

RecordRow = tuple[object, ...]
"""The values of a record type's fields in order, then table_no and row_no."""
Column = tuple[object, ...]

_AT_A_TIME = 5_000  # records of a type that are held as Python's own values
_PLACES = {each.plural: {field.name: i for i, field in enumerate(each.fields)} for each in RECORD_TYPES}


def _lists() -> dict[str, list[RecordRow]]:
    return {each.plural: [] for each in RECORD_TYPES}


@dataclass(slots=True)
class Records:
    """Gathers the records and tables of all lists of an import."""

    tables: list[Table] = field(default_factory=list)
    _rows: dict[str, list[RecordRow]] = field(default_factory=_lists)
    _settled: dict[str, list[pl.DataFrame]] = field(default_factory=lambda: {each.plural: [] for each in RECORD_TYPES})

    def table(self, file: str, sheet: str, plural: str, columns: Mapping[str, str], facet: str = "") -> int:
        """Add a table; returns its number."""
        number = len(self.tables)
        self.tables.append(Table(number, file, sheet, plural, facet, dict(columns)))
        return number

    def add(self, plural: str, row: RecordRow) -> None:
        """Add a record."""
        rows = self._rows[plural]
        rows.append(row)
        if len(rows) == _AT_A_TIME:
            self._settle()

    def _settle(self) -> None:
        """Turn the rows gathered so far into frames, which take a tenth of the memory."""
        gathered, self._rows = self._rows, _lists()
        columns = {plural: list(zip(*rows, strict=True)) for plural, rows in gathered.items() if rows}
        texts = _Texts(columns)
        for plural, own in columns.items():
            self._settled[plural].append(_frame(BY_PLURAL[plural], own, texts))

    def caseload(self) -> Caseload:
        """Return everything gathered as frames."""
        self._settle()
        frames = {each.plural: _joined(each, self._settled.pop(each.plural)) for each in RECORD_TYPES}
        return Caseload(frames, tuple(self.tables))


class _Texts:
    """The texts of some records, each kept once however many records name it: a case, a decision, a team."""

    def __init__(self, columns: Mapping[str, Sequence[Column]]) -> None:
        found = (
            column
            for plural, own in columns.items()
            for field, column in zip(BY_PLURAL[plural].fields, own, strict=False)
            if field.dtype == pl.String
        )
        texts = [each for each in dict.fromkeys(chain.from_iterable(found)) if isinstance(each, str)]
        self._series = pl.Series(texts, dtype=pl.String)
        self._numbers: dict[object, int] = {text: number for number, text in enumerate(texts)}

    def series(self, name: str, column: Sequence[object]) -> pl.Series:
        """Return a column; what is no text is null."""
        places = pl.Series(map(self._numbers.get, column), dtype=pl.UInt32)
        return self._series.gather(places).alias(name)


def _joined(record_type: RecordType, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the parts as one frame. A column that holds nothing is one null, told once: it takes no memory."""
    schema = record_type.schema
    filled = [name for name in schema if any(name in part.columns for part in parts)]
    frame = pl.concat([_with_nulls(part, filled, schema) for part in parts]) if parts else pl.DataFrame(schema=schema)
    return _with_nulls(frame, list(schema), schema)


def _with_nulls(frame: pl.DataFrame, names: Sequence[str], schema: Mapping[str, DataType]) -> pl.DataFrame:
    there = set(frame.columns)
    return frame.select(pl.col(name) if name in there else pl.lit(None, schema[name]).alias(name) for name in names)


def _frame(record_type: RecordType, columns: Sequence[Column], texts: _Texts) -> pl.DataFrame:
    """Return the columns that hold something as a frame."""
    *values, tables, numbers = columns
    bits = [0] * len(numbers)
    series = []
    for each, column in zip(record_type.fields, values, strict=True):
        blank = column.count(None)
        if blank == len(column):
            continue
        unreadable = [i for i, value in enumerate(column) if type(value) is Unreadable]
        for i in unreadable:
            bits[i] |= record_type.bit(each.name)
        if blank + len(unreadable) == len(column):
            continue
        if each.dtype == pl.String:
            series.append(texts.series(each.name, column))
        else:
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
