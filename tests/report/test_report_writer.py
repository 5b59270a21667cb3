import os
from datetime import date, datetime
from random import Random
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from auditkit.errors import UsageError
from auditkit.report import CannotWrite, TooManyRows, write_lists
from auditkit.report.writer import new_book

HOSTILE_PARTS = (
    "=1+1", '=HYPERLINK("http://example.org")', "@SUM(A1)", "+45", "-1", "\t=1", "http://example.org",
    "mailto:a@example.org", "internal:Ark1!A1", "external:c.xlsx", "{=A1}", "ftp://x", "<f>1</f>", "&amp;",
    "_x0041_", "\x07", "\x00", "'", '"', "æøå", "1e9", "TRUE", "\r\n", "1-20", "18/5090", "  ",
)  # fmt: skip


def hostile_texts(count):
    random = Random(1)
    return ["".join(random.choices(HOSTILE_PARTS, k=random.randint(1, 4))) for _number in range(count)]


def read(path):
    book = load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_lists_come_back_as_they_were_written(tmp_path):
    rows = [["Sagsnr", "Modtaget", "Antal"], ["1-20", datetime(2026, 3, 1, 14, 30), 3], ["007", None, 2.5]]
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Sager": rows, "Planer": [["Dato"], [date(2026, 3, 1)]]})
    assert read(path) == {"Sager": rows, "Planer": [["Dato"], [datetime(2026, 3, 1)]]}


def test_a_thousand_hostile_texts_stay_texts(tmp_path):
    texts = hostile_texts(1000)
    path = tmp_path / "liste.xlsx"
    write_lists(path, {"Ark1": [[text] for text in texts]})
    read_back = CalamineWorkbook.from_path(path).get_sheet_by_name("Ark1").to_python()
    assert [row[0] for row in read_back] == texts
    sheet = load_workbook(path)["Ark1"]
    assert {cell.data_type for (cell,) in sheet.iter_rows()} == {"s"}
    assert not any(cell.hyperlink for (cell,) in sheet.iter_rows())
    with ZipFile(path) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in xml
        assert "hyperlink" not in xml
        assert not [name for name in parts.namelist() if "sheet1.xml.rels" in name]


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
