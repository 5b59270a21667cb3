"""What is refused, since two editions beside each other would show the difference between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.errors import PrivacyRefused
from auditkit.terms import translator

if TYPE_CHECKING:
    from .figures import Scope

_ = translator("committee")


class ScopeMoved(PrivacyRefused):
    """A correction was asked for of a quarter of which something else is out of scope now."""

    def __init__(self, quarter: str, then: Scope, now: Scope) -> None:
        super().__init__(
            _(
                "{quarter} was published with something else out of scope. Out of scope now: {now}. Then: {then}. "
                "A corrected edition would show what the difference is, and that may be a few children. "
                "Set [[ikke_omfattet]] back for {quarter} in your settings, and let a change begin with a quarter that "
                'is not published yet (fra = "…").',
                quarter=quarter,
                now=_told(now),
                then=_told(then),
            )
        )


class LimitMoved(PrivacyRefused):
    """Another limit was asked for than the quarter was published with."""

    def __init__(self, quarter: str, then: int, now: int) -> None:
        super().__init__(
            _(
                "{quarter} was published with the limit {then}. With {now} instead, the two editions beside each other "
                "would show numbers that each of them hides. Leave out --limit: a quarter keeps its own.",
                quarter=quarter,
                then=then,
                now=now,
            )
        )


def _told(scope: Scope) -> str:
    pairs = (
        _("{team} ({rule})", team=team or _("all teams"), rule=rule or _("all requirements")) for team, rule in scope
    )
    return "; ".join(sorted(pairs)) or _("nothing")
