"""Which schema a database has, and how it comes up to date.

Alembic takes its time to import, so a database that is up to date is opened without it: its revision is compared
with ``REVISIONS``, which a test holds against the migrations themselves. A new SQLite database is made without it too.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from .engine import reading, writing
from .errors import DatabaseOutdated, DatabaseTooNew, NotOurDatabase

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection, Engine

REVISIONS = (
    "0001_create_everything",
    "0002_add_views_for_power_bi",
    "0003_keep_mapping_profiles",
    "0004_keep_published_copies",
    "0005_store_verdicts_slim",
    "0006_keep_deleted_digests",
)
"""Every revision there has been, oldest first."""
HEAD = REVISIONS[-1]

_PACKAGE = Path(__file__).resolve().parents[1]


def migrations_folder() -> Path:
    """Return the folder of migrations: inside an installed package, or beside it in a checkout."""
    installed = _PACKAGE / "_data" / "migrations"
    return installed if installed.is_dir() else _PACKAGE.parent / "migrations"


def new_sqlite_file() -> Path:
    """Return the statements that the migrations amount to: what makes an SQLite database that has nothing yet."""
    return migrations_folder() / "new_sqlite.sql"


def ready(engine: Engine, place: str) -> None:
    """Create everything in an empty database; raises StoreError where it is not ours, or older."""
    with reading(engine) as connection:
        revision = current_revision(connection, place)
    if revision is None:
        _create(engine, place)
    elif revision != HEAD:
        raise DatabaseOutdated(place)


def _create(engine: Engine, place: str) -> None:
    """Create everything in an empty database, or nothing."""
    if engine.dialect.name != "sqlite" or not _created_at_once(engine):
        upgrade(engine, place)


def _created_at_once(engine: Engine) -> bool:
    """Create everything in an SQLite database; False where it has a table, if only Alembic's, which holds nothing."""
    with writing(engine) as connection:
        if sa.inspect(connection).get_table_names():
            return False
        for statement in new_sqlite_file().read_text("utf-8").split(";\n")[:-1]:
            connection.exec_driver_sql(statement)
    return True


def upgrade(engine: Engine, place: str) -> Path | None:
    """Run the migrations that the database lacks, all of them or none, and return the copy made before."""
    from alembic import command

    from .backup import keep_copy  # which asks this module what a copy is

    with writing(engine) as connection:
        revision = current_revision(connection, place)
        if revision == HEAD:
            return None
        copy = keep_copy(engine, place, revision) if revision else None
        _make_schema(connection)
        command.upgrade(configuration(connection), "head")
    return copy


def _make_schema(connection: Connection) -> None:
    """Make the PostgreSQL schema that the address names, but where it is there: its owner may have no such right."""
    if connection.dialect.name == "postgresql":
        name = connection.exec_driver_sql("SHOW search_path").scalar_one().partition(",")[0]
        if connection.execute(sa.select(sa.func.to_regnamespace(name))).scalar() is None:
            connection.execute(sa.schema.CreateSchema(name))


def current_revision(connection: Connection, place: str) -> str | None:
    """Return the revision of the database, None where it is empty; raises where it is not ours."""
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise NotOurDatabase(place)
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision is not None and revision not in REVISIONS:
        raise DatabaseTooNew(place, revision)
    return revision


def configuration(connection: Connection) -> Config:
    """Return alembic's configuration for a transaction that is already begun."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
