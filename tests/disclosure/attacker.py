"""Who has every copy that was published, knows how they are made, and wants a number under the limit.

The attacker knows the catalogue of requirements, too, and which figures must add up. ``Knowledge`` is what
somebody may know besides: which counts are nought because a team never has such cases, which requirements
are judged equally often, and that there are no other teams than those named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.disclosure.municipality import LAW, REQUIREMENTS
from tests.disclosure.solver import Attack, GaveUp, Puzzle

if TYPE_CHECKING:
    from tests.disclosure.published import Seen

KINDS, UNCLEAR = ("met", "missed"), "unclear"
MOST, REST = 10**6, "the rest"
TITLES = {each.title: rule for rule, each in REQUIREMENTS.items()}


@dataclass(frozen=True)
class Knowledge:
    """What the attacker knows that is not published; ``noughts`` are (quarter, rule, team), team "" for all.

    ``small_others`` is how many teams there are that have no figures, where each is known to be small.
    """

    noughts: frozenset = frozenset()
    twins: tuple = ()
    no_other_team: bool = False
    small_others: int = 0


def code(quarter):
    """Return 2026K3 of "3. kv. 2026"."""
    return f"{quarter[-4:]}K{quarter[0]}"


def puzzle(copies: list[Seen], knows: Knowledge = Knowledge()) -> Puzzle:
    """Return all that can be said of the numbers behind some copies.

    A number is called (kind, quarter, rule, team, what is shown of it): rule "" is all law together, team ""
    all teams, and the same figure in two copies is taken for the same number.
    """
    found = Puzzle()
    for copy in copies:
        for quarter in copy.totals:
            _Writer(found, copy, quarter, knows).write()
    return found


class _Writer:
    """Writes down what one copy says of one quarter."""

    def __init__(self, found: Puzzle, copy: Seen, quarter: str, knows: Knowledge) -> None:
        self.found, self.copy, self.quarter, self.knows = found, copy, quarter, knows
        self.named = tuple(team for team in copy.teams if quarter == copy.quarter)

    def write(self):
        """Say everything."""
        shown = [rule for rule in REQUIREMENTS if self._rule_range(rule)]
        law = [rule for rule in shown if rule in LAW]
        for kind in range(2):
            for rule in shown:
                self._number(kind, rule, "", self._rule_range(rule)[kind])
            self._number(kind, "", "", self.copy.totals[self.quarter][kind])
            self.found.equal(self._name(kind, "", ""), [self._name(kind, rule, "") for rule in law])
            if self.named:
                self._by_team(kind, law, [rule for rule in shown if rule not in law])
        if self.quarter == self.copy.quarter:
            self._unclear(law)
        self._shares()
        self._equals(shown)

    def _unclear(self, law):
        """Say how many could not be judged: of a requirement that is only named as small it is not told."""
        names = {}
        for rule in ("", *law):
            title = REQUIREMENTS[rule].title if rule else ""
            ends = self.copy.unclear.get(title)
            names[rule] = UNCLEAR, code(self.quarter), rule, "", ends or ("?",)
            self.found.number(names[rule], *(ends or (0, MOST)))
        self.found.equal(names.pop(""), list(names.values()))

    def _rule_range(self, rule):
        """Return what is shown of a requirement; one that stands nowhere is small in every quarter."""
        title, small = REQUIREMENTS[rule].title, (0, self.copy.limit - 1)
        figures = self.copy.rules.get((self.quarter, title))
        everywhere_small = not any(title == named for _quarter, named in self.copy.rules)
        if figures is None and everywhere_small and title not in self.copy.hidden:
            return small, small
        return figures

    def _shown(self, kind, rule, team):
        """Return the range that is shown of a number, None where nothing is."""
        if team == "":
            figures = self._rule_range(rule) if rule else self.copy.totals[self.quarter]
        elif rule == "":
            figures = self.copy.teams.get(team)
        else:
            split = {each for each, _team in self.copy.split}
            title, small = REQUIREMENTS[rule].title, (0, self.copy.limit - 1)
            figures = self.copy.split.get((title, team), (small, small) if title in split and team != REST else None)
        return figures[kind] if figures else None

    def _name(self, kind, rule, team):
        shown = self._shown(kind, rule, team)
        if shown is None:  # the same as in another copy where the sums are
            shown = "?", self._shown(kind, rule, ""), self._shown(kind, "", team) if team != REST else self.named
        return KINDS[kind], code(self.quarter), rule, team, shown

    def _number(self, kind, rule, team, ends=None):
        known_nought = (code(self.quarter), rule, team) in self.knows.noughts
        self.found.number(self._name(kind, rule, team), *((0, 0) if known_nought else ends or (0, MOST)))

    def _by_team(self, kind, law, local):
        teams = [*self.named, REST]
        for team in teams:
            none = self._others() if team == REST else None
            for rule in (*law, *local):
                self._number(kind, rule, team, (none if rule in law else None) or self._shown(kind, rule, team))
            self._number(kind, "", team, none or self._shown(kind, "", team))
            self.found.equal(self._name(kind, "", team), [self._name(kind, rule, team) for rule in law])
        for rule in ("", *law, *local):
            self.found.equal(self._name(kind, rule, ""), [self._name(kind, rule, team) for team in teams])

    def _others(self):
        """Return what is known of the teams without figures."""
        if self.knows.no_other_team:
            return 0, 0
        few = self.knows.small_others * (self.copy.limit - 1)
        return (0, few) if few else None

    def _shares(self):
        for (what, *place), (low, high) in self.copy.shares.items():
            if what in ("team", "split") and self.quarter != self.copy.quarter:
                continue
            if what in ("total", "rule") and place[0] != self.quarter:
                continue
            rule = TITLES[place[-1] if what == "rule" else place[0]] if what in ("rule", "split") else ""
            team = place[-1] if what in ("team", "split") else ""
            met, missed = (self._name(kind, rule, team) for kind in range(2))
            self.found.row([(met, 100 - low), (missed, -low)], 0, MOST * 100)
            self.found.row([(met, high - 100), (missed, high)], 0, MOST * 100)

    def _equals(self, shown):
        for one, other in (pair for pair in [self.knows.twins] if pair):
            for team in ("", *self.named):
                if one in shown and other in shown:
                    terms = [(self._name(kind, one, team), 1) for kind in range(2)]
                    self.found.row([*terms, *((self._name(kind, other, team), -1) for kind in range(2))], 0, 0)


class Haul(NamedTuple):
    """The small numbers that were found, how many were sought, and how many the search gave up on."""

    found: list
    sought: int
    unsettled: int


def recovered(copies: list[Seen], truths, limit: int, knows: Knowledge = Knowledge()) -> Haul:
    """Return the small numbers that the attacker finds.

    ``truths`` are the true numbers at the times of the copies: (kind, quarter, rule, team) → number.
    """
    attack, found, sought, unsettled = Attack(puzzle(copies, knows)), [], 0, 0
    least = 1 if knows.noughts else 0  # who knows the noughts knows their sums
    for each in attack.puzzle.domains:
        if attack.puzzle.domains[each] == (0, 0):
            continue  # known beforehand
        true = {truth.get(each[:4]) for truth in truths} - {None}
        if any(least <= value < limit for value in true):
            sought += 1
            try:
                if attack.recovered(each) in true - set(range(least)):
                    found.append(each)
            except GaveUp:
                unsettled += 1
    return Haul(found, sought, unsettled)


def truth(cells, teams) -> dict:
    """Return every true number; the teams that are not named are the rest."""
    numbers: dict = {}
    for (quarter, rule, team), counts in cells.items():
        place = team if team in teams else REST
        for kind in range(2):
            for law in [rule, ""] if rule in LAW else [rule]:
                for where in (place, ""):
                    key = KINDS[kind], quarter, law, where
                    numbers[key] = numbers.get(key, 0) + counts[kind]
            for law in [rule, ""] if rule in LAW else []:
                numbers[UNCLEAR, quarter, law, ""] = numbers.get((UNCLEAR, quarter, law, ""), 0) + counts[2]
    return numbers
