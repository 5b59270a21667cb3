"""What Spark must know to read the records of a PostgreSQL store itself. The queries are ours, as everywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from auditkit.model import RECORD_TYPES

from .chunks import first_cases
from .errors import NoJdbc
from .frames import holds
from .lists import tables_at
from .tables import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import URL, Connection

    from auditkit.model import Table


@dataclass(frozen=True, slots=True)
class DatabaseRecords:
    """The records in force at one import, by plural name: a query each, and the highest number of a row.

    ``first`` are the first case ids of the parts that the cases are divided into.
    """

    url: str
    driver: str
    properties: Mapping[str, str]
    queries: Mapping[str, str]
    last_ids: Mapping[str, int]
    first: tuple[str, ...]
    tables: tuple[Table, ...]

    def __repr__(self) -> str:
        return f"DatabaseRecords({self.url})"  # the password and the case ids are not for a log


def database_records(connection: Connection, url: URL, at: int, cases_per_part: int) -> DatabaseRecords:
    """Return how the records of import ``at`` are read; raises NoJdbc for SQLite, which is one machine's own file."""
    if connection.dialect.name != "postgresql":
        raise NoJdbc
    password = url.password or os.environ.get("PGPASSWORD")
    properties = {"user": url.username or "", "password": str(password or "")}
    return DatabaseRecords(
        url=f"jdbc:postgresql://{url.host or 'localhost'}:{url.port or 5432}/{url.database}",
        driver="org.postgresql.Driver",
        properties={name: value for name, value in properties.items() if value},
        queries={plural: _query(connection, plural, at) for plural in records},
        last_ids={plural: _last_id(connection, table) for plural, table in records.items()},
        first=tuple(first_cases(connection, at, cases_per_part)),
        tables=tables_at(connection, at),
    )


def _query(connection: Connection, plural: str, at: int) -> str:
    table = records[plural]
    schema = next(each.schema for each in RECORD_TYPES if each.plural == plural)
    # A query that Spark sends has no parameters: ``at`` is a number of our own.
    columns = [table.c[name] for name in ("id", *schema, "ordinal")]
    query = sa.select(*columns).where(holds(table, "import", at))
    return str(query.compile(connection, compile_kwargs={"literal_binds": True})).replace("\n", " ")


def _last_id(connection: Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0)
