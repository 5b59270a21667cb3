"""Deleting cases that were closed before a day: from the caseload, and from every run and import that saw them.

Of a verdict its digest is kept, and nothing else, so that the runs that found it can still be proved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from .frames import delete_by, insert, next_id, numbered, select
from .purge import PurgeReceipt, delete_unshared
from .tables import (
    deleted_verdicts,
    endings,
    list_files,
    list_tables,
    obligations,
    problems,
    records,
    runs,
    verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.engine import Connection

_WORD = re.compile(r"[\w./-]+")
_ROW = re.compile(r"\d+$")

Place = tuple[str, str, str]
"""A row of a list: file, sheet, row."""


def delete_closed(connection: Connection, before: date) -> PurgeReceipt:
    """Delete the cases closed before a day."""
    cases = _closed(connection, before)
    places = set[Place]().union(*(_places(connection, table, cases) for table in records.values()))
    deleted = sum(delete_by(connection, table.c.case_id, cases) for table in records.values())
    ended = _delete_verdicts(connection, cases)
    _delete_problems(connection, set(cases), places)
    delete_unshared(connection)
    return PurgeReceipt(deleted, ended, cases=len(cases))


def _closed(connection: Connection, before: date) -> list[str]:
    """Return the cases that were closed before a day by everything that was last known of them."""
    table = records["cases"]
    schema = {"case_id": pl.String, "closed_on": pl.Date, "import_from": pl.Int32, "import_to": pl.Int32}
    known = select(connection, dict(table.c), schema).drop_nulls("case_id")
    # What holds says more than what held; of what held, the newest.
    last = pl.when(pl.col("import_to").is_null()).then(pl.lit(2**31 - 1, dtype=pl.Int32)).otherwise("import_to")
    newest = known.filter(last == last.max().over("case_id"))
    closed = newest.group_by("case_id").agg((pl.col("closed_on") < before).fill_null(value=False).all())
    return closed.filter("closed_on")["case_id"].sort().to_list()


def _places(connection: Connection, table: sa.Table, cases: Sequence[str]) -> Iterator[Place]:
    """Yield the rows of the lists that the cases stood in, by one kind of record."""
    query = sa.select(table.c.case_id, list_tables.c.file, list_tables.c.sheet, table.c.row_no)
    wanted = set(cases)
    for case, file, sheet, row in connection.execute(query.join_from(table, list_tables)):
        if case in wanted:
            yield file, sheet, str(row)


def _delete_verdicts(connection: Connection, cases: Sequence[str]) -> int:
    """Delete the cases' verdicts, and keep their digests with the runs that found them."""
    schema = {"id": pl.Int64, "case_id": pl.String, "digest": pl.Binary, "run_from": pl.Int32, "run_to": pl.Int32}
    found = select(connection, dict(obligations.c), schema).filter(pl.col("case_id").is_in(list(cases)))
    latest = next_id(connection, runs) - 1
    last_run = (pl.col("run_to") - 1).fill_null(latest).cast(pl.Int32)
    kept = found.select("digest", first_run="run_from", last_run=last_run)
    insert(connection, deleted_verdicts, numbered(kept, next_id(connection, deleted_verdicts)))
    delete_by(connection, endings.c.verdict_id, found["id"].to_list())
    return delete_by(connection, verdicts.c.id, found["id"].to_list())


def _delete_problems(connection: Connection, cases: set[str], places: set[Place]) -> None:
    """Delete what was found wrong in the cases' rows, or names the cases."""
    columns = (list_files.c.name, *(problems.c[name] for name in ("id", "sheet", "cell", "seen", "message")))
    query = sa.select(*columns).join_from(problems, list_files)
    mine = [
        row.id
        for row in connection.execute(query)
        if (row.name, row.sheet, _row_of(row.cell)) in places or row.seen in cases or cases & _words(row.message)
    ]
    delete_by(connection, problems.c.id, mine)


def _row_of(cell: str) -> str:
    found = _ROW.search(cell)
    return found[0] if found else ""


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))
