"""Figures for people: the quarterly workbook, plain lists and comma-separated values."""

from .csv_writer import write_csv, write_csv_file
from .errors import CannotWrite, TooManyRows
from .html import write_page
from .view import QuarterView, RowLedger, ledger_of, quarter_view
from .workbook import write_workbook
from .writer import write_lists

__all__ = [
    "CannotWrite",
    "QuarterView",
    "RowLedger",
    "TooManyRows",
    "ledger_of",
    "quarter_view",
    "write_csv",
    "write_csv_file",
    "write_lists",
    "write_page",
    "write_workbook",
]
