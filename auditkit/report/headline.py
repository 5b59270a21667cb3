"""The quarter in five figures, of the legal requirements alone. Every way of writing a report shows these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from .view import QuarterView


@dataclass(frozen=True, slots=True)
class Headline:
    """Counts of the legal requirements: ``met`` of ``judged`` due in the quarter, and what to act on."""

    met: int
    judged: int
    overdue: int
    soon: int
    late: int
    undeterminable: int

    @property
    def rate(self) -> float | None:
        """The share of the judged that were met; None where nothing was judged."""
        return self.met / self.judged if self.judged else None


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
    )


def _legal(lines: pl.DataFrame) -> int:
    return lines.filter(section="law").height
