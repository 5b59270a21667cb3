"""The quarterly workbook: a manager understands it in a minute, a controller can recount it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sheets import front, lists, overview, rows, rules, teams, trend
from .writer import new_book

if TYPE_CHECKING:
    from pathlib import Path

    from .view import QuarterView


def write_workbook(path: Path | str, view: QuarterView) -> None:
    """Write the quarter's workbook; the same view gives the same bytes. Raises CannotWrite, TooManyRows."""
    with new_book(path) as book:
        rows.name_ranges(book, view)
        front.write_front(book, view)
        overview.write_overview(book, view)
        teams.write_teams(book, view)
        trend.write_trend(book, view)
        lists.write_overdue(book, view)
        lists.write_soon(book, view)
        lists.write_late(book, view)
        lists.write_undeterminable(book, view)
        rules.write_rules(book, view)
        rows.write_rows(book, view)
