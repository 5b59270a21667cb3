"""Many lines at once are written as XlsxWriter writes each cell: to the byte, whatever stands in them."""

import re
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet, re_dynamic_function

from auditkit.report.formula_page import FormulaPage
from auditkit.report.long_page import RowsOutOfOrder
from auditkit.report.writer import new_book
from tests.support.hostile import hostile_texts

NASTY = (
    "a7æ =+-@&<>\"'_x0041\t\r\n\x00\x0b\x1b\x7f\x85\xa0\u2028\u200b\ufeff\ufdd0\ufffe\uffff\ud800\U0001f468\U0010ffff"
)
TEXTS = st.one_of(
    st.text(st.characters()),
    st.text(NASTY),
    st.builds(lambda part, times: part * times, st.sampled_from("a &😀"), st.sampled_from([9_999, 10_001, 32_768])),
)
TIMES = st.dates() | st.datetimes() | st.datetimes(datetime(1899, 12, 30), datetime(1900, 3, 2))
COLUMNS = st.one_of(
    st.lists(st.none() | st.integers() | TEXTS | TIMES),
    st.lists(st.floats(allow_nan=False, allow_infinity=False).map(abs)),
    st.lists(st.booleans()),
)


def written(folder, name, write):
    with new_book(folder / name) as book:
        sheet = book.add_long("Rækker")
        sheet.write(0, 0, "Sagsnr.", "header")
        write(sheet)
    return (folder / name).read_bytes()


def one_by_one(values):
    def write(sheet):
        for row, value in enumerate(values, start=1):
            sheet.write(row, 0, value, "text")

    return write


def as_lines(values):
    def write(sheet):
        lines = sheet.lines(1, ["text"])
        for some in (values[:2], values[2:]):
            lines.write([some])

    return write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("linjer")


@settings(deadline=None)
@given(COLUMNS)
@example(["plain", "plain", "=1", "_x0041_", "a_x", " a", "a ", "", "<r>a</r>", "a\ud800", "\ufffe"])
@example([date(1899, 12, 31), date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), datetime(1900, 1, 1, 12)])
@example(hostile_texts())
def test_lines_are_to_the_byte_the_cells_written_one_by_one(folder, values):
    assert written(folder, "linjer.xlsx", as_lines(values)) == written(folder, "celler.xlsx", one_by_one(values))


@settings(deadline=None)
@given(st.lists(st.sampled_from([None, 13.0, 29, 42.5, 409.5])))
def test_rows_are_as_high_as_xlsxwriter_makes_them(folder, heights):
    texts = [f"S{number}" for number in range(len(heights))]

    def write(sheet):
        for row, (text, height) in enumerate(zip(texts, heights, strict=True), start=1):
            sheet.write(row, 0, text, "text")
            if height is not None:
                sheet.page.set_row(row, height)

    lines = written(
        folder, "linjer.xlsx", lambda sheet: sheet.lines(1, ["text"]).write_rows([[t] for t in texts], heights)
    )
    assert lines == written(folder, "celler.xlsx", write)


def test_lines_above_the_last_row_are_refused_and_not_dropped(folder):
    with new_book(folder / "liste.xlsx") as book:
        sheet = book.add_long("Rækker")
        lines = sheet.lines(1, ["text"])
        lines.write([["S1"]])
        sheet.write(5, 0, "S2")
        with pytest.raises(RowsOutOfOrder):
            lines.write([["S1"]])


NEW_FUNCTIONS = re.findall(r"[A-Z]+(?=\\\()", re_dynamic_function.pattern)


@pytest.mark.parametrize("function", ["SUM", "COUNTIFS", "QUARTILE", "_xlfn.STDEV.S", "TRIMMEAN", *NEW_FUNCTIONS])
@pytest.mark.parametrize("form", ["={}(A1)", "{{={}(A1)}}", "=1+{}({}(A1))", '{}(A1)&"}}"'])
def test_a_formula_is_made_ready_as_xlsxwriter_makes_it(function, form):
    formula = form.format(function, function)
    assert FormulaPage()._prepare_formula(formula) == Worksheet()._prepare_formula(formula)


def test_new_functions_are_looked_for():
    assert {"FILTER", "XLOOKUP", "LAMBDA"} < set(NEW_FUNCTIONS)
