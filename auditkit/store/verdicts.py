"""Verdicts as they are stored: slim rows, with numbers for what many of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA

from .frames import insert, next_id, numbered, select
from .tables import GROUND, OWNER, grounds, owners, places, verdicts

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy.engine import Connection

_CELL = r"([^|]*)$"
_SLIM = [column.name for column in verdicts.columns if column.name != "id"]


class Verdicts:
    """Writes the verdicts that a run adds."""

    def __init__(self, connection: Connection, run: int) -> None:
        self._connection, self._run = connection, run
        self._grounds = _Shared(connection, grounds, {name: OBLIGATION_SCHEMA[name] for name in GROUND})
        self._owners = _Shared(connection, owners, {name: OBLIGATION_SCHEMA[name] for name in OWNER})
        self._places = _Shared(connection, places, {"text": pl.String})

    def add(self, rows: pl.DataFrame) -> int:
        """Write some obligations, which have their digests, and return how many."""
        slim = rows.with_columns(
            pl.lit(self._run, dtype=pl.Int32).alias("run_from"),
            self._grounds.numbers(rows).alias("ground_id"),
            self._owners.numbers(rows).alias("owner_id"),
            *self._places_of(rows["source"]),
            *self._places_of(rows["evidence"]),
        )
        insert(self._connection, verdicts, numbered(slim.select(_SLIM), next_id(self._connection, verdicts)))
        return rows.height

    def _places_of(self, cells: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Return the number of ``file|sheet|``, and the cell that stands after it; null where there is no cell."""
        cell = cells.str.extract(_CELL)
        before = cells.str.strip_suffix(cell).fill_null("")
        place = self._places.numbers(before.to_frame("text")).set(cells.is_null(), None)
        return place.alias(f"{cells.name}_place"), cell.alias(f"{cells.name}_cell")


class _Shared:
    """A table of what many verdicts share, each only once."""

    def __init__(
        self, connection: Connection, table: sa.Table, schema: dict[str, type[pl.DataType] | pl.DataType]
    ) -> None:
        self._connection, self._table, self._names = connection, table, list(schema)
        self._known = select(connection, dict(table.c), {"id": pl.Int64, **schema})

    def numbers(self, rows: pl.DataFrame) -> pl.Series:
        """Return the number of what each row shares; what is new is written."""
        wanted = rows.select(self._names)
        new = wanted.unique(maintain_order=True).join(self._known, on=self._names, how="anti", nulls_equal=True)
        if new.height:
            added = numbered(new, next_id(self._connection, self._table))
            insert(self._connection, self._table, added)
            self._known = pl.concat([self._known, added.select(self._known.columns)])
        found = wanted.join(self._known, on=self._names, how="left", nulls_equal=True, maintain_order="left")
        return found["id"]
