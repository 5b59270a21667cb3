"""What a page is made of: texts ready to be shown, without any markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.terms import current_language, one_decimal

from .sheets.counts import NOTHING

if TYPE_CHECKING:
    from .page_charts import Chart


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``note`` stands below in small letters, and says the word for the ``colour``."""

    text: str
    note: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. ``kind`` is ``""``, ``section`` (a heading over the rows below) or ``total``."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, headers, rows; the first ``texts`` columns hold words, the rest figures.

    ``key`` is the column that matters most. A ``folded`` table is opened by who wants it, and is always on paper.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: int = 1
    key: int = 1
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or a word with what it is, and perhaps a note, a colour (the note says its word) and what it was."""

    label: str
    value: str
    note: str = ""
    colour: str = ""
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: heading, notes, facts (``cards``: the large ones), perhaps a chart, tables, points."""

    title: str
    notes: tuple[str, ...] = ()
    cards: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()


def count(number: int) -> str:
    """Return a count as people write it: "1.234"."""
    text = f"{number:,}"
    return text.replace(",", ".") if current_language() == "da" else text


def percent(rate: float | None) -> str:
    """Return a rate as people write it: "74,6 %"; a dash where there is none."""
    return NOTHING if rate is None else f"{one_decimal(rate * 100)} %"


def points(change: float | None) -> str:
    """Return a change in percentage points with its sign: "+2,1"; a dash where there is none."""
    if change is None:
        return NOTHING
    text = one_decimal(change)
    return text.replace("-", "−") if text.startswith(("-", "0,0", "0.0")) else f"+{text}"
