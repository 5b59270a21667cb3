"""``auditkit compliance`` as a manager asks: by anything, with change, days, cases, scope and colours."""

import csv
import io
import json

import pytest

from auditkit.cli.answers import Measures
from auditkit.compliance import GROUPS, MORE_FIGURES

SHEETS = {
    "Sager": [
        ["Sagsnr", "Team", "Rådgiver", "Målgruppe", "Oprettet", "Fødselsdato"],
        ["FIKTIV-1", "Nord", "AB", "Social", "02-01-2024", "01-01-2015"],
        ["FIKTIV-2", "Nord", "KLM", "Social", "05-07-2025", "01-01-2016"],
        ["FIKTIV-3", "Syd", "AB", "Handicap", None, "01-01-2017"],
    ],
    "Undersøgelser": [
        ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"],
        ["B1", "FIKTIV-1", "BFU", "01-12-2024", "01-03-2025"],  # due 01-04-2025, in time
        ["B2", "FIKTIV-1", "BFU", "15-12-2024", "25-04-2025"],  # due 15-04-2025, 10 days late
        ["B3", "FIKTIV-2", "BFU", "01-04-2025", "31-07-2025"],  # due 01-08-2025, in time
        ["B4", "FIKTIV-3", "BFU", "10-04-2025", None],  # due 10-08-2025, open
    ],
}
BFU = ("--quarter", "2025K3", "--format", "csv")


@pytest.fixture
def run(auditkit, a_list):
    path = a_list("sager.xlsx", **SHEETS)
    assert auditkit("sweep", path, "--as-of", "2025-12-31").code == 0
    return auditkit


def rows(answer):
    assert answer.code == 0, answer.err
    return list(csv.DictReader(io.StringIO(answer.out)))


def bfu(answer):
    return [row for row in rows(answer) if row["rule"] == "BFU-4M"]


def test_change_is_told_with_both_counts(run):
    (row,) = bfu(run("compliance", *BFU))
    assert (row["numerator"], row["denominator"], row["rate"]) == ("1", "2", "0.5")
    assert (row["previous_numerator"], row["previous_denominator"], row["previous_change"]) == ("1", "2", "0.0")
    assert (row["year_ago_denominator"], row["year_ago_change"]) == ("", "")


def test_every_group_can_be_asked_by(run):
    for name in GROUPS:
        assert rows(run("compliance", "--by", f"{name},rule", "--format", "csv")), name
    themes = {row["theme"] for row in rows(run("compliance", "--by", "theme", "--format", "csv"))}
    assert "Børnefaglig undersøgelse" in themes


def test_new_and_older_cases_are_told_apart_and_sum_to_the_whole(run):
    found = {row["cohort"]: row for row in bfu(run("compliance", "--by", "cohort,rule", *BFU))}
    assert {name: row["denominator"] for name, row in found.items()} == {"new": "1", "unknown": "1"}
    assert found["new"]["cohort_from"] == "2025-07-01"
    split = run("compliance", "--by", "cohort,rule", *BFU, "--new-from", "06-07-2025")
    assert {row["cohort"] for row in bfu(split)} == {"old", "unknown"}
    said = run("compliance", "--by", "cohort", "--new-from", "06-07-2025").out
    assert "Ny: Sagen er oprettet 06-07-2025 eller senere" in said


def test_days_too_late_and_cases_with_errors_have_tables_of_their_own(run):
    days = run("compliance", "--quarter", "2025K2", "--show", "days").out
    assert "Median, dage" in days
    assert "10,0" in days
    cases = run("compliance", "--by", "team", "--show", "cases").out
    assert "Pct. med fejl" in cases
    assert "Grupperne kan ikke lægges sammen" in cases


def test_the_total_is_counted_anew_for_each_kind_of_requirement(run):
    out = run("compliance", "--by", "team").out
    assert "I alt, lovkrav" in out
    assert "Kun lovkrav; andre slags med --basis. De lægges aldrig sammen." in out


def test_a_group_that_there_is_not_is_refused_with_the_list_in_danish(run):
    answer = run("compliance", "--by", "rule,distrikt")
    assert answer.code == 2
    assert "distrikt" in answer.err
    assert "rule (krav), theme (emne), team (team), caseworker (rådgiver)" in answer.err


def test_a_team_out_of_scope_is_said_so_and_never_zero_per_cent(run, home):
    (home / "auditkit.toml").write_text('[[ikke_omfattet]]\nteam = "Syd"\nkrav = "BFU-4M"\n', encoding="utf-8")
    found = {row["team"]: row for row in bfu(run("compliance", "--by", "team,rule", *BFU))}
    assert (found["Syd"]["scope"], found["Syd"]["rate"], found["Syd"]["out_of_scope"]) == ("out", "", "1")
    assert (found["Nord"]["scope"], found["Nord"]["rate"]) == ("in", "1.0")
    said = run("compliance", "--by", "team,rule", "--quarter", "2025K3").out
    assert "ikke omfattet" in said
    assert "Pligter, der ikke er omfattet (auditkit.toml) og ikke er talt med: 1." in said


def test_sweep_leaves_out_what_is_not_in_scope_as_compliance_does(auditkit, a_list, home):
    (home / "auditkit.toml").write_text('[[ikke_omfattet]]\nteam = "Syd"\nkrav = "BFU-4M"\n', encoding="utf-8")
    path = a_list("sager.xlsx", **SHEETS)  # BFU-4M in 2025K3: B3 of Nord in time, B4 of Syd open
    swept = auditkit("sweep", path, "--as-of", "30-09-2025", "--fail-on", "BFU-4M<90")
    assert swept.code == 0, swept.err
    (line,) = (line for line in swept.out.splitlines() if line.startswith("BFU-4M "))
    assert "1 af 1  100,0 %" in line
    assert "Pligter, der ikke er omfattet (auditkit.toml) og ikke er talt med: 1." in swept.out
    assert [row["rate"] for row in bfu(auditkit("compliance", *BFU))] == ["1.0"]


def test_a_misspelt_name_in_the_settings_is_told(auditkit, a_list, home):
    said = '[[ikke_omfattet]]\nteam = "Sydd"\nkrav = "BFU4M"\n'
    limits = "".join(f'[farver.krav."{rule}"]\ngroen = 95\ngul = 80\n' for rule in ("OPF1", "OPF-1", "alle", "i_alt"))
    (home / "auditkit.toml").write_text(said + limits, encoding="utf-8")
    note = "auditkit.toml nævner noget, som ingen pligt har: BFU4M, OPF1, Sydd."
    assert note in auditkit("sweep", a_list("sager.xlsx", **SHEETS), "--as-of", "30-09-2025").out
    assert note in auditkit("compliance", "--by", "team", "--quarter", "2025K3").out
    for form in (("-o", "r.xlsx"), ("-o", "r.html"), ("-o", "lister", "--per-team")):
        assert note in auditkit("export", "2025K3", *form).out


def test_rows_that_no_percentage_counts_stand_and_are_told_of(auditkit, a_list, home):
    assert auditkit("sweep", a_list("sager.xlsx", **SHEETS), "--as-of", "31-12-2025").code == 0
    for command in ("overdue", "obligations"):
        whole = auditkit(command, "--format", "csv")
        rules = [row["rule"] for row in json.loads(auditkit(command, "--format", "json").out)]
        count = rules.count(rules[0])
        (home / "auditkit.toml").write_text(f'[[ikke_omfattet]]\nkrav = "{rules[0]}"\n', encoding="utf-8")
        told = auditkit(command, "--format", "csv")
        assert (told.out, whole.err) == (whole.out, "")
        assert told.err.strip() == (
            f"Ikke omfattet (auditkit.toml): {count} af disse pligter. De står her, men er ikke med i procenterne."
        )
        (home / "auditkit.toml").unlink()


def test_a_team_without_duties_has_none(run):
    said = run("compliance", "--by", "team,rule", "--quarter", "2025K2", "--with-empty").out
    line = next(line for line in said.splitlines() if line.startswith("Syd") and "BFU-4M" in line)
    assert line.split() == ["Syd", "BFU-4M", "ingen"]


def test_colours_come_with_limits_alone_and_as_words(run, home):
    assert "Farve" not in run("compliance").out
    path = home / "grænser.toml"
    path.write_text("[farver.krav.BFU-4M]\ngroen = 95\ngul = 50\n", encoding="utf-8")
    said = run("compliance", "--quarter", "2025K3", "--settings", path).out
    assert "gul" in next(line for line in said.splitlines() if line.startswith("BFU-4M"))
    (row,) = bfu(run("compliance", *BFU, "--settings", path))
    assert (row["colour"], row["case_colour"]) == ("yellow", "")


def test_faulty_settings_are_refused_with_their_line(run, home):
    (home / "auditkit.toml").write_text("[farver.sager]\ngroen = 30\ngul = 20\n", encoding="utf-8")
    answer = run("compliance")
    assert answer.code == 2
    assert "auditkit.toml, linje 1: af sager med fejl er færre bedst" in answer.err


def test_a_sample_has_its_interval(run):
    (row,) = bfu(run("compliance", *BFU, "--sample"))
    assert float(row["rate_low"]) < 0.5 < float(row["rate_high"])
    assert "95 % fra" in run("compliance", "--sample").out


def test_a_quarter_that_is_not_over_is_provisional(auditkit, a_list):
    assert auditkit("sweep", a_list("sager.xlsx", **SHEETS), "--as-of", "2025-08-15").code == 0
    assert "foreløbige" in auditkit("compliance", "--quarter", "2025K3").out


def test_json_holds_every_measure_and_keeps_to_the_schema(run):
    document = json.loads(run("compliance", "--by", "team,quarter", "--format", "json").out)
    for row in document:
        Measures.model_validate(row)
        assert set(MORE_FIGURES) <= set(row)
    promised = json.loads(run("schema", "compliance").out)
    assert set(MORE_FIGURES) <= set(promised["$defs"]["Measures"]["properties"])


def test_excel_gets_decimal_commas_and_danish_yes_and_no(run):
    head, *lines = run("compliance", "--quarter", "2025K3", "--format", "csv-excel").out.splitlines()
    row = dict(zip(head.split(";"), next(line for line in lines if line.startswith("BFU-4M")).split(";"), strict=True))
    assert (row["rate"], row["previous_break"]) == ("0,5", "nej")


def test_every_percentage_in_a_table_has_its_counts(run):
    said = run("compliance", "--quarter", "2025K3", "--show", "change").out
    assert "50,0 % (1 af 2)" in next(line for line in said.splitlines() if line.startswith("BFU-4M"))
    assert "Ændring fra kvt. før" in said
    line = next(line for line in run("compliance", "--quarter", "2025K3").out.splitlines() if line.startswith("BFU"))
    assert line.split()[1:9] == ["1", "2", "50,0", "%", "50,0", "%", "(1", "af"]


def test_a_group_without_a_value_is_named(auditkit, a_list):
    sheets = SHEETS | {"Sager": [SHEETS["Sager"][0], ["FIKTIV-1", None, None, None, None, None], *SHEETS["Sager"][2:]]}
    assert auditkit("sweep", a_list("sager.xlsx", **sheets), "--as-of", "2025-12-31").code == 0
    for name, word in {"team": "(uden team)", "caseworker": "(uden rådgiver)", "target_group": "(ikke oplyst)"}.items():
        lines = auditkit("compliance", "--by", name).out.splitlines()
        assert any(line.startswith(word) for line in lines), name
    assert '""' not in auditkit("compliance", "--by", "team", "--format", "csv").out


def test_periods_that_are_not_over_are_named(auditkit, a_list):
    assert auditkit("sweep", a_list("sager.xlsx", **SHEETS), "--as-of", "2025-08-15").code == 0
    assert "Ikke slut 15-08-2025 og derfor foreløbigt: 2025K3." in auditkit("compliance", "--by", "rule,quarter").out
    assert "foreløbigt: 2025H2." in auditkit("compliance", "--by", "half_year").out
    assert "foreløbigt: 2025." in auditkit("compliance", "--by", "year").out
    assert "foreløbigt" not in auditkit("compliance", "--by", "rule").out


def test_a_quarter_that_has_not_begun_says_so(auditkit, a_list):
    assert auditkit("sweep", a_list("sager.xlsx", **SHEETS), "--as-of", "2025-06-30").code == 0
    assert "2025K3 var ikke begyndt 30-06-2025" in auditkit("compliance", "--quarter", "2025K3").out


def test_a_half_year_of_one_quarter_says_that_it_is_no_more(run):
    assert "Kun 2025K3 er talt med." in run("compliance", "--by", "half_year", "--quarter", "2025K3").out
    assert "er talt med" not in run("compliance", "--by", "half_year").out
