"""What ``due`` and ``overdue`` share: a list of duties with how many days there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .obligations import printed
from .output import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COLUMNS = (
    "due_at",
    "days",
    "rule",
    "case_id",
    "record",
    "team",
    "caseworker",
    "outcome",
    "reason",
    "source",
)
_SEEN = ("due_at", "days", "rule", "case_id", "team", "caseworker", "reason")


def show_deadlines(rows: Iterable[Mapping[str, Any]], form: str) -> None:
    """Write duties with their days."""
    show(COLUMNS, (printed(dict(row), None) for row in rows), form, _SEEN)
