"""Ranges in words: what stands in the cells of a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.compliance import wilson
from auditkit.terms import translator

from .ranges import Range, percent_between

if TYPE_CHECKING:
    from .figures import Judged, Shown

_ = translator("committee")


def count_text(count: Range) -> str:
    """Return "8–12", or "højst 7" where a count is hidden."""
    if count.is_small:
        return _("at most {most}", most=count.high) if count.high else "0"
    return f"{count.low}–{count.high}"


def percent_text(judged: Judged | Shown | None, *, is_sample: bool = False) -> str:
    """Return "78–81 %": what the share of met can be, by the ranges that are shown."""
    ends = percent_ends(judged, is_sample=is_sample)
    if ends is None:
        return _("too few") if judged else "–"
    return f"{ends[0]} %" if ends[0] == ends[1] else f"{ends[0]}–{ends[1]} %"


def percent_ends(judged: Judged | Shown | None, *, is_sample: bool = False) -> tuple[int, int] | None:
    """Return the same as two whole percentages; for a sample with the 95 % interval of either end."""
    ends = percent_between(judged.met, judged.missed) if judged else None
    if ends is None or judged is None or not is_sample:
        return ends
    met, missed = judged.met, judged.missed
    low, _high = wilson(met.low, met.low + missed.high)
    _low, high = wilson(met.high, met.high + missed.low)
    return int(low * 100), -int(-high * 100 // 1)


def change_text(now: Shown | None, before: Shown | None) -> str:
    """Return whether a share has risen or fallen, where the ranges leave no doubt."""
    ends, earlier = percent_ends(now), percent_ends(before)
    if ends is None or earlier is None:
        return "–"
    if ends[0] > earlier[1]:
        return _("higher")
    return _("lower") if ends[1] < earlier[0] else _("no sure change")
