"""What an .xlsx cell says comes out exactly, and blank cells do not come out."""

from __future__ import annotations

import pytest

from auditkit.intake.door import Cell, CellKind
from tests.door.door_builders import MAIN, OFFICE, STRICT, sheet_xml, workbook_parts, xlsx, zipped

TEXT, NUMBER, BOOL, ERROR = CellKind.TEXT, CellKind.NUMBER, CellKind.BOOL, CellKind.ERROR
UNKNOWN = Cell(CellKind.FORMULA_WITHOUT_VALUE, "")


def one(xml: str) -> str:
    return f'<row r="1">{xml}</row>'


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="A1"><v>45366.5</v></c>', Cell(NUMBER, "45366.5", 45366.5)),
        ('<c r="A1" t="n"><v>1E3</v></c>', Cell(NUMBER, "1E3", 1000.0)),
        ('<c r="A1" s="1"><v>45366</v></c>', Cell(NUMBER, "45366", 45366.0, is_date=True)),
        ('<c r="A1"><v>1_000</v></c>', Cell(TEXT, "1_000")),
        ('<c r="A1"><v>nan</v></c>', Cell(TEXT, "nan")),
        ('<c r="A1"><v>1e999</v></c>', Cell(TEXT, "1e999")),
        ('<c r="A1" t="s"><v>0</v></c>', Cell(TEXT, "FIKTIV")),
        ('<c r="A1" t="s"><v>1</v></c>', Cell(TEXT, "rig tekst")),
        ('<c r="A1" t="s"><v>2</v></c>', None),
        ('<c r="A1" t="s"><v>3</v></c>', Cell(TEXT, "漢")),
        ('<c r="A1" t="s"><v>4</v></c>', Cell(TEXT, "a\r\nb")),
        ('<c r="A1" t="inlineStr"><is><t> æøå </t></is></c>', Cell(TEXT, " æøå ")),
        ('<c r="A1" t="inlineStr"><is><r><t>to</t></r><r><t> løb</t></r></is></c>', Cell(TEXT, "to løb")),
        ('<c r="A1" t="inlineStr"><is><t></t></is></c>', None),
        ('<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', Cell(TEXT, "a")),
        ('<c r="A1" t="inlineStr"><is><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', None),
        ('<c r="A1" t="b"><v>1</v></c>', Cell(BOOL, "1")),
        ('<c r="A1" t="b"><v>false</v></c>', Cell(BOOL, "0")),
        ('<c r="A1" t="e"><v>#N/A</v></c>', Cell(ERROR, "#N/A")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell(ERROR, "#DIV/0!")),
        ('<c r="A1" t="d"><v>2024-03-15</v></c>', Cell(NUMBER, "2024-03-15", 45366.0, is_date=True)),
        ('<c r="A1" t="d"><v>2024-03-15T12:00:00Z</v></c>', Cell(NUMBER, "2024-03-15T12:00:00Z", 45366.5, True)),
        ('<c r="A1" t="d"><v>1900-01-01</v></c>', Cell(NUMBER, "1900-01-01", 1.0, is_date=True)),
        ('<c r="A1" t="d"><v>06:00:00</v></c>', Cell(NUMBER, "06:00:00", 0.25, is_date=True)),
        ('<c r="A1" t="d"><v>i går</v></c>', Cell(TEXT, "i går")),
        ('<c r="A1" t="str"><f>B1</f><v>tekst</v></c>', Cell(TEXT, "tekst")),
        ('<c r="A1"><f>B1+1</f><v>3</v></c>', Cell(NUMBER, "3", 3.0)),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', None),
        ('<c r="A1"><f>B1+1</f></c>', UNKNOWN),
        ('<c r="A1"><f>B1+1</f><v/></c>', UNKNOWN),
        ('<c r="A1" t="str"><f>B1</f></c>', UNKNOWN),
        ('<c r="A1"><f t="shared" si="0"/></c>', UNKNOWN),
        ('<c r="A1" s="1"/>', None),
        ('<c r="A1" s="1"></c>', None),
        ('<c r="A1"><v></v></c>', None),
        ('<c r="A1" t="str"><v> </v></c>', Cell(TEXT, " ")),
        ('<c r="A1" t="str"><v>a &lt; b &amp; c</v></c>', Cell(TEXT, "a < b & c")),
        ('<c r="A1" t="str"><v><![CDATA[<row> & </c>]]></v></c>', Cell(TEXT, "<row> & </c>")),
        ('<c r="A1"><!-- <v>9</v> --><v>5</v></c>', Cell(NUMBER, "5", 5.0)),
        ("<c r='A1' t='str'><v>a</v></c>", Cell(TEXT, "a")),
        ('<c\n s="0"\n r="A1"\n><v>5</v\n></c\n>', Cell(NUMBER, "5", 5.0)),
        ('<c r="A1" cm="1>0" t="str"><v>a</v></c>', Cell(TEXT, "a")),
        ("<c><v>5</v></c>", Cell(NUMBER, "5", 5.0)),
    ],
)  # fmt: skip
def test_cell(xml, expected, cells):
    strings = (
        "<si><t>FIKTIV</t></si><si><r><t>rig</t></r><r><rPr><b/></rPr><t xml:space='preserve'> tekst</t></r></si>"
        "<si><t/></si><si><t>漢</t><rPh sb='0' eb='1'><t>カン</t></rPh></si><si><t>a_x000D_\nb</t></si>"
    )
    beside = '<c r="C1"><v>1</v></c>'
    found = cells(xlsx(one(xml + beside), strings=strings, formats=("dd-mm-yyyy",)))
    assert found.pop((1, 2)) == Cell(NUMBER, "1", 1.0)
    assert found == ({(1, 0): expected} if expected else {})


def test_empty_values_are_blank_where_no_shared_string_is_empty(opened):
    rows = one('<c r="A1"><v></v></c><c r="B1"><v>1</v></c>')
    sheet = opened(xlsx(rows)).sheets[0]
    assert sheet.non_empty_cells == 1
    assert [list(row.cells) for row in sheet.rows()] == [[1]]


def test_cells_and_rows_without_addresses_follow_the_one_before(cells):
    rows = (
        '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
        '<row r="5"><c r="C5" t="str"><v>c</v></c><c/><c t="str"><v>e</v></c></row><row><c t="str"><v>f</v></c></row>'
    )
    found = cells(xlsx(rows))
    assert {place: cell.text for place, cell in found.items()} == {
        (1, 0): "a",
        (1, 1): "b",
        (5, 2): "c",
        (5, 4): "e",
        (6, 0): "f",
    }


@pytest.mark.parametrize("dimension", ["A1", "A1:B2", "A1:XFD1048576", "vrøvl"])
def test_the_dimension_tag_is_never_believed(dimension, opened):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 502))
    xml = sheet_xml(rows, before=f'<dimension ref="{dimension}"/>')
    sheet = opened(zipped(workbook_parts({"Sager": xml}))).sheets[0]
    assert [row.number for row in sheet.rows()] == list(range(1, 502))
    assert (sheet.non_empty_rows, sheet.non_empty_cells) == (501, 501)


def test_hidden_rows_columns_and_sheets_are_told(opened):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    columns = '<cols><col min="2" max="4" hidden="1"/><col min="6" max="6" hidden="0"/></cols>'
    sheets = {
        "Sager": sheet_xml(rows, before=columns),
        "Gemt": sheet_xml(rows),
        "Dybt": sheet_xml(rows),
    }
    states = {"Gemt": "hidden", "Dybt": "veryHidden"}
    book = opened(zipped(workbook_parts(sheets, states=states)))
    assert [sheet.hidden for sheet in book.sheets] == [False, True, True]
    assert book.sheets[0].hidden_columns == {1, 2, 3}
    assert [row.hidden for row in book.sheets[0].rows()] == [False, True]


def test_merged_areas_are_told(opened):
    xml = sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>',
    )
    assert opened(zipped(workbook_parts({"Sager": xml}))).sheets[0].merged == ((1, 0, 2, 2),)


def test_1904_workbooks_say_so_and_iso_dates_follow(opened):
    book = opened(xlsx(one('<c r="A1" t="d"><v>1904-01-02</v></c>'), date1904=True))
    assert book.date1904
    assert next(book.sheets[0].rows()).cells[0].number == 1.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_sheets_are_read_in_every_encoding_xml_may_declare(encoding, opened):
    declared = encoding.removesuffix("-sig")
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + sheet_xml(one('<c r="A1" t="str"><v>Ærø</v></c>'))
    parts = workbook_parts({"Sager": ""}) | {"xl/worksheets/sheet1.xml": xml.encode(encoding)}
    assert next(opened(zipped(parts)).sheets[0].rows()).cells[0].text == "Ærø"


def test_strict_namespace_and_prefixed_tags_are_read(cells):
    strict_office = OFFICE.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml").replace("/2006", "")
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    parts = workbook_parts({"Sager": sheet_xml(rows)}, strings="<si><t>FIKTIV</t></si>")
    strict = {name: str(part).replace(MAIN, STRICT).replace(OFFICE, strict_office) for name, part in parts.items()}
    assert cells(zipped(strict))[1, 0].text == "FIKTIV"
    text = '<x:c r="A{0}" t="inlineStr"><x:is><x:t>FIKTIV {0}</x:t></x:is></x:c>'
    prefixed = "".join(f'<x:row r="{number}">{text.format(number)}</x:row>' for number in (1, 2, 3))
    prefixed = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{prefixed}</x:sheetData></x:worksheet>'
    found = cells(zipped(parts | {"xl/worksheets/sheet1.xml": prefixed}))
    assert {row: cell.text for (row, _column), cell in found.items()} == {1: "FIKTIV 1", 2: "FIKTIV 2", 3: "FIKTIV 3"}


def test_chart_sheets_are_left_out(opened):
    parts = workbook_parts({"Sager": sheet_xml(one('<c r="A1"><v>1</v></c>')), "Diagram": "<chartsheet/>"})
    relations = "xl/_rels/workbook.xml.rels"
    chart = 'worksheet" Target="worksheets/sheet2.xml'
    parts[relations] = str(parts[relations]).replace(chart, chart.replace('worksheet"', 'chartsheet"'))
    assert [sheet.name for sheet in opened(zipped(parts)).sheets] == ["Sager"]


def test_rows_can_be_read_again(opened):
    sheet = opened(xlsx(one('<c r="A1"><v>1</v></c>'))).sheets[0]
    assert list(sheet.rows()) == list(sheet.rows()) != []
