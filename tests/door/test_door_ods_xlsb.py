# ruff: noqa: E501 (tables of cases read best in one line each)
"""OpenDocument and binary workbooks: counted by our preflight, read by the library, errors kept."""

from __future__ import annotations

import struct

import pytest

from auditkit.intake.door import Cell, CellKind, refusals
from tests.door.door_builders import OFFICE, RELATIONS, zipped

TEXT, NUMBER, BOOL, ERROR = CellKind.TEXT, CellKind.NUMBER, CellKind.BOOL, CellKind.ERROR
ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = "".join(f' xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text", "style"))
CALC = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
HIDDEN_STYLE = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def ods(rows: str, style: str = "ta1", manifest: str = "", body: str = "spreadsheet") -> bytes:
    table = f'<table:table table:name="Sager" table:style-name="{style}">{rows}</table:table>'
    content = (
        f"<office:document-content{NAMES}{CALC}>{HIDDEN_STYLE}<office:body><office:{body}>{table}"
        f"</office:{body}></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def row(*cells: str, settings: str = "") -> str:
    return f"<table:table-row {settings}>{''.join(cells)}</table:table-row>"


def cell(kind: str, value: str = "", shown: str = "", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {value} {more}><text:p>{shown}</text:p></table:table-cell>'


def test_opendocument_cells_come_out(cells):
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    content = ods(
        row(gap, settings='table:number-rows-repeated="4"')
        + row(
            cell("string", shown="FIKTIV<text:s/>æøå"),
            gap,
            cell("float", 'office:value="5"', "5,0", 'table:number-columns-repeated="2"'),
            cell("date", 'office:date-value="2024-03-15"', "15-03-24"),
            cell("boolean", 'office:boolean-value="true"', "SAND"),
            cell("string", 'office:string-value=""', "#DIV/0!", 'calcext:value-type="error"'),
            cell("string", shown=""),
        )
        + row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            settings='table:number-rows-repeated="1048571"',
        )
    )
    assert cells(content, "sager.ods") == {
        (5, 0): Cell(TEXT, "FIKTIV æøå"),
        (5, 3): Cell(NUMBER, "5", 5.0),
        (5, 4): Cell(NUMBER, "5", 5.0),
        (5, 5): Cell(NUMBER, "45366", 45366.0, is_date=True),
        (5, 6): Cell(BOOL, "1"),
        (5, 7): Cell(ERROR, "#DIV/0!"),
    }


def test_opendocument_hidden_and_merged_are_told(opened):
    five = cell("float", 'office:value="5"', "5")
    content = ods(
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + row(
            cell("float", 'office:value="5"', "5", 'table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
        )
        + row(five, settings='table:visibility="filter" table:number-rows-repeated="2"'),
        style="ta2",
    )
    sheet = opened(content, "sager.ods").sheets[0]
    assert (sheet.hidden, sheet.hidden_columns, sheet.merged) == (True, {2}, ((1, 0, 1, 1),))
    assert [(row.number, row.hidden) for row in sheet.rows()] == [(1, False), (2, True), (3, True)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ods("", manifest="<encryption-data/>"), refusals.PasswordProtected),
        (ods("", body="text"), refusals.NotAWorkbook),
        (ods(row(cell("float", 'office:value="5"', "5", 'table:number-columns-repeated="16384"'))), refusals.FarCell),
        (ods(row(cell("float", 'office:value="5"'), settings='table:number-rows-repeated="99999999"')), refusals.FarCell),
        (ods(row(cell("float", 'office:value="5"'), settings='table:number-rows-repeated="-1"')), refusals.FileDamaged),
        (ods(row()), refusals.EmptyWorkbook),
    ],
)  # fmt: skip
def test_opendocument_traps_are_refused(content, reason, opened):
    with pytest.raises(reason):
        opened(content, "sager.ods")


def brt(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while size > 127:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return number + length + bytes([size]) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def at(column: int, content: bytes) -> bytes:
    return struct.pack("<II", column, 0) + content


def header(number: int, flags: int = 0) -> bytes:
    return brt(0, struct.pack("<IIH", number, 0, 300) + bytes([0, flags]) + bytes(5))


def xlsb(records: bytes, state: int = 0) -> bytes:
    sheet = brt(129) + brt(148, struct.pack("<IIII", 0, 9, 0, 9)) + brt(145) + records + brt(146) + brt(130)
    listed = brt(156, struct.pack("<II", state, 1) + wide("r1") + wide("Sager"))
    strings = (
        brt(159, struct.pack("<II", 2, 2)) + brt(19, b"\0" + wide("FIKTIV")) + brt(19, b"\0" + wide("")) + brt(160)
    )
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    targets = relation.format("r1", OFFICE, "worksheet", "worksheets/sheet1.bin")
    targets += relation.format("r2", OFFICE, "sharedStrings", "sharedStrings.bin")
    root = relation.format("r1", OFFICE, "officeDocument", "xl/workbook.bin")
    return zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{root}</Relationships>',
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}">{targets}</Relationships>',
            "xl/workbook.bin": brt(131) + brt(153, bytes(12)) + brt(143) + listed + brt(144) + brt(132),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/sharedStrings.bin": strings,
        }
    )


def test_binary_cells_come_out(cells):
    content = xlsb(
        header(0)
        + brt(5, at(0, struct.pack("<d", 45366.5)))
        + brt(7, at(1, struct.pack("<I", 0)))
        + brt(7, at(2, struct.pack("<I", 1)))
        + brt(4, at(3, b"\x01"))
        + brt(3, at(4, b"\x2a"))
        + brt(1, at(5, b""))
        + header(6)
        + brt(6, at(2, wide("æøå" * 50)))
    )
    assert cells(content, "sager.xlsb") == {
        (1, 0): Cell(NUMBER, "45366.5", 45366.5),
        (1, 1): Cell(TEXT, "FIKTIV"),
        (1, 3): Cell(BOOL, "1"),
        (1, 4): Cell(ERROR, "#N/A"),
        (7, 2): Cell(TEXT, "æøå" * 50),
    }


def test_binary_hidden_and_far_cells_are_told(opened):
    number = brt(5, at(0, struct.pack("<d", 1.0)))
    shape = brt(60, struct.pack("<IIIIH", 1, 2, 0, 0, 1))
    merged = brt(176, struct.pack("<IIII", 0, 1, 2, 3))
    sheet = opened(xlsb(shape + header(0, flags=0x10) + number + merged, state=1), "sager.xlsb").sheets[0]
    assert (sheet.hidden, sheet.hidden_columns, sheet.merged) == (True, {1, 2}, ((1, 2, 2, 3),))
    assert [row.hidden for row in sheet.rows()] == [True]
    with pytest.raises(refusals.FarCell):
        opened(xlsb(header(1_048_575) + brt(5, at(16_383, bytes(8)))), "sager.xlsb")


def some_xlsb() -> bytes:
    return xlsb(header(0) + brt(5, at(0, bytes(8))) + brt(7, at(1, bytes(4))))


def some_ods() -> bytes:
    return ods(row(cell("string", shown="FIKTIV"), cell("float", 'office:value="5"', "5")))
