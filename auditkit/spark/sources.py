"""Where Spark reads records: a folder of Parquet files wherever Spark can see it, or a database through JDBC.

Either way the cluster gets rows of ``FILES``: the bytes of Parquet files, each of one record type in one part of the
cases. Spark moves the compressed bytes to the task that judges the part, and never takes a record apart itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.exchange.records import MANIFEST, open_records, records_from
from auditkit.model import RECORD_TYPES

from .errors import SourceUnseen
from .session import unwarned
from .task import FILES, pieces

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from auditkit.exchange import Part, RecordsFolder
    from auditkit.model import Table
    from auditkit.store import DatabaseRecords

_ROWS_AT_A_TIME = 200_000  # of one record type, read through JDBC by one task


@dataclass(frozen=True, slots=True)
class Source:
    """The files of all parts as rows of ``FILES``; ``parts`` is empty where the records have not been counted."""

    files: DataFrame
    count: int
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]


def from_folder(session: SparkSession, place: str) -> Source:
    """Read a folder of records; ``place`` is a path, or an address that Spark knows (hdfs://, s3a://, abfss://).

    Raises FolderRefused and SourceUnseen.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F  # noqa: N812 - its usual name

    folder = _folder(session, place)
    address = place.rstrip("/") if "://" in place else _address(Path(place))
    found = session.read.format("binaryFile").option("pathGlobFilter", "*.parquet")
    try:
        there = found.load([f"{address}/{each.plural}" for each in RECORD_TYPES])
    except PySparkException:
        raise SourceUnseen(place) from None
    files = there.select(
        F.regexp_extract("path", r"(\d+)\.parquet$", 1).cast("int").alias("part"),
        F.regexp_extract("path", r"([a-z_]+)/\d+\.parquet$", 1).alias("plural"),
        "content",
    )
    return Source(files, len(folder.parts), folder.tables, folder.parts)


def from_database(session: SparkSession, database: DatabaseRecords) -> Source:
    """Read the records of a store through JDBC; Spark must have been given the database's driver (``spark.jars``)."""
    with unwarned():
        files = [_table(session, database, each.plural) for each in RECORD_TYPES]
    together = files[0]
    for each in files[1:]:
        together = together.unionByName(each)
    return Source(together, len(database.first), database.tables, ())


def _address(path: Path) -> str:
    """Return a folder of this machine as Spark wants it named: a space is a space, and no sign is a pattern."""
    return "file://" + re.sub(r"([\\\[\]{}*?^])", r"\\\1", path.resolve().as_posix())


def _folder(session: SparkSession, place: str) -> RecordsFolder:
    if "://" not in place:
        return open_records(Path(place))
    from pyspark.errors import PySparkException

    try:
        found = session.read.format("binaryFile").load(f"{place.rstrip('/')}/{MANIFEST}").select("content").first()
    except PySparkException:
        raise SourceUnseen(place) from None
    return records_from(bytes(found["content"]) if found else b"", Path(place))


def _table(session: SparkSession, database: DatabaseRecords, plural: str) -> DataFrame:
    query, last = database.queries[plural], database.last_ids[plural]
    reader = session.read.format("jdbc").option("url", database.url).option("dbtable", f"({query}) records")
    reader = reader.option("preferTimestampNTZ", "true").option("driver", database.driver)
    for name, value in database.properties.items():
        reader = reader.option(name, value)
    slices = max(1, -(-last // _ROWS_AT_A_TIME))
    reader = reader.option("partitionColumn", "id").option("numPartitions", slices)
    rows = reader.option("lowerBound", 1).option("upperBound", last + 1).load()
    return rows.mapInArrow(partial(pieces, plural, database.first), FILES)
