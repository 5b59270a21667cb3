"""Lists as text: delimiter and encoding are found, cells are text as written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.intake.door import CellKind, Limits, refusals

LIST = "Sagsnr;Modtaget;Note\r\nFIKTIV-1;01-02-2024;æøå, ja\r\nFIKTIV-2;;\r\n"


def texts(sheet) -> dict[int, dict[int, str]]:
    return {row.number: {column: cell.text for column, cell in row.cells.items()} for row in sheet.rows()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_encodings_are_found(encoding, opened):
    book = opened(LIST.encode(encoding), "sager.csv")
    assert book.kind == "csv"
    assert texts(book.sheets[0])[2] == {0: "FIKTIV-1", 1: "01-02-2024", 2: "æøå, ja"}
    assert (book.sheets[0].non_empty_rows, book.sheets[0].non_empty_cells) == (3, 7)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("title", ["", "Udtræk af sager pr. 1. maj\r\n\r\n"])
def test_delimiters_are_found(delimiter, title, opened):
    lines = [["Sagsnr", "Beløb", "Note"], ["A", '"1,5"', '"a;b"'], ["B", '"2,5"', '"c, d | e"']]
    content = title + "".join(delimiter.join(line) + "\r\n" for line in lines)
    found = list(texts(opened(content.encode(), "sager.csv").sheets[0]).values())
    assert found[-3:] == [
        {0: "Sagsnr", 1: "Beløb", 2: "Note"},
        {0: "A", 1: "1,5", 2: "a;b"},
        {0: "B", 1: "2,5", 2: "c, d | e"},
    ]


def test_decimal_commas_do_not_pass_for_delimiters(opened):
    content = "Sagsnr;Beløb\nA;1,5\nB;2,5\nC;3,5\n"
    assert texts(opened(content.encode(), "sager.csv").sheets[0])[2] == {0: "A", 1: "1,5"}


def test_a_declared_delimiter_is_believed_and_its_line_is_no_row(opened):
    content = "sep=,\r\na,b;c\r\nd,e;f\r\n"
    assert texts(opened(content.encode(), "sager.csv").sheets[0]) == {
        1: {0: "a", 1: "b;c"},
        2: {0: "d", 1: "e;f"},
    }


def test_one_column_is_a_list_too(opened):
    assert texts(opened(b"Sagsnr\nA\n", "sager.txt").sheets[0]) == {1: {0: "Sagsnr"}, 2: {0: "A"}}


def test_rows_are_numbered_as_excel_shows_them(opened):
    content = 'a;"to\r\nlinjer"\r\n\r\n;;\r\nb;c'
    assert texts(opened(content.encode(), "sager.csv").sheets[0]) == {
        1: {0: "a", 1: "to\r\nlinjer"},
        4: {0: "b", 1: "c"},
    }


def test_every_cell_is_text_and_no_date_is_guessed(opened):
    row = next(opened(b"01-02-2024;007;1,5;SAND\n", "sager.csv").sheets[0].rows())
    assert {cell.kind for cell in row.cells.values()} == {CellKind.TEXT}
    assert [cell.text for cell in row.cells.values()] == ["01-02-2024", "007", "1,5", "SAND"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'a;b\r\nc;"d\r\ne;f\r\n', refusals.BrokenQuotes),
        (b'a;b\r\nc;"d"e\r\n', refusals.BrokenQuotes),
        (b"a;b\x81\r\n\xe6;c", refusals.UnknownEncoding),
        (b"a;b\0\r\n", refusals.NotAWorkbook),
        (b";;\r\n;;\r\n", refusals.EmptyWorkbook),
        (("x;" * 3000).encode(), refusals.FarCell),
        (b"x" * 200_000, refusals.TooLarge),
        (b'"' + b"x" * 500_000, refusals.BrokenQuotes),
    ],
)
def test_what_cannot_be_read_whole_is_refused(content, reason, opened):
    with pytest.raises(reason):
        opened(content, "sager.csv")


def test_the_row_of_a_broken_quote_is_named(opened):
    with pytest.raises(refusals.BrokenQuotes, match="række 2"):
        opened(b'a;b\r\nc;"d\r\ne;f\r\n', "sager.csv")


def test_pieces_cut_anywhere_give_the_same_cells(opened):
    lines = [[f"FIKTIV-{n}", 'citat " her', "to\r\nlinjer; æ"] for n in range(6000)]
    store = io.StringIO()
    csv.writer(store, delimiter=";").writerows(lines)
    assert len(store.getvalue()) > 3 * 65_536
    found = texts(opened(store.getvalue().encode(), "sager.csv").sheets[0])
    assert [list(row.values()) for row in found.values()] == lines


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    lines=st.lists(
        st.lists(st.text('ab";,\r\nø \t', max_size=5), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_written_as_csv_is_read_or_refused_but_never_lost(lines, opened):
    store = io.StringIO()
    store.write("sep=;\r\n")
    csv.writer(store, delimiter=";", quoting=csv.QUOTE_ALL).writerows(lines)
    expected = [[text for text in line if text] for line in lines if any(line)]
    if not expected:
        with pytest.raises(refusals.EmptyWorkbook):
            opened(store.getvalue().encode(), "sager.csv")
        return
    sheet = opened(store.getvalue().encode(), "sager.csv", limits=Limits()).sheets[0]
    assert [list(row.values()) for row in texts(sheet).values()] == expected
    assert sheet.non_empty_cells == sum(map(len, expected))
