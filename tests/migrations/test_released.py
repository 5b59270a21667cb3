"""A database of every released version still gives every figure, whichever database it stands in."""

from __future__ import annotations

import gzip
import json
import sqlite3

import pytest
import sqlalchemy as sa
from alembic import command

from auditkit.store import Store, upgrade
from auditkit.store.engine import make_engine, parse_url, writing
from auditkit.store.errors import DatabaseOutdated
from auditkit.store.schema import configuration
from tests.migrations.make_released import FOLDER, figures

VERSIONS = sorted(each.stem for each in FOLDER.glob("*.json"))


@pytest.fixture(params=VERSIONS)
def released(request, tmp_path):
    """The SQLite file of a released version."""
    file = tmp_path / f"{request.param}.sqlite3"
    file.write_bytes(gzip.decompress((FOLDER / f"{file.name}.gz").read_bytes()))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url_of_released(request, released):
    """The database of a released version, as it was then."""
    url = f"sqlite:///{released}"
    if request.param == "sqlite":
        return url
    return moved(url, request.getfixturevalue("postgres_url"))


def moved(url, target):
    """Put a database's rows, as they are, into PostgreSQL tables of the same age."""
    source, engine = make_engine(parse_url(url)), make_engine(parse_url(target))
    with source.connect() as rows, writing(engine) as connection:
        revision = rows.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        command.upgrade(configuration(connection), revision)
        old, new = sa.MetaData(), sa.MetaData()
        old.reflect(rows)
        new.reflect(connection)
        for table in new.sorted_tables:
            found = rows.execute(sa.select(old.tables[table.name])).mappings().all()
            if found and table.name != "alembic_version":
                connection.execute(sa.insert(table), [dict(row) for row in found])
    return target


def test_every_figure_of_a_released_version_is_kept(url_of_released, released):
    with pytest.raises(DatabaseOutdated):
        Store.open(url_of_released)
    upgrade(url_of_released)
    with Store.open(url_of_released) as store:
        said = json.loads(json.dumps(figures(store)))
        for run in store.runs()["run"]:
            store.load_obligations(run)  # raises HistoryDamaged unless its digest is the one that was saved
    assert said == json.loads((FOLDER / f"{released.stem}.json").read_text(encoding="utf-8"))


def test_the_kept_database_is_one_that_a_user_could_have(released):
    with sqlite3.connect(released) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT COUNT(*) FROM runs").fetchone() == (3,)
    connection.close()
