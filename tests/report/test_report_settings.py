"""The municipality's own limits and scope in the workbook: words with colours, live, and nothing from the start."""

import shutil

import pytest
from openpyxl import load_workbook

from auditkit.compliance import read_settings
from auditkit.report import write_workbook
from tests.report import invented
from tests.report.test_report_recalculated import compare

TEXT = """
[farver.krav."BFU-4M"]
groen = 95
gul = 40

[farver.krav.i_alt]
groen = 50
gul = 40

[farver.sager]
groen = 1
gul = 2

[[ikke_omfattet]]
team = "Nord"
fra = "2026K3"
fordi = "Pilot i Syd"
"""


@pytest.fixture
def coloured(tmp_path):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, invented.view_of(invented.caseload(600), settings=read_settings(TEXT, "auditkit.toml")))
    return path


def lines_of(path, sheet, name):
    found = load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return [line for line in found if name in line[:2]]


def test_a_limit_gives_a_word_to_its_own_rule_and_to_the_total_alone(coloured):
    words = {line[0]: line[18] for line in reversed(lines_of(coloured, "Overblik", "BFU-4M"))}
    assert words["BFU-4M"] == "gul"
    assert lines_of(coloured, "Overblik", "OPF-1")[0][18] is None
    assert lines_of(coloured, "Overblik", "I alt")[0][18] == "grøn"


def test_limits_of_cases_colour_cases_alone(coloured):
    third = lines_of(coloured, "Overblik", "I alt")[4]  # the legal requirements, after a local total each time
    assert third[16] > 0.02
    assert third[18] == "rød"


def test_by_team_has_the_rule_s_colour_beside_each_team(coloured):
    assert {line[-1] for line in lines_of(coloured, "Pr. team", "BFU-4M")} <= {"grøn", "gul", "rød", "–"}
    assert {line[-1] for line in lines_of(coloured, "Pr. team", "OPF-1")} == {None}


def test_without_settings_there_is_no_such_column(workbook):
    for sheet in load_workbook(workbook, data_only=True):
        assert all(cell != "Efter egne grænser" for line in sheet.iter_rows(values_only=True) for cell in line)


def test_what_is_not_in_scope_is_in_no_row_and_named_on_the_front_page(coloured):
    rows = load_workbook(coloured, data_only=True)["Rækker"].iter_rows(min_row=2, values_only=True)
    assert not [line for line in rows if line[11] == "Nord" and (line[7] or "") >= "2026K3"]
    front = [line[:3] for line in load_workbook(coloured, data_only=True)["Forside"].iter_rows(values_only=True)]
    assert ("Alle krav", "Nord", "ikke omfattet: Pilot i Syd") in front


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: formulas are NOT recalculated"
)
def test_libreoffice_gives_the_same_words(coloured, tmp_path):
    _count, different = compare(coloured, tmp_path)
    assert different == {}
