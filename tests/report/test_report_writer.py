import errno
import os
import tempfile
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from auditkit.errors import UsageError
from auditkit.report import CannotWrite, TooManyRows, write_lists
from auditkit.report.long_page import RowsOutOfOrder
from auditkit.report.writer import new_book
from tests.support.hostile import as_excel_holds, hostile_texts


def read(path):
    book = load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_lists_come_back_as_they_were_written(tmp_path):
    rows = [["Sagsnr", "Modtaget", "Antal"], ["1-20", datetime(2026, 3, 1, 14, 30), 3], ["007", None, 2.5]]
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Sager": rows, "Planer": [["Dato"], [date(2026, 3, 1)]]})
    assert read(path) == {"Sager": rows, "Planer": [["Dato"], [datetime(2026, 3, 1)]]}


def test_text_that_looks_like_xml_of_the_library_is_no_xml(tmp_path):
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Ark1": [["<r><t>rød</t></r>"], ["<r></c></r>"]]})
    assert read(path)["Ark1"] == [["<r><t>rød</t></r> "], ["<r></c></r> "]]


def test_text_that_looks_like_a_formula_stays_text_when_edited(tmp_path):
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Ark1": [["=1+1"], ["almindelig"]]})
    sheet = load_workbook(path)["Ark1"]
    assert sheet["A1"].quotePrefix
    assert not sheet["A2"].quotePrefix


def test_what_excel_cannot_hold_is_shown_and_not_dropped(tmp_path):
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Ark1": [["x" * 40_000], ["a\ud800b"], [date(1850, 5, 1)], [True]]})
    long, broken, old, yes = (row[0] for row in read(path)["Ark1"])
    assert (len(long), long[-1]) == (32_767, "…")
    assert broken == "a\ufffdb"
    assert old == "1850-05-01"
    assert yes is True


def test_equal_content_gives_equal_bytes_and_names_nobody(tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (first, second):
        write_lists(path, {"Ark1": [["Sagsnr"], ["S1"]]})
    assert first.read_bytes() == second.read_bytes()
    properties = load_workbook(first).properties
    assert not properties.creator
    assert not properties.lastModifiedBy


def test_a_missing_folder_is_said_kindly(tmp_path):
    with pytest.raises(CannotWrite, match=r"findes ikke. Opret den") as refused:
        write_lists(tmp_path / "nej" / "liste.xlsx", {})
    assert isinstance(refused.value, UsageError)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CannotWrite, match="er en mappe"):
        write_lists(tmp_path, {"Ark1": []})


def test_a_file_open_in_excel_is_left_whole(tmp_path, monkeypatch):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(b"the old one")

    def locked(_source, _target):
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(CannotWrite, match="Måske er filen åben i Excel"):
        write_lists(path, {"Ark1": [["S1"]]})
    assert path.read_bytes() == b"the old one"
    assert [file.name for file in tmp_path.iterdir()] == ["liste.xlsx"]


def test_a_fault_while_writing_leaves_nothing(tmp_path):
    def rows():
        yield ["S1"]
        raise KeyError("fault")

    with pytest.raises(KeyError):
        write_lists(tmp_path / "liste.xlsx", {"Ark1": rows()})
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_excel_has_are_refused(tmp_path):
    with pytest.raises(TooManyRows, match="Rækker"), new_book(tmp_path / "liste.xlsx") as book:
        book.add("Rækker").write(1_048_576, 0, "S1")
    assert list(tmp_path.iterdir()) == []


def test_many_lines_read_as_the_same_cells_written_one_by_one(tmp_path):
    moments = [datetime(2026, 3, 1, 14, 30), date(2026, 3, 1), None, date(1850, 5, 1)]
    columns = [hostile_texts(), moments * 250, [*range(1000)]]
    looks = ["text", "text", "count"]
    for name in ("lines", "cells"):
        with new_book(tmp_path / f"{name}.xlsx") as book:
            sheet = book.add_long("Rækker")
            sheet.write(0, 0, "Sagsnr.", "header")
            if name == "lines":
                lines = sheet.lines(1, looks)
                for start in (0, 600):
                    lines.write([column[start : start + 600] for column in columns])
            else:
                for number, row in enumerate(zip(*columns, strict=True), start=1):
                    sheet.write_row(number, row, looks)
    lines, cells = (
        [
            [(cell.value, cell.number_format, cell.quotePrefix, cell.border.bottom.style) for cell in row]
            for row in load_workbook(tmp_path / f"{name}.xlsx")["Rækker"]
        ]
        for name in ("lines", "cells")
    )
    assert lines == cells
    assert {cell[3] for row in lines[1:] for cell in row} == {"thin"}
    read_back = CalamineWorkbook.from_path(tmp_path / "lines.xlsx").get_sheet_by_name("Rækker").to_python()
    assert [row[0] for row in read_back] == ["Sagsnr.", *map(as_excel_holds, columns[0])]


def test_a_row_above_the_last_one_of_a_long_sheet_is_refused_and_not_dropped(tmp_path):
    with new_book(tmp_path / "liste.xlsx") as book:
        sheet = book.add_long("Rækker")
        sheet.lines(1, ["text"]).write([["S1", "S2"]])
        with pytest.raises(RowsOutOfOrder):
            sheet.write(2, 0, "S4")
        sheet.write(3, 0, "S3")
    assert read(tmp_path / "liste.xlsx")["Rækker"] == [[None], ["S1"], ["S2"], ["S3"]]


def test_more_lines_than_excel_has_are_refused(tmp_path):
    with pytest.raises(TooManyRows, match="Rækker"), new_book(tmp_path / "liste.xlsx") as book:
        book.add_long("Rækker").lines(1_048_575, ["text"]).write([["S1", "S2"]])


def test_what_lies_on_disk_meanwhile_is_for_the_user_alone_and_goes(tmp_path, monkeypatch):
    meanwhile = tmp_path / "meanwhile"
    meanwhile.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(meanwhile))

    def write(path):
        with new_book(path) as book:
            book.add_long("Rækker").lines(0, ["text"]).write([["S1"]])
            (folder,) = meanwhile.iterdir()
            assert folder.stat().st_mode & 0o077 == 0
            assert list(folder.iterdir())
            if path.name == "fault.xlsx":
                raise KeyError("fault")

    with pytest.raises(KeyError):
        write(tmp_path / "fault.xlsx")
    assert list(meanwhile.iterdir()) == []
    write(tmp_path / "liste.xlsx")
    assert list(meanwhile.iterdir()) == []


def test_a_full_disk_is_said_kindly(tmp_path, monkeypatch):
    def full(_workbook):
        raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(Workbook, "close", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_lists(tmp_path / "liste.xlsx", {"Ark1": [["S1"]]})
