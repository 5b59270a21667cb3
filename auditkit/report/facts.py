"""What the lists themselves say, beside the verdicts: how well they are filled in, and who has how many children."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, Problem, Table

from .lines import without_team
from .rules_seen import field_and_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_DUPLICATE = "duplicate"  # how the codes of duplicates begin
_UNREADABLE = ("unreadable", "impossible", "placeholder")  # already counted as not interpreted


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column of a list: of ``records``, ``filled`` cells = ``read`` + ``unreadable``.

    ``duplicates`` and ``others`` are faults found at cells of the column: rows that stand twice, contradictions.
    """

    file: str
    sheet: str
    column: str
    field: str
    records: int
    read: int
    unreadable: int
    duplicates: int = 0
    others: int = 0

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return self.read + self.unreadable


@dataclass(frozen=True, slots=True)
class Holding:
    """The active cases of one caseworker in one team, and the children they are about."""

    team: str
    caseworker: str | None
    cases: int
    children: int


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What the lists in force say on a day."""

    columns: tuple[ColumnSeen, ...]
    holdings: tuple[Holding, ...]


def list_facts(
    frames: Iterable[tuple[str, pl.DataFrame]], tables: Sequence[Table], problems: Sequence[Problem], as_of: date
) -> ListFacts:
    """Return the facts of some lists. ``frames`` gives each record type's name and rows, taken one at a time."""
    columns: list[ColumnSeen] = []
    holdings: tuple[Holding, ...] = ()
    for plural, frame in frames:
        mine = [table for table in tables if table.record_type == plural]
        columns += [seen for table in mine for seen in _columns(table, frame)]
        if plural == "cases":
            holdings = _holdings(frame, as_of)
    return ListFacts(_with_faults(_each_once(columns), problems), holdings)


def _columns(table: Table, frame: pl.DataFrame) -> list[ColumnSeen]:
    record_type = BY_PLURAL[table.record_type]
    rows = frame.filter(table_no=table.table_no)
    found = []
    for name, letters in table.columns.items():
        unreadable = int((rows["unreadable"] & record_type.bit(name)).cast(pl.Boolean).sum())
        read = rows[name].len() - rows[name].null_count()
        field = field_and_sheet(f"{record_type.name}.{name}")
        found.append(ColumnSeen(table.file, table.sheet, letters, field, rows.height, read, unreadable))
    return found


def _each_once(columns: Iterable[ColumnSeen]) -> list[ColumnSeen]:
    """Return each column of a sheet once: a flat list reads one column into several records."""
    fullest: dict[tuple[str, str, str], ColumnSeen] = {}
    for each in columns:
        key = each.file, each.sheet, each.column
        if key not in fullest or each.filled > fullest[key].filled:
            fullest[key] = each
    return sorted(fullest.values(), key=lambda each: (each.file, each.sheet, len(each.column), each.column))


def _with_faults(columns: list[ColumnSeen], problems: Sequence[Problem]) -> tuple[ColumnSeen, ...]:
    duplicates: dict[tuple[str, str, str], int] = {}
    others: dict[tuple[str, str, str], int] = {}
    for problem in problems:
        if not problem.code.startswith(_UNREADABLE):
            counts = duplicates if problem.code.startswith(_DUPLICATE) else others
            key = problem.file, problem.sheet, re.sub(r"\d+$", "", problem.cell)
            counts[key] = counts.get(key, 0) + 1
    keys = [(each.file, each.sheet, each.column) for each in columns]
    return tuple(
        replace(each, duplicates=duplicates.get(key, 0), others=others.get(key, 0))
        for each, key in zip(columns, keys, strict=True)
    )


def _holdings(cases: pl.DataFrame, as_of: date) -> tuple[Holding, ...]:
    """Count the cases that are open on the day; one whose closing cannot be read counts as open."""
    opened = pl.col("opened_on").is_null() | (pl.col("opened_on") <= as_of)
    still = pl.col("closed_on").is_null() | (pl.col("closed_on") > as_of)
    child = pl.coalesce("child_key", "case_id")
    counted = (
        cases.filter(opened & still)
        .group_by(pl.col("team").fill_null(without_team()), "caseworker")
        .agg(cases=pl.col("case_id").n_unique(), children=child.n_unique())
        .sort("team", "caseworker", nulls_last=True)
    )
    return tuple(Holding(*row) for row in counted.iter_rows())
