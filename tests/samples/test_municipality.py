"""The invented municipality: the same every time, like life, and recognisable as invented."""

import re
from datetime import date, datetime

import pytest

from auditkit.model import BY_PLURAL, RECORD_TYPES
from auditkit.samples import LAST_DAY, as_sheets, municipality

TEN_DIGITS = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-?\d{4}(?!\d)")


@pytest.fixture(scope="module")
def records():
    return municipality(cases=120)


def test_the_same_seed_gives_the_same_municipality(records):
    assert municipality(cases=120) == records
    assert municipality(cases=120, seed=1) != records


def test_a_small_municipality_is_the_beginning_of_a_large_one(records):
    small = municipality(cases=20)
    for plural, rows in small.items():
        assert rows == records[plural][: len(rows)]


def test_every_case_number_says_fiktiv_and_is_unique(records):
    numbers = [case["case_id"] for case in records["cases"]]
    assert len(set(numbers)) == 120
    assert all(number.startswith("FIKTIV-") for number in numbers)


def test_every_record_type_is_there_with_fields_of_the_model_only(records):
    for record_type in RECORD_TYPES:
        known = {field.name for field in record_type.fields}
        assert records[record_type.plural], record_type.plural
        assert all(set(row) <= known for row in records[record_type.plural])


def test_nothing_is_known_after_the_last_day_but_plans_for_the_future():
    for plural, rows in municipality(cases=120, mess=0).items():
        for row in rows:
            for name, value in row.items():
                if isinstance(value, date) and name not in ("next_on", "expected_birth_on"):
                    day = value.date() if isinstance(value, datetime) else value
                    assert day <= LAST_DAY, (plural, name)


def test_code_words_are_words_of_the_model(records):
    for plural, rows in records.items():
        for field in BY_PLURAL[plural].fields:
            if field.codes:
                assert {row.get(field.name) for row in rows} <= {None, *field.codes}, field.name


def test_no_cpr_number_and_nothing_like_one(records):
    text = "\n".join(str(cell) for rows in as_sheets(records).values() for row in rows for cell in row)
    assert not TEN_DIGITS.search(text)


def test_mess_is_a_share_that_can_be_set():
    def texts(mess):
        rows = municipality(cases=120, mess=mess)["investigations"]
        return sum(isinstance(row["decided_on"], str) for row in rows)

    assert texts(0) == 0
    assert texts(0.5) > 10


def test_every_sheet_of_the_standard_workbook_is_written_and_one_says_that_all_is_invented(records):
    sheets = as_sheets(records)
    assert list(sheets)[:3] == ["Om", "Sager", "Teamhistorik"]
    assert sheets["Om"][0][0].startswith("FIKTIV")
    assert sheets["Underretninger"][0][:3] == ["Underretningsnr", "Sagsnr", "Modtaget"]
    assert len(sheets["Sager"]) == 1 + 120 + 2
    assert sheets["Sager"][-1][0] == "I alt"
