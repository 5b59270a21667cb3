"""Earlier runs and why a figure moved since; the database kept up to date, copied and cleared up."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path

import pytest

from auditkit.report.writer import write_lists
from auditkit.samples import as_sheets, municipality

RELEASED = Path(__file__).parents[1] / "migrations" / "released"
LOCAL = Path(__file__).parents[2] / "rules/local/0000/0000-opf-n-opfoelgning-hver-sjette-maaned.toml"


def investigations(*rows):
    header = ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"]
    return [header, *([number, f"FIKTIV-{number}", "BFU", aware, done] for number, aware, done in rows)]


@pytest.fixture
def save(auditkit, a_list):
    """Import a list of investigations (number, aware, completed) and judge it as of a day."""

    def write(as_of, *rows):
        sager = [["Sagsnr", "Team"], *([f"FIKTIV-{number}", "A"] for number, _aware, _done in rows)]
        path = a_list("sager.xlsx", Sager=sager, Undersøgelser=investigations(*rows))
        assert auditkit("import", path).code == 0
        assert auditkit("evaluate", "--as-of", as_of).code == 0

    return write


@pytest.fixture
def moved(auditkit):
    """What moved for the four months of an investigation: record → row of the CSV."""

    def read(earlier, later):
        rows = csv.DictReader(io.StringIO(auditkit("diff", earlier, later, "--format", "csv").out))
        return {row["record"]: row for row in rows if row["rule"] == "BFU-4M"}

    return read


AWARE = date(2024, 3, 15)


def test_the_passage_of_time_moves_a_verdict(save, moved):
    save("2024-06-30", ("B1", AWARE, None))
    save("2024-12-31", ("B1", AWARE, None))
    row = moved(1, 2)["B1"]
    assert (row["why"], row["outcome_before"], row["outcome_after"], row["cells"]) == ("time", "not_due", "missed", "")


def test_new_and_corrected_data_are_told_with_both_values_and_cells(save, moved):
    save("2024-12-31", ("B1", AWARE, None), ("B2", AWARE, date(2024, 9, 1)), ("B3", AWARE, None))
    save(
        "2024-12-31",
        ("B0", AWARE, date(2024, 4, 1)),
        ("B1", AWARE, date(2024, 7, 1)),
        ("B2", AWARE, date(2024, 7, 1)),
        ("B3", AWARE, None),
    )
    rows = moved(1, 2)
    assert {name: (row["change"], row["why"]) for name, row in rows.items()} == {
        "B0": ("new", "new_data"),
        "B1": ("changed", "new_data"),
        "B2": ("changed", "corrected_data"),
    }, "B3 stands a row further down, and that is no change"
    before, after = "2024-09-01 (sager.xlsx|Undersøgelser|E3)", "2024-07-01 (sager.xlsx|Undersøgelser|E4)"
    assert rows["B2"]["cells"] == f"investigation.completed_on: {before} -> {after}"
    assert rows["B1"]["cells"].startswith("investigation.completed_on:  (sager.xlsx|Undersøgelser|E2) -> 2024-07-01 (")


def test_an_unreadable_cell_that_is_put_right_is_corrected_data(save, moved):
    save("2024-12-31", ("B1", AWARE, "engang i juli"))
    save("2024-12-31", ("B1", AWARE, date(2024, 7, 1)))
    row = moved(1, 2)["B1"]
    assert (row["why"], row["reason_before"]) == ("corrected_data", "evidence_unreadable")
    assert row["cells"].startswith("investigation.completed_on: ? (sager.xlsx|Undersøgelser|E2) -> 2024-07-01 (")


def test_a_changed_rule_moves_a_verdict(auditkit, home):
    write_lists(home / "fiktiv.xlsx", as_sheets(municipality(20)))
    auditkit("import", "fiktiv.xlsx")
    text = LOCAL.read_text(encoding="utf-8")
    for within, day in (("6 months", "2026-09-30"), ("5 months", "2026-09-30"), ("4 months", "2026-10-31")):
        (home / LOCAL.name).write_text(text.replace('within = "6 months"', f'within = "{within}"'), encoding="utf-8")
        assert auditkit("evaluate", "--as-of", day, "--rules", LOCAL.name).code == 0
    rows = json.loads(auditkit("diff", 1, 2, "--format", "json").out)
    assert {row["rule"] for row in rows} == {"0000-OPF-N"}
    assert all(row["why"] == ["rule"] and row["cells"] == [] for row in rows)
    both = json.loads(auditkit("diff", 2, 3, "--format", "json").out)
    assert {"rule", "time"} >= {cause for row in both for cause in row["why"]} >= {"rule", "time"}
    assert all(row["why"] == ["time"] for row in both if row["rule"] != "0000-OPF-N")


def test_data_and_time_together_are_both_told(save, moved):
    save("2024-06-30", ("B1", AWARE, None), ("B2", AWARE, None))
    save("2024-12-31", ("B1", AWARE, date(2024, 7, 1)), ("B2", AWARE, None))
    rows = moved(1, 2)
    assert (rows["B1"]["why"], rows["B1"]["outcome_after"]) == ("new_data+time", "met")
    assert (rows["B2"]["why"], rows["B2"]["cells"]) == ("time", "")


def test_a_person_reads_why_in_danish_and_a_program_as_json(save, auditkit):
    save("2024-12-31", ("B2", AWARE, date(2024, 9, 1)))
    save("2024-12-31", ("B2", AWARE, date(2024, 7, 1)))
    told = auditkit("diff", 1, 2).out
    assert "pligter er flyttet; rettede data: " in told
    assert (
        "BFU-4M FIKTIV-B2 B2: Undersøgelser, Afsluttet: 01-09-2024 (sager.xlsx, arket »Undersøgelser«, celle E2)"
        " → 01-07-2024 (sager.xlsx, arket »Undersøgelser«, celle E2)"
    ) in told
    rows = json.loads(auditkit("diff", 1, 2, "--format", "json").out)
    (row,) = (row for row in rows if row["rule"] == "BFU-4M")
    assert row["why"] == ["corrected_data"]
    assert row["cells"] == [
        {
            "field": "investigation.completed_on",
            "record": "B2",
            "value_before": "2024-09-01",
            "cell_before": "sager.xlsx|Undersøgelser|E2",
            "value_after": "2024-07-01",
            "cell_after": "sager.xlsx|Undersøgelser|E2",
        }
    ]


def test_nothing_moves_between_a_run_and_itself(save, auditkit):
    save("2024-12-31", ("B2", AWARE, None))
    answer = auditkit("diff", 1, 1)
    assert (answer.code, "0 pligter er flyttet." in answer.out) == (0, True)


def test_a_run_that_is_not_there_is_told(save, auditkit):
    save("2024-12-31", ("B2", AWARE, None))
    answer = auditkit("diff", 1, 7)
    assert (answer.code, "7" in answer.err) == (4, True)


def test_a_past_quarter_is_judged_by_the_law_of_its_day(save, auditkit):
    save("2023-12-31", ("B1", date(2023, 3, 15), None))
    rows = csv.DictReader(io.StringIO(auditkit("obligations", "--format", "csv").out))
    laws = {(row["law"], row["outcome"]) for row in rows if row["rule"] == "BFU-4M"}
    assert laws == {("SEL", "missed")}


def test_a_backup_brings_the_database_back(save, auditkit):
    save("2024-12-31", ("B1", AWARE, None))
    before = auditkit("compliance", "--format", "csv").out
    assert auditkit("db", "backup", "kopi.sqlite3").code == 0
    save("2024-12-31", ("B1", AWARE, date(2024, 4, 1)))
    assert auditkit("compliance", "--format", "csv").out != before
    assert auditkit("db", "restore", "kopi.sqlite3", "--yes").code == 0
    assert auditkit("compliance", "--format", "csv").out == before


def test_what_is_no_backup_leaves_the_database_as_it_is(save, auditkit, home):
    save("2024-12-31", ("B1", AWARE, None))
    before = (home / "test.sqlite3").read_bytes()
    (home / "kopi.sqlite3").write_text("Sagsnr;Team", encoding="utf-8")
    answer = auditkit("db", "restore", "kopi.sqlite3", "--yes")
    assert (answer.code, "kopi.sqlite3" in answer.err) == (4, True)
    assert (home / "test.sqlite3").read_bytes() == before


def test_clearing_up_keeps_the_latest_run(save, auditkit):
    save("2024-12-31", ("B1", AWARE, None))
    save("2024-12-31", ("B1", AWARE, date(2024, 4, 1)))
    before = auditkit("compliance", "--format", "csv").out
    answer = auditkit("db", "purge", "--before", "2100-01-01", "--yes")
    assert (answer.code, "1 kørsler" in answer.out) == (0, True)
    assert auditkit("compliance", "--format", "csv").out == before
    assert auditkit("compliance", "--run", 1).code == 4


def test_an_older_database_is_copied_and_brought_up_to_date(auditkit, home):
    old = gzip.decompress((RELEASED / "0.1.0.sqlite3.gz").read_bytes())
    (home / "test.sqlite3").write_bytes(old)
    refused = auditkit("status")
    assert (refused.code, "auditkit db upgrade" in refused.err) == (4, True)
    upgraded = auditkit("db", "upgrade")
    assert (upgraded.code, "En kopi af databasen" in upgraded.out) == (0, True)
    (copy,) = home.glob("test-0002-*.sqlite3")
    assert str(copy) in upgraded.out
    assert auditkit("db", "status").code == 0
    assert auditkit("--db", f"sqlite:///{copy}", "status").code == 4, "the copy is as old as it was"
    assert auditkit("db", "upgrade").out.count("kopi") == 0


def test_a_copy_from_an_older_version_is_put_back_and_brought_up_to_date(auditkit, home):
    (home / "gammel.sqlite3").write_bytes(gzip.decompress((RELEASED / "0.1.0.sqlite3.gz").read_bytes()))
    restored = auditkit("db", "restore", "gammel.sqlite3", "--yes")
    assert (restored.code, "kør: auditkit db upgrade" in restored.out) == (0, True)
    assert auditkit("runs").code == 4
    assert auditkit("db", "upgrade").code == 0
    answer = auditkit("runs", "--format", "csv")
    assert (answer.code, len(answer.out.splitlines())) == (0, 4)


def test_a_run_tells_what_it_judged_with(save, auditkit):
    save("2024-12-31", ("B1", AWARE, None))
    save("2025-03-31", ("B1", AWARE, date(2024, 4, 1)))
    runs = json.loads(auditkit("runs", "--format", "json").out)
    assert [(row["run"], row["as_of"]) for row in runs] == [(1, "2024-12-31"), (2, "2025-03-31")]
    told = json.loads(auditkit("runs", 1, "--format", "json").out)
    assert {row["kind"] for row in told} == {"file", "rule"}
    assert all(row["digest"] for row in told)
    assert all("id = " in row["text"] for row in told if row["kind"] == "rule")
    seen = auditkit("runs", 2)
    assert f"Kørsel 2, pr. 31-03-2025: {runs[1]['obligations']} pligter" in seen.out
    assert runs[1]["digest"] in seen.out
    assert auditkit("runs", 3).code == 4


def test_closed_cases_are_purged_from_the_latest_run_too(save, auditkit):
    save("2024-12-31", ("B1", AWARE, None))
    assert auditkit("db", "purge", "--yes").code == 2
    answer = auditkit("db", "purge", "--closed-before", "2100-01-01", "--yes")
    assert (answer.code, "Slettet: 0 lukkede sager" in answer.out) == (0, True)
    assert "Kopier, du selv har taget" in answer.out
