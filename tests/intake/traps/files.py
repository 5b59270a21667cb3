"""Traps in the file itself: its kind, its encoding, what it says of itself, and what must be refused."""

from __future__ import annotations

from datetime import date

from tests.door.door_builders import compound, sheet_xml, workbook_parts, xlsx, zipped
from tests.support.foreign import as_csv, as_ods, as_xls, as_xlsb

from .trap import Trap, case

DAY, ISO = date(2024, 3, 15), "2024-03-15"
ROWS = [["Sagsnr", "Team", "Oprettet"], ["Æ-1", "Nørd", DAY], ["18/5090", "Syd", None]]
BOTH = {"cases": [case("Æ-1", team="Nørd", opened_on=ISO), case("18/5090", team="Syd")]}
COMMA = [["Sagsnr", "Team"], ["A-1", "Nord, øst"]]


def _text(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def _xml(rows: str, before: str = "") -> bytes:
    return zipped(workbook_parts({"Sager": sheet_xml(rows, before)}, formats=("dd-mm-yyyy",)))


HEADER = f'<row r="1">{_text("A1", "Sagsnr")}{_text("B1", "Oprettet")}</row>'
A1 = {"cases": [case("A-1", opened_on=ISO)]}
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def _csv(name: str, encoding: str, delimiter: str = ";") -> Trap:
    return Trap(f"csv, {name}", lambda: as_csv(ROWS, encoding, delimiter), (2, 2, 0, 0), BOTH, file="liste.csv")


def _refused(name: str, content: bytes, refusal: str, file: str = "liste.xlsx") -> Trap:
    return Trap(name, lambda: content, refused=refusal, file=file)


FILES = [
    _csv("UTF-8 with its mark", "utf-8-sig"),
    _csv("UTF-8 without", "utf-8"),
    _csv("windows-1252", "cp1252"),
    _csv("UTF-16", "utf-16"),
    _csv("with tabs", "utf-8", "\t"),
    Trap("csv with commas, one of them quoted", lambda: as_csv(COMMA, "utf-8", ","), (1, 1, 0, 0),
         {"cases": [case("A-1", team="Nord, øst")]}, file="liste.csv"),
    Trap("a workbook of Excel 97", lambda: as_xls(ROWS), (2, 2, 0, 0), BOTH, file="liste.xls"),
    Trap("a binary workbook", lambda: as_xlsb(ROWS), (2, 2, 0, 0), BOTH, file="liste.xlsb"),
    Trap("an OpenDocument workbook", lambda: as_ods(ROWS), (2, 2, 0, 0), BOTH, file="liste.ods"),
    Trap("a workbook whose name says csv", lambda: as_xls(ROWS), (2, 2, 0, 0), BOTH, file="liste.csv"),
    Trap("a dimension that lies",
         lambda: _xml(HEADER + f'<row r="2">{_text("A2", "A-1")}<c r="B2" s="1"><v>45366</v></c></row>',
                      '<dimension ref="A1:A1"/>'), (1, 1, 0, 0), A1),
    Trap("a formula that was never calculated",
         lambda: _xml(HEADER + f'<row r="2">{_text("A2", "A-1")}<c r="B2"><f>TODAY()</f></c></row>'),
         (1, 1, 0, 0), {"cases": [case("A-1")]}, [("B2", "formula_without_value")]),
    Trap("a formula worked out to nothing",
         lambda: _xml(HEADER + f'<row r="2">{_text("A2", "A-1")}<c r="B2" t="str"><f>""</f><v></v></c></row>'),
         (1, 1, 0, 0), {"cases": [case("A-1")]}),
    Trap("rows and cells without addresses",
         lambda: _xml(HEADER + '<row><c t="inlineStr"><is><t>A-1</t></is></c><c s="1"><v>45366</v></c></row>'),
         (1, 1, 0, 0), A1),
    Trap("an ISO date cell", lambda: _xml(HEADER + f'<row r="2">{_text("A2", "A-1")}<c r="B2" t="d"><v>{ISO}</v></c></row>'),
         (1, 1, 0, 0), A1),
    Trap("a gap of thousands of rows",
         lambda: _xml(HEADER + f'<row r="5000">{_text("A5000", "A-1")}<c r="B5000" s="1"><v>45366</v></c></row>'),
         (4999, 1, 0, 4998), A1),
    Trap("half a letter in a case number", lambda: _xml(HEADER + f'<row r="2">{_text("A2", "A_xD800_")}</row>'),
         (1, 1, 0, 0), {"cases": [case("A\ufffd")]}),
    _refused("an empty file", b"", "FileEmpty"),
    _refused("a web page called xls", b"<html><table><tr><td>FIKTIV</td></tr></table></html>", "WebPageAsWorkbook", "liste.xls"),
    _refused("a password", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "PasswordProtected"),
    _refused("rights management", compound({"EncryptedPackage": b"x", "DRMEncryptedTransform": b"x"}), "RightsProtected"),
    _refused("cut off", xlsx(HEADER)[:300], "FileTruncated"),
    _refused("an entity in the sheet",
             zipped(workbook_parts({"S": '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml(HEADER)})), "UnsafeXml"),
    _refused("a cell in the far corner", xlsx(HEADER + FAR), "FarCell"),
    _refused("the same cell twice", xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "CellTwice"),
    _refused("no cells", xlsx('<row r="1"><c r="A1" s="1"/></row>'), "EmptyWorkbook"),
    _refused("a document", zipped({"word/document.xml": "<d/>"}), "NotAWorkbook"),
]  # fmt: skip
