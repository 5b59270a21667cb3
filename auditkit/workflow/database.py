"""The database itself: its state, bringing it up to date, copies, and deleting old history."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

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


def upgrade(desk: Desk) -> tuple[Status, Path | None]:
    """Bring the database up to date; return its state and the copy that was made first. Raises StoreError."""
    copy = store.upgrade(desk.url)
    return status(desk), copy


def back_up(desk: Desk, file: Path) -> None:
    """Copy the database to a new file; raises StoreError."""
    with desk.store() as database:
        database.backup(file)


def restore(desk: Desk, file: Path) -> Status:
    """Put a backup in the database's place and return its state; raises StoreError."""
    store.restore(desk.url, file)
    return status(desk)


def purge(desk: Desk, before: date) -> PurgeReceipt:
    """Delete the history from before a day, in Copenhagen; raises StoreError."""
    with desk.store() as database:
        return database.purge(datetime.combine(before, time(), COPENHAGEN))


def purge_closed(desk: Desk, before: date) -> PurgeReceipt:
    """Delete the cases closed before a day, wherever they stand; raises StoreError."""
    with desk.store() as database:
        return database.purge_closed(before)
