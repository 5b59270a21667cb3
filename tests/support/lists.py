"""Builds small workbooks for tests: what stands in them is written in the test itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

Cells = Sequence[object]


def write_workbook(path: Path, sheets: Mapping[str, Iterable[Cells]], *, date1904: bool = False) -> Path:
    """Write sheets of rows; None is an empty cell, a date a true Excel date, ``=…`` a formula."""
    workbook = xlsxwriter.Workbook(str(path), {"date_1904": date1904})
    formats = {
        date: workbook.add_format({"num_format": "dd-mm-yyyy"}),
        datetime: workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        time: workbook.add_format({"num_format": "hh:mm"}),
    }
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for row_index, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, row_index, column, value, formats)
    workbook.close()
    return path


def _write(sheet, row, column, value, formats):
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (date, datetime, time)):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value.startswith("="):
        sheet.write_formula(row, column, value, None, "#N/A" if "NA()" in value else 0)
    else:
        sheet.write_string(row, column, value)
