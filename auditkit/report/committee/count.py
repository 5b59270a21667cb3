"""The exact counts behind a copy, from a quarter's view. They go to ``protect`` and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import polars as pl

from auditkit.report.headline import headline
from auditkit.report.lines import without_team
from auditkit.report.rules_seen import trigger_field
from auditkit.report.view import TREND_QUARTERS

from .figures import Requirement, Scope
from .protect import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditkit.compliance.scope import OutOfScope
    from auditkit.dates import Quarter
    from auditkit.report.lines import Lines
    from auditkit.report.view import QuarterView

LEAST_CASEWORKERS = 3
"""A team with fewer is not named: its figures would be those of a caseworker and a colleague."""

_COUNTED = ("met", "missed", "undeterminable")


@dataclass(frozen=True, slots=True)
class Counted:
    """Exact counts: by quarter and requirement, the last quarter's by requirement and team, and what is overdue.

    ``nameless`` are teams that must not be named, ``scope`` what is not measured, by quarter.
    """

    quarters: Mapping[str, Mapping[str, Counts]]
    by_team: Mapping[tuple[str, str], Counts]
    nameless: frozenset[str]
    overdue: int
    requirements: Mapping[str, Requirement]
    scope: Mapping[str, Scope] = field(default_factory=dict)


def counted(view: QuarterView) -> Counted:
    """Return the counts of a view, without drafts."""
    records = {rule.id: (trigger_field(rule) or rule.id).partition(".")[0] for rule in view.catalogue}
    requirements = {
        rule.id: Requirement(rule.section, records.get(rule.id, rule.id), rule.title, rule.citation)
        for rule in view.rules
        if rule.section != "draft"
    }
    by_quarter = {(line["quarter"], line["rule"]): _counts(line) for line in view.trend.iter_rows(named=True)}
    quarters, none = list(view.quarter.back(TREND_QUARTERS)), Counts(0, 0, 0)
    return Counted(
        quarters={
            str(quarter): {rule: by_quarter.get((str(quarter), rule), none) for rule in requirements}
            for quarter in quarters
        },
        by_team={
            (line["rule"], line["team"]): _counts(line)
            for line in view.by_team.iter_rows(named=True)
            if line["rule"] in requirements
        },
        nameless=_nameless(view.lines),
        overdue=headline(view).overdue,
        requirements=requirements,
        scope={str(quarter): _scope(view.settings.out_of_scope, quarter) for quarter in quarters},
    )


def _scope(entries: Sequence[OutOfScope], quarter: Quarter) -> Scope:
    """Return what the settings leave out of a quarter."""
    return frozenset(
        pair
        for each in entries
        if (each.first or quarter) <= quarter <= (each.last or quarter)
        for pair in product(each.teams or ("",), each.rules or ("",))
    )


def _counts(line: Mapping[str, int]) -> Counts:
    return Counts(*(line[name] for name in _COUNTED))


def _nameless(lines: Lines) -> frozenset[str]:
    """Return the teams of few caseworkers, and those that are called after one.

    Where the lists name no caseworker at all nothing can be said of that.
    """
    named = lines.counts("team", "caseworker")
    people = {name.casefold() for name in named["caseworker"].drop_nulls().unique()}
    if not people:
        return frozenset()
    found = named.group_by("team").agg(pl.col("caseworker").drop_nulls().n_unique())
    few = {
        team for team, caseworkers in found.iter_rows() if caseworkers < LEAST_CASEWORKERS or team.casefold() in people
    }
    return frozenset(few - {without_team()})
