"""Each test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil

import pytest

from auditkit.store import Store
from tests.support.postgres import postgres_ready, postgres_server, postgres_url

__all__ = ["postgres_ready", "postgres_server", "postgres_url"]

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory):
    """A SQLite file that has its tables, to copy."""
    file = tmp_path_factory.mktemp("ready") / "store.sqlite3"
    Store.open(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    """A database with its tables, of the test's own."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_ready")
    copy = shutil.copy(request.getfixturevalue("ready_file"), tmp_path / "store.sqlite3")
    return f"sqlite:///{copy}"


@pytest.fixture(params=ENGINES)
def empty_url(request, tmp_path):
    """A database that is not there yet."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture
def store(url):
    with Store.open(url) as opened:
        yield opened
