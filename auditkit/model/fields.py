"""What a field of a record can hold. The one place where record types are put together from fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(StrEnum):
    """The kinds of value that a field can hold, and with that how a cell is read and stored."""

    ID = "id"  # text, kept exactly but for outer blanks
    LINK = "link"  # the id of another record of the same case
    TEXT = "text"  # a short name: team, caseworker, target group
    NOTE = "note"  # free text: only *that* something was written is kept, as NOTED
    DATE = "date"
    MOMENT = "moment"  # local wall time in Europe/Copenhagen; 00:00 exactly = no time known
    YES_NO = "yes_no"
    CODE = "code"  # one of a closed list of Danish words
    PARAGRAPH = "paragraph"  # "52", "57 a": the number alone, without sub-section


NOTED = "angivet"
"""What is kept of a filled free-text cell (a name may stand in it, so the text itself is not)."""

_DTYPES: dict[Kind, type[pl.DataType] | pl.DataType] = {
    Kind.DATE: pl.Date,
    Kind.MOMENT: pl.Datetime("us"),
    Kind.YES_NO: pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type.

    ``codes`` are the words a CODE field may hold, in the spelling that is kept. ``targets`` are the
    record types (plural names) a LINK may point to.
    """

    name: str
    kind: Kind
    codes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()

    @property
    def dtype(self) -> type[pl.DataType] | pl.DataType:
        """The polars type of the field's column."""
        return _DTYPES.get(self.kind, pl.String)


@dataclass(frozen=True, slots=True)
class RecordType:
    """A type of record: a sheet of the standard workbook, a table of the store, a polars frame."""

    name: str
    plural: str
    fields: tuple[Field, ...]
    id_field: str | None = None

    def field(self, name: str) -> Field:
        """Return the field called ``name``; raises KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name}.{name}")

    def bit(self, name: str) -> int:
        """Return the field's bit in the masks ``unreadable`` and ``present``."""
        return 1 << self.fields.index(self.field(name))

    def mask(self, names: Iterable[str]) -> int:
        """Return the bits of several fields together."""
        return sum(self.bit(name) for name in set(names))

    @property
    def schema(self) -> dict[str, type[pl.DataType] | pl.DataType]:
        """The columns of the frame: the fields, then which were unreadable, then where the row stood."""
        fields = {field.name: field.dtype for field in self.fields}
        return {**fields, "unreadable": pl.UInt32, "table_no": pl.Int32, "row_no": pl.Int32}
