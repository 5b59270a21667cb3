"""Copies of a quarter between which something was changed that everybody knows of, and nothing else.

The attacker lays them beside each other: what a team or a requirement has is the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.disclosure.attacker import KINDS, MOST
from tests.disclosure.municipality import LAW, QUARTER
from tests.disclosure.solver import Attack, Puzzle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.disclosure.published import Seen

SHORT = f"{QUARTER.number}. kv. {QUARTER.year}"

Called = "Callable[[str, str], str | None]"
"""What team the duties of a requirement and a team are counted under; None: not at all."""


@dataclass(frozen=True)
class Edition:
    """A copy as it was read, and how the lists behind it are counted."""

    copy: Seen
    called: Called


def as_called(cells, called: Called):
    """Return the caseload as it is counted."""
    counted: dict = {}
    for (quarter, rule, team), counts in cells.items():
        if name := called(rule, team):
            before = counted.get((quarter, rule, name), (0, 0, 0))
            counted[quarter, rule, name] = type(counts)(*map(sum, zip(before, counts, strict=True)))
    return counted


def recovered(editions: list[Edition], cells, limit: int) -> tuple[int, int]:
    """Return how many small numbers are found, of how many: of requirements in teams, and of each edition's sums."""
    now = {key[1:]: counts for key, counts in cells.items() if key[0] == str(QUARTER) and key[1] in LAW}
    puzzle, true = Puzzle(), {}
    for (rule, team), counts in now.items():
        for kind in range(2):
            puzzle.number((kind, rule, team), 0, MOST)
            true[kind, rule, team] = counts[kind]
    for number, edition in enumerate(editions):
        for sum_of, parts in _sums(edition, now):
            name = number, *sum_of
            puzzle.number(name, *_said(edition.copy, *sum_of))
            puzzle.equal(name, parts)
            true[name] = sum(true[part] for part in parts)
    attack = Attack(puzzle, true)
    small = {name: count for name, count in true.items() if 0 < count < limit}
    return sum(attack.recovered(name) == count for name, count in small.items()), len(small)


def _sums(edition: Edition, now) -> Iterator[tuple]:
    """Yield every sum of the edition with the cells it is of: of a requirement, of a team, of both, of all."""
    shown = [key for key in now if LAW[key[0]].title not in edition.copy.hidden]
    for kind in range(len(KINDS)):
        named: dict = {}
        for rule, team in shown:
            if name := edition.called(rule, team):
                for sum_of in ((rule, ""), ("", name), (rule, name), ("", "")):
                    named.setdefault((kind, *sum_of), []).append((kind, rule, team))
        yield from named.items()


def _said(copy: Seen, kind, rule, team):
    """Return the range that a copy tells of a sum."""
    small, title = (0, copy.limit - 1), LAW[rule].title if rule else ""
    if not team:
        figures = copy.rules.get((SHORT, title), (small, small)) if rule else copy.totals[SHORT]
    elif copy.quarter != SHORT or team not in copy.teams:
        figures = None
    elif not rule:
        figures = copy.teams[team]
    else:
        split = {each for each, _team in copy.split}
        figures = copy.split.get((title, team), (small, small)) if title in split else None
    return figures[kind] if figures else (0, MOST)
