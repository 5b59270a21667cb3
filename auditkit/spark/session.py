"""Starting Spark, and stopping it again."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import JavaMissing, PysparkMissing, SparkNotStarted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import SparkSession

_QUIET = Path(__file__).with_name("log4j2.properties")
_OURS = {
    "spark.app.name": "auditkit",
    "spark.ui.showConsoleProgress": "false",
    # One part is one task; Spark is not to put small ones together.
    "spark.sql.adaptive.enabled": "false",
    # A task has one core, and so has what it runs: else each would start a thread per core of the machine.
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
    # A day before 1900 is a day like any other.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.session.timeZone": "UTC",
}
_OURS_ALONE = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()}",
}
"""On one machine only: nothing listens beyond it, and Spark's log is kept from the terminal."""


@contextmanager
def spark_session(conf: Mapping[str, str]) -> Iterator[SparkSession]:
    """Give a session with these settings; one that is running already is used, and left running.

    Without ``spark.master`` (here or in spark-defaults.conf) Spark runs on this machine. Raises PysparkMissing,
    JavaMissing and SparkNotStarted.
    """
    if find_spec("pyspark") is None:
        raise PysparkMissing
    try:
        from pyspark.sql import SparkSession
    except ImportError:  # half an installation
        raise PysparkMissing from None

    running = SparkSession.getActiveSession()
    session = running or _start(conf)
    try:
        yield session
    finally:
        if running is None:
            session.stop()


@contextmanager
def unwarned() -> Iterator[None]:
    """Keep back that pandas 3 is new to pyspark: nothing here hands it pandas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _start(conf: Mapping[str, str]) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if not _java():
        raise JavaMissing
    settings = {**_OURS, **(_OURS_ALONE if _is_here(conf) else {}), **conf}
    if _is_here(conf):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        with unwarned():
            session = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        failed = SparkNotStarted(type(error).__name__)
    else:
        session.sparkContext.setLogLevel("FATAL")  # what a person must know, auditkit says
        return session
    raise failed


def _is_here(conf: Mapping[str, str]) -> bool:
    """Say whether Spark is to run on this machine alone."""
    elsewhere = os.environ.get("SPARK_CONF_DIR") or os.environ.get("SPARK_HOME")
    return conf.get("spark.master", "" if elsewhere else "local").startswith("local")


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
