"""Counts that may be shown outside the administration: small ones hidden, the rest as ranges.

A range can still be narrowed by adding up what stands beside it. Where the parts and their
total together would leave too few possibilities for any of them, the parts are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_HIDDEN = 7
BASE = 5
LEAST_POSSIBILITIES = 3
"""How many values every shown or hidden count must at least be able to have, for somebody who adds up."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A count as others see it: it lies between ``low`` and ``high``, both included."""

    low: int
    high: int

    @property
    def hidden(self) -> bool:
        """Whether nothing is told but that the count is small."""
        return self.low == 0


def protected(count: int) -> Protected:
    """Return the range of the counts that round to the same multiple of 5; up to 7 a count is hidden."""
    if count <= LARGEST_HIDDEN:
        return Protected(0, LARGEST_HIDDEN)
    about = BASE * round(count / BASE)
    return Protected(max(LARGEST_HIDDEN + 1, about - BASE // 2), about + BASE // 2)


def share_between(part: int, whole: int) -> tuple[float, float] | None:
    """Return what the share can be, for somebody who sees the protected counts; None where the whole is hidden.

    A single percentage of ranges would look more exact than it is.
    """
    seen, of = protected(part), protected(whole)
    if of.hidden:
        return None
    return seen.low / of.high, min(1.0, seen.high / of.low)


def may_stand_together(parts: Sequence[int], total: int) -> bool:
    """Say whether parts and total, all protected, leave each of them possibilities enough."""
    seen, whole = [protected(part) for part in parts], protected(total)
    low, high = sum(part.low for part in seen), sum(part.high for part in seen)
    rooms = [min(whole.high, high) - max(whole.low, low)]
    for part in seen:
        most = min(part.high, whole.high - (low - part.low))
        least = max(part.low, whole.low - (high - part.high))
        rooms.append(most - least)
    return min(rooms) + 1 >= LEAST_POSSIBILITIES
