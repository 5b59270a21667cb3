"""The sheets beside the figures: what is prefilled, what is left for people, what is said of the lists."""

from datetime import date, datetime

from openpyxl import load_workbook

from auditkit.model import BY_PLURAL, Problem, Table, frame_of
from auditkit.report import write_workbook
from auditkit.report.extras import Extras
from auditkit.report.facts import Holding, ListFacts, list_facts
from tests.report import invented
from tests.report.test_report_workbook import table, texts

OVERDUE = {"outcome": "missed", "reason": "overdue"}


def written(tmp_path, view, extras=None):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, view, extras)
    return load_workbook(path)


def choices(sheet):
    return {str(each.sqref): each.formula1.strip('"').split(",") for each in sheet.data_validations.dataValidation}


def test_recovery_is_prefilled_with_what_is_open_and_what_is_unclear(tmp_path):
    rows = [
        invented.obligation(case_id="S1", **OVERDUE),
        invented.obligation(case_id="S2", outcome="undeterminable", reason="evidence_unreadable"),
        invented.obligation(case_id="S3", outcome="undeterminable", reason="evidence_unreadable", quarter="2025K1"),
        invented.obligation(case_id="S4", outcome="missed", reason="late", fulfilled_on=date(2026, 8, 3)),
        invented.obligation(case_id="S5"),
    ]
    sheet = written(tmp_path, invented.view_of(invented.frame(*rows)))["Genopretning"]
    shown = [row for row in table(sheet, "Sagsnr.") if row["Status"]]
    assert [(row["Sagsnr."], row["Status"], row["Ansvarlig"]) for row in shown] == [
        ("S1", "ikke startet", "AB"),
        ("S2", "ikke startet", "AB"),
    ]
    assert shown[0]["Gør sådan"] == "Udfør det"
    assert shown[1]["Fejl"].startswith("kan ikke afgøres: ")
    assert "kan ikke læses" in shown[1]["Fejl"]
    assert shown[1]["Gør sådan"].startswith("Ret eller udfyld cellen i listen")
    assert choices(sheet) == {"J11:J12": ["ikke startet", "i gang", "genoprettet", "efterprøvet"]}


def test_on_paper_what_to_do_stands_once_for_each_requirement(tmp_path):
    rows = [invented.obligation(record=f"U{number}", **OVERDUE) for number in range(200)]
    sheet = written(tmp_path, invented.view_of(invented.frame(*rows)))["Genopretning"]
    printed = [line[:12] for line in sheet.iter_rows(values_only=True)]
    assert [line[:2] for line in printed[-2:]] == [("Gør sådan", None), ("BFU-4M", "Udfør det")]
    assert sheet.print_area == f"'Genopretning'!$A$1:$L${sheet.max_row}"
    assert sheet["M10"].value == "Gør sådan"
    assert not [row for row, each in sheet.row_dimensions.items() if row > 10 and each.height]


def test_deviations_show_the_percentage_with_and_without_them(tmp_path):
    rows = [
        invented.obligation(record="U1"),
        invented.obligation(record="U2", outcome="missed", reason="overdue"),
        invented.obligation(record="U3", case_id="S9", outcome="deviation", reason="omitted_lawfully"),
    ]
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, invented.view_of(invented.frame(*rows)))
    book = load_workbook(path, data_only=True)
    (effect,) = [row for row in book["Afvigelser"].iter_rows(values_only=True) if row[0] == "BFU-4M"]
    assert effect[1:6] == (1, 1, 1, 0, 0.5)
    assert (round(effect[6], 4), round(effect[7], 2)) == (0.6667, 16.67)
    (line,) = table(book["Afvigelser"], "Sagsnr.")
    assert (line["Sagsnr."], line["Godkendt (Ja/Nej)"], line["Godkendt af"]) == ("S9", None, None)
    assert list(choices(load_workbook(path)["Afvigelser"]).values()) == [["Ja", "Nej"]]


def test_the_sample_has_empty_answers_of_the_national_scales(tmp_path, view):
    sheet = written(tmp_path, view, Extras(sample_size=4))["Stikprøve"]
    shown = table(sheet, "Nr.")
    assert len(shown) == 4
    assert {row["Planen er lavet"] for row in shown} == {None}
    scales = {tuple(each) for each in choices(sheet).values()}
    assert scales == {("Ja", "Nej", "Ikke relevant"), ("Lav grad", "Nogen grad", "Høj grad")}
    assert "Frø: 2026K3" in texts(sheet)


def test_the_sample_can_be_left_out_and_changes_no_figure(tmp_path, view):
    without = written(tmp_path, view, Extras(sample_size=0))
    assert "Stikprøve" not in without.sheetnames
    with_one = written(tmp_path, view, Extras(sample_size=50, seed="x"))
    for name in ("Overblik", "Pr. team", "Rækker"):
        assert texts(without[name]) == texts(with_one[name])


def test_caseworkers_are_shown_only_when_asked_for(tmp_path, view):
    usual = written(tmp_path, view, Extras(invented.facts()))
    assert "Pr. rådgiver" not in usual.sheetnames
    assert "Sagsbehandler FIKTIV" not in texts(usual["Sagstal"])
    assert not [name for name in usual.defined_names if "rådgiver" in name]
    path = tmp_path / "leder.xlsx"
    write_workbook(path, view, Extras(invented.facts(), caseworkers=True))
    book = load_workbook(path, data_only=True)
    shown = table(book["Pr. rådgiver"], "Team")
    law = view.lines.filter(section="law", quarter="2026K3").collect()
    assert sum(row["I alt"] for row in shown) == law.height
    assert "CD" in texts(book["Sagstal"])


def test_a_caseworker_in_two_teams_is_one_in_the_total_of_the_caseload(tmp_path, view):
    holdings = Holding("Nord", "AB", 30, 30), Holding("Syd", "AB", 10, 10), Holding("Syd", "CD", 20, 20)
    write_workbook(tmp_path / "sagstal.xlsx", view, Extras(ListFacts((), holdings)))
    rows = table(load_workbook(tmp_path / "sagstal.xlsx", data_only=True)["Sagstal"], "Team")
    counted = {row["Team"]: (row["Rådgivere med sager"], row["Børn pr. rådgiver"]) for row in rows}
    assert counted == {"Nord": (1, 30), "Syd": (2, 15), "Alle teams": (2, 30)}


def test_caseload_counts_open_cases_and_the_children_they_are_about():
    day = date(2026, 9, 30)
    rows = [
        {"case_id": "S1", "child_key": "b1", "team": "Nord", "caseworker": "AB", "opened_on": date(2026, 1, 1)},
        {"case_id": "S2", "child_key": "b1", "team": "Nord", "caseworker": "AB", "opened_on": date(2026, 2, 1)},
        {"case_id": "S3", "team": "Nord", "caseworker": "AB"},
        {"case_id": "S4", "team": "Nord", "caseworker": "AB", "closed_on": day},
        {"case_id": "S5", "team": "Nord", "caseworker": "AB", "opened_on": date(2026, 10, 1)},
        {"case_id": "S6"},
    ]
    frame = frame_of("cases", [{**row, "table_no": 0, "row_no": number} for number, row in enumerate(rows, start=2)])
    facts = list_facts([("cases", frame)], [], [], day)
    assert [(each.team, each.caseworker, each.cases, each.children) for each in facts.holdings] == [
        ("(uden team)", None, 1, 1),
        ("Nord", "AB", 3, 2),
    ]


def test_data_quality_counts_what_was_read_and_rejected_and_where_rows_stand_twice():
    closed = BY_PLURAL["cases"].bit("closed_on")
    rows = [
        {"case_id": "S1", "closed_on": date(2026, 1, 1)},
        {"case_id": "S2", "unreadable": closed},
        {"case_id": "S3"},
    ]
    frame = frame_of("cases", [{**row, "table_no": 7, "row_no": number} for number, row in enumerate(rows, start=2)])
    cases = Table(7, "FIKTIV.xlsx", "Sager", "cases", "", {"case_id": "A", "closed_on": "H"})
    problems = [
        Problem("FIKTIV.xlsx", "Sager", "H3", "unreadable_date", "?", ""),
        Problem("FIKTIV.xlsx", "Sager", "A9", "duplicate_identical", "", ""),
        Problem("FIKTIV.xlsx", "Sager", "H2", "closed_before_opened", "", ""),
    ]
    first, second = list_facts([("cases", frame)], [cases], problems, date(2026, 9, 30)).columns
    assert (first.field, first.records, first.filled, first.duplicates) == ("Sagsnr (Sager)", 3, 3, 1)
    assert (second.filled, second.read, second.unreadable, second.others) == (2, 1, 1, 1)


def test_a_printed_workbook_is_no_stack_of_paper(tmp_path):
    rows = [invented.obligation(record=f"U{number}") for number in range(300)]
    book = written(tmp_path, invented.view_of(invented.frame(*rows)))
    assert book["Rækker"].print_area == "'Rækker'!$A$1:$U$41"
    assert book["Rækker"]["V1"].value == "Teamnr."
    assert "de første 40 af 300 rækker" in book["Rækker"].oddHeader.left.text
    headers = [cell.value for cell in book["Pr. team"][5]]
    assert headers[-1] == "Teamnr."
    assert book["Pr. team"].print_area.split("$")[-2] == "O"


def test_no_data_sheet_has_merged_cells_or_hidden_parts(tmp_path, view):
    for sheet in written(tmp_path, view, Extras(invented.facts(), caseworkers=True)):
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.sheet_state == "visible"
        assert not [key for key, each in sheet.column_dimensions.items() if each.hidden]
        assert not [key for key, each in sheet.row_dimensions.items() if each.hidden]


def test_dates_in_the_lists_are_dates(tmp_path):
    view = invented.view_of(invented.frame(invented.obligation(**OVERDUE)))
    sheet = written(tmp_path, view)["Genopretning"]
    row = table(sheet, "Sagsnr.")[0]
    assert row["Frist"] == datetime(2026, 8, 1)


def test_lists_that_are_not_known_are_said_to_be_so(tmp_path, view):
    book = written(tmp_path, view)
    for name in ("Sagstal", "Datakvalitet"):
        assert "Vides ikke her" in texts(book[name])
