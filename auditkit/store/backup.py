"""Copies of an SQLite database, made by SQLite itself: whole also while others write."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from .engine import make_private, parse_url, reading, sqlite_engine
from .errors import (
    BackupIsTheServers,
    DatabaseDamaged,
    DatabaseUnreachable,
    FileInTheWay,
    NotOurDatabase,
    PublicationsLost,
    told_kindly,
)
from .schema import current_revision
from .tables import publications

if TYPE_CHECKING:
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


def keep_copy(engine: Engine, place: str, revision: str) -> Path | None:
    """Copy an SQLite database to a file beside it, before it is migrated; a server has its own backups."""
    if engine.dialect.name != "sqlite":
        return None
    file = Path(place)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = file.with_name(f"{file.stem}-{revision.partition('_')[0]}-{moment}{file.suffix}")
    back_up(engine, place, copy)
    return copy


def kept_copies(engine: Engine, place: str) -> tuple[Path, ...]:
    """Return the copies that upgrades have left beside an SQLite database."""
    if engine.dialect.name != "sqlite":
        return ()
    file = Path(place)
    name = re.compile(rf"{re.escape(file.stem)}-\d{{4}}-\d{{8}}T\d{{12}}{re.escape(file.suffix)}")
    return tuple(sorted(each for each in file.parent.iterdir() if name.fullmatch(each.name)))


def restore_from(engine: Engine, place: str, file: Path) -> None:
    """Put a checked backup in the database's place. SQLite does it in one transaction. Raises PublicationsLost."""
    _refuse_server(engine, place)
    if not file.is_file():
        raise DatabaseUnreachable(str(file), "ENOENT")
    _check(file)
    _refuse_to_forget(engine, place, file)
    with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
        target: Any = connection.connection.driver_connection
        copy.backup(target)


def _refuse_to_forget(engine: Engine, place: str, file: Path) -> None:
    """Raise PublicationsLost where the backup does not have every copy that was published.

    A quarter that is not known to be published would be published anew, with other figures. A database that
    cannot be read any more is not asked: it is what backups are for.
    """
    try:
        there = _editions(engine)
    except sa.exc.DBAPIError:
        return
    lost = there.keys() - _editions(sqlite_engine(parse_url(f"sqlite:///{file}"))).keys()
    if lost:
        raise PublicationsLost(place, [there[digest] for digest in lost])


def _editions(engine: Engine) -> dict[str, tuple[str, int]]:
    """Return quarter and edition of what has been published, by digest."""
    with reading(engine) as connection:
        if not sa.inspect(connection).has_table(publications.name):
            return {}
        rows = connection.execute(sa.select(publications.c.digest, publications.c.quarter, publications.c.edition))
        return {digest: (quarter, edition) for digest, quarter, edition in rows}


def _check(file: Path) -> None:
    """Raise StoreError, about the file, unless it is a whole database of ours."""
    engine = sqlite_engine(parse_url(f"sqlite:///{file}"))  # a copy may stand on a shared drive
    with told_kindly(str(file)), reading(engine) as connection:
        if current_revision(connection, str(file)) is None:
            raise NotOurDatabase(str(file))
        whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        if not whole or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise DatabaseDamaged(str(file))


def _refuse_server(engine: Engine, place: str) -> None:
    if engine.dialect.name != "sqlite":
        raise BackupIsTheServers(place)
