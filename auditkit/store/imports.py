"""Saving an import and reading the caseload: only what changed is written, what ended is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from auditkit.model import BY_PLURAL, RECORD_TYPES, Caseload, Problem

from . import lists
from .difference import HELD, Difference, compare, digested, emptied_files, placed
from .errors import CasesLacking, OlderCasesLacking
from .frames import end_rows, holds, insert, next_id, numbered, refuse_purged, select
from .successors import succeeded
from .tables import imports, list_files, records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

_AT_A_TIME = 20_000  # records whose digests and texts are in memory together


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What an import did. Nothing is written where the database held all of it (not ``changed``).

    ``added`` and ``ended`` count records. A corrected record is one ended and one added. ``moved``
    records are the same in another place (a row was put in above them) and are counted in neither.
    ``cases_elsewhere`` are cases in force that the import does not mention: they stand in other
    lists.
    """

    import_id: int
    changed: bool
    cases: int
    cases_ended: int
    cases_elsewhere: int
    added: int
    ended: int
    moved: int
    unchanged: int


def save_import(
    connection: Connection,
    files: Sequence[lists.SourceFile],
    caseload: Caseload,
    problems: Sequence[Problem],
    *,
    replace: bool,
    profile: str,
) -> ImportReceipt:
    """Save what the import changes; raises CasesLacking where cases would go unasked."""
    latest = latest_import(connection)
    given = lists.given(files, caseload.tables, problems, profile)
    held_tables = lists.tables_at(connection, latest)
    tables, numbers = lists.compare_tables(connection, held_tables, caseload.tables, given)
    frames = {each.plural: placed(caseload[each.plural], numbers) for each in RECORD_TYPES}
    older = succeeded(connection, held_tables, caseload, given)
    names = older.union(given)
    difference = compare(partial(_held, connection), held_tables, caseload.tables, names, frames)
    if difference.lacking and not replace:
        lacking = OlderCasesLacking if older.intersection(difference.lacking_in) else CasesLacking
        raise lacking(difference.lacking, difference.lacking_in)

    changed_files = lists.compare_files(connection, given)
    changed = bool(tables or changed_files or difference)
    receipt = _receipt(latest + changed, difference, changed=changed)
    if changed:
        emptied = emptied_files(difference, held_tables, given)
        _write_import(connection, receipt)
        lists.write_files(connection, changed_files, given, receipt.import_id)
        lists.write_tables(connection, tables, receipt.import_id)
        _write_records(connection, receipt.import_id, difference, frames)
        lists.end_files(connection, emptied, receipt.import_id)
    return receipt


def latest_import(connection: Connection) -> int:
    """Return the number of the newest import, 0 where there is none."""
    return next_id(connection, imports) - 1


def load_caseload(connection: Connection, at: int) -> Caseload:
    """Return the caseload as it stood when import ``at`` had been saved, by table and row."""
    frames = {each.plural: load_records(connection, each.plural, at) for each in RECORD_TYPES}
    return Caseload(frames, lists.tables_at(connection, at))


def load_records(connection: Connection, plural: str, at: int) -> pl.DataFrame:
    """Return the records of one type as they stood when import ``at`` had been saved, by table and row."""
    refuse_purged(connection, imports, at)
    table = records[plural]
    schema = {**BY_PLURAL[plural].schema, "ordinal": pl.Int32}
    frame = select(connection, dict(table.c), schema, holds(table, "import", at))
    return frame.sort("table_no", "row_no", "ordinal").drop("ordinal")


def list_imports(connection: Connection) -> pl.DataFrame:
    """Return every import, oldest first, with the names of the files that were new in it."""
    schema: dict[str, type[pl.DataType] | pl.DataType] = {
        "import": pl.Int32,
        "saved_at": pl.Datetime("us", "UTC"),
        **dict.fromkeys(("added", "ended", "moved", "unchanged"), pl.Int32),
    }
    columns = {**imports.c, "import": imports.c.id}
    frame = select(connection, columns, schema).sort("import")
    names = select(
        connection,
        {"import": list_files.c.import_from, "files": list_files.c.name},
        {"import": pl.Int32, "files": pl.String},
    )
    files = names.group_by("import").agg(pl.col("files").sort().unique(maintain_order=True))
    return frame.join(files, on="import", how="left", maintain_order="left")


def _held(connection: Connection, plural: str) -> pl.DataFrame:
    table = records[plural]
    return select(connection, dict(table.c), HELD, table.c.import_to.is_(None))


def _receipt(import_id: int, difference: Difference, *, changed: bool) -> ImportReceipt:
    before, left = (frame["case_id"].drop_nulls().unique() for frame in (difference.before, difference.left))
    elsewhere = int((~left.is_in(difference.cases.implode())).sum())
    cases, moved = len(difference.cases), difference.moved
    still = pl.concat([left, difference.cases]).unique().implode()
    return ImportReceipt(
        import_id=import_id,
        changed=changed,
        cases=cases,
        cases_ended=int((~before.is_in(still)).sum()),
        cases_elsewhere=elsewhere,
        added=difference.added - moved,
        ended=difference.ended - moved,
        moved=moved,
        unchanged=difference.unchanged,
    )


def _write_import(connection: Connection, receipt: ImportReceipt) -> None:
    connection.execute(
        sa.insert(imports).values(
            id=receipt.import_id,
            saved_at=datetime.now(UTC),
            added=receipt.added,
            ended=receipt.ended,
            moved=receipt.moved,
            unchanged=receipt.unchanged,
        )
    )


def _write_records(
    connection: Connection,
    import_id: int,
    difference: Difference,
    frames: Mapping[str, pl.DataFrame],
) -> None:
    since = pl.lit(import_id, dtype=pl.Int32).alias("import_from")
    for plural, change in difference.changes.items():
        table, frame = records[plural], frames[plural]
        end_rows(connection, table, "import_to", import_id, change.ended["id"].to_list())
        new = frame if len(change.added) == frame.height else frame[change.added]
        for part in numbered(new, next_id(connection, table)).iter_slices(_AT_A_TIME):
            insert(connection, table, digested(part).with_columns(since))
