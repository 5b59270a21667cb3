"""The database itself: its state, bringing it up to date, copies, and deleting old history."""

from __future__ import annotations

from datetime import date, datetime, time
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from auditkit import store
from auditkit.dates import COPENHAGEN

if TYPE_CHECKING:
    from pathlib import Path

    from auditkit.store import PurgeReceipt, Status

    from .desk import Desk


def status(desk: Desk) -> Status:
    """Return what stands in the database; makes it if it is not there. Raises StoreError."""
    with desk.store() as database:
        return database.status()


def run_list(desk: Desk) -> list[dict[str, Any]]:
    """Return every run, oldest first: number, as-of day, when, by which version, what it changed, digest."""
    with desk.store() as database:
        return database.runs().drop("import_id").to_dicts()


def run_sources(desk: Desk, run: int) -> list[dict[str, Any]]:
    """Return what a run judged with: files, mapping profiles and rules, each with its digest. Raises NoSuchRun.

    ``import`` is the number that brought a file in; ``text`` is that of a profile or a rule.
    """
    with desk.store() as database:
        rules, files = database.run_rules(run), database.run_files(run)
    nothing: dict[str, Any] = {"import": None, "text": None}
    told = [{**nothing, "kind": "file", **row} for row in files.drop("profile").iter_rows(named=True)]
    for row in files.drop_nulls("profile").iter_rows(named=True):
        digest = blake2b(row["profile"].encode(), digest_size=16).hexdigest()
        told.append({**nothing, "kind": "profile", "name": row["name"], "digest": digest, "text": row["profile"]})
    told += [{**nothing, "kind": "rule", "name": row.pop("path"), **row} for row in rules.drop("rule").to_dicts()]
    return told


def upgrade(desk: Desk) -> tuple[Status, Path | None]:
    """Bring the database up to date; return its state and the copy that was made first. Raises StoreError."""
    copy = store.upgrade(desk.url)
    return status(desk), copy


def back_up(desk: Desk, file: Path) -> None:
    """Copy the database to a new file; raises StoreError."""
    with desk.store() as database:
        database.backup(file)


def restore(desk: Desk, file: Path) -> Status | None:
    """Put a backup in the database's place; raises StoreError.

    Returns its state, None where it is from an older version and must be brought up to date first.
    """
    store.restore(desk.url, file)
    try:
        return status(desk)
    except store.DatabaseOutdated:
        return None


def purge(desk: Desk, before: date) -> PurgeReceipt:
    """Delete the history from before a day, in Copenhagen; raises StoreError."""
    with desk.store() as database:
        return database.purge(datetime.combine(before, time(), COPENHAGEN))


def purge_closed(desk: Desk, before: date) -> PurgeReceipt:
    """Delete the cases closed before a day, wherever they stand; raises StoreError."""
    with desk.store() as database:
        return database.purge_closed(before)
