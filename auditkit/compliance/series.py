"""Which quarters of a group cannot be compared without a word: another law, version or scope applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Quarter

from .counts import judged
from .scope import OutOfScope, out_of_scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .groups import Measure

_PERIODS = ("quarter", "half_year", "year")
_VERSIONS = ("_first_version", "_last_version")
_LAWS = ("_first_law", "_last_law")


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures rest on. ``versions`` are from ``judged_by``.

    ``named`` has a row per group, team, rule and quarter, with those out of scope; ``entries`` say which they are.
    """

    versions: pl.DataFrame
    named: pl.DataFrame
    entries: Sequence[OutOfScope]


def without_periods(by: Sequence[str]) -> list[str]:
    """Return what rows are grouped by beside their quarter."""
    return [name for name in by if name not in _PERIODS]


def judged_by(rows: pl.DataFrame, by: Sequence[str], measure: Measure) -> pl.DataFrame:
    """Return by which laws and versions of each rule the rates of a group and quarter were judged."""
    version, law = pl.col("version_from"), pl.col("law")
    return (
        rows.filter(judged(measure))
        .group_by(*dict.fromkeys([*without_periods(by), "quarter", "rule"]))
        .agg(_first_version=version.min(), _last_version=version.max(), _first_law=law.min(), _last_law=law.max())
    )


def added_versions(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return what ``judged_by`` says of all cases from what it says of parts of them."""
    both = pl.concat(parts)
    first, last = (pl.col(*names) for names in zip(_VERSIONS, _LAWS, strict=True))
    by = [name for name in both.columns if name not in (*_VERSIONS, *_LAWS)]
    return both.group_by(by).agg(first.min(), last.max()).sort(by)


def stepped(groups: pl.DataFrame, keys: Sequence[str], step: int) -> pl.DataFrame:
    """Return each group and quarter with ``before``: the quarter so many quarters back, where the group has it too."""
    known = groups.select(*keys, "quarter").drop_nulls("quarter").unique()
    back = {name: str(Quarter.parse(name).plus(-step)) for name in known["quarter"].unique()}
    pairs = known.with_columns(before=pl.col("quarter").replace_strict(back, return_dtype=pl.String))
    return pairs.join(known, left_on=[*keys, "before"], right_on=[*keys, "quarter"], how="semi", nulls_equal=True)


def followed(groups: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return each group and quarter with ``before``: the group's last quarter before it; its first has no row."""
    known = groups.select(*keys, "quarter").drop_nulls("quarter").unique().sort(*keys, "quarter")
    return known.with_columns(before=pl.col("quarter").shift(1).over(keys)).drop_nulls("before")


def breaks(pairs: pl.DataFrame, keys: Sequence[str], basis: Basis) -> pl.DataFrame:
    """Return the groups and quarters of ``pairs`` that rest on something else than the quarter ``before``."""
    judged_anew = _judged_by_others(pairs, keys, basis.versions)
    return pl.concat([judged_anew, _scoped_anew(pairs, keys, basis)]).unique().sort(*keys, "quarter")


def _judged_by_others(pairs: pl.DataFrame, keys: Sequence[str], versions: pl.DataFrame) -> pl.DataFrame:
    """Return those judged by other laws, or of which a rule of both quarters was judged by another version."""
    on = [*keys, "quarter"]
    now = versions.join(pairs, on=on, nulls_equal=True)
    then = pairs.join(versions, left_on=[*keys, "before"], right_on=on, nulls_equal=True)
    of_rules = _differing(now, then, list(dict.fromkeys([*on, "rule"])), _VERSIONS)
    first, last = (pl.col(name) for name in _LAWS)
    laws, laws_then = (each.group_by(on).agg(first.min(), last.max()) for each in (now, then))
    return pl.concat([of_rules.select(on), _differing(laws, laws_then, on, _LAWS).select(on)])


def _differing(now: pl.DataFrame, then: pl.DataFrame, on: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    both = now.join(then, on=on, nulls_equal=True, suffix="_before")
    return both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in names))


def _scoped_anew(pairs: pl.DataFrame, keys: Sequence[str], basis: Basis) -> pl.DataFrame:
    """Return those with duties of a team and rule that is in scope in the one quarter and not in the other.

    A team that is out of scope all along breaks nothing, also where it had no duty in one of the quarters.
    """
    names = list(dict.fromkeys([*keys, "team", "rule", "quarter", "before"]))
    later = basis.named.join(pairs, on=[*keys, "quarter"], nulls_equal=True)
    earlier = basis.named.rename({"quarter": "before"}).join(pairs, on=[*keys, "before"], nulls_equal=True)
    seen = pl.concat([later.select(names), earlier.select(names)]).unique()
    now, then = (
        each.select(out=out_of_scope(basis.entries))["out"] for each in (seen, seen.with_columns(quarter="before"))
    )
    return seen.filter(now != then).select(*keys, "quarter")
