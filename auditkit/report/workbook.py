"""The quarterly workbook: a manager understands it in a minute, a controller can recount it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sheets import committee, front, lists, overview, rows, rules, teams, trend
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


def write_committee_workbook(path: Path | str, view: QuarterView) -> None:
    """Write the copy for the political committee: protected figures, no case numbers, no caseworkers.

    Raises CannotWrite.
    """
    with new_book(path) as book:
        committee.write_front(book, view)
        committee.write_overview(book, view)
        committee.write_teams(book, view)
        committee.write_trend(book, view)
