"""Cells merged downwards: what is written once beside several rows belongs to each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .door.grid import Cell, Row

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def spread(rows: Iterable[Row], merged: Sequence[Area]) -> Iterator[Row]:
    """Yield the rows with the cells that a merged area gives them; a row without content stays blank."""
    waiting = sorted((area for area in merged if area[0] < area[2]), reverse=True)
    if not waiting:
        yield from rows
        return
    active: dict[int, tuple[int, Cell]] = {}  # column -> last row, what stands in the area
    for row in rows:
        while waiting and waiting[-1][0] < row.number:
            waiting.pop()
        active = {column: area for column, area in active.items() if row.number <= area[0]}
        given = {column: cell for column, (_last, cell) in active.items()}
        while waiting and waiting[-1][0] == row.number:
            _top, column, last, _right = waiting.pop()
            if column in row.cells:
                active[column] = (last, row.cells[column])
        yield row._replace(cells={**given, **row.cells}) if given else row
