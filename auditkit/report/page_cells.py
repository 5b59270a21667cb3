"""Figures as cells of the page: no percentage without its counts, and what must be said of it below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditkit.compliance import colour_of, wilson
from auditkit.terms import translator

from .page_parts import Cell, count, percent, points
from .rules_seen import SECTIONS
from .sheets.colours import colour_word
from .sheets.counts import COUNT_KEYS, NOTHING
from .words import with_rates

if TYPE_CHECKING:
    from .view import QuarterView

_ = translator("report")

Counts = Mapping[str, int]


def share(counts: Counts, view: QuarterView, group: str, quarter: str = "") -> Cell:
    """Return a percentage with its two counts below, and the word for its colour.

    ``group`` is a rule's id or a section's name. With a ``quarter`` there is a star where a break begins.
    """
    judged = counts["met"] + counts["missed"]
    if not judged:
        return Cell(NOTHING)
    colour, word = limits_cell(view, None if group in SECTIONS else group, counts["met"] / judged, quarter)
    star = " *" if (group, quarter) in view.comparable.breaks else ""
    cell = part_of(counts["met"], judged)
    return Cell(cell.text, cell.note + word + star, colour)


def limits_cell(view: QuarterView, rule: str | None, rate: float | None, quarter: str = "") -> tuple[str, str]:
    """Return the colour of a rate by the municipality's own limits and ", gul"; both empty where there is none."""
    colour = colour_of(view.limits_in(quarter or str(view.quarter)).limits_of(rule), rate)
    return (colour, f", {colour_word(colour)}") if colour else ("", "")


def part_of(part: int, whole: int) -> Cell:
    """Return a part as a percentage of the whole, with both below."""
    if not whole:
        return Cell(NOTHING)
    return Cell(percent(part / whole), _("{met} of {judged}", met=count(part), judged=count(whole)))


def wide_share(counts: Counts) -> Cell:
    """Return the percentage with lawful deviations counted as met, with its counts below."""
    met = counts["met"] + counts["deviation"]
    return part_of(met, met + counts["missed"])


def out_cell() -> Cell:
    """Return what stands where a team or a rule is not in scope: never 0 %."""
    return Cell("", _("not in scope"))


def compared(view: QuarterView, group: str, back: int, pair: tuple[Counts, Counts]) -> tuple[Cell, Cell]:
    """Return the percentage of ``back`` quarters ago with its counts, and the change since; a star at a break."""
    (_now, then), (rate, earlier) = pair, (with_rates(each)["rate"] for each in pair)
    change = None if rate is None or earlier is None or not view.has_begun else (rate - earlier) * 100
    note = "* " + _("break") if change is not None and view.comparable.crosses(group, back) else ""
    return part_of(then["met"], then["met"] + then["missed"]), Cell(points(change), note)


def counted(counts: Counts) -> tuple[Cell, ...]:
    """Return the counts of the six outcomes, in all and in halves."""
    return tuple(Cell(count(counts[key])) for key in COUNT_KEYS)


def figures_of(counts: Counts, view: QuarterView, group: str, quarter: str = "") -> tuple[Cell, ...]:
    """Return a percentage, all counts, and the percentage with lawful deviations."""
    return share(counts, view, group, quarter), *counted(counts), wide_share(counts)


def interval(view: QuarterView, counts: Counts) -> tuple[Cell, ...]:
    """Return the interval of a sample; a count of everything has none."""
    if not view.is_sample:
        return ()
    judged = counts["met"] + counts["missed"]
    if not judged:
        return (Cell(NOTHING),)
    low, high = wilson(counts["met"], judged)
    return (Cell(f"{percent(low).removesuffix(' %')}–{percent(high)}"),)
