"""A caseload in order: cases are numbers, and what belongs to one case stands together in every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Caseload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from auditkit.model import Table


@dataclass(frozen=True, slots=True)
class Numbered:
    """Frames by plural name, ordered by case id and then by place in the lists. Each has ``case``, the case's number
    in ``case_ids``, which are in order.

    So a join by case is one pass over both sides, and a part of the cases is a slice of every frame.
    """

    case_ids: pl.Series
    frames: Mapping[str, pl.DataFrame]
    tables: tuple[Table, ...]

    def parts(self, cases: int) -> Iterator[Numbered]:
        """Divide into at most so many cases at a time, each part numbered from 0; no case is divided."""
        firsts = range(0, len(self.case_ids), cases)
        edges = pl.Series([*firsts, len(self.case_ids)], dtype=pl.UInt32)
        rows = {plural: frame["case"].search_sorted(edges) for plural, frame in self.frames.items()}
        for number, first in enumerate(firsts):
            slices = {p: frame[rows[p][number] : rows[p][number + 1]] for p, frame in self.frames.items()}
            own = {plural: frame.with_columns(pl.col("case") - first) for plural, frame in slices.items()}
            yield Numbered(self.case_ids[first : first + cases], own, self.tables)

    def caseload(self) -> Caseload:
        """Return the records as they came, in this order."""
        return Caseload({plural: frame.drop("case") for plural, frame in self.frames.items()}, self.tables)


def numbered(caseload: Caseload) -> Numbered:
    """Return a caseload in order. One that is in order already is only looked through."""
    ordered = {plural: _ordered(frame) for plural, frame in caseload.frames.items()}
    longest_first = sorted((each.ids for each in ordered.values()), key=len, reverse=True)
    known = pl.concat(longest_first).unique(maintain_order=True)
    known = known if known.is_sorted() else known.sort()
    numbers = known.to_frame().with_row_index("case")
    frames = {plural: each.numbered(numbers) for plural, each in ordered.items()}
    return Numbered(known, frames, caseload.tables)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Records ordered by case id, table and row; ``begins`` says which of them are the first of their case."""

    frame: pl.DataFrame
    begins: pl.Series

    @property
    def ids(self) -> pl.Series:
        return self.frame["case_id"].filter(self.begins)

    def numbered(self, numbers: pl.DataFrame) -> pl.DataFrame:
        # Every id is among the numbers, so the nearest up to it is itself: one pass over both, and no look-up.
        own = self.ids.to_frame().join_asof(numbers, on="case_id", strategy="backward", check_sortedness=False)
        nth = self.begins.cum_sum() - 1
        number = own["case"].fill_null(0)  # no id at all sorts first
        return self.frame.with_columns(number.gather(nth).set_sorted().alias("case"))


def _ordered(frame: pl.DataFrame) -> _Ordered:
    frame = frame.rechunk()  # polars 2.1 panics in a lazy query over text columns made of many pieces
    as_given = _Ordered(frame, _begins(frame))
    place = frame.select(pl.col("table_no").cast(pl.Int64) * 2**32 + pl.col("row_no")).to_series()
    if as_given.ids.is_sorted() and (as_given.begins | (place > place.shift())).all():
        return as_given
    by_place = frame if place.is_sorted() else frame[place.arg_sort()]
    by_case = by_place.sort("case_id", maintain_order=True)
    return _Ordered(by_case, _begins(by_case))


def _begins(frame: pl.DataFrame) -> pl.Series:
    return (frame["case_id"] != frame["case_id"].shift()).fill_null(value=True)
