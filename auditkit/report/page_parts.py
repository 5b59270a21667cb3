"""What a page is made of: texts ready to be shown, without any markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.terms import current_language

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. ``kind`` is ``""``, ``section`` (a heading over the rows below) or ``total``."""

    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, headers, rows; the first ``texts`` columns hold words, the rest figures."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, in the chart's own units; without figure there is a gap."""

    label: str
    value: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A column chart, with the same told in words."""

    title: str
    told: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    base: float


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: heading, notes, perhaps a chart, tables."""

    title: str
    notes: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = field(default_factory=tuple)


def percent(rate: float | None) -> str:
    """Return a rate as people write it: "74,6 %"; a dash where there is none."""
    if rate is None:
        return NOTHING
    text = f"{rate * 100:.1f} %"
    return text.replace(".", ",") if current_language() == "da" else text


def column_chart(title: str, told: str, columns: Sequence[tuple[str, float | None]]) -> Chart:
    """Return a chart of rates from 0 to 100 %, one column each."""
    step, tall, top = 90, 180.0, 40.0
    bars = tuple(
        Bar(
            label=label,
            value=percent(rate),
            x=step * number + 15.0,
            y=round(top + tall * (1 - (rate or 0)), 1),
            width=60.0,
            height=round(tall * (rate or 0), 1),
        )
        for number, (label, rate) in enumerate(columns)
    )
    return Chart(title, told, bars, width=step * len(columns), height=260, base=top + tall)
