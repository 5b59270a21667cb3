"""What can be worked out where counts and their sum are shown as ranges, and whether that is too much.

Three attackers are kept out. The first knows everything that is published and how it is made: every count
must keep its whole range. The second also knows which of the small counts are nought (a team that never has
such cases): no count may be left with one possibility alone. The third has the list of the municipality's teams
and knows that those not named are small: a small count must keep five possibilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ranges import WIDTH, Range, added

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDLESS = 10**9
"""More than any count."""
UNKNOWN = Range(0, ENDLESS)
"""The range of a count that nothing is shown of."""


def worked_out(total: Range, parts: Sequence[Range]) -> list[Range] | None:
    """Return what the total, and then each part, can be for whoever adds up; None where no counts fit."""
    whole = added(parts)
    if whole.low > total.high or whole.high < total.low:
        return None
    found = [Range(max(total.low, whole.low), min(total.high, whole.high))]
    for part in parts:
        least, most = total.low - (whole.high - part.high), total.high - (whole.low - part.low)
        found.append(Range(max(part.low, least), min(part.high, most)))
    return found


def kept(shown: Range, found: Range) -> bool:
    """Say whether what can be worked out is no more than what is shown; of what is not shown, as little."""
    return found.slack >= WIDTH - 1 if shown == UNKNOWN else found == shown


def blurred(shown: Range, found: Range) -> bool:
    """Say whether what can be worked out is at least blurred: a small count can be five things, any other two."""
    return found.slack >= (WIDTH - 1 if shown.is_small else 1)


def all_blurred(total: Range, parts: Sequence[Range]) -> bool:
    """Say so of a total and its parts; where no counts fit there is nothing to work out."""
    found = worked_out(total, parts)
    return found is None or all(map(blurred, (total, *parts), found))


def may_stand_together(total: Range, parts: Sequence[Range]) -> bool:
    """Say whether total and parts may be shown together: neither attacker gets further."""
    found = worked_out(total, parts)
    return found is not None and all(map(kept, (total, *parts), found)) and _not_even_knowing_noughts(total, parts)


def _not_even_knowing_noughts(total: Range, parts: Sequence[Range]) -> bool:
    large = [part for part in parts if not part.is_small]
    small = sorted(part for part in parts if part.is_small and part != UNKNOWN)
    fewest = 0 if large else 1  # a sum of nothing but noughts is no news
    return all(_none_alone(total, [*large, *small[:some]]) for some in range(fewest, len(small) + 1))


def _none_alone(total: Range, parts: Sequence[Range]) -> bool:
    found = worked_out(total, parts)
    return found is None or all(each.slack for each in found)


def may_be_equal(one: Sequence[Range], other: Sequence[Range]) -> bool:
    """Say whether two sets of parts may be shown to somebody who knows that their sums are equal.

    Two requirements on the same cases (the same investigations, say) are judged equally often.
    """
    a, b = added(one), added(other)
    both = Range(max(a.low, b.low), min(a.high, b.high))
    return both.low > both.high or (_none_alone(both, one) and _none_alone(both, other))
