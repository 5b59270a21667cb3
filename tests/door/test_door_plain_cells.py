"""Plain cells are lifted out of the XML before the parser sees it: whatever the XML is, the rows must be the same."""

# ruff: noqa: S311 (seeded dice)

from __future__ import annotations

import random
import re

import pytest

from auditkit.errors import InputRefused
from auditkit.intake.door.plain_cells import PlainCells
from auditkit.intake.door.sheet_xml import SheetContext, read_rows
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
def test_lifting_changes_nothing_that_is_read(runs):
    good, read = parts()[SHEET], 0
    for seed in range(runs):
        dice = random.Random(seed)
        xml = mutate_text(good, dice)
        lifted = rows_of(xml, dice.choice([1, 50, 700, 1 << 18]))
        by_parser = rows_of(xml.replace("<worksheet", "<!-- nothing is lifted --><worksheet", 1))

        assert lifted == by_parser, seed
        read += lifted is not None
    assert read > runs / 20


def test_cells_in_a_comment_are_none():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows = rows_of(sheet_xml(f"{cells}<!-- {cells.replace('1', '2')} -->"))

    assert [row.number for row in rows] == [1]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_mark_of_somebody_else_repeats_no_cells(place):
    rows = ['<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="2"><c r="A2"><v>2</v></c></row>']
    rows.insert(place, '<row r="9"><?auditkit-cells 0?></row>')

    for size in (1, 80, 1 << 18):
        assert [(row.number, len(row.cells)) for row in rows_of(sheet_xml("".join(rows)), size)] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>9</v></c>',
        '<c r="A1" t="s" t="s"><v>0</v></c>',
        '<c r="A1" t="inlineStr"><is><t>\uffff</t></is></c>',
        '<v><c r="A1"><v>1</v></c></v><c>',
    ],
)
def test_what_the_parser_refuses_is_refused_when_it_is_lifted(cell):
    assert rows_of(sheet_xml(f'<row r="1">{cell}</row>')) is None


def test_a_plain_text_is_the_text_and_nothing_else():
    cell = '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve"> Øst _x0041_ </t></is></c>'
    (row,) = rows_of(sheet_xml(f'<row r="1">{cell}<c r="B1" s="1"><v>45000</v></c><c r="C1"/></row>'))

    assert [(column, each.text, each.is_date) for column, each in row.cells.items()] == [
        (0, " Øst A ", False),
        (1, "45000", True),
    ]


def test_a_parser_that_puts_pieces_aside_still_finds_the_cells_behind_every_mark():
    """Newer versions of expat call back for a piece only after they were given later ones."""
    rows = [b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (number, number, number) for number in range(1, 6)]
    lifter = PlainCells("")
    lifted = b"".join(lifter.lift([b"<worksheet><sheetData>", *rows, b"</sheetData></worksheet>"]))
    marks = re.findall(rb"<\?(\S+) (\d+)\?>", lifted)
    marks = [(target.decode(), data.decode()) for target, data in marks]
    found = [lifter.read(said).value for mark in marks for _letters, said in lifter.behind(*mark)]
    assert found == ["1", "2", "3", "4", "5"]
    assert lifter.behind(*marks[0]) == []
