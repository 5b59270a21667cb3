"""Copies of an SQLite database, made by SQLite itself: whole also while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from .engine import make_engine, make_private, parse_url, reading
from .errors import (
    BackupIsTheServers,
    DatabaseDamaged,
    DatabaseUnreachable,
    FileInTheWay,
    NotOurDatabase,
)
from .schema import current_revision

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Engine


def back_up(engine: Engine, place: str, file: Path) -> None:
    """Copy the database to a new file, and check the copy."""
    _refuse_server(engine, place)
    if file.exists():
        raise FileInTheWay(str(file))
    make_private(file)
    with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
        source: Any = connection.connection.driver_connection
        source.backup(copy)
    _check(file)


def restore_from(engine: Engine, place: str, file: Path) -> None:
    """Put a checked backup in the database's place. SQLite does it in one transaction."""
    _refuse_server(engine, place)
    if not file.is_file():
        raise DatabaseUnreachable(str(file), "ENOENT")
    _check(file)
    with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
        target: Any = connection.connection.driver_connection
        copy.backup(target)


def _check(file: Path) -> None:
    """Raise StoreError unless the file is a whole database of ours."""
    engine = make_engine(parse_url(f"sqlite:///{file}"))
    with reading(engine) as connection:
        if current_revision(connection, str(file)) is None:
            raise NotOurDatabase(str(file))
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            raise DatabaseDamaged(str(file))


def _refuse_server(engine: Engine, place: str) -> None:
    if engine.dialect.name != "sqlite":
        raise BackupIsTheServers(place)
