# ruff: noqa: E501, S311 (tables of cases read best in one line each; seeded noise)
"""Each kind of bad file is told apart, in Danish words that say what to do."""

from __future__ import annotations

import random
import re
import zipfile

import pytest

from auditkit.errors import InputRefused
from auditkit.intake.door import Limits, open_workbook, refusals
from auditkit.intake.door.tally import SheetTally
from tests.door.door_builders import (
    MAIN,
    biff_cell,
    compound,
    record,
    sheet_xml,
    workbook_parts,
    xls,
    xlsx,
    zipped,
)

CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
GOOD = xlsx(CELL)
HTML = (
    b"\xef\xbb\xbf<html><head><meta charset='utf-8'></head><body><table><tr><td>FIKTIV</td></tr></table></body></html>"
)
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
DOCX = zipped(
    {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<document/>",
    }
)
BILLION = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def changed(part: str, content: str | bytes, base: dict[str, str] | None = None) -> bytes:
    return zipped((base or workbook_parts({"Sager": sheet_xml(CELL)})) | {part: content})


NOISE = random.Random(1).randbytes(10_000_000).hex()
SHEET = "xl/worksheets/sheet1.xml"
REFUSED = {
    "empty file": (b"", refusals.FileEmpty),
    "pdf": (b"%PDF-1.7 FIKTIV", refusals.NotAWorkbook),
    "text": ("Sagsnr;Dato\næøå;1".encode(), refusals.NotAWorkbook),
    "noise": (bytes(range(256)) * 20, refusals.NotAWorkbook),
    "docx": (DOCX, refusals.NotAWorkbook),
    "zip of pictures": (zipped({"a.png": b"\x89PNG"}), refusals.NotAWorkbook),
    "doc": (compound({"WordDocument": b"x"}), refusals.NotAWorkbook),
    "html": (HTML, refusals.WebPageAsWorkbook),
    "html in utf-16": (HTML[3:].decode().encode("utf-16"), refusals.WebPageAsWorkbook),
    "mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", refusals.WebPageAsWorkbook),
    "xml 2003": (XML_2003, refusals.OldFormat),
    "excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(50), refusals.OldFormat),
    "excel 95": (compound({"Book": record(0x809, b"\x00\x05" + bytes(14))}), refusals.OldFormat),
    "password": (compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), refusals.PasswordProtected),
    "password xls": (xls(b"", before=record(0x2F, bytes(54))), refusals.PasswordProtected),
    "rights": (
        compound({"EncryptedPackage": b"x", "DRMEncryptedTransform": b"x"}),
        refusals.RightsProtected,
    ),
    "rights xls": (compound({"Workbook": b"x", "\tDRMContent": b"x"}), refusals.RightsProtected),
    "cut zip": (GOOD[: len(GOOD) // 2], refusals.FileTruncated),
    "cut xls": (xls(biff_cell(0x203, 0, 0, bytes(8)))[:2000], refusals.FileTruncated),
    "cut sheet": (changed(SHEET, sheet_xml(CELL)[:-20]), refusals.FileDamaged),
    "broken sheet": (changed(SHEET, sheet_xml("<row r='1'><c r='A1'><v>&nej;</v></c></row>")), refusals.FileDamaged),
    "doctype": (changed(SHEET, BILLION + sheet_xml(CELL)), refusals.UnsafeXml),
    "doctype in strings": (changed("xl/sharedStrings.xml", BILLION + f"<sst xmlns='{MAIN}'/>"), refusals.UnsafeXml),
    "doctype in the list": (changed("xl/workbook.xml", BILLION + "<workbook/>"), refusals.UnsafeXml),
    "deep": (changed("xl/styles.xml", "<a>" * 5000), refusals.Bomb),
    "missing sheet": (zipped({k: v for k, v in workbook_parts({"S": CELL}).items() if k != SHEET}), refusals.FileDamaged),
    "missing strings": (xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), refusals.FileDamaged),
    "no cells": (xlsx('<row r="1"><c r="A1" s="1"/></row>'), refusals.EmptyWorkbook),
    "no sheets": (zipped(workbook_parts({})), refusals.EmptyWorkbook),
    "far corner": (xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), refusals.FarCell),
    "below the last row": (xlsx('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), refusals.FarCell),
    "cell twice": (xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), refusals.CellTwice),
    "cells in disorder": (xlsx('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), refusals.CellTwice),
    "row twice": (xlsx(CELL + CELL), refusals.CellTwice),
    "rows in disorder": (xlsx('<row r="2"><c r="A2"><v>1</v></c></row>' + CELL), refusals.CellTwice),
    "cell of another row": (xlsx('<row r="1"><c r="A7"><v>1</v></c></row>'), refusals.FileDamaged),
    "cell without address": (xlsx('<row r="1"><c r="vrøvl"><v>1</v></c></row>'), refusals.FileDamaged),
    "two sheets of one name": (zipped(workbook_parts({"A": sheet_xml(CELL), "a": sheet_xml(CELL)})), refusals.FileDamaged),
    "bomb": (changed(SHEET, sheet_xml(CELL + " " * 40_000_000)), refusals.Bomb),
    "one endless attribute in the strings": (
        changed("xl/sharedStrings.xml", f"<sst xmlns='{MAIN}' x='{NOISE}'/>"),
        refusals.Bomb,
    ),
    "one endless string": (
        changed("xl/sharedStrings.xml", f"<sst xmlns='{MAIN}'><si><t>{NOISE}</t></si></sst>"),
        refusals.TooLarge,
    ),
    "nested cells": (xlsx('<row r="1"><c r="A1"><f><c/></f><v>1</v></c></row>'), refusals.FileDamaged),
    "deep sheet": (changed(SHEET, sheet_xml(CELL + "<a>" * 50_000 + "</a>" * 50_000)), refusals.Bomb),
    "one endless tag": (changed(SHEET, sheet_xml(f'<row r="1" x="{"ab" * 2_000_000}"/>')), refusals.Bomb),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_bad_files_are_told_apart(case, opened):
    content, reason = REFUSED[case]
    with pytest.raises(reason) as refused:
        [list(sheet.rows()) for sheet in opened(content, "liste.xlsx").sheets]
    assert type(refused.value) is reason
    assert refused.value.exit_code == 3
    assert "liste.xlsx" in str(refused.value)
    assert "FIKTIV" not in str(refused.value)
    assert re.search(r"\b(er|kan|har|fylder|Der)\b", str(refused.value))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(refusals.FileMissing):
        open_workbook(tmp_path / "findes-ikke.xlsx")
    with pytest.raises(refusals.NotAFile):
        open_workbook(tmp_path)


def test_members_that_come_twice_are_refused(tmp_path):
    path = tmp_path / "sager.xlsx"
    path.write_bytes(GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), sheet_xml(CELL))
    with pytest.raises(refusals.FileDamaged, match="to gange"):
        open_workbook(path)


def test_a_damaged_checksum_is_refused(opened):
    stored = zipped(workbook_parts({"Sager": sheet_xml(CELL)}), zipfile.ZIP_STORED)
    with pytest.raises(refusals.FileDamaged):
        opened(stored.replace(b"<v>1</v>", b"<v>2</v>"))


def test_an_encrypted_member_is_a_password(opened):
    at = GOOD.index(b"PK\x01\x02") + 8
    with pytest.raises(refusals.PasswordProtected):
        opened(GOOD[:at] + b"\x01" + GOOD[at + 1 :])


def test_a_file_that_changes_between_the_door_and_the_reader_is_refused(opened, tmp_path):
    sheet = opened(GOOD).sheets[0]
    (tmp_path / "sager.xlsx").write_bytes(xlsx(CELL.replace("1</v>", "22</v>")))
    with pytest.raises(refusals.FileChanged):
        list(sheet.rows())


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(file_bytes=100), refusals.TooLarge),
        (Limits(members=2), refusals.Bomb),
        (Limits(unpacked_bytes=100), refusals.Bomb),
        (Limits(ratio=1, ratio_from=100), refusals.Bomb),
        (Limits(rows=1), refusals.FarCell),
        (Limits(columns=1), refusals.FarCell),
        (Limits(cells=2), refusals.TooLarge),
        (Limits(text=3), refusals.TooLarge),
        (Limits(strings=1), refusals.Bomb),
        (Limits(string_characters=5), refusals.Bomb),
        (Limits(part_bytes=50), refusals.Bomb),
        (Limits(merged=0), refusals.Bomb),
    ],
)
def test_every_limit_holds(limits, reason, opened):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    xml = sheet_xml(rows, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    content = zipped(workbook_parts({"Sager": xml}, strings="<si><t>abcd</t></si><si><t>ef</t></si>"))
    opened(content)
    with pytest.raises(reason):
        opened(content, limits=limits)


def test_every_refusal_is_an_input_refusal():
    classes = [item for item in vars(refusals).values() if isinstance(item, type)]
    assert all(issubclass(item, InputRefused) for item in classes)


def test_what_is_only_too_large_is_refused_before_it_is_unpacked(opened):
    opened(GOOD, limits=Limits(member_bytes=10_000, strings_bytes=10_000, directory_bytes=2_000))
    for limits in (Limits(member_bytes=150), Limits(strings_bytes=50)):
        with pytest.raises(refusals.TooLarge, match="MB"):
            opened(GOOD, limits=limits)
    with pytest.raises(refusals.Bomb):
        opened(GOOD, limits=Limits(directory_bytes=100))


def test_the_table_of_contents_of_a_very_large_archive_is_bounded_too(opened):
    locator = b"PK\x06\x07" + bytes(16)
    large = b"PK\x06\x06" + bytes(36) + (3_000_000).to_bytes(8, "little") + bytes(8)
    end = b"PK\x05\x06" + bytes(8) + b"\xff" * 8 + bytes(2)
    with pytest.raises(refusals.Bomb):
        opened(b"PK\x03\x04" + bytes(100) + large + locator + end)


BEGUN = ["<c>", '<c "', "<c '", "<c ", "<?", "<!--", "<![CDATA[", "<c><rPh>", '<row "', "<"]


@pytest.mark.parametrize("begun", BEGUN)
def test_a_sheet_of_what_is_begun_and_never_ended_is_refused_without_looking_again_and_again(begun):
    # Where each were searched to the end, this would take hours; that it ends is what is tested.
    xml = sheet_xml('<row r="1"><c r="A1">' + begun * (1_000_000 // len(begun))).encode()
    pieces = (xml[at : at + (1 << 18)] for at in range(0, len(xml), 1 << 18))

    with pytest.raises(refusals.FileDamaged):
        SheetTally("liste.xlsx", "Sager", (), Limits()).run(pieces)
