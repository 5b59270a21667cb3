"""A rule as the engine sees it: a checked file with its place, text and digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .schema import RuleFile


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file that has been read and checked. ``path`` is relative to the rules folder."""

    file: RuleFile
    path: str
    text: str
    digest: str

    @property
    def id(self) -> str:
        """The rule's id, as in ``BFU-4M``."""
        return self.file.id


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rules in force for a municipality, national and local, ordered by id."""

    rules: tuple[Rule, ...]

    def __getitem__(self, rule_id: str) -> Rule:
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def active(self) -> tuple[Rule, ...]:
        """The rules that count: active ones with something to judge by."""
        return tuple(rule for rule in self.rules if rule.file.status == "active")
