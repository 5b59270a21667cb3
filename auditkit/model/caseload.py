"""A caseload: the records of some cases, and the tables of the lists they were read from.

Three kinds of nothing are kept apart (readings, G7). A blank cell is null. An unreadable cell is null
with the field's bit set in the row's ``unreadable``. A column that the list does not have is missing
from ``Table.columns`` of the row's table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from .records import BY_PLURAL, RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one list, as it gave records of one type.

    ``facet`` is empty for a table that holds every kind of the record type. A flat case list has one
    table per slot instead, because its columns hold one kind only: "Børnesamtale (BFU)" gives
    ``conversations`` with the facet ``undersøgelse`` and says nothing of other conversations; "Barnets
    plan" gives ``plans`` with the facet ``barnets plan``.

    ``columns`` maps each field the list has a column for to that column's letters ("C"); the cell of a
    value is the letters and the record's ``row_no``. A field made from two columns names the first.
    """

    table_no: int
    file: str
    sheet: str
    record_type: str
    facet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def mask(self) -> int:
        """The bits of the fields the list has a column for."""
        return BY_PLURAL[self.record_type].mask(self.columns)

    def source(self, field_name: str, row_no: int) -> str:
        """Return ``file|sheet|cell`` of a field; the row alone where the list has no such column."""
        return f"{self.file}|{self.sheet}|{self.columns.get(field_name, '')}{row_no}"


@dataclass(frozen=True, slots=True)
class Caseload:
    """Frames by plural record name (every record type is there, perhaps empty) and their tables."""

    frames: Mapping[str, pl.DataFrame]
    tables: tuple[Table, ...]

    def __getitem__(self, plural: str) -> pl.DataFrame:
        return self.frames[plural]


def empty_frames() -> dict[str, pl.DataFrame]:
    """Return a frame without rows for every record type."""
    return {each.plural: pl.DataFrame(schema=each.schema) for each in RECORD_TYPES}


def frame_of(plural: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return the frame of a record type from rows of field values; what a row leaves out is null."""
    record_type = BY_PLURAL[plural]
    defaults: dict[str, object] = dict.fromkeys(record_type.schema)
    defaults["unreadable"] = 0
    complete = [{**defaults, **row} for row in rows]
    return pl.DataFrame(complete, schema=record_type.schema, orient="row")
