"""What other programs rely on: columns, forms, schemas, exit codes."""

import csv
import io
import json
from datetime import date

import pytest
from pydantic import TypeAdapter

from auditkit.cli.answers import ANSWERS
from auditkit.cli.compliance import command as compliance_command
from auditkit.cli.obligations import COLUMNS

OBLIGATION_COLUMNS = (
    "run,rule,basis,case_id,record,trigger_at,due_at,fulfilled_at,outcome,reason,"
    "law,citation,team,caseworker,quarter,derived,source"
)
FIGURES = (
    "obligations,met,missed,deviation,not_due,not_applicable,undeterminable,missed_open,missed_late,"
    "numerator,denominator,rate,rate_with_deviation"
)


@pytest.fixture
def one_case(auditkit, a_list):
    """A run with one late investigation and one report whose hours are known."""
    path = a_list(
        "sager.xlsx",
        Sager=[["Sagsnr", "Team"], ["FIKTIV-1", "=Team A"]],
        Underretninger=[
            ["Underretningsnr", "Sagsnr", "Modtaget", "Vurderet"],
            ["U1", "FIKTIV-1", "15-03-2024 10:00", "15-03-2024 12:30"],
        ],
        Undersøgelser=[
            ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"],
            ["B1", "FIKTIV-1", "BFU", date(2024, 3, 15), date(2024, 7, 20)],
        ],
    )
    assert auditkit("sweep", path, "--as-of", "2024-12-31").code == 0


def test_obligations_have_exactly_the_documented_columns(one_case, auditkit):
    assert auditkit("obligations", "--format", "csv").out.splitlines()[0] == OBLIGATION_COLUMNS
    assert ",".join(COLUMNS) == OBLIGATION_COLUMNS


def test_compliance_has_the_grouping_columns_then_the_promised_figures_and_then_the_others(one_case, auditkit):
    head = auditkit("compliance", "--by", "team,quarter,rule", "--format", "csv").out.splitlines()[0]
    assert head.startswith(f"team,quarter,rule,{FIGURES},scope,")


def test_csv_for_machines_has_iso_days_and_moments_with_offset(one_case, auditkit):
    answer = auditkit("obligations", "--format", "csv")
    by_rule = {row["rule"]: row for row in csv.DictReader(io.StringIO(answer.out))}
    assert by_rule["UND-24T"]["trigger_at"] == "2024-03-15T10:00:00+01:00"
    assert by_rule["UND-24T"]["due_at"] == "2024-03-16T10:00:00+01:00"
    assert by_rule["BFU-4M"]["due_at"] == "2024-07-15"
    assert by_rule["BFU-4M"]["derived"] in ("true", "false")
    assert by_rule["BFU-4M"]["team"] == "=Team A"
    assert by_rule["BFU-4M"]["source"] == "sager.xlsx|Undersøgelser|D2"


def test_csv_for_excel_has_bom_semicolon_danish_days_and_no_formulas(one_case, auditkit):
    out = auditkit("obligations", "--format", "csv-excel").out
    assert out.startswith("\ufeffrun;rule;")
    assert ";15-07-2024;" in out
    assert ";'=Team A;" in out
    figures = auditkit("compliance", "--by", "basis", "--format", "csv-excel").out
    assert ";0," in figures


@pytest.mark.parametrize(
    "arguments",
    [
        ["obligations"],
        ["compliance", "--by", "team,quarter,rule"],
        ["due", "--within", "9999d"],
        ["overdue"],
        ["evaluate", "--as-of", "2025-12-31"],
        ["diff", 1, 2],
        ["rules", "list"],
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_json_is_one_document_that_keeps_to_its_schema(one_case, auditkit, arguments):
    assert auditkit("evaluate", "--as-of", "2024-06-30").code == 0
    document = json.loads(auditkit(*arguments, "--format", "json").out)
    name = " ".join(each for each in arguments[:2] if arguments[0] == "rules") or arguments[0]
    TypeAdapter(ANSWERS[name]).validate_python(document, strict=True)


def test_import_json_keeps_to_its_schema(auditkit, a_list):
    path = a_list("sager.xlsx", Sager=[["Sagsnr", "Oprettet"], ["FIKTIV-1", "31-02-2025"]])
    document = json.loads(auditkit("import", path, "--format", "json").out)
    TypeAdapter(ANSWERS["import"]).validate_python(document, strict=True)
    assert document["problems"][0]["cell"] == "B2"
    assert document["rows"] == {"read": 1, "used": 1, "set_aside": 0, "blank": 0}


@pytest.mark.parametrize("command", sorted(ANSWERS))
def test_every_answer_has_a_schema_to_print(auditkit, command):
    schema = json.loads(auditkit("schema", *command.split()).out)
    assert schema["type"] in ("array", "object")


def test_a_filter_narrows_the_rows(one_case, auditkit):
    wanted = ("--rule", "BFU-4M", "--outcome", "missed", "--case", "FIKTIV-1")
    answer = auditkit("obligations", *wanted, "--format", "json")
    assert [row["record"] for row in json.loads(answer.out)] == ["B1"]
    assert json.loads(auditkit("obligations", "--case", "no such", "--format", "json").out) == []


def test_measure_is_offered_both_ways():
    choices = next(each for each in compliance_command.params if each.name == "measure").type.choices
    assert tuple(choices) == ("due", "completed")


@pytest.mark.parametrize(
    ("threshold", "code"),
    [
        ("BFU-4M<50", 1),
        ("BFU-4M<0", 0),
        ("rate<90,5", 1),
        ("missed", 1),
        ("missed>99", 0),
        ("undeterminable>99", 0),
        ("no-such<5", 2),
        ("rate>5", 2),
        ("<>", 2),
    ],
)
def test_a_threshold_that_is_passed_gives_exit_code_1(one_case, auditkit, threshold, code):
    answer = auditkit("compliance", "--fail-on", threshold)
    assert answer.code == code
    assert (answer.err != "") == (code != 0)


def test_problems_in_a_list_can_fail_an_import(auditkit, a_list):
    path = a_list("sager.xlsx", Sager=[["Sagsnr", "Oprettet"], ["FIKTIV-1", "31-02-2025"]])
    assert auditkit("import", path, "--fail-on", "problems").code == 1
    assert auditkit("import", path, "--fail-on", "problems>1").code == 0


def test_a_quarter_and_a_day_are_written_in_several_ways(one_case, auditkit):
    forms = ("2024K3", "2024Q3", "3. kvartal 2024")
    answers = {auditkit("compliance", "--quarter", form, "--format", "csv").out for form in forms}
    assert len(answers) == 1
    for day in ("2024-12-31", "31-12-2024", "31.12.2024", "31/12/2024"):
        assert auditkit("evaluate", "--as-of", day).code == 0


def test_every_option_can_be_set_by_the_name_it_is_written_with(one_case, auditkit, monkeypatch):
    for name, value in (("FORMAT", "csv"), ("RULE", "BFU-4M"), ("OUTCOME", "missed"), ("QUARTER", "2024K3")):
        monkeypatch.setenv(f"AUDITKIT_OBLIGATIONS_{name}", value)
    header, *rows = auditkit("obligations").out.splitlines()
    assert header == OBLIGATION_COLUMNS
    assert [row.split(",")[4] for row in rows] == ["B1"]
    assert auditkit("obligations", "--format", "json").out.startswith("["), "what is written counts before it"
