"""A quarter's figures are published once. What a later copy may say of it, and how a mistake is corrected.

Two figures of the same thing can be compared, and a difference of one is a child. Therefore a figure that
has been published is repeated as it was, whatever the lists say later. A corrected edition changes a figure
only where it is at least the limit away from all that was published of it, and where those who know that
equally many were judged cannot work the one out of the other; the sums above it are then those of the ranges,
and a requirement's teams are not shown again. What is measured, and the limit, stay as they were published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .figures import Figures, QuarterFigures, Shown, TeamFigures
from .protect import Protection
from .ranges import LIMIT, Ranges, added
from .refusals import LimitMoved, ScopeMoved
from .sums import may_be_equal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from .count import Counted
    from .figures import Requirement
    from .protect import Counts
    from .ranges import Range


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected edition: its figures, how many changed, and how many moved too little to be changed."""

    figures: Figures
    changed: int
    kept: int


def ranges_for(quarter: str, asked: int | None, earlier: Sequence[Figures]) -> Ranges:
    """Return the ranges that a quarter is to be shown in; raises LimitTooLow and LimitMoved.

    ``asked`` is the limit that was asked for, if any. A quarter that has been published keeps its own.
    """
    wanted = Ranges(LIMIT if asked is None else asked)
    first = next((each.limit for each in earlier if quarter in each.quarters), wanted.limit)
    if asked not in (None, first):
        raise LimitMoved(quarter, first, wanted.limit)
    return Ranges(first)


def first_edition(counts: Counted, as_of: date, ranges: Ranges, earlier: Sequence[Figures]) -> Figures:
    """Return what a quarter's first copy shows; quarters that were published before are repeated."""
    known = _known(earlier)
    requirements = dict(counts.requirements)
    for figures in reversed(earlier):
        requirements |= {rule: each for rule, each in figures.requirements.items() if rule not in requirements}
    protection = Protection(ranges, requirements)
    quarters = {
        name: known.get(name) or replace(protection.quarter(each), scope=counts.scope.get(name, frozenset()))
        for name, each in counts.quarters.items()
    }
    shown = {rule for each in quarters.values() for rule in each.rules}
    last = list(quarters.values())[-1]
    told = _told_that_day(as_of, earlier)
    return Figures(
        quarters=quarters,
        teams=protection.teams(last, counts.by_team, counts.nameless),
        overdue=_overdue(told[-1] if told else ranges.of(counts.overdue), quarters),
        overdue_on=as_of.isoformat(),
        requirements={rule: each for rule, each in requirements.items() if rule in shown},
        limit=ranges.limit,
    )


def _known(earlier: Sequence[Figures]) -> dict[str, QuarterFigures]:
    """Return every quarter as it was published last."""
    return {name: quarter for figures in earlier for name, quarter in figures.quarters.items()}


def _told_that_day(as_of: date, earlier: Sequence[Figures]) -> list[Range]:
    """Return what has been published as overdue on a day: two copies of the same day say the same."""
    return [each.overdue for each in earlier if each.overdue and each.overdue_on == as_of.isoformat()]


def _overdue(overdue: Range, quarters: Mapping[str, QuarterFigures]) -> Range | None:
    """Return what is overdue from all quarters, unless all that was missed would have to be among it."""
    missed = [each.total.missed for each in quarters.values()]
    room = added(missed).high - max(each.slack for each in missed)
    return overdue if overdue.low <= room else None


def corrected(counts: Counted, as_of: date, ranges: Ranges, earlier: Sequence[Figures]) -> Correction:
    """Return the next edition of the last quarter of ``counts``, which has been published among ``earlier``.

    Raises ScopeMoved where something else is measured now.
    """
    name = list(counts.quarters)[-1]
    newest = [figures for figures in earlier if figures.name == name][-1]
    old = newest.quarters[name]
    now = counts.scope.get(name, frozenset())
    if old.scope != now:
        raise ScopeMoved(name, old.scope, now)
    ledger = _Ledger(ranges, newest.requirements, [each.quarters[name] for each in earlier if name in each.quarters])
    quarter = replace(old, rules=ledger.corrected(old, counts.quarters[name]))
    quarter = replace(quarter, total=_total(old, quarter.rules, newest.requirements))
    known = _known(earlier) | {name: quarter}
    quarters = {each: known[each] for each in newest.quarters}
    editions = [each for each in earlier if each.name == name]
    overdue = ledger.overdue(counts.overdue, newest, editions, _told_that_day(as_of, earlier))
    figures = replace(
        newest,
        quarters=quarters,
        teams=_repeated(newest.teams, old, quarter),
        overdue=overdue and _overdue(overdue, quarters),
        overdue_on=newest.overdue_on if overdue == newest.overdue else as_of.isoformat(),
    )
    return Correction(figures, ledger.changed, ledger.kept)


@dataclass(slots=True)
class _Ledger:
    """Moves ranges to where the counts are now, where that may be told, and keeps account of it.

    ``history`` is the quarter as every edition and every later copy showed it, the newest last.
    """

    ranges: Ranges
    requirements: Mapping[str, Requirement]
    history: Sequence[QuarterFigures]
    changed: int = 0
    kept: int = 0

    def corrected(self, old: QuarterFigures, counts: Mapping[str, Counts]) -> dict[str, Shown | None]:
        """Return the requirements as they may be shown now. What was not shown then is not shown now."""
        rules = dict(old.rules)
        for rule, shown in old.rules.items():
            if shown and rule in counts:
                rules[rule] = self._moved(rule, shown, counts[rule], rules)
        return rules

    def _moved(self, rule: str, newest: Shown, counts: Counts, rules: Mapping[str, Shown | None]) -> Shown:
        history = [before for each in self.history if (before := each.rules.get(rule))]
        now = Shown(*(self._range(count, [each[kind] for each in history]) for kind, count in enumerate(counts)))
        if not self._discreet(rule, now, history, rules):
            now = newest
        self._account(newest, now, counts)
        return now

    def _discreet(self, rule: str, now: Shown, history: Sequence[Shown], rules: Mapping[str, Shown | None]) -> bool:
        """Say whether those who know that equally many were judged find no count.

        That may be so before and after (other rules, the same duties) and of two requirements on the same records.
        """
        record = self.requirements[rule].record
        others = (each for other, each in rules.items() if other != rule and self.requirements[other].record == record)
        return all(may_be_equal(now, each) and may_be_equal(now[:2], each[:2]) for each in history) and all(
            may_be_equal(now[:2], each[:2]) for each in others if each
        )

    def overdue(self, count: int, newest: Figures, editions: Sequence[Figures], told: Sequence[Range]) -> Range | None:
        """Return what may be said to be overdue now; ``told`` is what other copies say of the same day."""
        history = [each.overdue for each in editions if each.overdue]
        if newest.overdue is None:
            return None
        now = self._range(count, [*told, *history])
        self._account([newest.overdue], [now], [count])
        return now

    def _range(self, count: int, history: Sequence[Range]) -> Range:
        """Return the count's range, or the newest before where one of them is too near to be told from it."""
        now = self.ranges.of(count)
        return now if all(now == each or self._far(now, each) for each in history) else history[-1]

    def _far(self, one: Range, other: Range) -> bool:
        return max(one.low - other.high, other.low - one.high) >= self.ranges.limit

    def _account(self, before: Sequence[Range], now: Sequence[Range], counts: Sequence[int]) -> None:
        self.changed += sum(one != other for one, other in zip(before, now, strict=True))
        self.kept += sum(each != self.ranges.of(count) for each, count in zip(now, counts, strict=True))


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
