"""A real Spark: a driver, and two executors that are processes of their own (``local-cluster``)."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from auditkit import workflow
from tests.support.postgres import postgres_ready, postgres_server

__all__ = ["postgres_ready", "postgres_server"]

ROOT = Path(__file__).parents[2]
MASTER = "local-cluster[2,1,1024]"
_DRIVERS = ("/usr/share/java/postgresql.jar",)


def missing():
    """What is not on this machine, to be said as the reason why a test did not run."""
    if find_spec("pyspark") is None:
        return "pyspark er ikke installeret: pip install 'auditkit[spark]'"
    return None if shutil.which("java") else "der er ingen Java på maskinen (Java 17 eller nyere)"


def jdbc_driver():
    """PostgreSQL's JDBC driver, None where there is none."""
    named = os.environ.get("AUDITKIT_TEST_JDBC_DRIVER")
    return next((each for each in (named, *_DRIVERS) if each and Path(each).is_file()), None)


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A cluster of two executors on this machine, for all tests of the room."""
    if missing():
        pytest.skip(missing())
    from auditkit.spark import spark_session

    folder = tmp_path_factory.mktemp("spark")
    # Executors keep their logs in a folder of the worker: by default beside the installed pyspark.
    os.environ["SPARK_WORKER_DIR"] = str(folder)
    conf = {"spark.master": MASTER, "spark.executor.memory": "1g", "spark.local.dir": str(folder)}
    conf["spark.executorEnv.PYTHONPATH"] = os.pathsep.join([str(ROOT), *sys.path[1:]])
    if jdbc_driver():
        conf["spark.jars"] = jdbc_driver()
    with spark_session(conf) as session:
        yield session


@pytest.fixture
def jdbc_desk(postgres_ready):
    """A desk at a PostgreSQL database that can be reached as Java reaches it: by address and port."""
    from sqlalchemy.engine import make_url

    url = make_url(postgres_ready)
    place = f"{url.query['host']}/.s.PGSQL.{url.port or url.query.get('port', 5432)}"
    with Door(place) as door:
        yield workflow.Desk(f"postgresql://{url.username or 'postgres'}@127.0.0.1:{door.port}/{url.database}")


class Door:
    """Lets connections to a port of this machine through to a socket file: the tests' server has no port."""

    def __init__(self, place):
        self._place, self._listener = place, socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._let_in, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._listener.close()

    def _let_in(self):
        with contextlib.suppress(OSError):
            while True:
                outside, _address = self._listener.accept()
                inside = socket.socket(socket.AF_UNIX)
                inside.connect(self._place)
                for pair in ((outside, inside), (inside, outside)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, giver, taker):
        with giver, contextlib.suppress(OSError):
            while content := giver.recv(65536):
                taker.sendall(content)
            taker.shutdown(socket.SHUT_WR)
