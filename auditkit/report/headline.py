"""The quarter in five figures, of the legal requirements alone. Every way of writing a report shows these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.terms import translator

if TYPE_CHECKING:
    from auditkit.dates import Quarter

    from .lines import Lines
    from .view import QuarterView

_ = translator("report")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier quarter that the headline is compared with, how many quarters ``back`` it lies, and its counts."""

    back: int
    quarter: Quarter
    met: int
    judged: int
    is_broken: bool

    @property
    def rate(self) -> float | None:
        """The share of the judged that were met; None where nothing was judged."""
        return self.met / self.judged if self.judged else None

    @property
    def counts(self) -> str:
        """What the earlier share is of, in words, and that another law, version or scope applied."""
        if not self.judged:
            return _("nothing to judge in {quarter}", quarter=self.quarter)
        told = _("from {met} of {judged}", met=self.met, judged=self.judged)
        return f"{told}, {_('break in the series')}" if self.is_broken else told


@dataclass(frozen=True, slots=True)
class Headline:
    """Counts of the legal requirements: ``met`` of ``judged`` due in the quarter, and what to act on.

    ``undated`` cannot be determined either, and has no due date: it belongs to no quarter. ``before``: the quarter
    before, and the same quarter last year; neither where the quarter has not begun.
    """

    met: int
    judged: int
    overdue: int
    soon: int
    late: int
    undeterminable: int
    undated: int
    before: tuple[Earlier, ...] = ()

    @property
    def rate(self) -> float | None:
        """The share of the judged that were met; None where nothing was judged."""
        return self.met / self.judged if self.judged else None

    def change(self, earlier: Earlier) -> float | None:
        """The change in percentage points since an earlier quarter; None where either has no share."""
        if self.rate is None or earlier.rate is None:
            return None
        return (self.rate - earlier.rate) * 100

    @property
    def counts(self) -> str:
        """What the share is of, in words."""
        if not self.judged:
            return _("nothing to judge in the quarter")
        return _("{met} of {judged}", met=self.met, judged=self.judged) + ", " + _("due in the quarter")

    @property
    def which_undeterminable(self) -> str:
        """Which duties the figure of those that cannot be determined counts, and how many stand beside it."""
        if not self.undated:
            return _("due in the quarter")
        return _("due in the quarter; {count} more have no due date and belong to no quarter", count=self.undated)


def headline(view: QuarterView) -> Headline:
    """Return the five figures of a view."""
    law = [rule.id for rule in view.rules if rule.section == "law"]
    total = view.due.filter(pl.col("rule").is_in(law)).sum()
    return Headline(
        met=total["met"].item(),
        judged=total["denominator"].item(),
        overdue=_legal(view.overdue),
        soon=_legal(view.soon),
        late=_legal(view.late),
        undeterminable=total["undeterminable"].item(),
        undated=_legal(view.undeterminable.filter(pl.col("quarter").is_null())),
        before=tuple(_earlier(view, back, law) for back in (1, 4) if view.has_begun),
    )


def _earlier(view: QuarterView, back: int, law: list[str]) -> Earlier:
    total = {1: view.previous, 4: view.year_ago}[back].filter(pl.col("rule").is_in(law)).sum()
    met, judged = total["met"].item(), total["denominator"].item()
    return Earlier(back, view.quarter.plus(-back), met, judged, view.comparable.crosses("law", back))


def _legal(lines: Lines) -> int:
    return lines.filter(section="law").height
