"""Plain rows are read without the parser, and counted as a whole: whatever the XML is, nothing must come of that."""

# ruff: noqa: S311, S314 (seeded dice, our own XML)

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET

import pytest

from auditkit.errors import InputRefused
from auditkit.intake.door.cell_values import CellValues
from auditkit.intake.door.limits import Limits
from auditkit.intake.door.plain_rows import PlainRows
from auditkit.intake.door.sheet_xml import SheetContext, read_rows
from auditkit.intake.door.tally import SheetTally, Tally
from tests.door.door_builders import sheet_xml
from tests.door.test_door_fuzz import SHEET, mutate_text, parts

CONTEXT = SheetContext("sager.xlsx", "Sager", "", ("et", "", "to løb"), (False, True), date1904=False)
RUNS = [pytest.param(600, id="short"), pytest.param(10_000, id="long", marks=pytest.mark.full)]


def rows_of(xml: str, size: int = 1 << 18):
    """Return the rows read from the XML in pieces of a size, or None where it is refused."""
    content = xml.encode()
    try:
        return list(read_rows((content[at : at + size] for at in range(0, len(content), size)), CONTEXT))
    except (InputRefused, ValueError):  # an address that is none: the preflight refuses it before the reader
        return None


@pytest.mark.parametrize("runs", RUNS)
def test_a_row_without_the_parser_is_the_row_of_the_parser(runs):
    good, read = parts()[SHEET], 0
    for seed in range(runs):
        dice = random.Random(seed)
        xml = mutate_text(good, dice)
        rows = rows_of(xml, dice.choice([1, 50, 700, 1 << 18]))
        by_parser = rows_of(xml.replace("<worksheet", "<!-- no row is plain --><worksheet", 1))

        assert rows == by_parser, seed
        read += rows is not None
    assert read > runs / 20


@pytest.mark.parametrize("blank_strings", [frozenset(), frozenset({b"1"})])
@pytest.mark.parametrize("runs", RUNS)
def test_a_row_counts_as_its_cells_do(runs, blank_strings):
    good, same = parts()[SHEET].replace("<f>A1</f>", "<f>A1</f><v>1</v>"), 0  # a formula without value is not plain
    for seed in range(runs):
        dice = random.Random(seed)
        xml = dice.choice([mutate_text, mutate_address])(good, dice)
        if well_formed(xml):
            counted = tally(xml, blank_strings)
            assert counted == tally(xml.replace("<row ", "<row  "), blank_strings), seed
            same += isinstance(counted, Tally)
    assert same > runs / 20


def test_the_rows_and_the_cells_of_plain_rows_count_towards_the_limit():
    cells = "".join(f'<c r="{letter}%d"/>' for letter in "ABCDEFGH")
    xml = sheet_xml("".join(f'<row r="{n}">{cells}</row>'.replace("%d", str(n)) for n in range(1, 12)))

    assert not isinstance(tally(xml, frozenset()), Tally)  # 88 cells and 11 rows, where 90 may be


def mutate_address(xml: str, dice: random.Random) -> str:
    """Return the XML with the place of one cell or row put in the place of another, or far away."""
    places = re.findall(r' r="\w+"', xml)
    return xml.replace(dice.choice(places), dice.choice([*places, ' r="XFD9"', ' r="AA3"', ' r="12"']), 1)


def well_formed(xml: str) -> bool:
    try:
        ET.fromstring(xml)
    except ET.ParseError:
        return False
    return True


def tally(xml: str, blank_strings: frozenset[bytes]) -> Tally | str:
    """Return what the preflight counts, or how it refuses."""
    content = xml.encode()
    pieces = [content[at : at + 700] for at in range(0, len(content), 700)]
    try:
        return SheetTally("sager.xlsx", "Sager", blank_strings, Limits(rows=11, columns=8, cells=90)).run(pieces)
    except InputRefused as refusal:
        return str(refusal)


def test_cells_in_a_comment_are_none():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows = rows_of(sheet_xml(f"{cells}<!-- {cells.replace('1', '2')} -->"))

    assert [row.number for row in rows] == [1]


@pytest.mark.parametrize("instruction", ["<?xml-stylesheet {} ?>", "<?x {} ?>"])
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0"?>'])
def test_rows_in_an_instruction_are_none(instruction, declaration):
    hidden = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (1, 2, 3))
    rows = rows_of(declaration + sheet_xml(f'{instruction.format(hidden)}<row r="4"><c r="A4"><v>4</v></c></row>'))

    assert [row.number for row in rows] == [4]


def test_a_cell_beside_the_rows_goes_into_none_of_them():
    rows = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}</v></c></row>' for n in (1, 2, 3)]

    assert rows_of(sheet_xml("".join(rows))) is not None
    assert rows_of(sheet_xml(f"{rows[0]}{rows[1]}<c><v>9</v></c>{rows[2]}")) is None


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>9</v></c>',
        '<c r="A1" t="s" t="s"><v>0</v></c>',
        '<c r="A1" t="inlineStr"><is><t>\uffff</t></is></c>',
        '<v><c r="A1"><v>1</v></c></v><c>',
    ],
)
def test_what_the_parser_refuses_is_refused_where_it_looks_plain(cell):
    assert rows_of(sheet_xml(f'<row r="1">{cell}</row>')) is None


def test_a_plain_text_is_the_text_and_nothing_else():
    cell = '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve"> Øst _x0041_ </t></is></c>'
    (row,) = rows_of(sheet_xml(f'<row r="1">{cell}<c r="B1" s="1"><v>45000</v></c><c r="C1"/></row>'))

    assert [(column, each.text, each.is_date) for column, each in row.cells.items()] == [
        (0, " Øst A ", False),
        (1, "45000", True),
    ]


def test_a_row_without_a_number_follows_the_plain_row_before_it():
    rows = rows_of(sheet_xml('<row r="4"><c r="A4"><v>1</v></c></row><row><c><v>2</v></c></row>'))

    assert [row.number for row in rows] == [4, 5]


CELL = '<c r="A7"><v>1</v></c>'
PLAIN = [
    f'<row r="7">{CELL}',
    f'\n <row r="7" spans="1:2" ht="12.8" hidden="true" x14ac:dyDescent="0.25"> {CELL}\n',
    '<row r="7">',
    '<row r="7"><c r="A7" t="str"><f>B7&amp;"x"</f><v>Børn &amp; unge</v></c>',
    '<row r="7"><c r="A7"><f aca="false">B7+120</f><v>45000</v></c>',
    '<row r="7"><c r="A7"><f t="shared" ref="A7:A9" si="0">B7</f><v>1</v></c><c r="B7"><f t="shared" si="0"/></c>',
    '<row r="7"><c r="A7" t="inlineStr"><is><t>to\nlinjer, &lt;og&gt; &quot;tre&quot;</t></is></c>',
]
NOT_PLAIN = [
    f'<row r="7"/><row r="8">{CELL}',
    f"<row>{CELL}",
    f'<row r="7" r="7">{CELL}',
    f'<row r="7" ht="1" ht="1">{CELL}',
    f'<row r="7" note="a<b">{CELL}',
    f'<row r="7" >{CELL}<extLst/>',
    '<row r="7"><c r="A8"><v>1</v></c>',
    '<row r="7"><c r="&"/>',
    '<row r="7"><c r="ABCD7"/>',
    '<row r="7"><c r="A7" t="s"><v>99</v></c>',
    '<row r="7"><c r="A7"><v>1</v>',
    '<row r="7"><c r="A7"><v>a]]>b</v></c>',
    '<row r="7"><c r="A7" t="inlineStr"><is><t>&#10;</t></is></c>',
    '<row r="7"><c r="A7" t="inlineStr"><is><t>a\rb</t></is></c>',
    '<row r="7"><c r="A7" t="inlineStr"><is><r><t>a</t></r></is></c>',
    '\x0b<row r="7">',
]


@pytest.mark.parametrize("row", PLAIN)
def test_a_row_as_programs_write_it_needs_no_parser(row):
    plain = PlainRows("", CellValues(("et",), (), (), date1904=False))

    assert [plain.read(row.encode())] == (rows_of(sheet_xml(f"{row}</row>")) or [(7, {}, False)])


@pytest.mark.parametrize("row", NOT_PLAIN)
def test_a_row_that_takes_a_closer_look_is_the_parsers(row):
    plain = PlainRows("", CellValues(("et",), (), (), date1904=False))

    assert plain.read(row.encode()) is None


@pytest.mark.parametrize(
    "outside",
    [
        '<row r="6">{}</row>',
        '<row r="6"><c r="A6">{}</c></row>',
        '<row r="5"><c r="A5"><row r="6"></row>{}</c></row>',
        "<x>{}</x>",
    ],
)
def test_a_row_within_something_else_is_the_parsers(outside):
    xml = sheet_xml(outside.format('<row r="7"><c r="A7"><v>1</v></c></row><row r="8"><c r="A8"><v>2</v></c></row>'))

    assert rows_of(xml) == rows_of(xml.replace("<worksheet", "<!-- no row is plain --><worksheet", 1))
