"""The dates that law.md works out by hand (months, hours, hverdage), put through the reference."""

from datetime import UTC, date, datetime

import pytest

from auditkit.dates import COPENHAGEN
from tests.reference.reference import reference
from tests.support.caseloads import standard

FAR_AHEAD = date(2030, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def only(rule: str, as_of: date = FAR_AHEAD, **rows) -> dict:
    (row,) = reference(standard(**rows), [rule], as_of)
    return row


@pytest.mark.parametrize(
    ("aware_on", "due_on"),
    [
        ("2022-10-31", "2023-02-28"),
        ("2023-10-31", "2024-02-29"),
        ("2023-09-30", "2024-01-30"),
        ("2023-02-28", "2023-06-28"),
        ("2024-02-29", "2024-06-29"),
        ("2024-01-15", "2024-05-15"),
        ("2024-08-24", "2024-12-24"),
    ],
)
def test_four_months_keep_the_day_number_or_clip_to_the_month(aware_on, due_on):
    row = only("BFU-4M", investigations=[{"case_id": "S1", "aware_on": day(aware_on)}])
    assert row["due_on"] == day(due_on)


def test_the_due_day_itself_is_in_time_and_the_day_after_is_not():
    rows = [
        {"case_id": "S1", "aware_on": day("2023-10-31"), "completed_on": day("2024-02-29")},
        {"case_id": "S2", "aware_on": day("2023-10-31"), "completed_on": day("2024-03-01")},
    ]
    found = reference(standard(investigations=rows), ["BFU-4M"], FAR_AHEAD)
    assert [row["reason"] for row in found] == ["fulfilled", "late"]


@pytest.mark.parametrize(
    ("received", "due_at"),
    [
        ("2024-03-30 20:00", "2024-03-31 21:00"),
        ("2024-10-26 20:00", "2024-10-27 19:00"),
        ("2023-12-24 15:30", "2023-12-25 15:30"),
    ],
)
def test_24_hours_are_elapsed_hours_also_across_a_clock_change(received, due_at):
    row = only("UND-24T", notifications=[{"case_id": "S1", "received_at": moment(received)}])
    local = row["due_at"].astimezone(COPENHAGEN)
    assert local.replace(tzinfo=None) == moment(due_at)
    assert row["due_on"] == local.date()


def test_an_hour_that_does_not_exist_counts_with_the_offset_before_the_change():
    received = moment("2024-03-31 02:30")
    row = only("UND-24T", notifications=[{"case_id": "S1", "received_at": received}])
    assert row["trigger_at"] == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "assessed", "reason"),
    [
        ("2024-05-06", "2024-05-06", "fulfilled"),
        ("2024-05-06", "2024-05-07", "dates_only"),
        ("2024-05-06", "2024-05-08", "late"),
        ("2024-05-06", "2024-05-05", "before_trigger"),
        ("2024-05-06 10:00", "2024-05-07 10:00", "fulfilled"),
        ("2024-05-06 10:00", "2024-05-07 10:01", "late"),
        ("2024-05-06 10:00", "2024-05-06 09:59", "before_trigger"),
        ("2024-05-06 10:00", "2024-05-06", "fulfilled"),
        ("2024-05-06 10:00", "2024-05-07", "dates_only"),
        ("2024-05-06 10:00", "2024-05-08", "late"),
        ("2024-05-06", "2024-05-06 23:59", "fulfilled"),
        ("2024-05-06", "2024-05-07 12:00", "dates_only"),
        ("2024-05-06", "2024-05-08 00:01", "late"),
    ],
)
def test_a_missing_hour_is_bounded_and_never_guessed(received, assessed, reason):
    report = {"case_id": "S1", "received_at": moment(received), "assessed_at": moment(assessed)}
    assert only("UND-24T", notifications=[report])["reason"] == reason


@pytest.mark.parametrize(
    ("received", "due_on"),
    [
        ("2023-05-03", "2023-05-12"),
        ("2024-04-24", "2024-05-02"),
        ("2024-03-27", "2024-04-09"),
        ("2024-03-01", "2024-03-11"),
        ("2023-12-22", "2024-01-04"),
        ("2024-06-03", "2024-06-11"),
    ],
)
def test_six_hverdage_are_mondays_to_fridays_that_are_no_holidays(received, due_on):
    row = only("UND-KVIT", notifications=[{"case_id": "S1", "received_at": moment(received)}])
    assert row["due_on"] == day(due_on)


@pytest.mark.parametrize(
    ("born", "due_on", "adult_on"),
    [
        ("2007-08-31", "2025-02-28", "2025-08-31"),
        ("2008-02-29", "2025-08-28", "2026-02-28"),
    ],
)
def test_half_a_year_is_counted_back_from_the_18th_birthday(born, due_on, adult_on):
    row = only(
        "UNG-6M",
        cases=[{"case_id": "S1", "birth_date": day(born)}],
        measures=[{"case_id": "S1", "placement": True, "started_on": day("2024-01-01")}],
    )
    assert (row["due_on"], row["record"]) == (day(due_on), f"S1@{adult_on}")


def test_placement_years_are_counted_from_the_start_and_not_from_a_clipped_day():
    placed = {"case_id": "S1", "measure_id": "I1", "placement": True, "started_on": day("2024-02-29")}
    rows = reference(standard(measures=[placed]), ["TILSYN"], day("2028-02-29"))
    assert [str(row["due_on"]) for row in rows] == [
        "2025-02-27",
        "2026-02-27",
        "2027-02-27",
        "2028-02-28",
        "2029-02-27",
    ]
