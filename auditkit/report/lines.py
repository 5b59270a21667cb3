"""Obligations as lines of a report: places taken apart, moments in local time, teams numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import polars as pl

from auditkit.compliance import days_over
from auditkit.model import MISSED_LATE, Outcome
from auditkit.spool import AT_A_TIME, Spool, compact
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from auditkit.spool import Order

_ = translator("report")

LATE, OPEN = "late", "open"
"""The two halves of what was missed: done too late, or not done at all."""

COUNTED = ("rule", "team", "quarter", "outcome", "reason", "fulfilled_on")
"""The columns that figures are counted from."""

_CELLS_AT_A_TIME = 2_000  # lines
_MOMENTS = ("trigger_at", "due_at", "fulfilled_at")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in their order, however many: they are parts, of which one at a time is in memory.

    The parts may lie on disk; then they are there only while the report is written.
    """

    parts: tuple[pl.LazyFrame, ...]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Self:
        """Return the rows of a frame as lines."""
        return cls(tuple(some.lazy() for some in frame.iter_slices(AT_A_TIME)) or (frame.lazy(),))

    def __add__(self, other: Lines) -> Lines:
        """Return these lines, and then the others."""
        return Lines(self.parts + other.parts)

    @property
    def height(self) -> int:
        """How many there are. They are counted each time."""
        return sum(part.select(pl.len()).collect().item() for part in self.parts)

    def filter(self, *conditions: pl.Expr, **equals: str) -> Lines:
        """Return those that answer to all conditions."""
        return self._each(lambda part: part.filter(*conditions, **equals))

    def select(self, *columns: str) -> Lines:
        """Return some columns of all."""
        return self._each(lambda part: part.select(columns))

    def with_columns(self, **columns: pl.Expr) -> Lines:
        """Return them with more columns."""
        return self._each(lambda part: part.with_columns(**columns))

    def batches(self, *columns: str) -> Iterator[pl.DataFrame]:
        """Yield part after part, with these columns (all where none are named); at least one, be it empty."""
        for part in self.select(*columns).parts if columns else self.parts:
            yield part.collect()

    def some(self) -> Iterator[pl.DataFrame]:
        """Yield some lines after others, so few that their cells may be in memory; at least one frame, be it empty."""
        for batch in self.batches():
            yield from batch.iter_slices(_CELLS_AT_A_TIME) if batch.height else [batch]

    def rows(self) -> Iterator[Mapping[str, object]]:
        """Yield line after line, by the names of the columns."""
        return (line for batch in self.batches() for line in batch.iter_rows(named=True))

    def collect(self, *columns: str) -> pl.DataFrame:
        """Return these columns of all at once (all columns where none are named): for narrow ones, and tests."""
        return pl.concat(self.reduced(lambda batch: batch, *columns))

    def reduced(self, reduce: Callable[[pl.DataFrame], pl.DataFrame], *columns: str) -> Iterator[pl.DataFrame]:
        """Yield what ``reduce`` makes of each batch of these columns; the batch itself leaves memory."""
        return (compact(reduce(batch)) for batch in self.batches(*columns))

    def counts(self, *columns: str) -> pl.DataFrame:
        """Return the different values of some columns together, in order, and how many lines have them (``len``)."""
        counted = pl.concat(self.reduced(lambda batch: batch.group_by(columns).len(), *columns))
        return counted.group_by(columns).agg(pl.col("len").sum()).sort(columns)

    def longest(self, *columns: str) -> dict[str, int]:
        """Return how many characters the longest text of each column has."""
        lengths = pl.col(columns).str.len_chars().max()
        found = pl.concat(part.select(lengths).collect() for part in self.parts).max()
        return {name: found[name].item() or 0 for name in columns}

    def in_order(self, order: Order, folder: Path | None) -> Lines:
        """Return the lines in another order; they lie in the folder, in memory where there is none."""
        spool = Spool(order, folder)
        for batch in self.batches():
            spool.add(compact(batch))
        return Lines(spool.in_order())

    def _each(self, change: Callable[[pl.LazyFrame], pl.LazyFrame]) -> Lines:
        return Lines(tuple(change(part) for part in self.parts))


def without_team() -> str:
    """Return the word that stands where an obligation has no team."""
    return _("(no team)")


def team_names(found: Iterable[str | None]) -> tuple[str, ...]:
    """Return the teams by name; a team's number is its place, from 0. "No team" is the last, if there is one."""
    nameless = without_team()
    teams = {nameless if team is None else team for team in found}
    return (*sorted(teams - {nameless}), *(teams & {nameless}))


def drawn_up(obligations: Lines, section_of: Mapping[str, str], teams: Sequence[str]) -> Lines:
    """Return obligations as a report shows them. What nobody asks for is never worked out.

    ``section``, ``half`` (of what was missed), ``days_late`` and ``team_no`` are added (no team is a team), and
    ``source_file``, ``source_cell`` and ``evidence_cell``, the cells written ``Sheet, cell C12``. Moments are in naive
    local time.
    """
    numbers = {team: number for number, team in enumerate(teams)}
    missed = pl.col("outcome") == Outcome.MISSED.value
    late = pl.col("reason").is_in(MISSED_LATE)
    return obligations.with_columns(
        team=pl.col("team").fill_null(without_team()),
        section=_replaced("rule", section_of, pl.String),
        half=pl.when(missed).then(pl.when(late).then(pl.lit(LATE)).otherwise(pl.lit(OPEN))),
        days_late=pl.when(missed & late).then(days_over()),
        **{name: _local(name) for name in _MOMENTS},
    ).with_columns(
        team_no=_replaced("team", numbers, pl.Int64),
        source_file=pl.col("source").str.extract(r"^([^|]*)\|[^|]*\|", 1),
        source_cell=_cell("source"),
        evidence_cell=_cell("evidence"),
    )


def _local(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone("Europe/Copenhagen").dt.replace_time_zone(None)


def _replaced(name: str, mapping: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Expr:
    return pl.col(name).replace_strict(dict(mapping), default=None, return_dtype=dtype)


def _cell(name: str) -> pl.Expr:
    """Return "Sheet, celle C12"; where the list has no such column the place names the row alone.

    A place is written ``file|sheet|cell``. There may be bars in the sheet's name too.
    """
    in_file = pl.col(name).str.replace(r"^[^|]*\|", "")
    cell = in_file.str.extract(r"\|([^|]*)$", 1)
    sheet = in_file.str.strip_suffix(pl.concat_str([pl.lit("|"), cell]))
    word = pl.when(cell.str.contains(r"^\d+$")).then(pl.lit(_("row"))).otherwise(pl.lit(_("cell")))
    return pl.concat_str([sheet, pl.lit(", "), word, pl.lit(" "), cell])
