"""Deleting what is no longer needed. What is deleted is gone from the file too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .frames import delete, delete_by
from .tables import (
    deleted_verdicts,
    endings,
    file_profiles,
    grounds,
    imports,
    list_files,
    list_tables,
    owners,
    places,
    problems,
    profiles,
    records,
    runs,
    verdicts,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

_SHARED = {
    grounds: (verdicts.c.ground_id,),
    owners: (verdicts.c.owner_id,),
    places: (verdicts.c.source_place, verdicts.c.evidence_place),
}
_EMPTIED = (*records.values(), problems, list_files, list_tables, file_profiles, profiles, verdicts, endings, *_SHARED)


@dataclass(frozen=True, slots=True)
class PurgeReceipt:
    """How many rows were deleted, of how many cases, and how many runs and imports can no longer be read back.

    ``overwritten`` is whether nothing of it is left in the database's own files. ``copies`` are the copies that
    auditkit made of the database before an upgrade: they still hold what was deleted.
    """

    records: int
    obligations: int
    runs: int = 0
    imports: int = 0
    cases: int = 0
    overwritten: bool = True
    copies: tuple[Path, ...] = ()


def purge(connection: Connection, before: datetime) -> PurgeReceipt:
    """Delete what ended before the oldest run and import that are kept."""
    first_run = _first_kept(connection, runs, before)
    judged = sa.select(sa.func.min(runs.c.import_id)).where(runs.c.id >= first_run)
    first_import = _first_kept(connection, imports, before)
    first_import = min(first_import, connection.execute(judged).scalar() or first_import)
    deleted = sum(delete(connection, table, table.c.import_to <= first_import) for table in records.values())
    old_files = sa.select(list_files.c.id).where(list_files.c.import_to <= first_import)
    delete(connection, problems, problems.c.file_id.in_(old_files))
    delete(connection, file_profiles, file_profiles.c.file_id.in_(old_files))
    for table in (list_files, list_tables):
        delete(connection, table, table.c.import_to <= first_import)
    ended = _delete_verdicts(connection, first_run)
    delete_unshared(connection)
    old_runs, old_imports = _mark(connection, runs, first_run), _mark(connection, imports, first_import)
    return PurgeReceipt(deleted, ended, old_runs, old_imports)


def delete_unshared(connection: Connection) -> None:
    """Delete what no verdict shares any longer, and the profiles that no file was read with."""
    for table, columns in _SHARED.items():
        used = sa.union(*(sa.select(column).where(column.is_not(None)) for column in columns))
        delete(connection, table, table.c.id.not_in(used))
    delete(connection, profiles, profiles.c.digest.not_in(sa.select(file_profiles.c.digest)))


def swept_up(engine: Engine, receipt: PurgeReceipt) -> PurgeReceipt:
    """Write PostgreSQL's tables anew without the deleted rows. SQLite has overwritten them already.

    A plain VACUUM only gives the room free: what stood there can still be read in the file. Only the tables' owner
    may; for another user the server would skip them with a warning that nobody sees.
    """
    if engine.dialect.name != "postgresql":
        return receipt
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not _owns_all(connection):
            return replace(receipt, overwritten=False)
        connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(table.name for table in _EMPTIED)}")
        if connection.exec_driver_sql("SELECT pg_has_role('pg_checkpoint', 'USAGE')").scalar():
            connection.exec_driver_sql("CHECKPOINT")
    return receipt


def _owns_all(connection: Connection) -> bool:
    owned = sa.text(
        "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE relname = ANY(:names) "
        "AND relnamespace = to_regnamespace(current_schema())"
    )
    return bool(connection.execute(owned, {"names": [table.name for table in _EMPTIED]}).scalar())


def _delete_verdicts(connection: Connection, first_run: int) -> int:
    """Delete the verdicts that ended before a run. An ending refers to its verdict, so it goes first."""
    ended = endings.c.run_to <= first_run
    numbers = connection.execute(sa.select(endings.c.verdict_id).where(ended)).scalars().all()
    delete(connection, endings, ended)
    delete(connection, deleted_verdicts, deleted_verdicts.c.last_run < first_run)
    return delete_by(connection, verdicts.c.id, numbers)


def _first_kept(connection: Connection, table: sa.Table, before: datetime) -> int:
    """Return the oldest of ``runs`` or ``imports`` that is young enough; the newest one always is."""
    newest = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
    young = sa.select(sa.func.min(table.c.id)).where(table.c.saved_at >= before.astimezone(UTC))
    return connection.execute(young).scalar() or newest


def _mark(connection: Connection, table: sa.Table, first: int) -> int:
    """Mark what is older than ``first`` as purged, and return how many were not already."""
    old = sa.update(table).where(table.c.id < first, table.c.purged_at.is_(None))
    return connection.execute(old.values(purged_at=datetime.now(UTC))).rowcount
