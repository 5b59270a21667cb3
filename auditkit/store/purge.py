"""Deleting history that is no longer needed. What is deleted is gone from the file too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .frames import PARAMETERS
from .tables import (
    endings,
    file_profiles,
    grounds,
    imports,
    list_files,
    list_tables,
    owners,
    places,
    problems,
    records,
    runs,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection, Engine

_VERDICTS = (verdicts, endings, grounds, owners, places)
_SHARED = {grounds: ("ground_id",), owners: ("owner_id",), places: ("source_place", "evidence_place")}


@dataclass(frozen=True, slots=True)
class PurgeReceipt:
    """How many rows a purge deleted, and how many runs and imports can no longer be read back."""

    records: int
    obligations: int
    runs: int
    imports: int


def purge(connection: Connection, before: datetime) -> PurgeReceipt:
    """Delete what ended before the oldest run and import that are kept."""
    first_run = _first_kept(connection, runs, before)
    judged = sa.select(sa.func.min(runs.c.import_id)).where(runs.c.id >= first_run)
    first_import = _first_kept(connection, imports, before)
    first_import = min(first_import, connection.execute(judged).scalar() or first_import)
    deleted = sum(_delete(connection, table, table.c.import_to <= first_import) for table in records.values())
    old_files = sa.select(list_files.c.id).where(list_files.c.import_to <= first_import)
    _delete(connection, problems, problems.c.file_id.in_(old_files))
    _delete(connection, file_profiles, file_profiles.c.file_id.in_(old_files))
    for table in (list_files, list_tables):
        _delete(connection, table, table.c.import_to <= first_import)
    ended = _delete_verdicts(connection, first_run)
    marked = [_mark(connection, runs, first_run), _mark(connection, imports, first_import)]
    return PurgeReceipt(deleted, ended, *marked)


def sweep_up(engine: Engine) -> None:
    """Write PostgreSQL's tables anew without the deleted rows. SQLite has overwritten them already.

    A plain VACUUM only gives the room free: what stood there can still be read in the file.
    """
    if engine.dialect.name == "postgresql":
        emptied = ", ".join(table.name for table in (*records.values(), problems, list_files, list_tables, *_VERDICTS))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (FULL) {emptied}")
            connection.exec_driver_sql("CHECKPOINT")


def _delete_verdicts(connection: Connection, first_run: int) -> int:
    """Delete the verdicts that ended before a run, and what no verdict shares any longer."""
    ended = endings.c.run_to <= first_run
    old = sa.select(endings.c.verdict_id).where(ended)
    # The ending refers to its verdict, so it goes first; what is to go is known by its number.
    numbers = connection.execute(old).scalars().all()
    _delete(connection, endings, ended)
    count = sum(_delete(connection, verdicts, verdicts.c.id.in_(batch)) for batch in _batches(numbers))
    for table, columns in _SHARED.items():
        used = sa.union(*(sa.select(verdicts.c[name]).where(verdicts.c[name].is_not(None)) for name in columns))
        _delete(connection, table, table.c.id.not_in(used))
    return count


def _first_kept(connection: Connection, table: sa.Table, before: datetime) -> int:
    """Return the oldest of ``runs`` or ``imports`` that is young enough; the newest one always is."""
    newest = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
    young = sa.select(sa.func.min(table.c.id)).where(table.c.saved_at >= before.astimezone(UTC))
    return connection.execute(young).scalar() or newest


def _mark(connection: Connection, table: sa.Table, first: int) -> int:
    """Mark what is older than ``first`` as purged, and return how many were not already."""
    old = sa.update(table).where(table.c.id < first, table.c.purged_at.is_(None))
    return connection.execute(old.values(purged_at=datetime.now(UTC))).rowcount


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + PARAMETERS] for start in range(0, len(numbers), PARAMETERS))


def _delete(connection: Connection, table: sa.Table, old: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.delete(table).where(old)).rowcount
