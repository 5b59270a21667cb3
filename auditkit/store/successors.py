"""A list that comes again under a new name ("liste (1).xlsx"): the same tables, and most of an older one's cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from .frames import select
from .tables import records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy.engine import Connection

    from auditkit.model import Caseload, Table

_CASES = {"case_id": pl.String}


def succeeded(
    connection: Connection, held: Sequence[Table], caseload: Caseload, files: Collection[str]
) -> frozenset[str]:
    """Return the files in force that one of ``files`` takes the place of under a name of its own.

    Its sheets and columns are the same, and more than half of the older file's cases are mentioned again. Lists
    of one layout for two teams share few cases, and are two lists. A file that is given itself speaks for itself.
    """
    known = {table.file for table in held}
    new = {_layout(caseload.tables, name) for name in files if name not in known}
    alike = [name for name in known.difference(files) if _layout(held, name) in new]
    if not alike:
        return frozenset()
    mentioned = pl.concat([frame["case_id"].unique() for frame in caseload.frames.values()]).unique().implode()
    cases = {name: _cases_of(connection, held, name) for name in alike}
    return frozenset(name for name, own in cases.items() if 2 * own.is_in(mentioned).sum() > len(own))


def _layout(tables: Iterable[Table], file: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        (table.sheet, table.record_type, table.facet, json.dumps(dict(table.columns)))
        for table in tables
        if table.file == file
    )


def _cases_of(connection: Connection, held: Iterable[Table], file: str) -> pl.Series:
    numbers = [table.table_no for table in held if table.file == file]
    found = [
        select(connection, dict(table.c), _CASES, table.c.import_to.is_(None), sa.column("table_no").in_(numbers))
        for table in records.values()
    ]
    return pl.concat(found)["case_id"].drop_nulls().unique()
