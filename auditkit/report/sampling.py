"""Cases drawn for a person to read: by a stated seed, spread over teams and caseworkers. They can be drawn again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from auditkit.dates import Quarter

    from .lines import Lines

_QUARTERS = 4  # the national advice is to look about one year back
_CASE = ("case_id", "team", "caseworker", "target_group")
_LAST = ("due_on", "rule", "record")
_TOGETHER = 50_000  # duties whose cases are in memory together


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case that was drawn, and the team it was drawn in."""

    case_id: str
    team: str
    caseworker: str | None
    target_group: str | None


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn: ``frame`` and ``quotas`` say, by team, how many cases there were and how many were drawn."""

    seed: str
    first: Quarter
    last: Quarter
    frame: Mapping[str, int]
    quotas: Mapping[str, int]
    cases: tuple[Drawn, ...]


def draw(lines: Lines, quarter: Quarter, size: int, seed: str) -> Sample:
    """Draw ``size`` cases (fewer where there are fewer) among those with a duty due in the year up to the quarter.

    Each team gets its share by the number of its cases, and one at least where there are so many to draw. Within a
    team each caseworker gives one case before any gives a second. Which, is by SHA-256 of "seed|case number".
    """
    quarters = list(quarter.back(_QUARTERS))
    due = lines.filter(pl.col("quarter").is_in([str(each) for each in quarters]), pl.col("section") != "draft")
    frame: Counter[str] = Counter()
    teams: dict[str, list[Drawn]] = {}
    for cases in _cases(due):
        frame.update(dict(cases["team"].value_counts().iter_rows()))
        for case in _first_of_each(cases, size, seed):
            teams.setdefault(case.team, []).append(case)
    frame_of_teams = dict(sorted(frame.items()))
    quotas = _quotas(frame_of_teams, size)
    chosen = [case for team in frame_of_teams for case in _in_turn(teams[team], seed)[: quotas[team]]]
    return Sample(seed, quarters[0], quarters[-1], frame_of_teams, quotas, tuple(chosen))


def rank(seed: str, case_id: str) -> str:
    """Return what decides the order of drawing: a digest that nobody can steer, and anybody can compute."""
    return sha256(f"{seed}|{case_id}".encode()).hexdigest()


def _cases(due: Lines) -> Iterator[pl.DataFrame]:
    """Yield the cases to draw among, each where its last duty due is; some cases at a time, whatever their order."""
    shares = 1 + due.height // _TOGETHER
    for share in range(shares):
        mine = due.filter(pl.col("case_id").hash() % shares == share)
        yield _last(pl.concat(mine.reduced(_last, *_CASE, *_LAST))).select(_CASE)


def _last(duties: pl.DataFrame) -> pl.DataFrame:
    """Return the last duty of each case."""
    return duties.sort(_LAST).group_by("case_id").last()


def _first_of_each(cases: pl.DataFrame, size: int, seed: str) -> Iterator[Drawn]:
    """Yield of each caseworker so many cases as may be drawn in all: those of the lowest rank."""
    ranks = pl.Series("rank", [rank(seed, case) for case in cases["case_id"]], dtype=pl.String)
    ordered = cases.with_columns(ranks).sort("rank", "case_id")
    for row in ordered.group_by("team", "caseworker").head(size).select(_CASE).iter_rows():
        yield Drawn(*row)


def _quotas(frame: Mapping[str, int], size: int) -> dict[str, int]:
    """Share out one by one: first one to each team where that is possible, then by size (Sainte-Laguë)."""
    size = min(size, sum(frame.values()))
    quotas = dict.fromkeys(frame, 1 if size >= len(frame) else 0)
    while sum(quotas.values()) < size:
        open_ones = [team for team in frame if quotas[team] < frame[team]]
        quotas[max(open_ones, key=lambda team: frame[team] / (2 * quotas[team] + 1))] += 1
    return quotas


def _in_turn(cases: Sequence[Drawn], seed: str) -> list[Drawn]:
    """Return a team's cases in the order of drawing: every caseworker's first case, then the second ones."""
    ordered = sorted(cases, key=lambda case: (rank(seed, case.case_id), case.case_id))
    turns: dict[str | None, int] = {}
    placed = []
    for number, case in enumerate(ordered):
        turn = turns.get(case.caseworker, 0)
        turns[case.caseworker] = turn + 1
        placed.append((turn, number, case))
    return [case for _turn, _number, case in sorted(placed, key=lambda each: each[:2])]
