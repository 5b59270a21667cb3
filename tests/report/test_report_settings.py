"""The municipality's own limits and scope in the workbook: words with colours, live, and nothing from the start."""

import shutil
from datetime import date

import polars as pl
import pytest
from openpyxl import load_workbook

from auditkit.compliance import Asked, measured, read_settings
from auditkit.dates import Quarter
from auditkit.report import write_workbook
from auditkit.report.html import write_page
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
    words = {line[3]: line[15] for line in lines_of(coloured, "Pr. team", "BFU-4M")}
    assert words.pop("Nord") is None  # not in scope
    assert len(words) >= 4
    assert set(words.values()) <= {"grøn", "gul", "rød"}
    assert {line[15] for line in lines_of(coloured, "Pr. team", "OPF-1")} == {None}


def test_on_paper_the_colour_stands_and_the_team_s_number_does_not(coloured):
    book = load_workbook(coloured)
    assert [cell.value for cell in book["Pr. team"][5]][-2:] == ["Efter egne grænser", "Teamnr."]
    assert book["Pr. team"].print_area.split("$")[-2] == "P"
    assert [cell.value for cell in book["Teams side om side"][5]][-2:] == ["Efter egne grænser", "Teamnr."]


def test_the_teams_side_by_side_have_the_colour_of_all_requirements_together(coloured):
    rows = load_workbook(coloured, data_only=True)["Teams side om side"].iter_rows(min_row=7, values_only=True)
    words = {row[0]: row[13] for row in rows if row[0]}
    assert words["Nord"] is None
    assert {words["Syd"], words["Alle teams"]} <= {"grøn", "gul", "rød"}


def test_a_team_out_of_scope_is_a_row_with_the_word_and_never_zero(coloured):
    for line in lines_of(coloured, "Pr. team", "BFU-4M"):
        if line[3] == "Nord":
            assert line[4:15] == (*[None] * 9, "ikke omfattet", None)
            break
    else:
        raise AssertionError("Nord")
    rows = load_workbook(coloured, data_only=True)["Teams side om side"].iter_rows(values_only=True)
    (nord,) = [row for row in rows if row[0] == "Nord"]
    assert nord[1:12] == (*[None] * 9, "ikke omfattet", None)


def test_the_trend_says_colour_and_break_in_words(coloured):
    """Nord was measured until the quarter, so the last quarter cannot be compared without a word."""
    (line,) = lines_of(coloured, "Udvikling", "BFU-4M")
    assert line[-1].endswith("*")
    assert any(word in line[-1] for word in ("grøn", "gul", "rød"))
    assert not [cell for cell in lines_of(coloured, "Udvikling", "OPF-1")[0][3::2] if cell and "gul" in cell]
    notes = [row[0] for row in load_workbook(coloured)["Udvikling"].iter_rows(values_only=True) if row[0]]
    assert any(note.startswith("* Brud i serien") for note in notes)


def test_a_rule_that_nobody_is_measured_on_says_so(tmp_path):
    said = '[[ikke_omfattet]]\nkrav = "TILSYN"\nfra = "2026K2"\n'
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, invented.view_of(invented.caseload(600), settings=read_settings(said, "auditkit.toml")))
    line = lines_of(path, "Overblik", "TILSYN")[0]
    assert (line[12], line[15]) == ("ikke omfattet", "–")
    assert lines_of(path, "Udvikling", "TILSYN")[0][-4:] == ("–", "ikke omfattet", "–", "ikke omfattet")
    assert {line[13] for line in lines_of(path, "Pr. team", "TILSYN")} == {"ikke omfattet"}
    _count, different = compare(path, tmp_path)
    assert different == {}


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 6, 30), "2026K3 var ikke begyndt"), (date(2026, 8, 1), "2026K3 var ikke slut")]
)
def test_a_quarter_that_is_not_over_says_so_on_every_sheet_of_figures(tmp_path, day, said):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, invented.view_of(invented.caseload(100), as_of=day))
    book = load_workbook(path)
    for name in ("Forside", "Overblik", "Pr. team", "Teams side om side", "Udvikling"):
        top = [str(row[0]) for row in book[name].iter_rows(max_row=8, values_only=True)]
        assert any(text.startswith(said) for text in top), name


def test_a_quarter_that_has_not_begun_has_neither_colour_nor_change(tmp_path):
    path, page = tmp_path / "rapport.xlsx", tmp_path / "side.html"
    settings = read_settings(TEXT, "auditkit.toml")
    view = invented.view_of(invented.caseload(600), as_of=date(2026, 6, 30), settings=settings)
    write_workbook(path, view)
    write_page(page, view)
    total = lines_of(path, "Overblik", "I alt")[0]
    assert total[12] > 0
    assert (total[15], total[17]) == ("–", "–")
    cells = {
        name: {cell for line in load_workbook(path, data_only=True)[name].iter_rows(values_only=True) for cell in line}
        for name in ("Overblik", "Pr. team", "Teams side om side", "Forside")
    }
    assert not [name for name, found in cells.items() if found & {"grøn", "gul", "rød"}]
    assert not [cell for cell in cells["Forside"] if str(cell).startswith("Ændring siden")]
    told = [line[-1] for line in lines_of(path, "Udvikling", "I alt")]
    assert not [words for words in told if words and ("grøn" in words or "gul" in words or "rød" in words)]
    assert "procentpoint siden" not in page.read_text(encoding="utf-8")
    assert compare(path, tmp_path)[1] == {}


@pytest.mark.parametrize(("day", "has"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
@pytest.mark.parametrize(("by", "quarter"), [(("rule",), Quarter(2026, 3)), (("rule", "quarter"), None)])
def test_the_measures_agree_on_a_quarter_that_has_not_begun(day, has, by, quarter):
    settings = read_settings("[farver.krav.alle]\ngroen = 2\ngul = 1\n", "auditkit.toml")
    asked = Asked(by, quarter, settings=settings, as_of=day)
    found = measured(invented.caseload(600), asked)
    found = found.filter(pl.col("rate").is_not_null())
    found = found if quarter else found.filter(quarter="2026K3")
    assert found.height
    assert found["colour"].is_not_null().any() is has
    assert found["previous_change"].is_not_null().any() is has


def test_a_quarter_that_is_not_over_keeps_its_colour_and_its_change(tmp_path):
    path = tmp_path / "rapport.xlsx"
    settings = read_settings(TEXT, "auditkit.toml")
    write_workbook(path, invented.view_of(invented.caseload(600), as_of=date(2026, 7, 1), settings=settings))
    total = lines_of(path, "Overblik", "I alt")[0]
    assert isinstance(total[15], float)
    assert total[18] in {"grøn", "gul", "rød"}


def test_a_quarter_that_is_over_says_nothing_of_it(workbook):
    top = [str(row[0]) for row in load_workbook(workbook)["Overblik"].iter_rows(max_row=8, values_only=True)]
    assert not [text for text in top if "ikke slut" in text or "ikke begyndt" in text]


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
