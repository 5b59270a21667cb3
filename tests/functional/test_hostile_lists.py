"""A list full of hostile texts, through every command that writes: each text comes out as text, or is set aside."""

import csv
import io
import json
import os
import re
import sys
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from auditkit.report.writer import write_lists
from tests.support.hostile import MARK, hostile_texts

TEXTS = hostile_texts(1000)
NAMES = ["=1+1", "+Zqx", "@SUM(1)", "<b>&amp;Zqx", "&D&P", "_x0041_", "{{ 7 }}", "æ|ø", "'; --", "\u202eZqx"]
HEADER = ["Sagsnr", "Team", "Rådgiver", "Paragraf", "Opmærksom", "BFU afsluttet", "Underretning modtaget"]


def rows_of(texts, **said):
    """A row for each text: in the case number and the names, and where dates belong in every third."""
    for number, text in enumerate(texts):
        day = text if number % 3 == 0 else date(2026, 5, 1)
        yield [f"{number} {text}", text, text, text, date(2026, 4, 1), day, date(2026, 4, 1)]


@pytest.fixture
def hostile_list(home):
    path = home / "=cmd|' C calc'!A0 <script>{{ 7 }}&D.xlsx"
    tenth = len(TEXTS) // len(NAMES)
    sheets = {
        name: [HEADER, *rows_of(TEXTS[n * tenth : (n + 1) * tenth])] for n, name in enumerate(NAMES) if name[0] != "'"
    }
    write_lists(path, sheets)
    return path


def harmless(path):
    """Say that a workbook has no formula, name or link made from a text, and nothing that reaches outside."""
    with ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    everything = "".join(parts.values())
    formulas = "".join(re.findall(r"<(?:c:)?f(?: [^>]*)?>([^<]*)<", everything))
    names = "".join(re.findall(r"<definedName.*?</definedName>", everything))
    assert MARK not in formulas + names
    assert "cmd" not in formulas
    assert not [
        tag for tag in ("<hyperlink", "<externalRef", "<ddeLink", "<oleLink", "TargetMode") if tag in everything
    ]
    assert not [name for name in parts if re.search("comment|vml|external|connection|custom", name)]
    for sheet in load_workbook(path):
        assert sheet.sheet_state == "visible"
        for row in sheet.iter_rows():
            assert not [cell for cell in row if MARK in str(cell.value) and cell.data_type != "s"]


def test_every_output_of_a_hostile_list_is_harmless(auditkit, hostile_list, home):
    answer = auditkit("sweep", hostile_list, "--as-of", "30-09-2026", "-o", "rapport.xlsx", "--name", TEXTS[1])
    assert answer.code == 0, answer.err
    assert auditkit("import", hostile_list, "--dry-run", "-o", "fejlliste.xlsx").code == 0
    harmless(home / "rapport.xlsx")
    harmless(home / "fejlliste.xlsx")
    assert auditkit("export", "2026K3", "-o", "side.html", "--name", TEXTS[1]).code == 0
    html = (home / "side.html").read_text(encoding="utf-8")
    assert not re.search(r"<((script|img|svg/|iframe|b)[ >]|a (?!href=.#part-))", html)
    document = json.loads(auditkit("obligations", "--format", "json").out)
    programs = list(csv.DictReader(io.StringIO(auditkit("obligations", "--format", "csv").out, newline="")))
    assert [row["case_id"] for row in programs] == [row["case_id"] for row in document]
    assert len({row["team"] for row in document}) > 800
    excel = auditkit("obligations", "--format", "csv-excel").out.removeprefix("\ufeff")
    for row in csv.reader(io.StringIO(excel, newline=""), delimiter=";"):
        assert not [cell for cell in row if re.match(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]", cell)]


def test_the_workbook_says_what_the_database_says(auditkit, hostile_list, home):
    assert auditkit("sweep", hostile_list, "--as-of", "30-09-2026", "-o", "rapport.xlsx").code == 0
    header, *rows = CalamineWorkbook.from_path(home / "rapport.xlsx").get_sheet_by_name("Rækker").to_python()
    document = json.loads(auditkit("obligations", "--format", "json").out)
    cases, teams = header.index("Sagsnr."), header.index("Team")
    shown = [(row[cases], row[teams]) for row in rows]
    assert shown == [(row["case_id"], row["team"] or "(uden team)") for row in document]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file names that are not text")
def test_a_file_whose_name_is_no_text_is_read_and_named(auditkit, home):
    path = os.fsdecode(os.fsencode(home) + b"/li\xffste.xlsx")
    write_lists(home / "liste.xlsx", {"Ark1": [HEADER, *rows_of(["a", "b", "c"])]})
    (home / "liste.xlsx").rename(path)
    answer = auditkit("sweep", path, "--as-of", "30-09-2026", "-o", "rapport.xlsx")
    assert answer.code == 0, answer.err
    assert auditkit("export", "2026K3", "-o", "side.html").code == 0
    assert "liste.xlsx" not in auditkit("obligations", "--format", "csv").out
    assert "li\ufffdste.xlsx" in auditkit("obligations", "--format", "csv").out


def test_nothing_on_the_screen_can_steer_the_terminal(auditkit, hostile_list):
    assert auditkit("sweep", hostile_list, "--as-of", "30-09-2026").code == 0
    for command in (("overdue",), ("due", "--within", "400d"), ("compliance", "--by", "team"), ("obligations",)):
        out = auditkit(*command).out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]", out), command
