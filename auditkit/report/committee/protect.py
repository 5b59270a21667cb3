"""From exact counts to the ranges that may be shown together.

Every decision here is taken on ranges alone, never on the counts in them. Caseloads whose counts lie in
the same ranges therefore give the same copy, and nobody can tell from the copy which of them is the true
one. What is left to see to is that such caseloads exist for every count: that is what ``sums`` and
``network`` work out.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .figures import Judged, QuarterFigures, Requirement, Shown, TeamFigures
from .network import bounds
from .ranges import NOUGHT, WIDTH, Range, Ranges, added
from .sums import UNKNOWN, all_blurred, blurred, kept, may_be_equal, may_stand_together, worked_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from .network import Arc

_WIDENINGS = (1, 2, 4, 8)
"""A total is shown in a range of 5 counts, else of 10, 20 or 40; else as the sum of what it is a total of."""

_FEW = 3
"""So many teams may be left out, be known by name, and be known to be small."""

ByTeam = dict[str, dict[str, Judged]]


class Counts(NamedTuple):
    """How many duties were met, missed, and could not be judged."""

    met: int
    missed: int
    unclear: int


class Protection:
    """How counts are shown: in which ranges, and of which requirements."""

    def __init__(self, ranges: Ranges, rules: Mapping[str, Requirement]) -> None:
        self.ranges, self.rules = ranges, rules
        self._few_others = tuple(Range(0, teams * (ranges.limit - 1)) for teams in range(1, _FEW + 1))

    def quarter(self, counts: Mapping[str, Counts]) -> QuarterFigures:
        """Return the figures of a quarter by requirement, and of the legal ones together.

        Where two requirements on the same records would give each other away, the smaller one is not
        shown, and is not in the total either.
        """
        ranges = {rule: Shown(*map(self.ranges.of, each)) for rule, each in counts.items()}
        hidden = self._too_alike({rule: Judged(each.met, each.missed) for rule, each in ranges.items()})
        shown = {rule: None if rule in hidden else each for rule, each in ranges.items()}
        law = self._legal(shown)
        totals = (
            self._total(sum(counts[rule][kind] for rule in law), [each[kind] for each in law.values()])
            for kind in range(len(Counts._fields))
        )
        return QuarterFigures(shown, Shown(*totals))

    def _legal(self, shown: Mapping[str, Shown | None]) -> dict[str, Shown]:
        """Return the legal requirements that are shown: those that the total is of."""
        return {rule: each for rule, each in shown.items() if each and self.rules[rule].is_law}

    def teams(
        self, quarter: QuarterFigures, counts: Mapping[tuple[str, str], Counts], nameless: AbstractSet[str]
    ) -> TeamFigures:
        """Return the figures by team beside a quarter's. What the ``nameless`` teams have stays in the totals alone.

        A single nameless team would be what is left when the others are taken from the total: then the
        smallest of the others is left out too.
        """
        none, law = Counts(0, 0, 0), self._legal(quarter.rules)
        every = sorted({team for _rule, team in counts})
        totals = {team: self._judged([counts.get((rule, team), none) for rule in law]) for team in every}
        totals = {team: each for team, each in totals.items() if not _all_small([each])}
        named = {team: each for team, each in totals.items() if team not in nameless}
        if len(totals) == len(named) + 1:
            named = _without_smallest(named)
        totals = self._fitting_totals(quarter, named)
        rules: ByTeam = {}
        for rule, shown in quarter.rules.items():
            by_team = {team: self._judged([counts.get((rule, team), none)]) for team in totals}
            if shown and not _all_small(by_team.values()) and self._may_be_split(Judged(*shown[:2]), by_team):
                rules[rule] = by_team
        return TeamFigures(totals, self._fitting(quarter, totals, self._unlike(rules)))

    def _judged(self, counts: Sequence[Counts]) -> Judged:
        return Judged(
            self.ranges.of(sum(each.met for each in counts)), self.ranges.of(sum(each.missed for each in counts))
        )

    def _total(self, count: int, parts: Sequence[Range]) -> Range:
        """Return the narrowest range of a total that gives none of its parts away."""
        wide = (self._wide(count, times) for times in _WIDENINGS)
        return next((total for total in wide if may_stand_together(total, parts)), added(parts))

    def _wide(self, count: int, times: int) -> Range:
        """Return the range with so many ranges of five in it: the same one for every count in it."""
        one = self.ranges.of(count)
        if one.is_small:
            return one
        low = one.low - (one.low - self.ranges.limit) % (WIDTH * times)
        return Range(low, low + WIDTH * times - 1)

    def _too_alike(self, judged: Mapping[str, Judged]) -> set[str]:
        """Return requirements not to be shown, since another on the same records would give them away."""
        hidden: set[str] = set()
        for one, other in combinations(sorted(judged), 2):
            alike = self.rules[one].record == self.rules[other].record and not {one, other} & hidden
            if alike and not may_be_equal(judged[one], judged[other]):
                hidden.add(min((one, other), key=lambda rule: (added(judged[rule]), rule)))
        return hidden

    def _unlike(self, rules: ByTeam) -> ByTeam:
        """Return the requirements whose teams do not give each other's away."""
        teams = {team for by_team in rules.values() for team in by_team}
        hidden = {
            rule for team in teams for rule in self._too_alike({rule: by_team[team] for rule, by_team in rules.items()})
        }
        return {rule: by_team for rule, by_team in rules.items() if rule not in hidden}

    def _fitting_totals(self, quarter: QuarterFigures, totals: dict[str, Judged]) -> dict[str, Judged]:
        """Return the teams that may be shown beside the total: without the smallest, where need be."""
        fitting = totals
        total = Judged(*quarter.total[:2])
        while fitting and not (self._may_be_split(total, fitting) and self._hold(quarter, fitting, {})):
            fitting = _without_smallest(fitting)
        return fitting

    def _fitting(self, quarter: QuarterFigures, totals: dict[str, Judged], rules: ByTeam) -> ByTeam:
        """Return as many of the requirements by team as can be shown beside everything else."""
        fitting, law = dict(rules), self._legal(quarter.rules)
        while (legal := fitting.keys() & law) and not self._hold(quarter, totals, fitting):
            del fitting[min(legal, key=lambda rule: (added(map(added, fitting[rule].values())), rule))]
        return fitting

    def _hold(self, quarter: QuarterFigures, totals: dict[str, Judged], rules: ByTeam) -> bool:
        """Say whether no count of the whole table can be worked out, be there other teams or not."""
        law = self._legal(quarter.rules)
        return all(
            self._holds(
                quarter.total[kind],
                {rule: each[kind] for rule, each in law.items()},
                {team: each[kind] for team, each in totals.items()},
                {(rule, team): each[kind] for rule in law for team, each in rules.get(rule, {}).items()},
            )
            for kind in range(2)
        )

    def _holds(
        self,
        total: Range,
        rules: Mapping[str, Range],
        teams: Mapping[str, Range],
        split: Mapping[tuple[str, str], Range],
    ) -> bool:
        """Say so of one kind of count."""
        table = _flows(total, rules, teams, split)
        for rest in (UNKNOWN, NOUGHT, *self._few_others):
            arcs = table | {("rest", "end"): rest} | {(("rule", rule), "rest"): rest for rule in rules}
            found = bounds(arcs)
            if found is None and rest is UNKNOWN:
                return False
            keeps = blurred if rest in self._few_others else kept
            if found and not all(keeps(each, found[ends]) for ends, each in arcs.items() if each != NOUGHT):
                return False
        return True

    def _may_be_split(self, total: Judged, by_team: Mapping[str, Judged]) -> bool:
        """Say whether a total may be shown with its teams, be there other teams, small ones or none."""
        for kind in range(2):
            parts = [each[kind] for each in by_team.values()]
            if not may_stand_together(total[kind], [*parts, UNKNOWN]):
                return False
            if worked_out(total[kind], parts) and not may_stand_together(total[kind], parts):
                return False
            if not all(all_blurred(total[kind], [*parts, rest]) for rest in self._few_others):
                return False
        return True


def _flows(
    total: Range, rules: Mapping[str, Range], teams: Mapping[str, Range], split: Mapping[tuple[str, str], Range]
) -> dict[Arc, Range]:
    """Return the table as a flow, without the teams that are not named."""
    arcs: dict[Arc, Range] = {("end", "start"): total}
    arcs |= {("start", ("rule", rule)): each for rule, each in rules.items()}
    arcs |= {(("team", team), "end"): each for team, each in teams.items()}
    return arcs | {
        (("rule", rule), ("team", team)): split.get((rule, team), UNKNOWN) for rule in rules for team in teams
    }


def _without_smallest(totals: Mapping[str, Judged]) -> dict[str, Judged]:
    smallest = min(totals, key=lambda team: (added(totals[team]), team), default=None)
    return {team: each for team, each in totals.items() if team != smallest}


def _all_small(judged: Iterable[Judged]) -> bool:
    return all(count.is_small for each in judged for count in each)
