"""Which number formats make a serial a date."""

from __future__ import annotations

import pytest

from auditkit.intake.door.formats import BUILTIN_DATE_IDS, shows_date, with_zeros, zeros_of


@pytest.mark.parametrize(
    "code",
    [
        "dd-mm-yyyy",
        "d. mmmm yyyy",
        "[$-406]d. mmmm yyyy;@",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
        "yyyy-mm-dd hh:mm:ss",
        "[h]:mm",
        "[mm]:ss",
        "[ss].00",
        "h:mm AM/PM",
        "dd-mm-åååå",
        "tt:mm",
        "ÅÅÅÅ",
        '"den" d/m',
        "[Red]dd-mm-yy",
        "mmm-yy;@",
    ],
)
def test_dates_and_times_are_seen(code):
    assert shows_date(code)


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "GENERAL",
        "Standard",
        "0",
        "#,##0.00",
        "0.00E+00",
        "0%",
        "@",
        '0 "dage"',
        "0\\d",
        "0_d",
        "*d0",
        "[Red]0;[Black]-0",
        '#,##0 "kr."',
        "[$kr.-406] #,##0.00",
        '"[h]"0',
        ";;;",
        "",
        '0 "uden slut',
    ],
)
def test_numbers_and_texts_are_left_alone(code):
    assert not shows_date(code)


def test_builtin_dates_are_those_of_the_format():
    assert {14, 22, 27, 36, 45, 47, 50, 58} <= BUILTIN_DATE_IDS
    assert not {0, 1, 13, 23, 26, 37, 44, 48, 49, 59} & BUILTIN_DATE_IDS


@pytest.mark.parametrize(
    ("code", "digits", "shown"),
    [
        ("0000", "12", "0012"),
        ("0000", "12345", "12345"),
        ("00-0000", "123", "00-0123"),
        ("00\\-0000", "1234567", "123-4567"),
        ('"SAG-"000', "7", "SAG-007"),
        ("0000;-0000;;@", "12", "0012"),
    ],
)
def test_formats_of_zeros_show_a_number_as_excel_does(code, digits, shown):
    assert with_zeros(digits, zeros_of(code)) == shown


@pytest.mark.parametrize(
    "code", ["0", "0.00", "#,##0", "#.##0", "0%", "00.0", "General", "@", "", "dd-mm-yyyy", '"10"00']
)
def test_other_formats_change_no_digits(code):
    assert zeros_of(code) == ""
