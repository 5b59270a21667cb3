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
    from collections.abc import Collection, Iterable, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Difference:
    """Records in force before (``held``), those that end, and the incoming ones that are new.

    ``cases`` are those the import mentions; ``lacking`` is how many the files ``lacking_in`` gave
    before, and the import does not mention.
    """

    held: pl.DataFrame
    ended: pl.DataFrame
    added: pl.DataFrame
    cases: pl.Series
    unchanged: int
    lacking: int
    lacking_in: tuple[str, ...]

    def __bool__(self) -> bool:
        return not (self.ended.is_empty() and self.added.is_empty())

    @property
    def moved(self) -> int:
        """How many records ended in one place and are new in another, with the same content."""
        both = _counts(self.ended).join(_counts(self.added), on="digest")
        return int(both.select(pl.min_horizontal("len", "len_right").sum()).item())

    @property
    def left(self) -> pl.DataFrame:
        """The records in force before that go on."""
        return self.held.join(self.ended.select("table_no", "id"), on=["table_no", "id"], how="anti")


def prepared(frame: pl.DataFrame, numbers: Mapping[int, int]) -> pl.DataFrame:
    """Return a record frame with the store's table numbers, ordinals within the row, digests."""
    place = ("table_no", "row_no")
    digests = row_digests(frame.drop(place))
    old, new = list(numbers), list(numbers.values())
    table_no = pl.col("table_no").replace_strict(old, new, return_dtype=pl.Int32)
    return frame.with_columns(table_no if numbers else pl.col("table_no")).with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).over(place).alias("ordinal"), digests
    )


def compare(
    held: pl.DataFrame,
    tables: Sequence[Table],
    given: Sequence[Table],
    files: Collection[str],
    rows: Iterable[pl.DataFrame],
) -> Difference:
    """Compare the records in force with the prepared frames (``rows``) of the given tables."""
    columns = [name for name in HELD if name != "id"]
    incoming = pl.concat([frame.select(columns) for frame in rows])
    cases = incoming["case_id"].drop_nulls().unique()
    own = {table.table_no: table.file for table in tables if table.file in files}
    shared = [table.table_no for table in tables if _gives_way(table, given)]
    mentioned = pl.col("case_id").is_in(cases.implode())
    same_file = pl.col("table_no").is_in(list(own))
    scope = held.filter(same_file | (pl.col("table_no").is_in(shared) & mentioned))
    ended = scope.join(incoming, on=_SAME, how="anti")
    added = incoming.join(scope, on=_SAME, how="anti")
    gone = held.filter(same_file & ~mentioned)
    lacking_in = tuple(sorted({own[number] for number in gone["table_no"].unique()}))
    unchanged = scope.height - ended.height
    return Difference(held, ended, added, cases, unchanged, gone["case_id"].n_unique(), lacking_in)


def emptied_files(difference: Difference, tables: Sequence[Table], files: Collection[str]) -> set[str]:
    """Return the other files that had records in force before, and have none left."""
    file_of = {table.table_no: table.file for table in tables}
    before, left = (
        {file_of[number] for number in frame["table_no"].unique()} for frame in (difference.held, difference.left)
    )
    return before - left - set(files)


def _gives_way(table: Table, given: Sequence[Table]) -> bool:
    """Whether some given table speaks of everything that this one speaks of."""
    return any(new.record_type == table.record_type and new.facet in {"", table.facet} for new in given)


def _counts(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("digest").len()
