"""The lists in force: their files with problems, and their tables."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import polars as pl
import sqlalchemy as sa

from auditkit.model import Problem, Table

from .digests import row_digests, text_digest, whole_digest
from .frames import end_rows, holds, insert, next_id, numbered, select
from .tables import file_profiles, list_files, list_tables, problems, profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.engine import Connection

_PROBLEM = ("sheet", "cell", "code", "seen", "message")


class SourceFile(Protocol):
    """What the store wants to know of an imported file."""

    @property
    def name(self) -> str:
        """The name that the file's tables and problems carry."""

    @property
    def digest(self) -> str:
        """The digest of the file's bytes."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file as an import gives it: the digest of its bytes, what was found wrong in it, how it was mapped.

    ``profile`` is the text of the mapping profile, empty where the file was read without.
    """

    digest: str
    problems: pl.DataFrame
    profile: str = ""

    @property
    def problems_digest(self) -> bytes:
        """The digest of the problems: the same bytes read by a newer auditkit can give others."""
        return whole_digest(row_digests(self.problems))

    @property
    def profile_digest(self) -> str:
        """The digest of the mapping profile, empty where there is none."""
        return text_digest(self.profile) if self.profile else ""


@dataclass(frozen=True, slots=True)
class Change:
    """Rows of ``list_files`` or ``list_tables`` to end, and to add (all but for the import)."""

    ended: tuple[int, ...]
    added: tuple[Mapping[str, object], ...]

    def __bool__(self) -> bool:
        return bool(self.ended or self.added)


def tables_at(connection: Connection, at: int) -> tuple[Table, ...]:
    """Return the tables in force when import ``at`` had been saved, in order of number."""
    query = sa.select(list_tables).where(holds(list_tables, "import", at)).order_by(list_tables.c.id)
    return tuple(
        Table(row.id, row.file, row.sheet, row.record_type, row.facet, json.loads(row.columns))
        for row in connection.execute(query)
    )


def given(
    files: Sequence[SourceFile], tables: Sequence[Table], problems: Sequence[Problem], profile: str
) -> dict[str, Given]:
    """Return by name the files that an import speaks of, each with its digest and its problems."""
    mentioned = [*(table.file for table in tables), *(problem.file for problem in problems)]
    digests = dict.fromkeys(mentioned, "")
    digests |= {file.name: file.digest for file in files}
    found: dict[str, list[tuple[str, ...]]] = {name: [] for name in digests}
    for problem in problems:
        found[problem.file].append(tuple(getattr(problem, name) for name in _PROBLEM))
    schema = dict.fromkeys(_PROBLEM, pl.String)
    return {
        name: Given(digests[name], pl.DataFrame(rows, schema=schema, orient="row"), profile)
        for name, rows in found.items()
    }


def compare_tables(
    connection: Connection,
    held: Sequence[Table],
    incoming: Sequence[Table],
    files: Collection[str],
) -> tuple[Change, dict[int, int]]:
    """Return how the tables of ``files`` change, and each incoming table's number in the store."""
    known: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for table in held:
        if table.file in files:
            known[_key(table)].append(table.table_no)
    numbers: dict[int, int] = {}
    added: list[Mapping[str, object]] = []
    first = next_id(connection, list_tables)
    for table in incoming:
        same = known[_key(table)]
        number = same.pop(0) if same else first + len(added)
        numbers[table.table_no] = number
        if number >= first:
            added.append({"id": number, **_row(table)})
    ended = tuple(number for rest in known.values() for number in rest)
    return Change(ended, tuple(added)), numbers


def compare_files(connection: Connection, files: Mapping[str, Given]) -> Change:
    """Return how the files change: one is new where its content, its profile or what is wrong in it is new."""
    profile = sa.func.coalesce(file_profiles.c.digest, "").label("profile")
    query = sa.select(list_files, profile).outerjoin(file_profiles).where(list_files.c.import_to.is_(None))
    held = {
        (row.name, row.digest, bytes(row.problems_digest), row.profile): int(row.id)
        for row in connection.execute(query)
        if row.name in files
    }
    incoming = [(name, each.digest, each.problems_digest, each.profile_digest) for name, each in files.items()]
    first, columns = next_id(connection, list_files), ("name", "digest", "problems_digest")
    new = [dict(zip(columns, each[:3], strict=True)) for each in incoming if each not in held]
    added = tuple({"id": first + place, **row} for place, row in enumerate(new))
    return Change(tuple(held[each] for each in held.keys() - set(incoming)), added)


def write_tables(connection: Connection, change: Change, import_id: int) -> None:
    """Save how the tables change."""
    _write(connection, list_tables, change, import_id)


def write_files(connection: Connection, change: Change, files: Mapping[str, Given], import_id: int) -> None:
    """Save how the files change, and the problems and the profile of those that are new."""
    _write(connection, list_files, change, import_id)
    for row in change.added:
        file = files[str(row["name"])]
        frame = numbered(file.problems, next_id(connection, problems))
        insert(connection, problems, frame.with_columns(pl.lit(row["id"]).alias("file_id")))
        if file.profile:
            _write_profile(connection, file)
            connection.execute(sa.insert(file_profiles).values(file_id=row["id"], digest=file.profile_digest))


def end_files(connection: Connection, names: Collection[str], import_id: int) -> None:
    """End files (and their tables) that other lists have taken the place of."""
    for table, column in ((list_files, list_files.c.name), (list_tables, list_tables.c.file)):
        ending = sa.update(table).where(column.in_(names), table.c.import_to.is_(None))
        connection.execute(ending.values(import_to=import_id))


def problems_at(connection: Connection, at: int) -> tuple[Problem, ...]:
    """Return the problems of the files in force when import ``at`` had been saved."""
    query = (
        sa.select(list_files.c.name, *(problems.c[name] for name in _PROBLEM))
        .join(list_files, problems.c.file_id == list_files.c.id)
        .where(holds(list_files, "import", at))
        .order_by(problems.c.id)
    )
    return tuple(Problem(*row) for row in connection.execute(query))


def files_at(connection: Connection, at: int) -> pl.DataFrame:
    """Return the files in force when import ``at`` had been saved: name, digest, import, profile."""
    columns = {**list_files.c, "import": list_files.c.import_from, "file_id": list_files.c.id}
    schema = {"file_id": pl.Int32, "name": pl.String, "digest": pl.String, "import": pl.Int32}
    files = select(connection, columns, schema, holds(list_files, "import", at))
    texts = select(
        connection,
        {"file_id": file_profiles.c.file_id, "profile": profiles.c.text},
        {"file_id": pl.Int32, "profile": pl.String},
        file_profiles.c.digest == profiles.c.digest,
    )
    return files.join(texts, on="file_id", how="left").drop("file_id").sort("name")


def _write_profile(connection: Connection, file: Given) -> None:
    known = sa.select(profiles.c.digest).where(profiles.c.digest == file.profile_digest)
    if connection.execute(known).first() is None:
        connection.execute(sa.insert(profiles).values(digest=file.profile_digest, text=file.profile))


def _write(connection: Connection, table: sa.Table, change: Change, import_id: int) -> None:
    end_rows(connection, table, "import_to", import_id, change.ended)
    if change.added:
        rows = [{**row, "import_from": import_id} for row in change.added]
        connection.execute(sa.insert(table), rows)


def _row(table: Table) -> dict[str, object]:
    columns = json.dumps(dict(table.columns), ensure_ascii=False)
    return {
        "file": table.file,
        "sheet": table.sheet,
        "record_type": table.record_type,
        "facet": table.facet,
        "columns": columns,
    }


def _key(table: Table) -> tuple[str, ...]:
    return tuple(str(value) for value in _row(table).values())
