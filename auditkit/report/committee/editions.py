"""A quarter's figures are published once. What a later copy may say of it, and how a mistake is corrected.

Two figures of the same thing can be compared, and a difference of one is a child. Therefore a figure that
has been published is repeated as it was, whatever the lists say later. A corrected edition changes a figure
only where it is at least the limit away from all that was published of it; the sums above it are then
those of the ranges, and a requirement's teams are not shown again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .figures import Figures, QuarterFigures, Shown, TeamFigures
from .protect import Protection
from .ranges import added

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from .count import Counted
    from .figures import Requirement
    from .protect import Counts
    from .ranges import Range, Ranges


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected edition: its figures, how many changed, and how many moved too little to be changed."""

    figures: Figures
    changed: int
    kept: int


def first_edition(counts: Counted, as_of: date, ranges: Ranges, earlier: Sequence[Figures]) -> Figures:
    """Return what a quarter's first copy shows; quarters that were published before are repeated."""
    known = {name: quarter for figures in earlier for name, quarter in figures.quarters.items()}
    requirements = dict(counts.requirements)
    for figures in reversed(earlier):
        requirements |= {rule: each for rule, each in figures.requirements.items() if rule not in requirements}
    protection = Protection(ranges, requirements)
    quarters = {name: known.get(name) or protection.quarter(each) for name, each in counts.quarters.items()}
    shown = {rule for each in quarters.values() for rule in each.rules}
    last = list(quarters.values())[-1]
    return Figures(
        quarters=quarters,
        teams=protection.teams(last, counts.by_team, counts.nameless),
        overdue=_overdue(ranges.of(counts.overdue), quarters),
        overdue_on=as_of.isoformat(),
        requirements={rule: each for rule, each in requirements.items() if rule in shown},
        limit=ranges.limit,
    )


def _overdue(overdue: Range, quarters: Mapping[str, QuarterFigures]) -> Range | None:
    """Return what is overdue from all quarters, unless all that was missed would have to be among it."""
    missed = [each.total.missed for each in quarters.values()]
    room = added(missed).high - max(each.slack for each in missed)
    return overdue if overdue.low <= room else None


def corrected(counts: Counted, as_of: date, ranges: Ranges, earlier: Sequence[Figures]) -> Correction:
    """Return the next edition of the last quarter of ``counts``, which has been published among ``earlier``."""
    name = list(counts.quarters)[-1]
    newest = [figures for figures in earlier if figures.name == name][-1]
    old, history = newest.quarters[name], [each.quarters[name] for each in earlier if name in each.quarters]
    ledger = _Ledger(ranges)
    rules: dict[str, Shown | None] = {}
    for rule, shown in old.rules.items():
        found = counts.quarters[name].get(rule)
        before = [before for each in history if (before := each.rules.get(rule))]
        rules[rule] = ledger.all_moved(found, before) if shown and found else shown
    overdue = [each.overdue for each in earlier if each.name == name and each.overdue]
    now_overdue = ledger.moved(counts.overdue, overdue) if overdue else None
    quarter = QuarterFigures(rules, _total(old, rules, newest.requirements))
    figures = replace(
        newest,
        quarters={**newest.quarters, name: quarter},
        teams=_repeated(newest.teams, old, quarter),
        overdue=now_overdue,
        overdue_on=newest.overdue_on if now_overdue == newest.overdue else as_of.isoformat(),
    )
    return Correction(figures, ledger.changed, ledger.kept)


@dataclass(slots=True)
class _Ledger:
    """Moves ranges to where the counts are now, where that may be told, and keeps account of it."""

    ranges: Ranges
    changed: int = 0
    kept: int = 0

    def all_moved(self, counts: Counts, before: Sequence[Shown]) -> Shown:
        return Shown(*(self.moved(count, [each[kind] for each in before]) for kind, count in enumerate(counts)))

    def moved(self, count: int, before: Sequence[Range]) -> Range:
        """Return the count's range, or the newest before where one of them is too near to be told from it."""
        now, newest = self.ranges.of(count), before[-1]
        if now == newest:
            return now
        if all(now == each or self._far(now, each) for each in before):
            self.changed += 1
            return now
        self.kept += 1
        return newest

    def _far(self, one: Range, other: Range) -> bool:
        return max(one.low - other.high, other.low - one.high) >= self.ranges.limit


def _total(old: QuarterFigures, rules: Mapping[str, Shown | None], requirements: Mapping[str, Requirement]) -> Shown:
    """Return the total as it was; of what has changed below it, the sum of the ranges, which tells nothing more."""
    law = [rule for rule, shown in rules.items() if shown and requirements[rule].is_law]
    totals = []
    for kind, total in enumerate(old.total):
        now, before = ([each[kind] for rule in law if (each := source[rule])] for source in (rules, old.rules))
        totals.append(total if now == before else added(now))
    return Shown(*totals)


def _repeated(teams: TeamFigures, old: QuarterFigures, new: QuarterFigures) -> TeamFigures:
    """Return what may stand by team beside corrected figures: that whose totals are as they were."""
    rules = {rule: each for rule, each in teams.rules.items() if new.rules[rule] == old.rules[rule]}
    return TeamFigures(teams.totals if new.total == old.total else {}, rules)
