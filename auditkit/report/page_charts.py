"""Charts of rates from 0 to 100 %, as bars, lines and texts in units of their own. The same is told in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .page_parts import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 360  # of every chart: on a phone a unit is about a pixel, so that letters of 12 units are read there
_LONGEST_LABEL = 44  # characters that fit over a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Word:
    """A text at a place; ``anchor`` is the end of it that stands there: start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line; ``strong`` where the bars stand on it."""

    x1: float
    y1: float
    x2: float
    y2: float
    strong: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, with the same told in words."""

    title: str
    told: str
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    lines: tuple[Line, ...]
    height: int
    width: int = _WIDTH


def column_chart(title: str, rates: Sequence[tuple[str, float | None]]) -> Chart:
    """Return a chart with one column for each rate, in their order; without a rate there is a gap and a dash."""
    tall, top = 150.0, 24.0
    step, base = _WIDTH / len(rates), top + tall
    bars, words = [], []
    for number, (label, rate) in enumerate(rates):
        high, middle = tall * (rate or 0), step * number + step / 2
        bars.append(Bar(round(middle - step * 0.36, 1), round(base - high, 1), round(step * 0.72, 1), round(high, 1)))
        words.append(Word(percent(rate), round(middle, 1), round(base - high - 5, 1), "middle"))
        words.append(Word(label, round(middle, 1), base + 17, "middle"))
    marks = [Line(0, base - tall * share, _WIDTH, base - tall * share, strong=share == 0) for share in (0, 0.5, 1)]
    return Chart(title, told(rates), tuple(bars), tuple(words), tuple(marks), height=int(base + 26))


def bar_chart(title: str, rates: Sequence[tuple[str, float | None]]) -> Chart:
    """Return a chart with one bar for each rate below its name; without a rate there is a dash alone."""
    step, thick, long = 42, 14, 296.0
    bars, words = [], []
    for number, (label, rate) in enumerate(rates):
        y, width = step * number + 20.0, round(long * (rate or 0), 1)
        bars.append(Bar(0, y, width, thick))
        words.append(Word(_short(label), 5, y - 5, "start"))
        words.append(Word(percent(rate), width + 6, y + 12, "start"))
    height = step * len(rates) + 4
    words += [Word(percent(share), long * share, height + 15, "middle") for share in (0.5, 1.0)]
    marks = [Line(long * share, 0, long * share, height, strong=share == 0) for share in (0, 0.5, 1)]
    return Chart(title, told(rates), tuple(bars), tuple(words), tuple(marks), height=height + 22)


def told(rates: Sequence[tuple[str, float | None]]) -> str:
    """Return a chart in words: "2026K2: 74,3 %; 2026K3: 74,6 %"."""
    return "; ".join(f"{label}: {percent(rate)}" for label, rate in rates)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
