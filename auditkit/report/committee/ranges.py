"""A count as others may see it: the range it lies in. Ranges never overlap, so a count has only one.

Counts under the limit share one range, from nought; above it each range holds five counts. With the
limit 8 they are 0–7, 8–12, 13–17 and so on: what rounds to the same five is the same range.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from auditkit.errors import PrivacyRefused
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable

_ = translator("committee")

WIDTH = 5
"""How many counts share a range above the limit."""
LIMIT = 8
"""Counts under this are hidden, where nothing else is asked for."""
LOWEST_LIMIT = 5
"""No copy is made that hides less: it would show the counts of four children and fewer."""


class LimitTooLow(PrivacyRefused):
    """A copy was asked for that would show very small counts."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            _(
                "The limit {limit} is too low: counts under {lowest} are never shown outside the administration. "
                "Give --limit {lowest} or more.",
                limit=limit,
                lowest=LOWEST_LIMIT,
            )
        )


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A count lies between ``low`` and ``high``, both included."""

    low: int
    high: int

    @property
    def is_small(self) -> bool:
        """Whether the count may be nought: nothing is told but that it is small."""
        return self.low == 0

    @property
    def slack(self) -> int:
        """How far apart the ends are: one less than the number of possibilities."""
        return self.high - self.low


NOUGHT = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Ranges:
    """From which count on ranges are shown (``limit``); makes the range of a count. Raises LimitTooLow."""

    limit: int = LIMIT

    def __post_init__(self) -> None:
        if self.limit < LOWEST_LIMIT:
            raise LimitTooLow(self.limit)

    def of(self, count: int) -> Range:
        """Return the only range that the count lies in."""
        if count < self.limit:
            return Range(0, self.limit - 1)
        low = count - (count - self.limit) % WIDTH
        return Range(low, low + WIDTH - 1)


def added(ranges: Iterable[Range]) -> Range:
    """Return the range of a sum, which tells nothing that its parts do not tell."""
    parts = list(ranges)
    return Range(sum(part.low for part in parts), sum(part.high for part in parts))


def percent_between(part: Range, rest: Range) -> tuple[int, int] | None:
    """Return the whole percentages that ``part`` of ``part + rest`` lies between; None where both are small."""
    if part.is_small and rest.is_small:
        return None
    least = 100 * part.low / (part.low + rest.high)
    most = 100 * part.high / (part.high + rest.low)
    return floor(least), ceil(most)
