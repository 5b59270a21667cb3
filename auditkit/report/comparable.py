"""What is not measured, and which quarters cannot be compared without a word: scope, and breaks in the series."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from auditkit.compliance import (
    OUT,
    Basis,
    added_versions,
    breaks,
    combinations,
    followed,
    judged_by,
    out_of_scope,
    stepped,
)

from .lines import without_team

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from auditkit.compliance import Settings
    from auditkit.dates import Quarter

    from .lines import Lines

_READ = ("rule", "section", "quarter", "outcome", "law", "version_from", "fulfilled_on")


@dataclass(frozen=True, slots=True)
class Comparable:
    """What stands instead of figures, or beside them. A group is a rule's id or a section's name.

    ``teams_out``: by rule, the teams that are not in scope in the quarter. ``rules_out``: rules and quarters in which
    nobody was. ``breaks``: groups and quarters judged by another law, version or scope than the group's last quarter
    with figures; ``previous`` and ``year_ago``: groups where this is so of the quarter and the one it is compared with.
    """

    teams_out: Mapping[str, tuple[str, ...]]
    rules_out: frozenset[tuple[str, str]]
    breaks: frozenset[tuple[str, str]]
    previous: frozenset[str]
    year_ago: frozenset[str]

    def crosses(self, group: str, back: int) -> bool:
        """Say whether a group's change since ``back`` quarters ago (1 or 4) crosses a break."""
        return group in {1: self.previous, 4: self.year_ago}[back]


def comparable(lines: Lines, named: pl.DataFrame, settings: Settings, quarters: Sequence[Quarter]) -> Comparable:
    """Return it for the last of some quarters.

    ``lines`` are the obligations in scope; ``named`` has a row per rule, team and quarter of all of them.
    """
    versions = added_versions(lines.reduced(lambda batch: judged_by(batch, ("section", "rule"), "due"), *_READ))
    sections = dict(versions.select("rule", "section").unique().iter_rows())
    section = pl.col("rule").replace_strict(sections, default=None, return_dtype=pl.String)
    named = named.with_columns(section=section)
    basis, last = Basis(versions, named, settings.out_of_scope), str(quarters[-1])
    aside = named.filter(out_of_scope(settings.out_of_scope))
    return Comparable(
        teams_out=_teams_out(named, aside, quarters[-1], settings),
        rules_out=frozenset((rule, str(each)) for each in quarters for rule in _rules_out(named, each, settings)),
        breaks=frozenset(_broken(basis, followed)),
        previous=frozenset(group for group, quarter in _broken(basis, partial(stepped, step=1)) if quarter == last),
        year_ago=frozenset(group for group, quarter in _broken(basis, partial(stepped, step=4)) if quarter == last),
    )


def _broken(basis: Basis, earlier: Callable[[pl.DataFrame, list[str]], pl.DataFrame]) -> set[tuple[str, str]]:
    """Return the rules and sections, each with its quarter, that are not to be compared with an earlier one."""
    found = (breaks(earlier(basis.versions, [key]), [key], basis) for key in ("rule", "section"))
    return {row for frame in found for row in frame.iter_rows()}


def _teams_out(
    named: pl.DataFrame, aside: pl.DataFrame, quarter: Quarter, settings: Settings
) -> dict[str, tuple[str, ...]]:
    """Return the teams by rule, of the teams that are named in the settings or had a duty in the quarter."""
    found = _out(named.filter(quarter=str(quarter)), ["rule", "team"], quarter, settings)
    pairs = {*found.iter_rows(), *aside.filter(quarter=str(quarter)).select("rule", "team").iter_rows()}
    by_rule: dict[str, set[str]] = {}
    for rule, team in pairs:
        by_rule.setdefault(rule, set()).add(team or without_team())
    return {rule: tuple(sorted(teams)) for rule, teams in sorted(by_rule.items())}


def _rules_out(named: pl.DataFrame, quarter: Quarter, settings: Settings) -> list[str]:
    return _out(named, ["rule"], quarter, settings)["rule"].to_list()


def _out(named: pl.DataFrame, by: list[str], quarter: Quarter, settings: Settings) -> pl.DataFrame:
    """Return the combinations that are not in scope in a quarter, of what has duties or is named in the settings."""
    return combinations(named, by, quarter, settings.out_of_scope).filter(scope=OUT).select(by)
