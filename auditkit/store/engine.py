"""How the two databases are reached, so that they behave the same.

SQLite: our own BEGIN (Python's driver would otherwise begin late and commit early), and the
settings of ``docs/database.md``. PostgreSQL: UTC, and one advisory lock where SQLite has its own.
"""

from __future__ import annotations

import errno
import os
import random
import re
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from .errors import DatabaseUnreachable, DriverMissing, SchemaNotUnderstood, UrlNotUnderstood

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

from .places import refuse_shared

WAIT_SECONDS = 30
# "audit" and a 1, and the schema: the lock that every writer there takes.
_ADVISORY_LOCK = f"{0x617564697401} # hashtext(current_setting('search_path'))"
_SCHEMA = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")

_BUSY = 5  # SQLITE_BUSY

_PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "synchronous = EXTRA",
)


def default_url() -> str:
    """Return the address of the embedded database: a file in the user's own data folder."""
    folder = platformdirs.user_data_path("auditkit", appauthor=False)
    return f"sqlite:///{folder / 'auditkit.sqlite3'}"


def parse_url(url: str) -> URL:
    """Return the address with the driver we use; raises UrlNotUnderstood for any other database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    backend = parsed.get_backend_name() if parsed else ""
    if parsed is None or backend not in {"sqlite", "postgresql"}:
        raise UrlNotUnderstood(backend or "?") from None
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise UrlNotUnderstood("sqlite://")
    if not _SCHEMA.fullmatch(schema_of(parsed)):
        raise SchemaNotUnderstood(place_of(parsed))
    return parsed.set(drivername={"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}[backend])


def schema_of(url: URL) -> str:
    """Return the PostgreSQL schema that an address names (``?schema=``), else the one that every database has."""
    return str(url.query.get("schema", "public"))


def place_of(url: URL) -> str:
    """Return what people call the database: its file, or its address without a password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    shown = {name: value for name, value in url.query.items() if "password" not in name}
    return url.set(drivername="postgresql", query=shown).render_as_string(hide_password=True)


def make_engine(url: URL) -> Engine:
    """Return an engine for the database; a new SQLite file is made, for the user alone."""
    if url.get_backend_name() == "sqlite":
        refuse_shared(Path(str(url.database)))
        make_private(Path(str(url.database)))
        return sqlite_engine(url)
    # Every name, in COPY and in the views too, is looked up in our schema alone: nobody can put a table before ours.
    settings = f"-c timezone=UTC -c search_path={schema_of(url)},pg_temp"
    arguments = {"options": settings, "connect_timeout": 10}
    server = url.difference_update_query(["schema"])
    try:
        return sa.create_engine(server, hide_parameters=True, poolclass=NullPool, connect_args=arguments)
    except ModuleNotFoundError:
        missing = DriverMissing(place_of(url))
    raise missing


def sqlite_engine(url: URL) -> Engine:
    """Return an engine for an SQLite file that is there, wherever it stands."""
    engine = sa.create_engine(url, hide_parameters=True, poolclass=NullPool)
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that sees one state of the database throughout and cannot write."""
    options: dict[str, Any] = {"auditkit_begin": "BEGIN"}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that nobody else writes beside; saved whole at the end, or not at all."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        yield connection


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {WAIT_SECONDS * 1000}", *_PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")
    # Only WAL is a property of the file itself. Such a file is not ours, or somebody chose it.
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        connection.execute("PRAGMA journal_mode = DELETE")


def _begin_sqlite(connection: Connection) -> None:
    """Begin; ask for the lock often and at odd moments.

    SQLite's own waiting asks ten times a second, and one of many writers can then starve.
    """
    begin = str(connection.get_execution_options().get("auditkit_begin", "BEGIN IMMEDIATE"))
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + WAIT_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    while not _begun(driver, begin, until):
        time.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - no secret
    driver.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")


def _begun(driver: sqlite3.Connection, begin: str, until: float) -> bool:
    """Try to begin; raises where the file is in use and the time is up, or for anything else."""
    try:
        driver.execute(begin)
    except driver.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != _BUSY or time.monotonic() >= until:
            raise
        return False
    return True


def make_private(file: Path) -> None:
    """Create a missing file, and its folder, that only the user can read; raises StoreError.

    Windows has no such rights; there the file inherits those of the user's own folder.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        refused = DatabaseUnreachable(str(file), errno.errorcode.get(error.errno or 0, ""))
    else:
        return
    raise refused
