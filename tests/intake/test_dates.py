"""The forms in which Danish lists write dates and times, and what is refused."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditkit.intake.cells import BIRTH_PIVOT, from_serial, read_date, read_dates, read_moment, read_time
from auditkit.intake.door.grid import Cell, CellKind
from auditkit.intake.unreadable import Code, Unreadable


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def text(value: str) -> Cell:
    return Cell(CellKind.TEXT, value)


def number(value: float, *, is_date: bool = False) -> Cell:
    return Cell(CellKind.NUMBER, str(value), float(value), is_date)


@pytest.mark.parametrize(
    "written",
    [
        "15-03-2024",
        "15.03.2024",
        "15/03/2024",
        "15/3/2024",
        "15-3-24",
        "15.3.24",
        "15. 3. 2024",
        "15/3-24",
        "15/3-2024",
        "15/3 2024",
        "15/3 - 24",
        "2024-03-15",
        "15. marts 2024",
        "15.marts 2024",
        "15 mar 2024",
        "15. mar. 2024",
        "15-mar-24",
        "15. MARTS 2024",
        "den 15. marts 2024",
        "d. 15. marts 2024",
        " 15-03-2024 ",
        "15\u00a0marts\u00a02024",
        "15-03-2024 14:30",
        "15-03-2024 kl. 14.30",
        "2024-03-15T14:30:00",
        "2024-03-15 00:00:00",
        "45366",
    ],
)
def test_a_day_is_read_day_first_in_every_danish_form(written):
    assert read_date(text(written), date1904=False) == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31/4-24", Code.IMPOSSIBLE_DATE),
        ("29-02-2023", Code.IMPOSSIBLE_DATE),
        ("03/25/2024", Code.IMPOSSIBLE_DATE),
        ("00-01-2024", Code.IMPOSSIBLE_DATE),
        ("01-01-2924", Code.IMPOSSIBLE_DATE),
        ("2024-02-30T10:00", Code.IMPOSSIBLE_DATE),
        ("12/3", Code.UNREADABLE_DATE),
        ("marts 2024", Code.UNREADABLE_DATE),
        ("marts/april 2023", Code.UNREADABLE_DATE),
        ("2024", Code.UNREADABLE_DATE),
        ("1. halvår 2017", Code.UNREADABLE_DATE),
        ("medio 2010", Code.UNREADABLE_DATE),
        ("primo uge 15 og uge 40", Code.UNREADABLE_DATE),
        ("inden udgangen af 1. kvartal 2017", Code.UNREADABLE_DATE),
        ("nej – for lille", Code.UNREADABLE_DATE),
        ("15-03.2024", Code.UNREADABLE_DATE),
        ("15032024", Code.UNREADABLE_DATE),
        ("15-03-2024 25:10", Code.UNREADABLE_DATE),
        ("12/3 og 4/9", Code.UNREADABLE_DATE),
        ("01-01-1900", Code.PLACEHOLDER),
        ("31-12-9999", Code.PLACEHOLDER),
        ("xx-xx-xxxx", Code.PLACEHOLDER),
        ("dd-mm-åååå", Code.PLACEHOLDER),
        ("00-00-0000", Code.PLACEHOLDER),
        ("n/a", Code.PLACEHOLDER),
        ("?", Code.PLACEHOLDER),
        ("Ikke relevant", Code.PLACEHOLDER),
    ],
)
def test_what_is_not_one_certain_day_is_unreadable(written, code):
    found = read_date(text(written), date1904=False)

    assert isinstance(found, Unreadable)
    assert found.code == code


@pytest.mark.parametrize(
    "written",
    [
        *(
            "medio maj",
            "Primo juni 2024",
            "ultimo 2023",
            "ultimo maj",
            "i maj",
            "maj 2024",
            "Maj -24",
            "2024",
            "05/2024",
        ),
        *("2024-05", "uge 23", "Uge 23, 2024", "uge 23-24", "sommeren 2024", "2. halvår 2024", "1. kvartal 2024"),
        *("2024K2", "maj/juni 2024", "ca. 1. halvår 2024", "slutningen af maj 2024", "omkring 2023"),
    ],
)
def test_a_period_is_said_to_be_one_and_gives_no_day(written):
    found = read_date(text(written), date1904=False)

    assert isinstance(found, Unreadable)
    assert found.code == Code.UNREADABLE_DATE
    assert found.seen == written
    assert found.message == (
        f"»{written}« angiver en periode og ikke en dag, og dagen bliver ikke gættet. Find dagen i sagen, og skriv "
        "den som dd-mm-åååå. Hvis ingen kender dagen, så lad teksten stå: den tæller som ukendt."
    )


@pytest.mark.parametrize("written", ["12/3", "15-3", "13/2024", "maj kom brev", "31/4-24", "15-03-2024 uge", "m", "?"])
def test_what_is_no_period_is_not_called_one(written):
    assert "periode" not in read_date(text(written), date1904=False).message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ja", "siger, at det er sket, men ikke hvornår"),
        ("nej", "siger, at det ikke er sket"),
        ("nej – for lille", "siger, at det ikke er sket"),
        ("fravalgt", "siger, at det ikke er sket"),
    ],
)
def test_an_answer_in_a_date_cell_is_said_to_be_one(written, said):
    assert said in read_date(text(written), date1904=False).message


def test_the_message_says_what_is_wrong_with_an_impossible_date():
    found = read_date(text("31/4-24"), date1904=False)

    assert "31/4-24" in found.message
    assert "april 2024 har 30 dage" in found.message


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (45366, False, date(2024, 3, 15)),
        (45366 - 1462, True, date(2024, 3, 15)),
        (61, False, date(1900, 3, 1)),
        (59, False, date(1900, 2, 28)),
        (1, False, date(1900, 1, 1)),
    ],
)
def test_serials_of_both_date_systems(serial, date1904, day):
    assert from_serial(serial, date1904).date() == day


def test_the_day_that_excel_invented_is_no_day():
    assert from_serial(60, date1904=False) is None


def test_a_plain_number_is_a_date_only_where_the_year_is_plausible():
    assert read_date(number(45366), date1904=False) == date(2024, 3, 15)
    assert isinstance(read_date(number(2024), date1904=False), Unreadable)
    assert isinstance(read_date(number(20240315), date1904=False), Unreadable)
    assert isinstance(read_date(number(-5), date1904=False), Unreadable)


def test_zero_in_a_date_cell_is_a_placeholder():
    assert read_date(number(0, is_date=True), date1904=False).code == Code.PLACEHOLDER
    assert read_date(number(1, is_date=True), date1904=False).code == Code.PLACEHOLDER
    assert read_date(number(0, is_date=True), date1904=True).code == Code.PLACEHOLDER


@pytest.mark.parametrize(
    ("written", "as_event", "as_birth"),
    [
        ("1/2-35", 2035, 2035),
        ("1/2-36", 2036, 1936),
        ("1/2-49", 2049, 1949),
        ("1/2-50", 1950, 1950),
        ("1/2-99", 1999, 1999),
    ],
)
def test_two_digit_years(written, as_event, as_birth):
    assert read_date(text(written), date1904=False).year == as_event
    assert read_date(text(written), date1904=False, pivot=BIRTH_PIVOT).year == as_birth


@pytest.mark.parametrize(
    "written",
    ["15-03-2024 14:30", "15/3-24 kl. 14.30", "15. marts 2024, kl. 14:30", "2024-03-15T14:30", "2024-03-15T13:30:00Z"],
)
def test_moments_are_danish_wall_time(written):
    assert read_moment(text(written), date1904=False) == wall("2024-03-15 14:30")


def test_a_moment_from_a_serial_is_exact_to_the_second():
    assert read_moment(number(45366 + 14.5 / 24, is_date=True), date1904=False) == wall("2024-03-15 14:30")
    assert read_moment(number(45366.999988425923, is_date=True), date1904=False) == wall("2024-03-15 23:59:59")


def test_a_day_alone_is_a_moment_without_an_hour():
    assert read_moment(text("15-03-2024"), date1904=False) == wall("2024-03-15 00:00")


@pytest.mark.parametrize("cell", [text("14:30"), text("kl. 14.30"), text("14.30"), number(14.5 / 24, is_date=True)])
def test_a_time_in_a_column_of_its_own(cell):
    assert (read_time(cell).hour, read_time(cell).minute) == (14, 30)


@pytest.mark.parametrize("cell", [text("14"), text("24:00"), text("om eftermiddagen"), number(14.3)])
def test_what_is_not_a_time(cell):
    assert read_time(cell).code == Code.UNREADABLE_TIME


def test_two_visits_in_one_cell_need_a_year_each():
    assert read_dates(text("12/3-24 og 4/9-24"), date1904=False) == (date(2024, 3, 12), date(2024, 9, 4))
    assert read_dates(text("12-03-2024; 04-09-2024"), date1904=False) == (date(2024, 3, 12), date(2024, 9, 4))
    assert isinstance(read_dates(text("12/3 og 4/9"), date1904=False), Unreadable)
    assert isinstance(read_dates(text("12/3 og 4/9-24"), date1904=False), Unreadable)
    assert isinstance(read_dates(text("12/3-24 og ?"), date1904=False), Unreadable)


@given(st.dates(date(1901, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_each_way_of_writing_it(day):
    written = (f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}", f"{day.day}/{day.month} {day.year}", day.isoformat())

    if day != date(1904, 1, 1):  # where the 1904 system begins, and so a placeholder
        assert {read_date(text(each), date1904=False) for each in written} == {day}
        assert read_date(number((day - date(1899, 12, 30)).days, is_date=True), date1904=False) == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_raises(written):
    assert isinstance(read_date(text(written), date1904=False), date | Unreadable)
    assert isinstance(read_dates(text(written), date1904=False), tuple | Unreadable)


def test_what_was_seen_never_shows_a_cpr_number():
    digits = "3213" + "15" + "-" + "1234"  # 32 is no day and 13 no month

    found = read_date(text(f"se {digits}"), date1904=False)

    assert "1234" not in found.seen + found.message
