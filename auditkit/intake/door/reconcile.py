"""Preflight and reader must agree on every sheet, or nothing of it counts as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .refusals import CountsDisagree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .grid import Row


def counted(rows: Iterator[Row], expected: int, file: str, sheet: str) -> Iterator[Row]:
    """Pass rows on, and refuse at the end unless every cell that the preflight counted has come."""
    cells = 0
    for row in rows:
        cells += len(row.cells)
        yield row
    if cells != expected:
        raise CountsDisagree(file, sheet, expected, cells)
