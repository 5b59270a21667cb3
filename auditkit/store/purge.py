"""Deleting history that is no longer needed. What is deleted is gone from the file too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .tables import file_profiles, imports, list_files, list_tables, obligations, problems, records, runs

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine


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
    verdicts = _delete(connection, obligations, obligations.c.run_to <= first_run)
    marked = [_mark(connection, runs, first_run), _mark(connection, imports, first_import)]
    return PurgeReceipt(deleted, verdicts, *marked)


def sweep_up(engine: Engine) -> None:
    """Write PostgreSQL's tables anew without the deleted rows. SQLite has overwritten them already.

    A plain VACUUM only gives the room free: what stood there can still be read in the file.
    """
    if engine.dialect.name == "postgresql":
        emptied = ", ".join(table.name for table in (*records.values(), problems, list_files, list_tables, obligations))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (FULL) {emptied}")
            connection.exec_driver_sql("CHECKPOINT")


def _first_kept(connection: Connection, table: sa.Table, before: datetime) -> int:
    """Return the oldest of ``runs`` or ``imports`` that is young enough; the newest one always is."""
    newest = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
    young = sa.select(sa.func.min(table.c.id)).where(table.c.saved_at >= before.astimezone(UTC))
    return connection.execute(young).scalar() or newest


def _mark(connection: Connection, table: sa.Table, first: int) -> int:
    """Mark what is older than ``first`` as purged, and return how many were not already."""
    old = sa.update(table).where(table.c.id < first, table.c.purged_at.is_(None))
    return connection.execute(old.values(purged_at=datetime.now(UTC))).rowcount


def _delete(connection: Connection, table: sa.Table, old: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.delete(table).where(old)).rowcount
