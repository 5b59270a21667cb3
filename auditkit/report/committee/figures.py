"""The figures of a copy: ranges alone, ready to be shown, kept and compared. They hold no exact count."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .ranges import Range

if TYPE_CHECKING:
    from collections.abc import Mapping


Scope = frozenset[tuple[str, str]]
"""What is not measured: pairs of team and requirement; an empty one stands for all."""


class Judged(NamedTuple):
    """What is shown of a team."""

    met: Range
    missed: Range


class Shown(NamedTuple):
    """What is shown of a requirement, or of them all."""

    met: Range
    missed: Range
    unclear: Range


@dataclass(frozen=True, slots=True)
class QuarterFigures:
    """A quarter's figures by requirement (None: not shown); ``total`` is of the legal requirements together.

    ``scope`` is what was not measured in the quarter.
    """

    rules: Mapping[str, Shown | None]
    total: Shown
    scope: Scope = frozenset()


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """A quarter's figures by team: all legal requirements together, and single ones where they may be shown."""

    totals: Mapping[str, Judged]
    rules: Mapping[str, Mapping[str, Judged]]


@dataclass(frozen=True, slots=True)
class Requirement:
    """How a requirement is written, under which heading, and which records it judges."""

    section: str
    record: str
    title: str
    citation: str

    @property
    def is_law(self) -> bool:
        """Whether it counts among the legal requirements."""
        return self.section == "law"


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a copy shows: quarters by name, the last one by team too, and what is overdue (None: not shown).

    ``overdue_on`` is the ISO day of the latter, and ``limit`` what a count had to reach to be shown.
    """

    quarters: Mapping[str, QuarterFigures]
    teams: TeamFigures
    overdue: Range | None
    overdue_on: str
    requirements: Mapping[str, Requirement]
    limit: int

    @property
    def name(self) -> str:
        """The quarter that the copy is about: the last one."""
        return list(self.quarters)[-1]

    @property
    def quarter(self) -> QuarterFigures:
        """The figures of that quarter."""
        return self.quarters[self.name]

    def to_text(self) -> str:
        """Return the figures as JSON; equal figures give equal text."""
        told = {
            "limit": self.limit,
            "overdue": _told(self.overdue),
            "overdue_on": self.overdue_on,
            "quarters": {
                name: {
                    "total": _told(each.total),
                    "rules": _told(each.rules),
                    "scope": sorted(each.scope),
                }
                for name, each in self.quarters.items()
            },
            "teams": {"totals": _told(self.teams.totals), "rules": _told(self.teams.rules)},
            "requirements": {rule: asdict(each) for rule, each in self.requirements.items()},
        }
        return json.dumps(told, ensure_ascii=False, indent=1)

    @classmethod
    def from_text(cls, text: str) -> Figures:
        """Return the figures that ``to_text`` wrote."""
        told = json.loads(text)
        return cls(
            quarters={name: _quarter(each) for name, each in told["quarters"].items()},
            teams=TeamFigures(
                {team: Judged(*_ranges(each)) for team, each in told["teams"]["totals"].items()},
                {
                    rule: {team: Judged(*_ranges(each)) for team, each in by_team.items()}
                    for rule, by_team in told["teams"]["rules"].items()
                },
            ),
            overdue=Range(*told["overdue"]) if told["overdue"] else None,
            overdue_on=told["overdue_on"],
            requirements={rule: Requirement(**each) for rule, each in told["requirements"].items()},
            limit=told["limit"],
        )


def _told(figures: Any) -> Any:  # noqa: ANN401 - as many shapes as JSON has
    """Return figures of any shape as JSON knows them."""
    if isinstance(figures, Range):
        return [figures.low, figures.high]
    if isinstance(figures, tuple):
        return [_told(each) for each in figures]
    return {name: _told(each) for name, each in figures.items()} if figures is not None else None


def _ranges(told: list[list[int]]) -> list[Range]:
    return [Range(*pair) for pair in told]


def _quarter(told: dict[str, Any]) -> QuarterFigures:
    rules = {rule: Shown(*_ranges(each)) if each else None for rule, each in told["rules"].items()}
    scope = frozenset((team, rule) for team, rule in told.get("scope", ()))
    return QuarterFigures(rules, Shown(*_ranges(told["total"])), scope)
