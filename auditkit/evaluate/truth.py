"""Conditions that can be true, false or unknown, and why they are unknown.

Polars' ``&`` and ``|`` follow Kleene: false wins over unknown in ``&``, true in ``|``. So a record that one
readable cell excludes is excluded, whatever else cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_NAME, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from auditkit.rules.schema import Condition

    from .lists import Lists

YES, NO = pl.lit(value=True), pl.lit(value=False)
UNKNOWN = pl.lit(None, dtype=pl.Boolean)

_BARE = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """``holds`` is true, false or null. Why it is null: ``absent``, a column is not in the list; ``unreadable``, a
    cell cannot be read; neither, it follows from a trigger day that is not known."""

    holds: pl.Expr
    absent: pl.Expr
    unreadable: pl.Expr

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.holds & other.holds, *self._doubts(other))

    def __or__(self, other: Truth) -> Truth:
        return Truth(self.holds | other.holds, *self._doubts(other))

    def _doubts(self, other: Truth) -> tuple[pl.Expr, pl.Expr]:
        return self.absent | other.absent, self.unreadable | other.unreadable


TRUE = Truth(YES, NO, NO)
FALSE = Truth(NO, NO, NO)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return the truth of all together."""
    result = TRUE
    for truth in truths:
        result = result & truth
    return result


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads cells of one record type as the rule needs them. ``needs`` are the columns that must be in the list."""

    record: str
    lists: Lists
    needs: frozenset[str] = frozenset()

    def unreadable(self, field: str) -> pl.Expr:
        """Say whether the cell was there and could not be read."""
        return (pl.col("unreadable") & BY_NAME[self.record].bit(field)) != 0

    def absent(self, field: str) -> pl.Expr:
        """Say whether the rule needs the column and the list does not have it."""
        if f"{self.record}.{field}" not in self.needs:
            return NO
        return self.lacks(field)

    def lacks(self, field: str) -> pl.Expr:
        """Say whether the list does not have the column."""
        return self.lists.without(BY_NAME[self.record].plural, field)

    def test(self, field: str, holds: Callable[[pl.Expr], pl.Expr], *, blank: bool = False) -> Truth:
        """Return whether a value passes; ``blank`` is what a blank cell counts as."""
        value = pl.col(field)
        absent = value.is_null() & self.absent(field)
        unreadable = value.is_null() & self.unreadable(field)
        passes = (
            pl.when(value.is_not_null())
            .then(holds(value))
            .when(absent | unreadable)
            .then(UNKNOWN)
            .otherwise(pl.lit(blank))
        )
        return Truth(passes, absent, unreadable)

    def condition(self, condition: Condition) -> Truth:
        """Return whether a condition of a rule file holds."""
        _, _, field = condition.field.partition(".")
        values = list(condition.values)
        if BY_NAME[self.record].field(field).kind is Kind.YES_NO:
            blank = (condition.blank if condition.blank is not None else False) in values
            return self.test(field, lambda v: v if True in values else ~v, blank=blank)
        return self.test(field, lambda v: v.is_in(values), blank=condition.blank in values)

    def paragraphs(self, wanted: Iterable[str]) -> Truth:
        """Return whether the record stands under one of the paragraphs ("52", "SEL 52 a", "SEL *")."""
        by_law: dict[str, list[str]] = {}
        for each in wanted:
            law, _, paragraph = each.partition(" ") if each[0].isalpha() else (_BARE, "", each)
            by_law.setdefault(law, []).append(paragraph)
        result = FALSE
        for law, paragraphs in by_law.items():
            result = result | self._under(law, paragraphs)
        return result

    def _under(self, law: str, paragraphs: list[str]) -> Truth:
        numbered = TRUE if "*" in paragraphs else self.test("paragraph", lambda v: v.is_in(paragraphs))
        if law == _BARE:
            return numbered
        # Where only the day is unknown, the record could be under either law (readings, G2).
        holds = pl.when(pl.col("law_of").is_not_null() | pl.col("law_bad")).then(pl.col("law_of") == law)
        return numbered & Truth(holds.otherwise(YES), NO, pl.col("law_bad"))
