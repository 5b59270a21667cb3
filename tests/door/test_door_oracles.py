"""Two independent readers must see the same cells as ours, on workbooks that two independent writers made."""

# ruff: noqa: S311, DTZ001 (seeded dice; workbooks know no time zone)

from __future__ import annotations

import datetime as dt
import random

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import from_excel, to_excel
from python_calamine import CalamineWorkbook

from auditkit.intake.door import CellKind, open_workbook

DATE, MOMENT, CLOCK = "dd-mm-yyyy", "dd-mm-yyyy hh:mm", "hh:mm"
TEXTS = ["FIKTIV", " æøå ", "to\nlinjer", "<&>\"'", "=1+1", "#N/A", "007", "漢字", "😀"]


def content(seed: int) -> dict[tuple[int, int], tuple[object, str | None]]:
    """Return values and formats by row and column, from 0, with holes."""
    dice = random.Random(seed)
    kinds = [
        lambda: (dice.choice(TEXTS), None),
        lambda: (dice.randrange(-(10**6), 10**9), None),
        lambda: (dice.random() * 10 ** dice.randrange(-5, 9), None),
        lambda: (dice.random() < 0.5, None),
        lambda: (dt.datetime(2024, 1, 1) + dt.timedelta(days=dice.randrange(-20000, 5000)), DATE),
        lambda: (dt.datetime(2024, 1, 1) + dt.timedelta(minutes=dice.randrange(1, 10**6)), MOMENT),
        lambda: (dt.time(dice.randrange(24), dice.randrange(60)), CLOCK),
    ]
    places = {(dice.randrange(300), dice.randrange(60)) for _ in range(1500)}
    return {place: dice.choice(kinds)() for place in sorted(places)}


def write_xlsxwriter(path, values, *, date1904):
    book = xlsxwriter.Workbook(path, {"date_1904": date1904})
    sheet = book.add_worksheet("Sager")
    formats = {code: book.add_format({"num_format": code}) for code in (DATE, MOMENT, CLOCK)}
    for (row, column), (value, code) in values.items():
        if code:
            sheet.write_datetime(row, column, value, formats[code])
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        else:
            sheet.write_number(row, column, value)
    sheet.write_blank(400, 2, None, formats[DATE])
    book.close()


def write_openpyxl(path, values, *, date1904):
    book = openpyxl.Workbook()
    if date1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    for (row, column), (value, code) in values.items():
        cell = sheet.cell(row + 1, column + 1, value)
        if isinstance(value, str):
            cell.data_type = "s"
        if code:
            cell.number_format = code
    book.save(path)


def ours(path) -> dict[tuple[int, int], object]:
    book = open_workbook(path)
    epoch = (
        openpyxl.utils.datetime.CALENDAR_MAC_1904 if book.date1904 else openpyxl.utils.datetime.CALENDAR_WINDOWS_1900
    )
    found = {}
    for row in book.sheets[0].rows():
        for column, cell in row.cells.items():
            found[row.number - 1, column] = _value(cell, epoch)
    assert len(found) == book.sheets[0].non_empty_cells
    return found


def _value(cell, epoch):
    if cell.kind is CellKind.NUMBER and cell.is_date:
        return _plain(from_excel(cell.number, epoch))
    if cell.kind is CellKind.NUMBER:
        return float(cell.number)
    return cell.text == "1" if cell.kind is CellKind.BOOL else cell.text


def _plain(value):
    """Return one form for what libraries show as date, datetime or time; to the second."""
    if isinstance(value, bool):
        return value
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(microseconds=500_000)
        return rounded.replace(microsecond=0)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, dt.time):
        return from_excel(to_excel(value)) if value.microsecond == 0 else value
    if isinstance(value, int):
        return float(value)
    return value


@pytest.mark.parametrize("write", [write_xlsxwriter, write_openpyxl])
@pytest.mark.parametrize("date1904", [False, True])
def test_openpyxl_and_calamine_see_the_same_cells(write, date1904, tmp_path):
    path = tmp_path / "sager.xlsx"
    values = content(seed=7)
    write(path, values, date1904=date1904)
    found = ours(path)
    assert found.keys() == values.keys()
    assert found == seen_by_openpyxl(path)
    assert found == seen_by_calamine(path)


def seen_by_openpyxl(path) -> dict[tuple[int, int], object]:
    rows = openpyxl.load_workbook(path).active.iter_rows()
    return {
        (cell.row - 1, cell.column - 1): _plain(cell.value) for row in rows for cell in row if cell.value is not None
    }


def seen_by_calamine(path) -> dict[tuple[int, int], object]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {
        (row, column): _plain(value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    }
