"""Lists of children's cases (all FIKTIV) of whom a published number met one requirement of Danish law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from auditkit.evaluate import evaluate
from auditkit.rules.loader import load_catalogue
from tests.support.sheets import standard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from auditkit.rules import Catalogue

Rows = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Requirement:
    """A requirement: the rule that judges it, and what a case's sheets say where it was met and where it was not."""

    rule: str
    met: Callable[[int], Rows]
    missed: Callable[[int], Rows]
    omitted: Callable[[int], Rows] | None = None


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def _decision(year: int) -> Rows:
    paragraph = "52" if year < 2024 else "32"
    return {"decisions": {"decided_on": date(year, 8, 1), "paragraph": paragraph, "type": "indsats", "urgent": False}}


def _study(year: int, ended: date) -> Rows:
    return {"investigations": {"aware_on": date(year, 1, 10), "completed_on": ended}}


def _talk(year: int, **said: object) -> Rows:
    talk = {"held_on": date(year, 7, 25), "purpose": "afgørelse", **said}
    return _decision(year) | {"conversations": talk}


def _plan(year: int, made: date) -> Rows:
    return _decision(year) | {"plans": {"type": "handleplan", "made_on": made}}


def _follow_up(year: int, held: date) -> Rows:
    paragraph = "52" if year < 2024 else "32"
    measure = {"measure_id": "I1", "started_on": date(year, 2, 1), "paragraph": paragraph}
    return {"measures": measure, "follow_ups": {"measure_id": "I1", "held_on": held}}


def _report(year: int, assessed: datetime) -> Rows:
    return {"notifications": {"received_at": datetime(year, 2, 1, 10), "assessed_at": assessed}}  # noqa: DTZ001


REQUIREMENTS = {
    "study_or_lawful": Requirement("AFG-BFU", lambda y: _decision(y) | _study(y, date(y, 5, 1)), _decision),
    "study_within_4m": Requirement("BFU-4M", lambda y: _study(y, date(y, 5, 10)), lambda y: _study(y, date(y, 5, 11))),
    "child_talk": Requirement(
        "AFG-SAMT",
        _talk,
        _decision,
        lambda y: _talk(y, omitted=True, omission_reason="angivet", other_source=True),
    ),
    "plan": Requirement("HP", lambda y: _plan(y, date(y, 8, 1)), lambda y: _plan(y, date(y, 8, 2))),
    "followup_3m": Requirement("OPF-1", lambda y: _follow_up(y, date(y, 5, 1)), lambda y: _follow_up(y, date(y, 5, 2))),
    "notif_24h": Requirement(
        "UND-24T",
        lambda y: _report(y, datetime(y, 2, 2, 10)),  # noqa: DTZ001
        lambda y: _report(y, datetime(y, 2, 2, 10, 1)),  # noqa: DTZ001
    ),
}


def judged(name: str, year: int, *, met: int, missed: int, omitted: int = 0) -> pl.DataFrame:
    """Return the obligations under one requirement of a list where so many cases met it, missed it or lawfully not."""
    wanted = REQUIREMENTS[name]
    cases = [*_cases(wanted.met, year, met), *_cases(wanted.missed, year, missed)]
    if wanted.omitted:
        cases += _cases(wanted.omitted, year, omitted)
    rows: dict[str, list[dict[str, object]]] = {"cases": []}
    for number, case in enumerate(cases):
        case_id = f"FIKTIV-{number}"
        rows["cases"].append({"case_id": case_id, "birth_date": date(2011, 6, 1), "team": "FIKTIV"})
        for plural, row in case.items():
            rows.setdefault(plural, []).append({"case_id": case_id} | row)
    return evaluate(standard(**rows), [catalogue()[wanted.rule]], date(year, 12, 31))


def _cases(made: Callable[[int], Rows], year: int, count: int) -> Iterator[Rows]:
    return (made(year) for _number in range(count))
