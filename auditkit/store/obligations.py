"""The obligations of a run, kept by change: what held since which run, and until which.

They come in one frame or in parts that each hold whole cases; what is saved is the same.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from auditkit.model import OBLIGATION_SCHEMA, Outcome
from auditkit.spool import Spool

from .digests import SIZE, as_numbers, row_digests, unordered_digest, whole_digest
from .errors import CaseInTwoParts, HistoryDamaged, Purged
from .frames import holds, insert, next_id, numbered, select, select_parts
from .tables import COUNTED_BY, deleted_verdicts, endings, obligations, run_counts, verdicts
from .verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

_KEY = ("rule", "case_id", "record")
_ORDER = ("rule", "case_id", "trigger_on", "record", "source")
_SCHEMA = {**OBLIGATION_SCHEMA, "ordinal": pl.Int32}


def save_obligations(connection: Connection, run: int, frames: Iterable[pl.DataFrame]) -> dict[str, object]:
    """Write what is new, different or gone; return how much, and the digest of all (the columns of ``runs``).

    Raises CaseInTwoParts where the obligations of one record stand in two frames.
    """
    held, writer = _held(connection), Verdicts(connection, run)
    parts, counts, added = [pl.Series("digest", dtype=pl.Binary)], [_counted(pl.DataFrame(schema=OBLIGATION_SCHEMA))], 0
    for frame in frames:
        part = _with_digests(frame)
        parts.append(part["digest"])
        counts.append(_counted(part))
        added += writer.add(part.filter(~_among(part["digest"], held["number"])))
    digests = pl.concat(parts).to_frame()
    if digests["digest"].n_unique() < digests.height:
        raise CaseInTwoParts
    found = as_numbers(digests["digest"]).to_frame("number")
    ended = held.join(found, on="number", how="anti").select(pl.col("id").alias("verdict_id"))
    insert(connection, endings, ended.with_columns(pl.lit(run, dtype=pl.Int32).alias("run_to")))
    _write_counts(connection, run, pl.concat(counts))
    return {
        "obligations": digests.height,
        "added": added,
        "ended": ended.height,
        "digest": unordered_digest([digests["digest"]]),
    }


def obligations_at(connection: Connection, run: int, digest: bytes) -> pl.DataFrame:
    """Return the obligations that held at a run, in their order, but for those of deleted cases.

    Raises HistoryDamaged where the digest is another, and Purged where it cannot be made without what is deleted.
    """
    frame = pl.concat(_parts_at(connection, run)).sort(*_ORDER, "ordinal")
    _check(connection, run, digest, [frame], None)
    return frame.drop("ordinal")


def spool_obligations(connection: Connection, run: int, digest: bytes, folder: Path) -> tuple[pl.LazyFrame, ...]:
    """Return what ``obligations_at`` returns, in parts that lie in a folder of the caller's; raises as it does."""
    spool = Spool(dict.fromkeys((*_ORDER, "ordinal"), False), folder)
    for part in _parts_at(connection, run):
        spool.add(part)
    parts = spool.in_order()
    _check(connection, run, digest, (part.collect() for part in parts), folder)
    return tuple(part.drop("ordinal") for part in parts)


def _parts_at(connection: Connection, run: int) -> Iterator[pl.DataFrame]:
    return select_parts(connection, dict(obligations.c), _SCHEMA, holds(obligations, "run", run))


def _check(
    connection: Connection, run: int, digest: bytes, frames: Iterable[pl.DataFrame], folder: Path | None
) -> None:
    """Raise HistoryDamaged or Purged unless the run's digest is the one of these rows, which stand in their order."""
    deleted = _deleted(connection, run)
    digests = (row_digests(frame) for frame in frames)
    if len(digest) > SIZE:
        same = unordered_digest(chain(digests, [deleted]), folder) == digest
    elif deleted.len():  # a digest in the rows' order, which only the rows could tell
        raise Purged
    else:
        same = whole_digest(chain.from_iterable(digests)) == digest
    if not same:
        raise HistoryDamaged(run)


def _deleted(connection: Connection, run: int) -> pl.Series:
    """Return the digests of the run's verdicts whose cases are deleted."""
    columns = deleted_verdicts.c
    held = (columns.first_run <= run) & (columns.last_run >= run)
    return select(connection, dict(columns), {"digest": pl.Binary}, held).to_series()


def _with_digests(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.match_to_schema(OBLIGATION_SCHEMA).select(list(OBLIGATION_SCHEMA))
    frame = frame.with_columns(_ordinals(frame))
    return frame.with_columns(row_digests(frame))


def _ordinals(frame: pl.DataFrame) -> pl.Series:
    """Return the number that tells a record's obligations under one rule apart: 0 where there is but one."""
    keys = frame.select(_ORDER).with_row_index("place")
    alike = keys.filter(pl.struct(_KEY).is_duplicated()).sort(_ORDER, maintain_order=True)
    number = pl.int_range(pl.len(), dtype=pl.Int32).over(_KEY).alias("ordinal")
    counted = keys.select("place").join(alike.select("place", number), on="place", how="left", maintain_order="left")
    return counted["ordinal"].fill_null(0)


def _held(connection: Connection) -> pl.DataFrame:
    """Return every verdict that holds: ``id``, and its digest as a ``number``, in order of these."""
    ended = sa.exists().where(endings.c.verdict_id == verdicts.c.id)
    held = select(connection, dict(verdicts.c), {"id": pl.Int64, "digest": pl.Binary}, ~ended)
    return held.select("id", as_numbers(held["digest"]).alias("number")).sort("number")


def _among(digests: pl.Series, held: pl.Series) -> pl.Series:
    """Return which digests are among sorted numbers. A join would look at all that is held, once for every part."""
    numbers = as_numbers(digests)
    return held.gather(held.search_sorted(numbers), null_on_oob=True).eq_missing(numbers)


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    outcome = pl.col("outcome")
    return frame.group_by(COUNTED_BY).agg((outcome == each).sum().cast(pl.Int32).alias(each) for each in Outcome)


def _write_counts(connection: Connection, run: int, counts: pl.DataFrame) -> None:
    summed = counts.group_by(COUNTED_BY).agg(pl.col(list(Outcome)).sum()).sort(COUNTED_BY)
    rows = summed.with_columns(pl.lit(run, dtype=pl.Int32).alias("run_id"))
    insert(connection, run_counts, numbered(rows, next_id(connection, run_counts)))
