"""The one door: a foreign file is bounded before any reader sees it, then read cell by cell."""

from .grid import Cell, CellKind, Row, Sheet, Workbook, column_index, column_letters
from .limits import DEFAULT_LIMITS, Limits
from .opening import open_workbook

__all__ = [
    "DEFAULT_LIMITS",
    "Cell",
    "CellKind",
    "Limits",
    "Row",
    "Sheet",
    "Workbook",
    "column_index",
    "column_letters",
    "open_workbook",
]
