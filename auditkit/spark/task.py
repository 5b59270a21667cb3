"""What a task does: takes the records of one part of the cases, and judges them with ``evaluate``.

Runs on the machines of the cluster. An exception's text may hold what stands in a record, so none leaves here: a part
that fails says only what kind of fault it was and where in the program.
"""

from __future__ import annotations

import io
import os
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from auditkit import __version__
from auditkit.errors import AuditkitError
from auditkit.evaluate import evaluate
from auditkit.exchange.records import after, file_name, frame_from
from auditkit.model import BY_PLURAL, RECORD_TYPES, Caseload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from auditkit.exchange import Part
    from auditkit.model import Table
    from auditkit.rules import Rule

FILES = "part int, plural string, content binary"
JUDGED = "part int, first string, last string, content binary, failure string"
VERSIONS = f"auditkit {__version__}, polars {pl.__version__}"


@dataclass(frozen=True, slots=True)
class Task:
    """All that a task must know but its records. ``parts`` is empty where nobody has counted the records."""

    tables: tuple[Table, ...]
    rules: Sequence[Rule]
    as_of: date
    parts: tuple[Part, ...]
    versions: str = VERSIONS

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Judge the parts whose files are among the rows of ``FILES``; yield a row of ``JUDGED`` for each."""
        files: dict[int, dict[str, list[bytes]]] = {}
        for batch in batches:
            for row in batch.to_pylist():
                files.setdefault(row["part"], {}).setdefault(row["plural"], []).append(row["content"])
        for part in sorted(files):
            yield _batch(self._row(part, files.pop(part)))

    def _row(self, part: int, contents: Mapping[str, list[bytes]]) -> dict[str, Any]:
        if self.versions != VERSIONS:
            return {"part": part, "failure": f"{VERSIONS} ≠ {self.versions}"}
        try:
            return self._judged(part, contents)
        except MemoryError:
            raise  # another machine, or the same one later, may have room
        except AuditkitError as error:
            return {"part": part, "failure": str(error)}
        except Exception as error:  # noqa: BLE001 - what it says may be a record's content
            last = traceback.extract_tb(error.__traceback__)[-1]
            return {"part": part, "failure": f"{type(error).__name__}, {os.path.basename(last.filename)}:{last.lineno}"}  # noqa: PTH119

    def _judged(self, part: int, contents: Mapping[str, list[bytes]]) -> dict[str, Any]:
        caseload = self._caseload(part, contents)
        out = io.BytesIO()
        evaluate(caseload, self.rules, self.as_of).write_parquet(out)
        return {"part": part, "first": _first(caseload), "last": after(None, caseload, part), "content": out.getvalue()}

    def _caseload(self, part: int, contents: Mapping[str, list[bytes]]) -> Caseload:
        if not self.parts:
            return Caseload({each.plural: put_together(each.plural, contents) for each in RECORD_TYPES}, self.tables)
        frames = {
            plural: frame_from(io.BytesIO(content), plural, file_name(plural, part), self.parts[part].rows[plural])
            for plural, (content,) in contents.items()
        }
        for plural in BY_PLURAL.keys() - frames.keys():
            frame_from(io.BytesIO(), plural, file_name(plural, part), 0)
        return Caseload(frames, self.tables)


def pieces(plural: str, first: Sequence[str], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Divide rows that came from a database among the parts, whose first case ids are ``first``: rows of ``FILES``."""
    schema = piece_schema(plural)
    rows = [pl.from_arrow(batch) for batch in batches]
    frame = pl.concat([pl.DataFrame(schema=schema), *(each.select(list(schema)).cast(schema) for each in rows)])  # type: ignore[union-attr]
    part = pl.Series(first, dtype=pl.String).search_sorted(frame["case_id"], side="right").cast(pl.Int32) - 1
    for (number,), mine in frame.with_columns(part.alias("_part")).group_by("_part"):
        out = io.BytesIO()
        mine.drop("_part").write_parquet(out)
        yield _batch({"part": number, "plural": plural, "content": out.getvalue()}, FILES)


def piece_schema(plural: str) -> pl.Schema:
    """Return the columns of a piece: the record's, and the number that tells two records of one row apart."""
    return pl.Schema({**BY_PLURAL[plural].schema, "ordinal": pl.Int32})


def put_together(plural: str, contents: Mapping[str, list[bytes]]) -> pl.DataFrame:
    """Return the records of a type from their pieces, ordered as the store orders them."""
    read = [pl.read_parquet(io.BytesIO(each)) for each in contents.get(plural, ())]
    frame = pl.concat([pl.DataFrame(schema=piece_schema(plural)), *read])
    return frame.sort("case_id", "table_no", "row_no", "ordinal").drop("ordinal")


def _first(caseload: Caseload) -> str | None:
    return min(
        (str(ids.min()) for ids in (f["case_id"].drop_nulls() for f in caseload.frames.values()) if ids.len()),
        default=None,
    )


def _batch(row: Mapping[str, Any], schema: str = JUDGED) -> pa.RecordBatch:
    import pyarrow as pa

    types = {"int": pa.int32(), "string": pa.string(), "binary": pa.binary()}
    fields = [pa.field(name, types[kind]) for name, kind in (each.split() for each in schema.split(", "))]
    return pa.RecordBatch.from_pylist([dict(row)], schema=pa.schema(fields))
