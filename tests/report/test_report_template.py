"""The municipality's own workbook, filled in: its own things stay, or are named before anything is written."""

from datetime import date, datetime
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from auditkit.compliance import read_settings
from auditkit.errors import InputRefused
from auditkit.report.template import NoHeaders, NothingToFill, fill_template
from auditkit.report.template_keys import NUMBERS, Keys, UnknownKey
from auditkit.report.template_loss import TemplateNotXlsx, TemplateWouldLose
from tests.report import invented

OVERDUE = {"outcome": "missed", "reason": "overdue"}


@pytest.fixture
def small():
    rows = [
        invented.obligation(record="U1", team="Nord"),
        invented.obligation(record="U2", team="Syd", case_id="=1+1", caseworker="http://example.org", **OVERDUE),
        invented.obligation(record="U3", team="Syd"),
        invented.obligation(record="U0", quarter="2026K2", due_on=date(2026, 5, 1)),
    ]
    return invented.view_of(invented.frame(*rows))


def template(folder, cells=(), sheets=None):
    book = Workbook()
    book.active.title = "Notat"
    for place, value in dict(cells).items():
        book.active[place] = value
    for name, rows in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "skabelon.xlsx"
    book.save(path)
    return path


def filled(path, view, **said):
    target = path.with_name("udfyldt.xlsx")
    fill_template(path, target, view, **said)
    return load_workbook(target)


def test_a_key_alone_becomes_a_value_and_among_words_it_becomes_words(tmp_path, small):
    path = template(
        tmp_path,
        {
            "A1": "{{kommune}}: {{ BFU-4M | overholdt }} af {{bfu-4m|bedømt}} ({{BFU-4M|pct}})",
            "A2": "{{BFU-4M|pct}}",
            "A3": "{{BFU-4M|Syd|pct}}",
            "A4": "{{lovkrav|ikke overholdt}}",
            "A5": "{{før|BFU-4M|overholdt}}",
            "A6": "{{opgjort}}",
            "A7": "{{OPF-1|pct}}",
        },
    )
    sheet = filled(path, small)["Notat"]
    assert sheet["A1"].value == "Eksempel Kommune (FIKTIV): 2 af 3 (66,7 %)"
    assert sheet["A2"].value == pytest.approx(2 / 3)
    assert [sheet[f"A{row}"].value for row in range(3, 8)] == [0.5, 1, 1, datetime(2026, 9, 30), "–"]


def test_a_percentage_is_shown_as_one_unless_the_template_says_how(tmp_path, small):
    path = template(tmp_path, {"A1": "{{BFU-4M|pct}}", "A2": "{{BFU-4M|pct}}", "A3": "{{BFU-4M|bedømt}}"})
    book = load_workbook(path)
    book["Notat"]["A2"].number_format = "0.00"
    book.save(path)
    sheet = filled(path, small)["Notat"]
    assert [sheet[f"A{row}"].number_format for row in (1, 2, 3)] == ["0.0%", "0.00", "General"]


def test_teams_that_differ_in_case_alone_are_asked_for_as_they_are_spelt(tmp_path):
    rows = [invented.obligation(record=f"U{n}", team=team) for n, team in enumerate(["Unge", "Unge", "unge", "Syd"])]
    view = invented.view_of(invented.frame(*rows))
    cells = {"A1": "{{bfu-4m|Unge|bedømt}}", "A2": "{{BFU-4M|unge|bedømt}}", "A3": "{{BFU-4M|SYD|bedømt}}"}
    sheet = filled(template(tmp_path, cells), view)["Notat"]
    assert [sheet[f"A{row}"].value for row in (1, 2, 3)] == [2, 1, 1]
    with pytest.raises(UnknownKey, match="Notat!A1"):
        filled(template(tmp_path, {"A1": "{{BFU-4M|UNGE|bedømt}}"}), view)


def test_what_is_not_in_scope_is_a_word_and_never_zero(tmp_path):
    said = '[[ikke_omfattet]]\nteam = ["Nord", "Vest"]\n[[ikke_omfattet]]\nkrav = "TILSYN"\n'
    rows = [invented.obligation(team=team, rule=rule) for team in ("Nord", "Syd") for rule in ("BFU-4M", "TILSYN")]
    view = invented.view_of(invented.frame(*rows), settings=read_settings(said, "auditkit.toml"))
    keys = ("BFU-4M|Nord|pct", "lovkrav|Vest|overholdt", "TILSYN|i alt", "BFU-4M|pct", "lovkrav|Syd|pct")
    path = template(tmp_path, {f"A{row}": "{{" + key + "}}" for row, key in enumerate(keys, start=1)})
    sheet = filled(path, view).worksheets[0]
    assert [sheet[f"A{row}"].value for row in range(1, 6)] == [*["ikke omfattet"] * 3, 1, 1]


def test_every_key_that_is_offered_can_be_used(tmp_path, small):
    keys = Keys(small)
    assert all(keys.text(key, "A1") for key in keys.known())
    assert len(keys.known()) > len(NUMBERS) * 3


def test_own_formulas_formats_and_charts_stay(tmp_path, small):
    path = template(tmp_path, {"A1": "Pct", "A2": "{{BFU-4M|pct}}", "B2": "=A2*100"})
    book = load_workbook(path)
    sheet = book["Notat"]
    sheet["A2"].number_format, sheet["A2"].font = "0.0%", Font(bold=True)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    book.save(path)
    after = filled(path, small)["Notat"]
    assert after["B2"].value == "=A2*100"
    assert (after["A2"].number_format, after["A2"].font.b) == ("0.0%", True)
    assert len(after._charts) == 1


def test_a_list_follows_the_template_and_its_own_columns_count_on(tmp_path, small):
    rows = [["Vores liste"], [], ["Dage over", "Sagsnr.", "Uger", "Vores"], [1, "gammel", "=A4/7", "x"], [2, "gammel"]]
    path = template(tmp_path, sheets={"Overskredne frister": rows})
    sheet = filled(path, small)["Overskredne frister"]
    assert sheet["A1"].value == "Vores liste"
    assert [cell.value for cell in sheet[4]][:3] == [60, "=1+1", "=A4/7"]
    assert sheet["B4"].data_type == "s"
    assert (sheet["A5"].value, sheet["B5"].value) == (None, None)


def test_every_row_stands_on_the_sheet_of_rows_and_the_table_reaches_down(tmp_path, small):
    path = template(tmp_path, sheets={"Rækker": [["Id", "Resultat", "Plus"], ["x", "y", "=LEN(A2)"]]})
    book = load_workbook(path)
    book["Rækker"].add_table(Table(displayName="Data", ref="A1:C2"))
    book.save(path)
    sheet = filled(path, small)["Rækker"]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:2] for row in shown] == [["BFU-4M", "overholdt"]] + [
        ["BFU-4M", result] for result in ("ikke overholdt", "overholdt", "overholdt")
    ]
    assert [row[2] for row in shown] == [f"=LEN(A{row})" for row in range(2, 6)]
    assert sheet.tables["Data"].ref == "A1:C5"


def test_an_empty_list_leaves_no_example_behind(tmp_path):
    path = template(tmp_path, {"A1": "{{kvartal}}"}, {"Overskredne frister": [["Sagsnr.", "Krav"], ["eksempel", "x"]]})
    sheet = filled(path, invented.view_of(invented.frame(invented.obligation())))["Overskredne frister"]
    assert [cell.value for cell in sheet[2]] == [None, None]


def test_an_unknown_key_is_named_with_its_cell_and_nothing_is_written(tmp_path, small):
    path = template(tmp_path, {"C7": "{{BFU-4M|overhold}}"})
    with pytest.raises(UnknownKey, match=r"Notat!C7 .*\{\{bfu-4m\|overholdt\}\}"):
        filled(path, small)
    assert [each.name for each in tmp_path.iterdir()] == ["skabelon.xlsx"]


def test_a_sheet_of_ours_without_our_headers_is_refused(tmp_path, small):
    path = template(tmp_path, sheets={"Rækker": [["noget", "andet"]]})
    with pytest.raises(NoHeaders, match="Rækker"):
        filled(path, small)


def test_a_template_with_nothing_to_fill_is_refused(tmp_path, small):
    with pytest.raises(NothingToFill):
        filled(template(tmp_path, {"A1": "bare tekst"}), small)


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("xl/vbaProject.bin", b"x", "makroer"),
        ("xl/media/image1.png", b"x", "billeder"),
        ("xl/slicers/slicer1.xml", b"<x/>", "udsnitsværktøjer"),
        ("xl/connections.xml", b"<x/>", "dataforbindelser"),
        ("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''></xdr:sp></xdr:wsDr>", "tekstbokse"),
    ],
)
def test_what_would_be_lost_is_named_and_nothing_is_written(tmp_path, small, part, content, said):
    path = template(tmp_path, {"A1": "{{kvartal}}"})
    with ZipFile(path, "a") as package:
        package.writestr(part, content)
    before = path.read_bytes()
    with pytest.raises(TemplateWouldLose, match=said):
        filled(path, small)
    assert [each.name for each in tmp_path.iterdir()] == ["skabelon.xlsx"]
    lost = fill_template(path, tmp_path / "udfyldt.xlsx", small, accept_loss=True)
    assert said in ", ".join(lost)
    assert path.read_bytes() == before


def test_only_a_workbook_is_a_template(tmp_path, small):
    text = tmp_path / "skabelon.csv"
    text.write_text("a;b", encoding="utf-8")
    with pytest.raises(TemplateNotXlsx):
        filled(text, small)
    fake = tmp_path / "skabelon.xlsx"
    fake.write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(InputRefused):
        filled(fake, small)
