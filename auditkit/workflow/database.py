"""The database itself: its state, and bringing it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.store import Status
from auditkit.store import upgrade as upgrade_store

if TYPE_CHECKING:
    from .desk import Desk


def status(desk: Desk) -> Status:
    """Return what stands in the database; makes it if it is not there. Raises StoreError."""
    with desk.store() as store:
        return store.status()


def upgrade(desk: Desk) -> Status:
    """Bring the database up to date and return its state; raises StoreError."""
    upgrade_store(desk.url)
    return status(desk)
