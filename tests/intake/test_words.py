"""Ids, names, code words, paragraphs and CPR numbers. No number here can be a person's."""

from datetime import date

import pytest

from auditkit.intake.cpr import Person, read_cpr
from auditkit.intake.door.grid import Cell, CellKind
from auditkit.intake.unreadable import Code, Unreadable, scrub
from auditkit.intake.vocabulary import standard_vocabulary
from auditkit.intake.words import (
    Paragraph,
    read_code,
    read_id,
    read_note,
    read_omission,
    read_paragraph,
    read_text,
    read_yes_no,
)
from auditkit.model import NOTED

KEY = b"kun til test"


def text(value: str) -> Cell:
    return Cell(CellKind.TEXT, value)


def number(value: float, *, is_date: bool = False) -> Cell:
    return Cell(CellKind.NUMBER, str(value), float(value), is_date)


def cpr(day: int, month: int, year: int, serial: str, between: str = "") -> str:
    """Put a number together while the test runs, so that none stands in the file."""
    return f"{day:02}{month:02}{year:02}{between}{serial}"


@pytest.mark.parametrize(
    "written",
    ["27.27.00-Ø00-1-20", "18/5090", "330-2020-494675", "2015-7002", "1989-010-001", "1-20", "0017", "a b", "SAG æøå"],
)
def test_an_id_is_kept_exactly_but_for_outer_blanks(written):
    assert read_id(text(f"  {written} ")) == written


def test_a_number_as_id_has_no_decimals():
    assert read_id(number(17.0)) == "17"
    assert read_id(number(330202049.0)) == "330202049"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (number(45366, is_date=True), Code.ID_IS_DATE),
        (number(18.5), Code.UNREADABLE_ID),
        (number(1e16), Code.UNREADABLE_ID),
        (Cell(CellKind.BOOL, "1"), Code.UNREADABLE_ID),
        (text("?"), Code.UNREADABLE_ID),
        (text(cpr(61, 1, 15, "4321")), Code.CPR_IN_TEXT),
        (text(cpr(61, 1, 15, "4321", "-")), Code.CPR_IN_TEXT),
    ],
)
def test_an_id_that_cannot_be_recovered_is_never_guessed(cell, code):
    found = read_id(cell)

    assert isinstance(found, Unreadable)
    assert found.code == code


def test_ten_digits_that_begin_with_no_date_are_an_id():
    assert read_id(text("9913991234")) == "9913991234"


@pytest.mark.parametrize("date", ["31.02.99", "31 02 99", "31021999", "31-02-1999", "310299\u00ad"])
def test_a_cpr_number_with_its_date_written_out_is_neither_an_id_nor_a_name(date):
    written = date + "-" + "40" + "01"

    assert read_id(text(written)).code == Code.CPR_IN_TEXT
    assert read_text(text(written)).code == Code.CPR_IN_TEXT
    assert "01" not in scrub(written)


@pytest.mark.parametrize("written", ["0101-2024-0001", "0101-24-0001", "330-2020-494675", "18/5090", "10124-2024"])
def test_case_numbers_with_a_code_and_a_year_are_not_cpr_numbers(written):
    assert read_id(text(written)) == written


@pytest.mark.parametrize("written", ["321399-" + "4001", "10299" + "4001"])
def test_no_name_holds_ten_digits_or_nine_that_lost_a_zero(written):
    assert read_text(text(written)).code == Code.CPR_IN_TEXT


def test_a_name_with_a_cpr_number_in_it_is_not_kept():
    found = read_text(text("Nord " + cpr(61, 1, 15, "4321", "-")))

    assert found.code == Code.CPR_IN_TEXT
    assert "4321" not in found.seen + found.message


@pytest.mark.parametrize("written", ["ja", "JA", " j ", "x", "X", "true", "1", "sand"])
def test_yes(written):
    assert read_yes_no(text(written)) is True


@pytest.mark.parametrize("written", ["nej", "Nej", "n", "false", "0", "falsk"])
def test_no(written):
    assert read_yes_no(text(written)) is False


def test_yes_and_no_as_numbers_and_booleans():
    assert read_yes_no(number(1)) is True
    assert read_yes_no(number(0)) is False
    assert read_yes_no(Cell(CellKind.BOOL, "1")) is True
    assert read_yes_no(Cell(CellKind.BOOL, "0")) is False


@pytest.mark.parametrize("written", ["måske", "n/a", "?", "2", "ja/nej", "01-01-2024"])
def test_neither_yes_nor_no(written):
    assert read_yes_no(text(written)).code == Code.UNREADABLE_YES_NO


def test_code_words_compare_without_case_and_outer_blanks():
    words = standard_vocabulary().codes["investigations.type"]

    assert read_code(text(" bfu "), words) == "BFU"
    assert read_code(text("AFDÆKNING"), words) == "afdækning"
    assert read_code(text("noget andet"), words).code == Code.UNKNOWN_CODE


@pytest.mark.parametrize(
    ("written", "paragraph"),
    [
        ("52", ("52", None)),
        ("§ 32", ("32", None)),
        ("§32", ("32", None)),
        ("§\u00a032", ("32", None)),
        ("47, stk. 1", ("47", None)),
        ("§ 52, stk. 3, nr. 7", ("52", None)),
        ("52 a", ("52 a", None)),
        ("52A", ("52 a", None)),
        ("§ 57 a, stk. 2", ("57 a", None)),
        ("par. 50", ("50", None)),
        ("50-undersøgelse", ("50", None)),
        ("SEL § 50", ("50", "SEL")),
        ("BL § 20", ("20", "BL")),
        ("§ 52 SEL", ("52", "SEL")),
        ("Barnets lov § 46", ("46", "BL")),
        ("servicelovens § 58", ("58", "SEL")),
    ],
)
def test_a_paragraph_is_its_number_alone(written, paragraph):
    assert read_paragraph(text(written)) == Paragraph(*paragraph)


def test_a_paragraph_as_number():
    assert read_paragraph(number(52.0)) == Paragraph("52", None)


@pytest.mark.parametrize(
    "written",
    [
        "52 og 58",
        "52, 58",
        "§§ 52 og 76",
        "52/58",
        "52-54",
        "§ 58, jf. § 52",
        "SEL § 50 BL § 20",
        "FVL § 19",
        "støtte",
        "0",
    ],
)
def test_two_paragraphs_or_none_are_unreadable(written):
    assert read_paragraph(text(written)).code == Code.UNREADABLE_PARAGRAPH


def test_a_fraction_or_a_date_is_no_paragraph():
    assert isinstance(read_paragraph(number(52.3)), Unreadable)
    assert isinstance(read_paragraph(number(45366, is_date=True)), Unreadable)


def test_of_free_text_only_that_it_is_there_is_kept():
    assert read_note(text("FIKTIV begrundelse")) == NOTED
    assert isinstance(read_note(text("n/a")), Unreadable)


def test_an_omission_needs_its_reason():
    assert read_omission(text("barnet er for lille")) == NOTED
    assert read_omission(text("nej")) is None
    assert read_omission(text("ja")).code == Code.REASON_MISSING


@pytest.mark.parametrize(
    ("written", "born"),
    [
        (cpr(61, 3, 15, "5678"), date(2015, 3, 1)),
        (cpr(61, 3, 15, "5678", "-"), date(2015, 3, 1)),
        (cpr(61, 3, 15, "5678", " "), date(2015, 3, 1)),
        (cpr(61, 3, 92, "1234"), date(1992, 3, 1)),
        (cpr(61, 3, 36, "4234"), date(2036, 3, 1)),
        (cpr(61, 3, 37, "4234"), date(1937, 3, 1)),
        (cpr(61, 3, 36, "9234"), date(2036, 3, 1)),
        (cpr(61, 3, 37, "9234"), date(1937, 3, 1)),
        (cpr(61, 3, 57, "8234"), date(2057, 3, 1)),
    ],
)
def test_the_seventh_digit_gives_the_century(written, born):
    assert read_cpr(text(written), KEY).birth_date == born


def test_a_lost_leading_zero_is_put_back():
    whole = cpr(1, 3, 15, "5678")

    assert read_cpr(number(float(whole)), KEY) == read_cpr(text(whole), KEY)
    assert read_cpr(text(whole.lstrip("0")), KEY) == read_cpr(text(whole), KEY)


def test_the_pseudonym_is_one_for_all_ways_of_writing_and_another_under_another_key():
    plain, hyphen = cpr(61, 3, 15, "5678"), cpr(61, 3, 15, "5678", "-")

    assert read_cpr(text(plain), KEY).key == read_cpr(text(hyphen), KEY).key
    assert read_cpr(text(plain), KEY).key != read_cpr(text(plain), b"en anden").key
    assert len(read_cpr(text(plain), KEY).key) == 64


def test_without_a_key_there_is_a_birth_date_and_no_pseudonym():
    assert read_cpr(text(cpr(61, 3, 15, "5678")), None) == Person(None, date(2015, 3, 1), replacement=True)


@pytest.mark.parametrize(
    "written",
    [
        "3213151234",
        "0013151234",
        "12345",
        "ukendt",
        cpr(61, 3, 15, "0000"),
        cpr(61, 3, 60, "5678"),
        cpr(90, 2, 15, "5678"),
    ],
)
def test_what_is_no_cpr_number_is_unreadable_and_not_shown(written):
    found = read_cpr(text(written), KEY)

    assert found.code == Code.UNREADABLE_CPR
    assert found.seen == ""
    assert written not in found.message


@pytest.mark.parametrize("between", ["", "-", " ", " - ", "\u2011", "\u00ad", "/"])
def test_a_cpr_number_is_masked_however_it_is_written(between):
    assert "4321" not in scrub("se " + cpr(61, 1, 15, "4321", between) + " og ring")
