"""The public holidays against a calendar that others keep."""

from datetime import date

import holidays
import pytest

from auditkit.dates import add_working_days, public_holidays


@pytest.mark.parametrize("decade", range(1900, 2100, 10))
def test_public_holidays_are_those_of_the_danish_calendar(decade):
    for year in range(decade, decade + 10):
        assert public_holidays(year) == set(holidays.country_holidays("DK", years=year)), year


def test_store_bededag_was_a_holiday_for_the_last_time_in_2023():
    assert len(public_holidays(2023)) == 11
    assert len(public_holidays(2024)) == 10


def test_hverdage_are_counted_backwards_too() -> None:
    friday, thursday = date(2024, 5, 17), date(2024, 5, 23)  # 2. pinsedag between them is no hverdag
    assert add_working_days(thursday, -3) == friday
    assert add_working_days(friday, 3) == thursday
