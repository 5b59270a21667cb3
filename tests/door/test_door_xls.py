"""Old workbooks: the library reads them in a child process, and what it loses comes from their own records."""

from __future__ import annotations

import struct

import pytest

from auditkit.intake.door import Cell, CellKind, Limits, refusals
from tests.door.door_builders import biff_cell, record, shared, xls

NUMBER, LABEL, SST, BOOLERR, FORMULA, MULRK = 0x203, 0x204, 0xFD, 0x205, 0x06, 0xBD


def number(row: int, column: int, value: float, style: int = 15) -> bytes:
    return biff_cell(NUMBER, row, column, struct.pack("<d", value), style)


def text(row: int, column: int, index: int) -> bytes:
    return biff_cell(SST, row, column, struct.pack("<I", index))


def formula(row: int, column: int, result: bytes, string: bytes = b"") -> bytes:
    return biff_cell(FORMULA, row, column, result + bytes(8)) + string


def test_every_kind_of_cell_comes_out(cells):
    content = xls(
        number(0, 0, 45366.0)
        + number(0, 1, 45366.5, style=16)
        + text(0, 2, 0)
        + text(0, 3, 1)
        + biff_cell(BOOLERR, 1, 0, b"\x01\x00")
        + biff_cell(BOOLERR, 1, 1, b"\x2a\x01")
        + formula(1, 2, b"\x02\x00\x07\x00\x00\x00\xff\xff")
        + formula(1, 3, b"\x03\x00\x00\x00\x00\x00\xff\xff")
        + formula(4, 2, struct.pack("<d", 2.5)),
        strings=shared("FIKTIV æøå", ""),
    )
    assert cells(content, "sager.xls") == {
        (1, 0): Cell(CellKind.NUMBER, "45366", 45366.0),
        (1, 1): Cell(CellKind.NUMBER, "45366.5", 45366.5, is_date=True),
        (1, 2): Cell(CellKind.TEXT, "FIKTIV æøå"),
        (2, 0): Cell(CellKind.BOOL, "1"),
        (2, 1): Cell(CellKind.ERROR, "#N/A"),
        (2, 2): Cell(CellKind.ERROR, "#DIV/0!"),
        (5, 2): Cell(CellKind.NUMBER, "2.5", 2.5),
    }


def test_error_cells_alone_are_a_list_too(opened):
    sheet = opened(xls(biff_cell(BOOLERR, 6, 3, b"\x17\x01")), "sager.xls").sheets[0]
    assert [(row.number, row.cells[3].text) for row in sheet.rows()] == [(7, "#REF!")]


def test_hidden_rows_columns_and_sheets_and_merged_areas_are_told(opened):
    shape = (
        record(0x208, struct.pack("<HHHHIHH", 1, 0, 1, 255, 0, 0x20, 15)[:16])
        + record(0x7D, struct.pack("<HHHHHH", 2, 4, 0, 15, 1, 0))
        + record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 2, 3))
    )
    book = opened(xls(shape + number(0, 0, 1.0) + number(1, 0, 2.0), state=1), "sager.xls")
    sheet = book.sheets[0]
    assert (sheet.name, sheet.hidden, sheet.hidden_columns) == ("Sager", True, {2, 3, 4})
    assert sheet.merged == ((1, 2, 2, 3),)
    assert [row.hidden for row in sheet.rows()] == [False, True]


def test_serials_stay_in_the_date_system_of_the_workbook(opened):
    book = opened(
        xls(number(0, 0, 43904.0, style=16) + number(0, 1, 0.25, style=16), date1904=True),
        "sager.xls",
    )
    assert book.date1904
    assert next(book.sheets[0].rows()).cells[0].number == 43904.0


def test_many_numbers_in_one_record_are_counted_each(cells):
    numbers = b"".join(struct.pack("<HI", 15, value << 2 | 2) for value in (1, 2, 3))
    packed = record(MULRK, struct.pack("<HH", 0, 1) + numbers + struct.pack("<H", 3))
    found = cells(xls(packed), "sager.xls")
    assert {place: cell.number for place, cell in found.items()} == {
        (1, 1): 1,
        (1, 2): 2,
        (1, 3): 3,
    }


def test_strings_that_run_over_the_end_of_a_record_are_counted(cells):
    first = struct.pack("<II", 3, 3) + struct.pack("<HB", 6, 1) + "FIK".encode("utf-16-le")
    rest = b"\x00TIV" + struct.pack("<HBH", 2, 8, 1) + b"ab" + bytes(4) + struct.pack("<HB", 0, 0)
    strings = record(0xFC, first) + record(0x3C, rest)
    found = cells(xls(text(0, 0, 0) + text(0, 1, 1) + text(0, 2, 2), strings=strings), "sager.xls")
    assert {place: cell.text for place, cell in found.items()} == {(1, 0): "FIKTIV", (1, 1): "ab"}


def test_a_far_corner_is_refused_before_the_library_sees_it(opened):
    with pytest.raises(refusals.TooLarge):
        opened(
            xls(number(0, 0, 1.0) + number(60_000, 200, 1.0)),
            "sager.xls",
            limits=Limits(area=1_000_000),
        )


def test_a_library_that_takes_too_long_is_stopped(opened):
    sheet = opened(xls(number(0, 0, 1.0)), "sager.xls", limits=Limits(child_seconds=0)).sheets[0]
    with pytest.raises(refusals.ReaderFailed):
        list(sheet.rows())


@pytest.mark.parametrize("name", ["sager.xlsx", "sager.csv", "sager"])
def test_the_name_of_the_file_does_not_matter(name, opened):
    book = opened(xls(number(0, 0, 1.0)), name)
    assert book.kind == "xls"
    assert [row.cells[0].number for row in book.sheets[0].rows()] == [1.0]
