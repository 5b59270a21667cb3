"""What the report says of teams out of scope and of breaks in the series is what ``compliance`` says of them."""

from datetime import date
from random import Random

import polars as pl
import pytest

from auditkit.compliance import Asked, measured, read_settings
from auditkit.dates import Quarter
from tests.report import invented

PILOT = """
[[ikke_omfattet]]
team = ["Nord", "Syd"]
krav = ["BFU-4M"]
til = "2026K3"
fordi = "Kommer med næste år"

[[ikke_omfattet]]
krav = ["TILSYN"]
til = "2026K2"
"""
OLD, NEW, NEWER = date(2011, 1, 1), date(2024, 1, 1), date(2026, 4, 1)


def settings(text=PILOT):
    return read_settings(text, "auditkit.toml")


def judged(quarter, version=NEW, **said):
    law = "SEL" if version == OLD else "BL"
    day = Quarter.parse(quarter).first_day
    return invented.obligation(quarter=quarter, due_on=day, version_from=version, law=law, **said)


def comparable(*rows, said=""):
    rows = [row | {"record": f"U{number}"} for number, row in enumerate(rows)]
    return invented.view_of(invented.frame(*rows), settings=settings(said)).comparable


def test_a_quarter_judged_by_another_version_than_the_last_with_figures_begins_something_new():
    seen = comparable(judged("2025K4"), judged("2026K2"), judged("2026K3", NEWER))
    assert seen.breaks == {("BFU-4M", "2026K3"), ("law", "2026K3")}


def test_a_break_is_seen_over_quarters_without_figures():
    """The change since the quarter before is not shown then, but the eight quarters are."""
    seen = comparable(judged("2024K4", OLD), judged("2026K3"))
    assert seen.breaks == {("BFU-4M", "2026K3"), ("law", "2026K3")}
    assert not seen.previous


def test_the_same_version_all_the_way_is_no_break():
    seen = comparable(judged("2025K3"), judged("2026K2"), judged("2026K3"))
    assert (seen.breaks, seen.previous, seen.year_ago) == (set(), set(), set())


def test_another_scope_than_in_the_quarter_before_is_a_break():
    """Until 2026K2 nobody was measured on TILSYN: the sum of the legal requirements holds more than it did."""
    rows = [judged(quarter, rule=rule) for quarter in ("2026K2", "2026K3") for rule in ("TILSYN", "OPF-1")]
    seen = comparable(*rows, said=PILOT)
    assert seen.breaks == {("law", "2026K3")}
    assert seen.crosses("law", 1)
    assert not seen.crosses("TILSYN", 1)


def test_teams_out_of_scope_are_those_named_whether_they_had_duties_or_not():
    seen = comparable(judged("2026K3", team="Nord"), judged("2026K3", team="Øst"), said=PILOT)
    assert seen.teams_out == {"BFU-4M": ("Nord", "Syd")}
    assert seen.rules_out == {("TILSYN", str(Quarter(2026, 2).plus(-back))) for back in range(7)}


def test_without_settings_everything_is_in_scope():
    seen = comparable(judged("2026K3"))
    assert (seen.teams_out, seen.rules_out) == ({}, set())


@pytest.mark.parametrize("said", ["", PILOT])
@pytest.mark.parametrize("seed", range(4))
def test_the_breaks_since_earlier_quarters_are_those_of_compliance(seed, said):
    random = Random(seed)
    versions = [random.choice((OLD, NEW, NEWER)) for _each in range(600)]
    laws = ["SEL" if each == OLD else "BL" for each in versions]
    found = invented.caseload(600, seed).with_columns(
        pl.Series("version_from", versions), pl.Series("law", laws), basis=pl.lit("law")
    )
    found = found.filter(pl.col("rule") != "0101-OPF-6M")
    seen = invented.view_of(found, settings=settings(said)).comparable
    for by, name in ((("rule",), "rule"), ((), None)):
        told = measured(found, Asked(by, invented.QUARTER, settings=settings(said)))
        for row in told.iter_rows(named=True):
            group = row[name] if name else "law"
            assert seen.crosses(group, 1) >= bool(row["previous_break"])
            assert seen.crosses(group, 4) >= bool(row["year_ago_break"])
            if row["previous_change"] is not None:
                assert seen.crosses(group, 1) == row["previous_break"]
            if row["year_ago_change"] is not None:
                assert seen.crosses(group, 4) == row["year_ago_break"]
