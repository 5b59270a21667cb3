"""The quarterly workbook: a manager understands it in a minute, a controller can recount it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .extras import Extras
from .sheets import (
    caseload,
    caseworkers,
    front,
    lists,
    overview,
    quality,
    rows,
    rules,
    sample,
    teams,
    teams_chart,
    trend,
    work,
)
from .writer import new_book

if TYPE_CHECKING:
    from pathlib import Path

    from .view import QuarterView


def write_workbook(path: Path | str, view: QuarterView, extras: Extras | None = None) -> None:
    """Write the quarter's workbook; the same view gives the same bytes. Raises CannotWrite, TooManyRows."""
    extras = extras or Extras()
    rows.refuse_too_many(view)
    with new_book(path) as book:
        rows.name_ranges(book, view, caseworkers=extras.caseworkers)
        front.write_front(book, view, extras)
        overview.write_overview(book, view)
        teams.write_teams(book, view)
        teams_chart.write_teams_chart(book, view)
        if extras.caseworkers:
            caseworkers.write_caseworkers(book, view)
        trend.write_trend(book, view)
        lists.write_overdue(book, view)
        lists.write_soon(book, view)
        lists.write_late(book, view)
        lists.write_undeterminable(book, view)
        if extras.sample_size:
            sample.write_sample(book, view, extras)
        work.write_deviations(book, view)
        work.write_recovery(book, view)
        caseload.write_caseload(book, view, extras)
        quality.write_quality(book, view, extras)
        rules.write_rules(book, view)
        rows.write_rows(book, view, caseworkers=extras.caseworkers)
