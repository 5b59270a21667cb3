"""The attacker's arithmetic: whole numbers within bounds, sums of them within bounds. Exact, and small.

Bounds are propagated until nothing moves; what that leaves open is settled by search. ``possible`` says
which values a number can have for whoever has seen everything: a number with one value is recovered.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from itertools import chain
from random import Random

Domains = dict[object, tuple[int, int]]
MOST_NODES, ATTEMPTS, ASTRAY = 4000, 12, 0.1


class GaveUp(Exception):  # noqa: N818 - that is what it did
    """The search was too long: neither a solution nor that there is none."""


@dataclass
class Puzzle:
    """Numbers by name with their bounds, and rows: a sum of multiples of them lies between two ends."""

    domains: Domains = field(default_factory=dict)
    rows: list[tuple[tuple[tuple[object, int], ...], int, int]] = field(default_factory=list)

    def number(self, name, low=0, high=10**6):
        """Add a number, or narrow one that is there."""
        before = self.domains.get(name, (0, 10**6))
        self.domains[name] = max(low, before[0]), min(high, before[1])

    def row(self, terms, low, high):
        """Say that a sum lies between two ends."""
        self.rows.append((tuple(term for term in terms if term[1]), low, high))

    def equal(self, total, parts):
        """Say that a number is the sum of others."""
        self.row([(total, 1), *((part, -1) for part in parts)], 0, 0)

    def index(self):
        """Return the rows of each number."""
        found = defaultdict(list)
        for place, (terms, _low, _high) in enumerate(self.rows):
            for name, _times in terms:
                found[name].append(place)
        return found


def propagated(puzzle: Puzzle, index, domains: Domains, changed=None) -> Domains | None:
    """Return what the bounds leave of each other, None where they contradict."""
    waiting = deque(range(len(puzzle.rows)) if changed is None else index[changed])
    queued = set(waiting)
    while waiting:
        place = waiting.popleft()
        queued.discard(place)
        terms, low, high = puzzle.rows[place]
        ends = [_ends(times, domains[name]) for name, times in terms]
        least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
        if least > high or most < low:
            return None
        for (name, times), (small, large) in zip(terms, ends, strict=True):
            bottom, top = _ends(1 if times > 0 else -1, (low - (most - large), high - (least - small)))
            held, size = domains[name], abs(times)
            new = max(held[0], -(-bottom // size)), min(held[1], top // size)
            if new[0] > new[1]:
                return None
            if new != held:
                domains[name] = new
                again = [other for other in index[name] if other not in queued]
                queued.update(again)
                waiting.extend(again)
    return domains


def _ends(times, ends):
    first, second = times * ends[0], times * ends[1]
    return (first, second) if first <= second else (second, first)


class Attack:
    """Everything an attacker can say of a puzzle.

    ``hint`` is a solution, if one is known: it spares the search for a first one, and others lie near it.
    """

    def __init__(self, puzzle: Puzzle, hint: dict | None = None) -> None:
        self.puzzle = puzzle
        found = propagated(puzzle, puzzle.index(), dict(puzzle.domains))
        if found is None:
            raise Contradiction
        self.parts = {name: part for part in _parts(puzzle, found, hint) for name in part.domains}

    def recovered(self, name) -> int | None:
        """Return the only value that a number can have, None where there are more.

        Raises GaveUp where neither is settled. A value whose search was too long matters only if no two others do.
        """
        part = self.parts[name]
        low, high = part.domains[name]
        near = sorted({each + step for each in part.seen[name] for step in (-2, -1, 1, 2)})
        unsettled = None
        for value in chain(near, (low, high), range(low + 1, high)):
            if len(part.seen[name]) > 1:
                return None
            try:
                part.possible(name, value)
            except GaveUp as long:
                unsettled = long
        if unsettled and len(part.seen[name]) == 1:
            raise unsettled
        return next(iter(part.seen[name])) if len(part.seen[name]) == 1 else None

    def witness(self, name, value) -> dict | None:
        """Return numbers that fit everything, one of them with a given value; None where there are none."""
        there = self.parts[name].solution(name, value)
        if there is None:
            return None
        others = {id(part): part for part in self.parts.values() if part is not self.parts[name]}
        found = dict(there)
        for part in others.values():
            found |= part.base
        return {each: ends[0] for each, ends in found.items()}


class Contradiction(Exception):  # noqa: N818 - that is what it is
    """No numbers fit the figures."""


def _parts(puzzle, domains, hint):
    """Take a puzzle apart into what has no row in common; rows that the bounds imply say nothing."""
    telling = [row for row in puzzle.rows if not _implied(row, domains)]
    group = {name: name for name in domains}

    def head(name):
        while group[name] != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    for terms, _low, _high in telling:
        for name, _times in terms[1:]:
            group[head(name)] = head(terms[0][0])
    parts = defaultdict(Puzzle)
    for name, ends in domains.items():
        parts[head(name)].domains[name] = ends
    for row in telling:
        parts[head(row[0][0][0])].rows.append(row)
    return [_Part(part, hint) for part in parts.values()]


def _implied(row, domains):
    terms, low, high = row
    ends = [_ends(times, domains[name]) for name, times in terms]
    return sum(end[0] for end in ends) >= low and sum(end[1] for end in ends) <= high


class _Part:
    """A part of a puzzle, and which values whole solutions have shown its numbers to be able to have."""

    def __init__(self, puzzle: Puzzle, hint: dict | None) -> None:
        self.puzzle, self.index, self.domains = puzzle, puzzle.index(), puzzle.domains
        self.seen = defaultdict(set)
        self.base: Domains = {name: (hint[name], hint[name]) for name in self.domains} if hint else {}
        if hint:
            assert propagated(puzzle, self.index, dict(self.base)) == self.base
            self._learn(self.base)
        for end in () if hint else (0, 1):
            solution = self._search(dict(self.domains), end)
            if solution is None:
                raise Contradiction
            self._learn(solution)
            self.base = solution

    def possible(self, name, value) -> bool:
        return value in self.seen[name] or self.solution(name, value) is not None

    def solution(self, name, value) -> Domains | None:
        low, high = self.domains[name]
        if not low <= value <= high:
            return None
        fixed = propagated(self.puzzle, self.index, {**self.domains, name: (value, value)}, name)
        found = self._search(fixed, 0) if fixed else None
        if found:
            self._learn(found)
        return found

    def _learn(self, solution) -> None:
        for name, (value, _same) in solution.items():
            self.seen[name].add(value)

    def _search(self, domains, end):
        """Return a solution, None where there is none. A search that goes astray is begun anew another way."""
        for attempt in range(ATTEMPTS):
            try:
                return self._try(
                    domains, end, Random(2 * attempt + end), MOST_NODES if attempt == ATTEMPTS - 1 else 2 * len(domains)
                )
            except GaveUp:
                continue
        raise GaveUp

    def _try(self, domains, end, random, most):
        """Halve the numbers' bounds, the nearest to settled first; the low or the high end, or any, is tried first."""
        stack, nodes, order = [domains], 0, {name: random.random() for name in domains}
        while stack:
            nodes += 1
            if nodes > most:
                raise GaveUp
            at = stack.pop()
            open_ = [name for name in at if at[name][0] < at[name][1]]
            if not open_:
                return at
            name = min(open_, key=lambda each: (_room(at, each), order[each]))
            low, high = at[name]
            middle = (low + high) // 2
            halves = [(low, middle), (middle + 1, high)]
            if self._lower_first(name, middle, end, random):
                halves.reverse()
            for half in halves:  # what is pushed last is tried first
                narrowed = propagated(self.puzzle, self.index, {**at, name: half}, name)
                if narrowed is not None:
                    stack.append(narrowed)
        return None

    def _lower_first(self, name, middle, end, random) -> bool:
        """Say which half to try first: mostly that of a solution that is known, since another is seldom far from it."""
        if not self.base or random.random() < ASTRAY:
            return random.random() < (0.75 if end == 0 else 0.25)
        return self.base[name][0] <= middle


def _room(domains, name):
    return domains[name][1] - domains[name][0]
