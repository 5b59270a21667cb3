"""Sections of rules one below the other, each with a heading and a total of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.report.rules_seen import SECTIONS, RuleSeen, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


RULE_WIDTH, TITLE_WIDTH, CITATION_WIDTH = 13, 54, 24


@dataclass(frozen=True, slots=True)
class Block:
    """A section's place in a table: heading, rules, total, as rows after the table's header."""

    section: Section
    rules: tuple[RuleSeen, ...]
    heading: int

    @property
    def first(self) -> int:
        """The first rule's row."""
        return self.heading + 1

    @property
    def total(self) -> int:
        """The row of the section's total."""
        return self.first + len(self.rules)


def blocks(rules: Sequence[RuleSeen]) -> list[Block]:
    """Return the sections that have rules, one below the other."""
    found: list[Block] = []
    for section in SECTIONS:
        members = tuple(rule for rule in rules if rule.section == section)
        if members:
            found.append(Block(section, members, found[-1].total + 2 if found else 1))
    return found


def by_rule(frame: pl.DataFrame, rules: Sequence[RuleSeen]) -> list[dict[str, int]]:
    """Return each rule's counts in a frame of compliance; zeros where it has none."""
    found = {row["rule"]: row for row in frame.iter_rows(named=True)}
    return [found.get(rule.id) or dict.fromkeys(frame.columns, 0) for rule in rules]


def total_look(look: str) -> str:
    """Return the look that a column of this look has in a total row."""
    return f"total {'text' if look in ('text', 'wrap') else look}"
