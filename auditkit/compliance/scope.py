"""What a team is measured on. A team that is not in scope is "not in scope", and never 0 %."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditkit.dates import Quarter

IN, NONE, OUT = "in", "none", "out"
"""A group has duties that count, has no duties, or is not in scope."""

COMPLETED = ("team", "rule", "quarter")
"""The groupings of which a group without any duty can be told."""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Some teams that are not measured on some rules, in some quarters. What is left empty means all."""

    teams: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    first: Quarter | None = None
    last: Quarter | None = None
    why: str = ""

    def holds(self) -> pl.Expr:
        """Say of rows with team, rule and quarter whether they are meant."""
        quarter = pl.col("quarter")
        conditions = [
            pl.col("team").is_in(self.teams) if self.teams else None,
            pl.col("rule").is_in(self.rules) if self.rules else None,
            quarter >= str(self.first) if self.first else None,
            quarter <= str(self.last) if self.last else None,
        ]
        return pl.all_horizontal(each for each in conditions if each is not None).fill_null(value=False)


def out_of_scope(entries: Sequence[OutOfScope]) -> pl.Expr:
    """Say of rows with team, rule and quarter whether any entry means them."""
    return pl.any_horizontal(pl.lit(value=False), *(each.holds() for each in entries))


def unmatched(rows: pl.DataFrame, entries: Sequence[OutOfScope]) -> tuple[str, ...]:
    """Return the teams and rules that the entries name and no row has: perhaps they are misspelt."""
    teams, rules = (set(rows[name].unique()) for name in ("team", "rule"))
    named = [name for each in entries for name in (*set(each.teams) - teams, *set(each.rules) - rules)]
    return tuple(sorted(set(named)))


def combinations(
    rows: pl.DataFrame, by: Sequence[str], quarter: Quarter | None, entries: Sequence[OutOfScope]
) -> pl.DataFrame:
    """Return every combination of the teams, rules and quarters there are, with ``scope``: ``out`` or ``none``.

    A combination is out of scope where every rule, team and quarter that it holds is. Teams and rules that only an
    entry names are there too.
    """
    values: dict[str, list[str | None]] = {
        "team": sorted({*rows["team"].drop_nulls(), *(team for each in entries for team in each.teams)}),
        "rule": sorted({*rows["rule"], *(rule for each in entries for rule in each.rules)}),
        "quarter": [str(quarter)] if quarter else sorted(rows["quarter"].drop_nulls().unique()),
    }
    pairs = list(product(*(values[name] or [None] for name in COMPLETED)))
    frame = pl.DataFrame(pairs, schema=dict.fromkeys(COMPLETED, pl.String), orient="row")
    by_group = frame.with_columns(_out=out_of_scope(entries)).group_by(by).agg(pl.col("_out").all())
    word = pl.when("_out").then(pl.lit(OUT)).otherwise(pl.lit(NONE))
    return by_group.select(*by, word.alias("scope"))
