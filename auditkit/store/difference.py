"""What an import changes among the records in force. Frames in, frames out; no SQL.

An import replaces everything that a file of the same name gave before and, of the cases it
mentions, what other lists gave of the record types that it has a table for. Everything else stays
(``docs/database.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from .digests import row_digests

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from auditkit.model import Table

HELD: dict[str, type[pl.DataType]] = {
    "id": pl.Int64,
    "case_id": pl.String,
    "table_no": pl.Int32,
    "row_no": pl.Int32,
    "ordinal": pl.Int32,
    "digest": pl.Binary,
}
"""Which record is in force, of which case, where, and with which content."""

_SAME = ["table_no", "row_no", "ordinal", "digest"]
_PLACES = ["table_no", "case_id"]


@dataclass(frozen=True, slots=True)
class Change:
    """What changes among the records of one type: which end, and which of the incoming are new.

    ``added`` are the places of the new ones among the incoming, ``digests`` theirs (none where nothing
    was in force to compare with). ``before`` and ``left`` say which tables held which cases before, and
    which of them go on.
    """

    ended: pl.DataFrame
    added: pl.Series
    digests: pl.Series
    unchanged: int
    before: pl.DataFrame
    left: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import changes, by record type (plural).

    ``cases`` are those the import mentions; ``lacking`` is how many the files ``lacking_in`` gave
    before, and the import does not mention.
    """

    changes: Mapping[str, Change]
    cases: pl.Series
    lacking: int
    lacking_in: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.ended or self.added)

    @property
    def ended(self) -> int:
        """How many records in force end."""
        return sum(each.ended.height for each in self.changes.values())

    @property
    def added(self) -> int:
        """How many incoming records are new."""
        return sum(len(each.added) for each in self.changes.values())

    @property
    def unchanged(self) -> int:
        """How many records in force are given again as they are."""
        return sum(each.unchanged for each in self.changes.values())

    @property
    def moved(self) -> int:
        """How many records ended in one place and are new in another, with the same content."""
        ended = _counts(each.ended["digest"] for each in self.changes.values())
        if ended.is_empty():
            return 0
        both = ended.join(_counts(each.digests for each in self.changes.values()), on="digest")
        return int(both.select(pl.min_horizontal("len", "len_right").sum()).item())

    @property
    def before(self) -> pl.DataFrame:
        """Which tables held which cases before."""
        return pl.concat([each.before for each in self.changes.values()])

    @property
    def left(self) -> pl.DataFrame:
        """Which tables hold which cases that go on."""
        return pl.concat([each.left for each in self.changes.values()])


def placed(frame: pl.DataFrame, numbers: Mapping[int, int]) -> pl.DataFrame:
    """Return a record frame with the store's table numbers, and ordinals within the row."""
    old, new = list(numbers), list(numbers.values())
    table_no = pl.col("table_no").replace_strict(old, new, return_dtype=pl.Int32)
    ordinal = pl.int_range(pl.len(), dtype=pl.Int32).over("table_no", "row_no").alias("ordinal")
    return frame.with_columns(table_no if numbers else pl.col("table_no")).with_columns(ordinal)


def digested(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a placed frame with the digest of each row's content, wherever it stands."""
    return frame.with_columns(row_digests(frame.drop("id", "table_no", "row_no", "ordinal", strict=False)))


def compare(
    held: Callable[[str], pl.DataFrame],
    tables: Sequence[Table],
    given: Sequence[Table],
    files: Collection[str],
    rows: Mapping[str, pl.DataFrame],
) -> Difference:
    """Compare the records in force (``held``, by type) with the placed frames (``rows``) of the given tables.

    One type at a time, and digests only where there is something to compare with: nine tables of a
    large list side by side would take twice the memory.
    """
    cases = pl.concat([frame["case_id"].unique() for frame in rows.values()]).drop_nulls().unique()
    own = {table.table_no: table.file for table in tables if table.file in files}
    shared = [table.table_no for table in tables if _gives_way(table, given)]
    mentioned = pl.col("case_id").is_in(cases.implode())
    same_file = pl.col("table_no").is_in(list(own))
    scope = same_file | (pl.col("table_no").is_in(shared) & mentioned)
    changes = {plural: _compare_type(held(plural), scope, frame) for plural, frame in rows.items()}
    gone = pl.concat([each.before.filter(same_file & ~mentioned) for each in changes.values()])
    lacking_in = tuple(sorted({own[number] for number in gone["table_no"].unique()}))
    return Difference(changes, cases, gone["case_id"].n_unique(), lacking_in)


def _compare_type(held: pl.DataFrame, within: pl.Expr, incoming: pl.DataFrame) -> Change:
    scope = held.filter(within)
    before = held.select(_PLACES).unique()
    places = pl.int_range(incoming.height, dtype=pl.UInt32, eager=True)
    if scope.is_empty():
        return Change(scope["id", "digest"], places, scope["digest"], 0, before, before)
    numbered = digested(incoming).select(places.alias("place"), *_SAME)
    ended = scope.join(numbered, on=_SAME, how="anti")["id", "digest"]
    added = numbered.join(scope, on=_SAME, how="anti").sort("place")
    left = held.join(ended, on="id", how="anti").select(_PLACES).unique()
    return Change(ended, added["place"], added["digest"], scope.height - ended.height, before, left)


def emptied_files(difference: Difference, tables: Sequence[Table], files: Collection[str]) -> set[str]:
    """Return the other files that had records in force before, and have none left."""
    file_of = {table.table_no: table.file for table in tables}
    before, left = (
        {file_of[number] for number in frame["table_no"].unique()} for frame in (difference.before, difference.left)
    )
    return before - left - set(files)


def _gives_way(table: Table, given: Sequence[Table]) -> bool:
    """Whether some given table speaks of everything that this one speaks of."""
    return any(new.record_type == table.record_type and new.facet in {"", table.facet} for new in given)


def _counts(digests: Iterable[pl.Series]) -> pl.DataFrame:
    return pl.DataFrame({"digest": pl.concat(list(digests))}).group_by("digest").len()
