"""The keys that a template may hold: ``{{kvartal}}``, ``{{BFU-4M|overholdt}}``, ``{{BFU-4M|Nord|pct}}``.

The keys are Danish in every language: they are the contract with the municipality's workbook (docs/arbejdsbogen.md).
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from auditkit.errors import UsageError
from auditkit.terms import one_decimal, translator

from .words import added, danish_day, with_rates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .view import QuarterView

_ = translator("report")

Value = str | int | float | date | None

KEY = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
LAW = "lovkrav"
"""Stands for all legal requirements together."""

NUMBERS = {
    "i alt": "obligations",
    "overholdt": "met",
    "ikke overholdt": "missed",
    "for sent": "missed_late",
    "ikke udført": "missed_open",
    "fravigelser": "deviation",
    "ikke forfalden": "not_due",
    "ikke relevant": "not_applicable",
    "kan ikke afgøres": "undeterminable",
    "bedømt": "denominator",
    "pct": "rate",
    "pct med fravigelser": "rate_with_deviation",
}
PREVIOUS = "før|"
"""Before a key of figures: the same of the quarter before, for all teams together."""


class UnknownKey(UsageError):
    """A template asks for what there is not. Nothing was written."""

    def __init__(self, key: str, place: str, known: list[str]) -> None:
        near = get_close_matches(key.casefold(), known, 3, 0.4)
        facts = {"key": "{{" + key + "}}", "place": place, "near": ", ".join("{{" + each + "}}" for each in near)}
        if near:
            text = _("{place} in the template: {key} is not known. Do you mean {near}? Nothing was written.", **facts)
        else:
            text = _("{place} in the template: {key} is not known. Nothing was written.", **facts)
        super().__init__(text)


class Keys:
    """What every key of a view stands for. A rule or a team without duties in the quarter counts 0, and has no rate."""

    def __init__(self, view: QuarterView) -> None:
        self._facts: dict[str, Value] = {
            "kommune": view.kommune,
            "kvartal": str(view.quarter),
            "kvartal fra": view.quarter.first_day,
            "kvartal til": view.quarter.last_day,
            "opgjort": view.as_of,
            "kørsel": view.run,
        }
        self._groups = _groups(view)

    def known(self) -> list[str]:
        """Return every key there is."""
        return [*self._facts, *(f"{group}|{number}" for group in self._groups for number in NUMBERS)]

    def value(self, key: str, place: str) -> Value:
        """Return what a key stands for; raises UnknownKey, which names the place."""
        plain = re.sub(r"\s*\|\s*", "|", key.strip()).casefold()
        if plain in self._facts:
            return self._facts[plain]
        group, number = self._group(re.sub(r"\s*\|\s*", "|", key.strip())), plain.rpartition("|")[2]
        if group is None or number not in NUMBERS:
            raise UnknownKey(key, place, self.known())
        return self._groups[group][NUMBERS[number]]

    def _group(self, key: str) -> str | None:
        """Return the group that is meant: as the team is spelt, else as the only one that differs in case alone."""
        asked = key.rpartition("|")[0]
        rule, bar, team = asked.partition("|")
        spelt = f"{rule.casefold()}{bar}{team}"
        if spelt in self._groups:
            return spelt
        alike = [group for group in self._groups if group.casefold() == asked.casefold()]
        return alike[0] if len(alike) == 1 else None

    def text(self, key: str, place: str) -> str:
        """Return the same as people write it, for a key with words around."""
        value = self.value(key, place)
        if value is None:
            return "–"
        if isinstance(value, float):
            return f"{one_decimal(value * 100)} %"
        if isinstance(value, int):
            return f"{value:,}".replace(",", ".")
        return danish_day(value) if isinstance(value, date) else value


_COUNTED = tuple(name for name in NUMBERS.values() if not name.startswith("rate"))


def _groups(view: QuarterView) -> dict[str, dict[str, Value]]:
    """Return the figures by "rule", "rule|team", "lovkrav", "lovkrav|team", and the quarter before."""
    law = {rule.id for rule in view.rules if rule.section == "law"}
    groups: dict[str, dict[str, Value]] = {}
    for prefix, frame in (("", view.due), (PREVIOUS, view.previous)):
        lines = {line["rule"]: line for line in frame.iter_rows(named=True)}
        for rule in view.rules:
            groups[f"{prefix}{rule.id}".casefold()] = _figures([lines[rule.id]] if rule.id in lines else [])
        groups[prefix + LAW] = _figures([line for rule, line in lines.items() if rule in law])
    out = view.comparable.teams_out
    for team in dict.fromkeys([*view.teams, *(team for teams in out.values() for team in teams)]):
        mine = _by_rule(view.by_team, team)
        for rule in view.rules:
            groups[_by_team(rule.id, team)] = _figures([mine[rule.id]] if rule.id in mine else [])
        groups[_by_team(LAW, team)] = _figures([line for rule_id, line in mine.items() if rule_id in law])
    return groups | dict.fromkeys(_not_in_scope(view, law), dict.fromkeys(NUMBERS.values(), _("not in scope")))


def _not_in_scope(view: QuarterView, law: set[str]) -> Iterator[str]:
    """Yield the groups that are not measured in the quarter: they have a word, and no zeros."""
    counted = set(view.by_team.filter(pl.col("rule").is_in(law))["team"])
    for rule, teams in view.comparable.teams_out.items():
        yield from (_by_team(rule, team) for team in teams)
        yield from (_by_team(LAW, team) for team in teams if rule in law and team not in counted)
    yield from (rule.casefold() for rule, quarter in view.comparable.rules_out if quarter == str(view.quarter))


def _by_team(rule: str, team: str) -> str:
    """Return the key of a team's figures. Two teams may differ in case alone, so a team stays as it is spelt."""
    return f"{rule.casefold()}|{team}"


def _by_rule(frame: pl.DataFrame, team: str) -> dict[str, Mapping[str, int]]:
    return {line["rule"]: line for line in frame.filter(team=team).iter_rows(named=True)}


def _figures(lines: list[Mapping[str, int]]) -> dict[str, Value]:
    return {**with_rates(added(_COUNTED, lines))}
