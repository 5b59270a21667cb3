"""What the lists say and do not say: which columns each list has, and where a value stood.

Readings, G7: a column that is not in the list is neither blank nor unreadable. A list (a file) that holds
both a trigger and its evidence speaks for its own records; evidence from a file without such triggers
speaks for all. So one team's list without a sheet is not completed from another team's list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from auditkit.model import Table


FIELD = pl.Enum(sorted({field.name for record_type in RECORD_TYPES for field in record_type.fields}))


@cache
def field_name(name: str) -> pl.Expr:
    """Return the name of a field as a value of a column of such names."""
    return pl.lit(name, dtype=FIELD)


def column_at(table: str, field: str) -> pl.Expr:
    """Return where ``Lists.columns`` names the column of a field; where the field is null, the sheet alone."""
    last = len(FIELD.categories)
    return pl.col(table).cast(pl.UInt32) * (last + 1) + pl.col(field).to_physical().fill_null(last)


@dataclass(frozen=True, slots=True)
class Lists:
    """The tables of a caseload, asked by record type and field."""

    tables: tuple[Table, ...]

    def without(self, plural: str, field: str) -> pl.Expr:
        """Say of each record of the type whether its own list lacks the column."""
        return _in_tables(self.tables_without(plural, field))

    def tables_without(self, plural: str, field: str) -> list[int]:
        """Return the numbers of the record type's tables that lack the column."""
        return [t.table_no for t in self._of(plural) if field not in t.columns]

    def without_evidence(self, plural: str, evidence: str, field: str, facet: str = "") -> pl.Expr:
        """Say of each triggering record whether no list says the field of the evidence it needs."""
        lacking = [t.table_no for t in self._of(plural) if not self._covers(t, evidence, field, facet)]
        return _in_tables(lacking)

    def has(self, plural: str) -> bool:
        """Say whether any list holds records of the type."""
        return any(True for _ in self._of(plural))

    def columns(self) -> pl.Series:
        """Return the file, the sheet and (where the list has it) the column's letters of each field of each table, at
        ``column_at``. With a row's number it is a cell.
        """
        names = [*FIELD.categories, ""]
        known = {t.table_no: [f"{t.file}|{t.sheet}|{t.columns.get(name, '')}" for name in names] for t in self.tables}
        unknown: list[str | None] = [None] * len(names)
        texts = [text for table_no in range(1 + max(known, default=0)) for text in known.get(table_no, unknown)]
        return pl.Series(texts, dtype=pl.String)

    def sheets(self) -> pl.DataFrame:
        """Return ``table_no`` and ``sheet`` of each table."""
        schema = {"table_no": pl.Int32, "sheet": pl.String}
        rows = [(t.table_no, t.sheet) for t in self.tables]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _of(self, plural: str) -> Iterable[Table]:
        return (t for t in self.tables if t.record_type == plural)

    def _covers(self, trigger: Table, evidence: str, field: str, facet: str) -> bool:
        candidates = list(self._of(evidence))
        own = [t for t in candidates if t.file == trigger.file]
        if not own:
            other = {t.file for t in self._of(trigger.record_type)}
            own = [t for t in candidates if t.file not in other]
        return any(field in t.columns for t in own if t.facet in ("", facet))


def _in_tables(table_nos: list[int]) -> pl.Expr:
    if not table_nos:
        return pl.lit(value=False)
    return pl.col("table_no").is_in(pl.Series(table_nos, dtype=pl.Int32).implode())
