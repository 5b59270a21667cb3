"""What stands in the database, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .schema import current_revision
from .tables import imports, list_files, records, runs

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the database. Moments are UTC; what has not happened is None."""

    place: str
    kind: str
    revision: str | None
    imports: int
    last_import_at: datetime | None
    files: tuple[str, ...]
    cases: int
    records: int
    runs: int
    last_run: int | None
    last_run_at: datetime | None
    last_run_as_of: date | None


def status(connection: Connection, place: str) -> Status:
    """Return what stands in the database."""
    counts = {name: _in_force(connection, table) for name, table in records.items()}
    last_import, last_run = _newest(connection, imports), _newest(connection, runs)
    names = sa.select(list_files.c.name).where(list_files.c.import_to.is_(None)).distinct()
    return Status(
        place=place,
        kind=connection.dialect.name,
        revision=current_revision(connection, place),
        imports=_count(connection, imports),
        last_import_at=last_import and _utc(last_import.saved_at),
        files=tuple(sorted(connection.execute(names).scalars())),
        cases=_cases(connection),
        records=sum(counts.values()),
        runs=_count(connection, runs),
        last_run=last_run and last_run.id,
        last_run_at=last_run and _utc(last_run.saved_at),
        last_run_as_of=last_run and last_run.as_of,
    )


def _utc(moment: datetime) -> datetime:
    """SQLite keeps the moment without its offset, which is always UTC's."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _newest(connection: Connection, table: sa.Table) -> sa.Row[tuple[object, ...]] | None:
    return connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(1)).first()


def _count(connection: Connection, table: sa.FromClause) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _in_force(connection: Connection, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.import_to.is_(None))
    return int(connection.execute(query).scalar_one())


def _cases(connection: Connection) -> int:
    """Count the cases that some record in force speaks of."""
    every = sa.union(
        *(sa.select(table.c.case_id).where(table.c.import_to.is_(None)) for table in records.values())
    ).subquery()
    return _count(connection, every)
