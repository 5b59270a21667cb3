"""Bad input: a Danish message on stderr, the documented exit code, no traceback, nothing half stored."""

import os
import subprocess
import sys
from datetime import date

import pytest

SAGER = [["Sagsnr", "Team"], ["FIKTIV-1", "A"]]


def refused(answer, code: int, *words: str) -> None:
    assert answer.code == code
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err


def test_a_missing_file(auditkit):
    refused(auditkit("sweep", "findes-ikke.xlsx", "--as-of", "2026-09-30"), 3, "findes-ikke.xlsx", "ingen fil")


def test_a_file_that_is_no_workbook(auditkit, home):
    (home / "brev.xlsx").write_text("Kære alle")
    refused(auditkit("import", "brev.xlsx"), 3, "brev.xlsx", "ikke en Excel-fil")


def test_an_empty_file(auditkit, home):
    (home / "tom.xlsx").touch()
    refused(auditkit("import", "tom.xlsx"), 3, "tom.xlsx")


def test_an_empty_workbook(auditkit, a_list):
    refused(auditkit("import", a_list("tom.xlsx", Ark1=[])), 3, "tom.xlsx")


def test_a_workbook_with_other_things(auditkit, a_list):
    refused(auditkit("import", a_list("budget.xlsx", Budget=[["Konto"], ["1"]])), 3, "Budget", "Sagsnr")


def test_one_bad_file_among_good_ones_stores_nothing(auditkit, a_list, home):
    good = a_list("sager.xlsx", Sager=SAGER)
    (home / "brev.xlsx").write_text("Kære alle")
    refused(auditkit("import", good, "brev.xlsx"), 3)
    assert "Ingen liste er importeret" in auditkit("status").out


def test_a_refused_import_answers_in_json_too(auditkit, home):
    (home / "tom.xlsx").touch()
    answer = auditkit("import", "tom.xlsx", "--format", "json")
    assert answer.code == 3
    assert '"status": "refused"' in answer.out


def test_a_header_without_rows_is_read_as_no_cases(auditkit, a_list):
    answer = auditkit("sweep", a_list("sager.xlsx", Sager=SAGER[:1]), "--as-of", "2026-09-30")
    assert answer.code == 0
    assert "0 læst" in answer.out
    assert "Ikke kørt" in answer.out


def test_an_impossible_date_is_a_problem_with_its_cell_and_never_a_pass(auditkit, a_list):
    path = a_list(
        "sager.xlsx",
        Sager=SAGER,
        Undersøgelser=[
            ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"],
            ["B1", "FIKTIV-1", "BFU", "31-02-2025", date(2025, 3, 1)],
        ],
    )
    answer = auditkit("sweep", path, "--as-of", "2026-09-30")
    assert answer.code == 0
    assert "sager.xlsx, Undersøgelser, D2: »31-02-2025«" in answer.out
    row = auditkit("obligations", "--rule", "BFU-4M", "--format", "csv").out.splitlines()[1]
    assert ",undeterminable,trigger_unreadable," in row


def test_a_case_that_stands_twice_and_disagrees_is_said(auditkit, a_list):
    answer = auditkit("import", a_list("sager.xlsx", Sager=[*SAGER, ["FIKTIV-1", "B"]]))
    assert answer.code == 0
    assert "sager.xlsx, Sager, B3" in answer.out


def test_evidence_for_an_unknown_case_is_said(auditkit, a_list):
    samtaler = [["Sagsnr", "Dato", "Formål"], ["FIKTIV-99", date(2025, 3, 1), "afgørelse"]]
    answer = auditkit("import", a_list("sager.xlsx", Sager=SAGER, Samtaler=samtaler))
    assert answer.code == 0
    assert "sager.xlsx, Samtaler, A2" in answer.out


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["nosuch"], 2, "findes ikke"),
        (["sweep"], 2, "FIL"),
        (["evaluate"], 2, "--as-of"),
        (["evaluate", "--as-of", "31-02-2026"], 2, "ikke en dag"),
        (["evaluate", "--as-of", "2026-09-30", "--rule", "NO-SUCH"], 2, "NO-SUCH"),
        (["compliance", "--quarter", "2026K5"], 2, "ikke et kvartal"),
        (["due", "--within", "soon"], 2, "antal dage"),
        (["obligations"], 4, "ingen kørsel"),
        (["explain", "FIKTIV-1"], 4, "ingen kørsel"),
        (["export", "2026K3", "-o", "x.xlsx"], 4, "ingen kørsel"),
        (["status", "--db", "mysql://server/db"], 4, "databaseadresse"),
        (["rules", "show", "NO-SUCH"], 2, "NO-SUCH"),
        (["schema", "nosuch"], 2, "nosuch"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_done_is_said_kindly(auditkit, arguments, code, word):
    refused(auditkit(*arguments), code, word)


def test_grouping_by_what_there_is_not(auditkit, a_list):
    assert auditkit("sweep", a_list("sager.xlsx", Sager=SAGER), "--as-of", "2026-09-30").code == 0
    refused(auditkit("compliance", "--by", "cheese"), 2, "cheese", "rule")
    refused(auditkit("explain", "FIKTIV-1"), 2, "FIKTIV-1")


def test_a_file_that_is_no_database_is_not_touched(auditkit, home):
    (home / "noter.txt").write_text("mine noter")
    refused(auditkit("status", "--db", f"sqlite:///{home}/noter.txt"), 4, "noter.txt")
    assert (home / "noter.txt").read_text() == "mine noter"


def test_a_rule_file_with_a_fault_is_named_with_its_line(auditkit, home):
    (home / "regel.toml").write_text("id = 3\n")
    refused(auditkit("rules", "check", "regel.toml"), 10, "regel.toml", "linje 1")


def test_a_workbook_that_cannot_be_written_stores_no_run(auditkit, a_list, home):
    path = a_list("sager.xlsx", Sager=SAGER)
    answer = auditkit("sweep", path, "--as-of", "2026-09-30", "-o", home / "ingen-mappe" / "r.xlsx")
    assert answer.code in (2, 3)
    assert "r.xlsx" in answer.err
    assert "Ingen liste er importeret" in auditkit("status").out


def test_a_report_is_neither_written_over_a_list_nor_read_as_one(auditkit, a_list, home):
    path = a_list("sager.xlsx", Sager=SAGER)
    before = (home / "sager.xlsx").read_bytes()
    refused(auditkit("sweep", path, "--as-of", "2026-09-30", "-o", path), 2, "sager.xlsx", "overskrevet")
    assert (home / "sager.xlsx").read_bytes() == before
    assert auditkit("sweep", path, "--as-of", "2026-09-30", "-o", home / "rapport.xlsx").code == 0
    refused(auditkit("import", home / "rapport.xlsx"), 3, "rapport.xlsx", "ikke en liste")


@pytest.mark.parametrize("command", ["obligations", "overdue", "due"])
def test_a_team_that_there_is_not_is_no_good_news(auditkit, a_list, command):
    investigations = [["Sagsnr", "Opmærksom", "Afsluttet"], ["FIKTIV-1", date(2025, 3, 1), None]]
    path = a_list("sager.xlsx", Sager=SAGER, Undersøgelser=investigations)
    assert auditkit("sweep", path, "--as-of", "2026-09-30").code == 0
    assert auditkit(command, "--team", "A").code == 0
    refused(auditkit(command, "--team", "B"), 2, "team B", "A")
    refused(auditkit("obligations", "--rule", "NO-SUCH"), 2, "NO-SUCH", "BFU-4M")


def test_a_spoiled_key_is_refused_and_left_as_it_is(auditkit, a_list, home):
    (home / "key").write_text("abc")
    refused(auditkit("import", a_list("sager.xlsx", Sager=SAGER)), 2, "AUDITKIT_KEY_FILE")
    assert (home / "key").read_text() == "abc"


def test_the_key_is_made_once_and_readable_by_the_user_alone(auditkit, a_list, home):
    path = a_list("sager.xlsx", Sager=SAGER)
    assert auditkit("import", path).code == 0
    key = (home / "key").read_text()
    assert auditkit("import", path).code == 0
    assert (home / "key").read_text() == key
    assert (home / "key").stat().st_mode & 0o077 == 0


def test_a_bug_gives_70_and_shows_neither_traceback_nor_its_text(auditkit, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("row content that must not be shown")

    monkeypatch.setattr("auditkit.workflow.status", fail)
    answer = auditkit("status")
    assert answer.code == 70
    assert "must not be shown" not in answer.err
    assert "Traceback" not in answer.err
    assert "RuntimeError" in answer.err
    assert "Traceback" in auditkit("status", "--debug").err


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from auditkit.cli import run; run(['--help']); "
        "heavy = {'polars', 'pandas', 'openpyxl', 'sqlalchemy', 'alembic', 'xlsxwriter', 'pydantic', 'rich', 'babel'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "Kommandoer" in done.stdout


def test_english_is_there_for_those_who_ask(auditkit, monkeypatch):
    assert "Commands:" in auditkit("--lang", "en", "--help").out
    assert "No list has been imported" in auditkit("status", "--lang", "en").out
    assert "Kommandoer:" in auditkit("--help").out
    monkeypatch.setenv("AUDITKIT_LANG", "en")
    assert "Commands:" in auditkit("--help").out
