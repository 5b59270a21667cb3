"""A caseload as a folder of Parquet files, in parts of whole cases that follow each other in order of case id.

``tables.json`` says what is there: the tables of the lists, and how many rows of each record type every part
has. ``<record type>/00017.parquet`` holds part 17 of a record type, ordered by case and, within a case, by
table and row. All record types are cut between the same cases, so a part is judged by itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from auditkit import __version__
from auditkit.model import BY_PLURAL, RECORD_TYPES, Caseload, Table

from .errors import CasesOutOfOrder, FolderRefused
from .folder import whole_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MANIFEST = "tables.json"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Part:
    """Cases number ``first_case`` (from 1, in order of case id) and on; rows by plural record name."""

    number: int
    first_case: int
    cases: int
    rows: Mapping[str, int]

    @property
    def last_case(self) -> int:
        """The number, in order of case id, of the part's last case."""
        return self.first_case + self.cases - 1


@dataclass(frozen=True, slots=True)
class RecordsFolder:
    """A folder whose list of contents has been read. Its files are looked at when they are needed."""

    path: Path
    tables: tuple[Table, ...]
    parts: tuple[Part, ...]

    @property
    def cases(self) -> int:
        """How many cases there are in all."""
        return sum(part.cases for part in self.parts)

    @property
    def records(self) -> int:
        """How many records there are in all."""
        return sum(sum(part.rows.values()) for part in self.parts)

    def caseload(self, part: Part) -> Caseload:
        """Return the records of a part; raises FolderRefused."""
        return Caseload({each.plural: self._frame(each.plural, part) for each in RECORD_TYPES}, self.tables)

    def caseloads(self) -> Iterator[Caseload]:
        """Yield the parts one after the other; raises FolderRefused and CasesOutOfOrder."""
        last: str | None = None
        for part in self.parts:
            caseload = self.caseload(part)
            last = after(last, caseload, part.number)
            yield caseload

    def _frame(self, plural: str, part: Part) -> pl.DataFrame:
        name = file_name(plural, part.number)
        return frame_from(self.path / name, plural, name, part.rows[plural])


def write_records(path: Path, chunks: Iterable[Caseload]) -> RecordsFolder:
    """Write caseloads as the parts of a new folder, whole or not at all; return it.

    Each holds all records of its cases, and its case ids follow those of the one before: raises CasesOutOfOrder
    where they do not, CannotWriteFolder where the folder is there already or cannot be made.
    """
    parts: list[dict[str, Any]] = []
    tables: tuple[Table, ...] = ()
    last: str | None = None
    with whole_folder(path) as folder:
        for each in RECORD_TYPES:
            (folder / each.plural).mkdir()
        for number, chunk in enumerate(chunks):
            last, tables = after(last, chunk, number), chunk.tables
            parts.append(_write_part(folder, number, chunk))
        manifest = {"form": _FORM, "auditkit": __version__, "tables": [asdict(each) for each in tables], "parts": parts}
        (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return open_records(path)


def open_records(path: Path) -> RecordsFolder:
    """Read what a folder holds; raises FolderRefused."""
    try:
        content = (path / MANIFEST).read_bytes()
    except OSError:
        raise FolderRefused.not_ours(path, MANIFEST) from None
    return records_from(content, path)


def records_from(content: bytes, path: Path) -> RecordsFolder:
    """Return the folder that ``tables.json`` tells of; raises FolderRefused."""
    try:
        manifest = json.loads(content)
        if manifest["form"] != _FORM:
            raise FolderRefused.of_another_form(path, manifest["form"], _FORM)
        return RecordsFolder(path, tuple(Table(**each) for each in manifest["tables"]), _parts(manifest["parts"]))
    except (ValueError, TypeError, KeyError):
        raise FolderRefused.not_ours(path, MANIFEST) from None


def frame_from(source: Path | BinaryIO, plural: str, name: str, rows: int) -> pl.DataFrame:
    """Return the records of one file, which must have the record type's columns and so many rows.

    ``name`` is what the file is called in a message. Raises FolderRefused.
    """
    schema = BY_PLURAL[plural].schema
    try:
        frame = pl.read_parquet(source, glob=False, hive_partitioning=False)
    except (OSError, pl.exceptions.PolarsError):
        raise FolderRefused.missing(name) from None
    if frame.schema != pl.Schema(schema):
        wrong = {column for column, _dtype in set(frame.schema.items()) ^ set(pl.Schema(schema).items())}
        raise FolderRefused.of_other_columns(name, ", ".join(sorted(wrong or schema)))
    if frame.height != rows:
        raise FolderRefused.of_another_size(name, frame.height, rows)
    return frame


def file_name(plural: str, number: int) -> str:
    """Return where in a folder a part of a record type lies."""
    return f"{plural}/{number:05}.parquet"


def after(last: str | None, caseload: Caseload, number: int) -> str | None:
    """Return the last case id of a part, all of whose ids come after ``last``; raises CasesOutOfOrder."""
    ids = [bound for frame in caseload.frames.values() for bound in _bounds(frame["case_id"])]
    if ids and last is not None and min(ids) <= last:
        raise CasesOutOfOrder(number + 1)
    return max(ids, default=last)


def _bounds(ids: pl.Series) -> tuple[str, ...]:
    known = ids.drop_nulls()
    return (str(known.min()), str(known.max())) if known.len() else ()


def _parts(counted: list[dict[str, Any]]) -> tuple[Part, ...]:
    begin = accumulate((int(each["cases"]) for each in counted), initial=1)
    return tuple(
        Part(number, first, int(each["cases"]), {known: int(each["rows"][known]) for known in BY_PLURAL})
        for number, (first, each) in enumerate(zip(begin, counted, strict=False))
    )


def _write_part(folder: Path, number: int, chunk: Caseload) -> dict[str, Any]:
    rows = {}
    for each in RECORD_TYPES:
        frame = chunk[each.plural].match_to_schema(pl.Schema(each.schema))
        frame = frame.sort("case_id", maintain_order=True)  # the order of table and row stays within a case
        frame.write_parquet(folder / file_name(each.plural, number))
        rows[each.plural] = frame.height
    ids = pl.concat(chunk[each.plural]["case_id"] for each in RECORD_TYPES)
    return {"cases": ids.n_unique(), "rows": rows}
