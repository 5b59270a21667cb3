"""Sums and words that every way of writing a report shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Quarter
from auditkit.terms import translator

if TYPE_CHECKING:
    from datetime import date

    from .view import QuarterView

_ = translator("report")

Figures = Mapping[str, int]
_BARNETS_LOV = Quarter(2024, 1)
_NEAR = 3  # quarters on either side that are named: the sentence stands in one line of a sheet


def danish_day(day: date) -> str:
    """Return a date as people write it: 30-09-2026."""
    return f"{day:%d-%m-%Y}"


def quarter_words(view: QuarterView) -> str:
    """Return the quarter in words: "3. kvartal 2026"."""
    return _("quarter {number} of {year}", number=view.quarter.number, year=view.quarter.year)


def not_over(quarter: Quarter, as_of: date) -> list[str]:
    """Return what must be said of a quarter that has not ended, or not even begun, on the as-of day."""
    if as_of >= quarter.last_day:
        return []
    facts = {"quarter": quarter, "day": danish_day(as_of)}
    if as_of < quarter.first_day:
        return [
            _(
                "{quarter} had not begun on {day}: "
                "the figures are only what is known beforehand, without colour and change.",
                **facts,
            )
        ]
    return [_("{quarter} was not over on {day}: its figures are provisional.", **facts)]


def broken_series() -> str:
    """Return what a star at a figure means."""
    return _("* Break in the series: another law, version or scope applied before. Not directly comparable.")


def met_of(counts: Figures) -> str:
    """Return "9 af 16": the counts behind a percentage."""
    return _("{met} of {judged}", met=counts["met"], judged=counts["met"] + counts["missed"])


def law_change(first: Quarter, last: Quarter) -> list[str]:
    """Return what must be said where quarters lie on both sides of barnets lov."""
    if not first < _BARNETS_LOV <= last:
        return []
    return [
        _(
            "Break in the series: barnets lov replaced serviceloven from 2024K1. "
            "Figures before and after are not directly comparable."
        )
    ]


def added(keys: Sequence[str], figures: Sequence[Figures]) -> dict[str, int]:
    """Return the sum of several groups' counts."""
    return {key: sum(each[key] for each in figures) for key in keys}


def with_rates(counts: Figures) -> dict[str, float | None]:
    """Return counts with the two rates they give."""
    decided = counts["met"] + counts["missed"]
    wide = decided + counts["deviation"]
    return {
        **counts,
        "rate": counts["met"] / decided if decided else None,
        "rate_with_deviation": (counts["met"] + counts["deviation"]) / wide if wide else None,
    }


def quarters_with_duties(view: QuarterView) -> str:
    """Return a sentence for a quarter without duties: it has none, and where the run's duties are."""
    duties = view.by_quarter.drop_nulls("quarter").group_by("quarter").agg(pl.col("obligations").sum())
    counts = duties.sort("quarter").rows()
    place = sum(1 for quarter, _count in counts if quarter < str(view.quarter))
    near = counts[max(0, min(place, len(counts)) - _NEAR) : place + _NEAR]
    found = ", ".join(f"{quarter} ({count})" for quarter, count in near)
    if not found:
        return _("No duty fell due in {quarter}, nor in any other quarter.", quarter=quarter_words(view))
    return _(
        "No duty fell due in {quarter}. The nearest quarters with duties (how many): {found}.",
        quarter=quarter_words(view),
        found=found,
    )
