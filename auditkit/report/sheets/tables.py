"""The tables of cases as headers and rows, for who writes them elsewhere than in our own workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import lists, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from auditkit.report.lines import Lines
    from auditkit.report.view import QuarterView
    from auditkit.report.writer import Cell


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table: its headers as they stand in our own workbook, and a way to go through its rows."""

    headers: tuple[str, ...]
    rows: Callable[[], Iterator[Sequence[Cell]]]


def tables(view: QuarterView) -> dict[str, TableOf]:
    """Return the four lists to act on and Rækker, by the names of their sheets."""
    return {
        lists.overdue_name(): _list(view.overdue, lists.overdue_parts(view)),
        lists.soon_name(): _list(view.soon, lists.soon_parts(view)),
        lists.late_name(): _list(view.late, lists.late_parts(view)),
        lists.undeterminable_name(): _list(view.undeterminable, lists.undeterminable_parts(view)),
        rows.sheet_name(): _all(view),
    }


def _list(lines: Lines, parts: Sequence[lists.Part]) -> TableOf:
    def go() -> Iterator[Sequence[Cell]]:
        return ([value(line) for _column, value in parts] for line in lines.rows())

    return TableOf(tuple(column.header for column, _value in parts), go)


def _all(view: QuarterView) -> TableOf:
    columns, values = rows.columns_of(view)

    def go() -> Iterator[Sequence[Cell]]:
        for batch in view.lines.batches():
            yield from zip(*(value(batch) for value in values), strict=True)

    return TableOf(tuple(column.header for column in columns), go)
