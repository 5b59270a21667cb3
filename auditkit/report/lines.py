"""Obligations as lines of a report: places taken apart, moments in local time, teams numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.compliance import days_over
from auditkit.model import MISSED_LATE, Outcome
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ = translator("report")

LATE, OPEN = "late", "open"
"""The two halves of what was missed: done too late, or not done at all."""

_AT_A_TIME = 20_000  # lines that are in memory together
_PLACE = r"(?s)^([^|]*)\|(.*)\|([^|]*)$"
_MOMENTS = ("trigger_at", "due_at", "fulfilled_at")


def without_team() -> str:
    """Return the word that stands where an obligation has no team."""
    return _("(no team)")


def team_names(obligations: pl.DataFrame) -> tuple[str, ...]:
    """Return the teams by name; a team's number is its place, from 0. "No team" is the last, if there is one."""
    nameless = without_team()
    teams = set(obligations["team"].fill_null(nameless))
    return (*sorted(teams - {nameless}), *(teams & {nameless}))


def lines(obligations: pl.LazyFrame, section_of: Mapping[str, str], teams: Sequence[str]) -> pl.LazyFrame:
    """Return obligations with ``section``, ``half`` (of what was missed), ``days_late`` and ``team_no``.

    No team is a team.
    """
    numbers = {team: number for number, team in enumerate(teams)}
    missed = pl.col("outcome") == Outcome.MISSED.value
    half = pl.when(pl.col("reason").is_in(MISSED_LATE)).then(pl.lit(LATE)).otherwise(pl.lit(OPEN))
    return obligations.with_columns(
        pl.col("team").fill_null(without_team()),
        section=_replaced("rule", section_of, pl.String),
        half=pl.when(missed).then(half),
        days_late=pl.when(missed & pl.col("reason").is_in(MISSED_LATE)).then(days_over()),
    ).with_columns(team_no=_replaced("team", numbers, pl.Int64))


def batches(drawn: pl.LazyFrame, rows: int) -> Iterator[pl.DataFrame]:
    """Yield so many lines, some at a time and in their order; an empty frame where there are none."""
    for first in range(0, max(rows, 1), _AT_A_TIME):
        yield drawn.slice(first, _AT_A_TIME).collect()


def placed(drawn: pl.DataFrame) -> pl.DataFrame:
    """Return lines with readable places, and moments in naive local time.

    ``source_file``, ``source_cell`` and ``evidence_cell`` come from ``source`` and ``evidence``; the
    cells are written ``Sheet, cell C12``. Apart from ``lines``, because it takes as much memory again: a
    million lines are placed some at a time.
    """
    return drawn.with_columns(
        *(_local(name) for name in _MOMENTS),
        source_file=pl.col("source").str.extract(_PLACE, 1),
        source_cell=_cell("source"),
        evidence_cell=_cell("evidence"),
    )


def _local(name: str) -> pl.Expr:
    return pl.col(name).dt.convert_time_zone("Europe/Copenhagen").dt.replace_time_zone(None)


def _replaced(name: str, mapping: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Expr:
    return pl.col(name).replace_strict(dict(mapping), default=None, return_dtype=dtype)


def _cell(name: str) -> pl.Expr:
    """Return "Sheet, celle C12"; where the list has no such column the place names the row alone."""
    sheet, cell = (pl.col(name).str.extract(_PLACE, group) for group in (2, 3))
    word = pl.when(cell.str.contains(r"^\d+$")).then(pl.lit(_("row"))).otherwise(pl.lit(_("cell")))
    return pl.concat_str([sheet, pl.lit(", "), word, pl.lit(" "), cell])
