"""England's assessments by working days: rounded counts that miss their total, and the heap at the limit.

The published counts are rounded to 10, so one generated case stands for ten; no percentage is moved by that.
"""

from datetime import date

import polars as pl
import pytest

from auditkit.compliance import summarise
from auditkit.dates import add_working_days
from auditkit.evaluate import evaluate
from auditkit.report.page_parts import percent
from tests.published.cases import Alike, as_caseload, limit
from tests.published.tables import rounding_explains, table

ROUNDED_TO, LIMIT = 10, 45
BANDS = {
    "same_day": (0, 0),
    "d1_10": (1, 10),
    "d11_20": (11, 20),
    "d21_30": (21, 30),
    "d31_40": (31, 40),
    "d41_45": (41, 45),
    "d46_50": (46, 50),
    "d51_60": (51, 60),
    "d61_plus": (61, 120),
}
BEGAN = date(2024, 10, 1)
AREAS = table("england_2025").rows(named=True)
WITHIN_45_DAYS = {
    "England": "85,7 %",
    "North East": "86,5 %",
    "North West": "81,9 %",
    "Yorkshire and The Humber": "83,6 %",
    "East Midlands": "91,0 %",
}


def days_of(band, row):
    """How long the assessments of a band took: the quartile that was published, where it lies in the band."""
    first, last = BANDS[band]
    return next((row[mark] for mark in ("p25", "median", "p75") if first <= row[mark] <= last), (first + last) // 2)


def assessments(row):
    for band in BANDS:
        yield Alike(row["area"], BEGAN, add_working_days(BEGAN, days_of(band, row)), row[band] // ROUNDED_TO)


@pytest.fixture(scope="module")
def obligations():
    groups = [each for row in AREAS for each in assessments(row)]
    return evaluate(as_caseload(groups), [limit("45 working_days")], date(2025, 9, 30))


@pytest.mark.parametrize("row", AREAS, ids=lambda row: row["area"])
def test_the_share_within_45_working_days_is_the_published_one(obligations, row):
    found = summarise(obligations.filter(team=row["area"]), []).row(0, named=True)
    assert percent(found["rate"]) == WITHIN_45_DAYS[row["area"]]
    assert found["missed_late"] * ROUNDED_TO == row["d46_50"] + row["d51_60"] + row["d61_plus"]


@pytest.mark.parametrize("row", AREAS, ids=lambda row: row["area"])
def test_the_quartiles_are_those_published(obligations, row):
    days = {add_working_days(BEGAN, count): count for count in range(121)}
    took = obligations.filter(team=row["area"])["fulfilled_on"].replace_strict(days, return_dtype=pl.Int64)
    found = [took.quantile(share, "nearest") for share in (0.25, 0.5, 0.75)]
    assert found == [row["p25"], row["median"], row["p75"]]


@pytest.mark.parametrize(("area", "off"), [("England", -10), ("Yorkshire and The Humber", 10), ("North East", 0)])
def test_bands_that_miss_their_total_by_ten_are_rounded_and_not_wrong(area, off):
    row = next(row for row in AREAS if row["area"] == area)
    bands = [row[band] for band in BANDS]
    assert sum(bands) - row["completed"] == off
    assert rounding_explains(bands, row["completed"], ROUNDED_TO)


def test_what_rounding_cannot_explain_is_an_error():
    row = AREAS[0]
    assert not rounding_explains([row[band] for band in BANDS], row["completed"] + 100, ROUNDED_TO)
    assert not rounding_explains([5, 5], 11, unit=0)


@pytest.mark.parametrize(("days", "outcome"), [(LIMIT, "met"), (LIMIT + 1, "missed")])
def test_the_last_day_itself_is_in_time(days, outcome):
    caseload = as_caseload([Alike("A", BEGAN, add_working_days(BEGAN, days), 1)])
    assert evaluate(caseload, [limit("45 working_days")], date(2025, 9, 30))["outcome"].item() == outcome


def test_work_is_finished_at_the_limit_and_the_bands_show_it():
    """Cases for each working day of the band: nearly twice as many in the last five days as in the ten before."""
    row = AREAS[0]
    assert row["d41_45"] / 5 > 1.8 * row["d31_40"] / 10
    assert row["d41_45"] / 5 > 3 * row["d46_50"] / 5


def test_work_that_is_still_open_is_missed_though_statistics_of_finished_work_never_see_it():
    """What an English validator must ask for by itself: begun more than 45 working days ago, and still open."""
    done, still_open = Alike("A", BEGAN, add_working_days(BEGAN, LIMIT), 8), Alike("A", BEGAN, None, 2)
    caseload = as_caseload([done, still_open])
    blank = caseload["investigations"].with_columns(unreadable=pl.lit(0, dtype=pl.Int64))
    frames = dict(caseload.frames) | {"investigations": blank.cast(caseload["investigations"].schema)}
    judged = evaluate(type(caseload)(frames, caseload.tables), [limit("45 working_days")], date(2025, 9, 30))
    by_due, by_finish = (summarise(judged, [], measure=measure).row(0, named=True) for measure in ("due", "completed"))
    assert (by_due["numerator"], by_due["denominator"], by_due["missed_open"]) == (8, 10, 2)
    assert (by_finish["numerator"], by_finish["denominator"]) == (8, 8)
