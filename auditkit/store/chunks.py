"""The caseload some cases at a time, in order of case id, so that a store larger than memory can be judged.

The order is that of the ids' UTF-8 bytes, as polars has it, whatever language the database sorts by. So the database is
asked which rows belong to which chunk, never to sort, and needs no further index.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from auditkit.model import RECORD_TYPES, Caseload

from .frames import holds, refuse_purged, select
from .lists import tables_at
from .tables import imports, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import Connection

_PLACE = ("table_no", "row_no", "ordinal")


def load_chunks(connection: Connection, at: int, cases: int) -> Iterator[Caseload]:
    """Yield the caseload as it stood when import ``at`` had been saved, at most so many cases at a time."""
    refuse_purged(connection, imports, at)
    tables = tables_at(connection, at)
    first = first_cases(connection, at, cases)
    chunk_of = {plural: _chunk_of(connection, at, plural, first) for plural in records}
    for number in range(len(first)):
        frames = {}
        for each in RECORD_TYPES:
            mine = chunk_of[each.plural].filter(pl.col("chunk") == number)["id"]
            schema = {**each.schema, "ordinal": pl.Int32}
            table = records[each.plural]
            frame = select(connection, dict(table.c), schema, _among(connection, table, mine))
            frames[each.plural] = frame.sort("case_id", *_PLACE).drop("ordinal")
        yield Caseload(frames, tables)


def count_cases(connection: Connection) -> int:
    """Return how many cases there are now, going by the lists of cases."""
    table = records["cases"]
    return int(connection.execute(sa.select(sa.func.count()).where(table.c.import_to.is_(None))).scalar() or 0)


def first_cases(connection: Connection, at: int, cases: int) -> pl.Series:
    """Return the first case id of every chunk."""
    ids = pl.Series("case_id", dtype=pl.String)
    for table in records.values():
        more = select(connection, dict(table.c), {"case_id": pl.String}, holds(table, "import", at))["case_id"]
        ids = pl.concat([ids, more.unique()]).unique()
    return ids.sort().gather_every(cases)


def _chunk_of(connection: Connection, at: int, plural: str, first: pl.Series) -> pl.DataFrame:
    """Return ``id`` and ``chunk`` of a record type's rows; ``first`` are the first case ids of the chunks."""
    table = records[plural]
    schema: Mapping[str, Any] = {"id": pl.Int32, "case_id": pl.String}
    rows = select(connection, dict(table.c), schema, holds(table, "import", at))
    chunk = first.search_sorted(rows["case_id"], side="right").cast(pl.Int32) - 1
    return rows.select("id", chunk.alias("chunk"))


def _among(connection: Connection, table: sa.Table, ids: pl.Series) -> sa.ColumnElement[bool]:
    """Return the condition that a row is one of these, as one parameter however many they are."""
    if connection.dialect.name == "sqlite":
        listed = sa.func.json_each(json.dumps(ids.to_list())).table_valued("value")
        return table.c.id.in_(sa.select(listed.c.value))
    return table.c.id == sa.any_(sa.cast(ids.to_list(), sa.ARRAY(sa.Integer)))
