"""Norway's investigations by processing time: weighted totals, and the unknown in or out of the denominator."""

from datetime import date, timedelta
from statistics import mean

import polars as pl
import pytest

from auditkit.compliance import summarise
from auditkit.dates import Quarter
from auditkit.evaluate import evaluate
from auditkit.intake import read_lists
from auditkit.report.page_parts import percent
from auditkit.report.writer import write_lists
from tests.published.cases import Alike, as_caseload, as_sheets, limit
from tests.published.tables import rounding_explains, source, table

RULE = limit("3 months")
BANDS = {"lt_2w": 10, "w2_4": 20, "m1_2": 45, "m2_3": 75, "m3_6": 120, "gt_6m": 200}
"""How many days an investigation of each band took: the middle of it, about."""

# Share within 3 months of the whole country: those of unknown length left out / kept in the denominator.
WITHIN_3_MONTHS = {
    1997: ("76,5 %", "76,3 %"),
    1998: ("74,0 %", "72,9 %"),
    1999: ("73,9 %", "73,4 %"),
    2000: ("70,5 %", "70,1 %"),
    2001: ("71,9 %", "71,7 %"),
    2002: ("71,1 %", "71,1 %"),
    2003: ("71,5 %", "71,4 %"),
    2004: ("69,5 %", "69,3 %"),
    2005: ("69,0 %", "69,0 %"),
    2006: ("68,5 %", "68,5 %"),
    2007: ("68,2 %", "68,2 %"),
    2008: ("70,1 %", "70,1 %"),
    2009: ("69,2 %", "69,2 %"),
}


def investigations(row, team, year):
    """Begun on 1 April, so that they fall due on 1 July and are closed within the year."""
    began = date(year, 4, 1)
    known = [Alike(team, began, began + timedelta(days=days), row[band]) for band, days in BANDS.items()]
    return [*known, Alike(team, began, None, row["unknown"])]


@pytest.fixture(scope="module")
def country():
    """The obligations of the whole country's 268,413 investigations, the years' teams named by the year."""
    rows = table("norge_land").rows(named=True)
    groups = [each for row in rows for each in investigations(row, str(row["year"]), row["year"])]
    return evaluate(as_caseload(groups), [RULE], date(2009, 12, 31))


@pytest.fixture(scope="module")
def counties(tmp_path_factory):
    """The obligations of 2006 by county, from a workbook of 22,808 investigations that is read like any other."""
    rows = table("norge_fylker_2006").rows(named=True)
    groups = [each for row in rows for each in investigations(row, row["county"], 2006)]
    path = tmp_path_factory.mktemp("norge") / "fiktiv.xlsx"
    write_lists(path, as_sheets(groups))
    intake = read_lists([path], pseudonym_key=None)
    assert (intake.rows.read, intake.rows.set_aside) == (2 * 22_808, 0)
    assert len(intake.problems) == 2  # Telemark's two without a known day: said, with their cells
    return evaluate(intake.caseload, [RULE], date(2006, 12, 31))


def by_team(obligations):
    return {row["team"]: row for row in summarise(obligations, ["team"]).iter_rows(named=True)}


@pytest.mark.parametrize("name", ["norge_land", "norge_fylker_2006"])
def test_every_row_adds_up_and_names_where_it_was_published(name):
    assert "SSB" in source(name)
    for row in table(name).rows(named=True):
        assert sum(row[band] for band in (*BANDS, "unknown")) == row["closed"]


def test_the_counties_of_2006_are_the_country_of_2006():
    country = table("norge_land").filter(year=2006).row(0, named=True)
    sums = table("norge_fylker_2006").sum().row(0, named=True)
    assert {band: sums[band] for band in (*BANDS, "unknown", "closed")} == {
        band: country[band] for band in (*BANDS, "unknown", "closed")
    }
    assert rounding_explains([sums[band] for band in (*BANDS, "unknown")], country["closed"], unit=0)


@pytest.mark.parametrize("year", WITHIN_3_MONTHS)
def test_the_share_within_three_months_is_the_published_one_with_the_unknown_left_out(country, year):
    found, published = by_team(country)[str(year)], table("norge_land").filter(year=year).row(0, named=True)
    assert found["obligations"] == published["closed"]
    assert (found["missed"], found["undeterminable"]) == (published["m3_6"] + published["gt_6m"], published["unknown"])
    assert percent(found["rate"]) == WITHIN_3_MONTHS[year][0]


@pytest.mark.parametrize("year", WITHIN_3_MONTHS)
def test_the_unknown_kept_in_the_denominator_give_the_other_published_share(country, year):
    """The counts stand beside the rate, so whoever counts the unknown as not in time can do it."""
    found = by_team(country)[str(year)]
    assert percent(found["met"] / (found["denominator"] + found["undeterminable"])) == WITHIN_3_MONTHS[year][1]


def test_in_1998_the_unknown_move_the_answer_by_a_whole_point(country):
    found = by_team(country)["1998"]
    kept = found["met"] / (found["denominator"] + found["undeterminable"])
    assert round(100 * (found["rate"] - kept), 1) == 1.1


def test_counted_by_when_they_were_closed_the_shares_are_the_same_and_the_unknown_belong_to_no_year(country):
    closed = summarise(country, ["quarter"], measure="completed")
    for year, (left_out, _kept) in WITHIN_3_MONTHS.items():
        of_year = closed.filter(pl.col("quarter").str.starts_with(str(year))).sum()
        assert percent(of_year["numerator"].item() / of_year["denominator"].item()) == left_out
    nowhere = closed.filter(pl.col("quarter").is_null())
    assert nowhere["undeterminable"].item() == table("norge_land")["unknown"].sum()


@pytest.mark.parametrize("row", table("norge_fylker_2006").rows(named=True), ids=lambda row: row["county"])
def test_a_list_by_county_gives_the_counts_of_the_county(counties, row):
    found = by_team(counties)[row["county"]]
    in_time = row["lt_2w"] + row["w2_4"] + row["m1_2"] + row["m2_3"]
    assert (found["obligations"], found["met"], found["undeterminable"]) == (row["closed"], in_time, row["unknown"])
    assert found["missed_late"] == row["m3_6"] + row["gt_6m"]


def test_the_best_and_the_worst_counties_are_the_published_ones(counties):
    ranked = summarise(counties, ["team"]).sort("rate", descending=True)
    shares = [(row["team"], percent(row["rate"])) for row in ranked.iter_rows(named=True)]
    assert shares[:2] == [("Aust-Agder", "77,8 %"), ("Oslo", "77,7 %")]
    assert shares[-2:] == [("Finnmark", "58,3 %"), ("Oppland", "50,3 %")]


def test_the_total_is_of_the_cases_and_not_the_mean_of_the_counties(counties):
    total = summarise(counties, []).row(0, named=True)
    assert percent(total["rate"]) == "68,5 %"
    assert percent(mean(summarise(counties, ["team"])["rate"])) == "67,4 %"


def test_only_telemark_has_cases_that_cannot_be_determined(counties):
    unknown = summarise(counties, ["team"]).filter(pl.col("undeterminable") > 0)
    assert unknown.select("team", "undeterminable").rows() == [("Telemark", 2)]


def test_the_quarter_asked_for_is_the_one_they_fall_due_in(counties):
    assert summarise(counties, [], quarter=Quarter(2006, 3))["obligations"].item() == 22_808
    assert summarise(counties, ["team"], quarter=Quarter(2006, 2)).is_empty()
