"""The job: every part is judged by a task of its own, and the obligations come back in order of part."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from auditkit.exchange import CasesOutOfOrder
from auditkit.terms import translator

from .errors import JobFailed, PartFailed
from .session import unwarned
from .task import JUDGED, Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pyspark.sql import DataFrame

    from auditkit.rules import Rule

    from .sources import Source

_ = translator("spark")


@contextmanager
def judged_on_spark(source: Source, rules: Sequence[Rule], as_of: date) -> Iterator[Iterator[pl.DataFrame]]:
    """Judge all parts, and give their obligations one part at a time; raises PartFailed, JobFailed, CasesOutOfOrder.

    The judging is done when the block begins. The cluster keeps the verdicts on its disks until the block ends; what
    is lost meanwhile with a machine is judged again.
    """
    if not source.count:
        yield iter(())
        return
    from pyspark import StorageLevel

    task = Task(source.tables, tuple(rules), as_of, source.parts)
    with unwarned():
        # A part is a partition: its number is where its files go.
        judged = source.files.repartitionById(source.count, "part").mapInArrow(task, JUDGED)
        judged = judged.persist(StorageLevel.DISK_ONLY)
        try:
            with _told_kindly():
                _refuse(judged, source)
            yield _frames(judged)
        finally:
            judged.unpersist()


def _refuse(judged: DataFrame, source: Source) -> None:
    """Judge everything, and raise where a part failed or cases stand in two parts."""
    rows = sorted(judged.select("part", "first", "last", "failure").collect(), key=lambda row: row["part"])
    last = None
    for row in rows:
        if row["failure"]:
            raise PartFailed(row["part"] + 1, source.count, _cases(source, row["part"]), row["failure"])
        if last is not None and row["first"] is not None and row["first"] <= last:
            raise CasesOutOfOrder(row["part"] + 1)
        last = row["last"] if row["last"] is not None else last
    if source.parts and len(rows) != source.count:
        raise JobFailed(f"{len(rows)} ≠ {source.count}")


def _frames(judged: DataFrame) -> Iterator[pl.DataFrame]:
    with _told_kindly():
        for row in judged.select("content").toLocalIterator():
            yield pl.read_parquet(io.BytesIO(row["content"]))


def _cases(source: Source, number: int) -> str:
    if not source.parts:
        return _("part of a database")
    part = source.parts[number]
    return _("cases {first}–{last} in order of case number", first=part.first_case, last=part.last_case)


@contextmanager
def _told_kindly() -> Iterator[None]:
    """Turn Spark's exceptions, whose texts may hold anything, into one that says what to look at."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        failed = JobFailed(type(error).__name__)
    else:
        return
    raise failed
