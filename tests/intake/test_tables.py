"""Finding the list in a sheet, and the row ledger."""

from datetime import date

import pytest
from openpyxl import load_workbook

from auditkit.errors import InputRefused, UsageError
from auditkit.intake import Rows, read_lists
from tests.support.lists import write_workbook

CASES = ["Sagsnr", "Team", "Oprettet"]


def codes(intake):
    return [problem.code for problem in intake.problems]


def reasons(intake):
    return {each.row: each.reason for each in intake.set_aside}


def case_ids(intake):
    return intake.caseload["cases"]["case_id"].to_list()


def read_as(intake):
    return {sheet.name: sheet.read_as for file in intake.files for sheet in file.sheets}


def test_rows_around_the_list_are_told_from_cases(read):
    intake = read(
        {
            "Sager": [
                ["FIKTIV kommune, sager pr. 1. marts 2024"],
                [],
                CASES,
                ["A-1", "Nord", date(2024, 1, 1)],
                [],
                ["A-2", "Nord", date(2024, 1, 2)],
                ["Nord i alt", 2],
                CASES,
                ["A-3", "Syd", date(2024, 1, 3)],
                [None, "Syd", date(2024, 1, 4)],
                ["I alt", None, 3],
                [],
                ["Bemærk: udtrækket er fra fagsystemet"],
                [None, None, "og er FIKTIVT"],
            ]
        }
    )

    assert case_ids(intake) == ["A-1", "A-2", "A-3"]
    assert reasons(intake) == {
        7: "total",
        8: "repeated_header",
        10: "no_case_id",
        11: "total",
        13: "note",
        14: "note",
    }
    assert intake.rows == Rows(read=11, used=3, set_aside=6, blank=2)
    assert codes(intake) == ["no_case_id"]


def test_a_numbered_case_with_a_date_is_no_total_whatever_its_team_is_called(read):
    intake = read({"Sager": [CASES, [1017, "Antal børn Nord", date(2024, 2, 1)], [2, "Antal børn Nord", None]]})

    assert intake.caseload["cases"]["case_id"].to_list() == ["1017"]
    assert reasons(intake) == {3: "total"}


def test_a_total_whose_count_stands_under_the_case_number(read):
    intake = read({"Sager": [["Team", "Sagsnr"], ["Nord", "A-1"], ["Nord Antal", 1], ["Hovedtotal", 1]]})

    assert case_ids(intake) == ["A-1"]
    assert reasons(intake) == {3: "total", 4: "total"}


def test_two_header_rows_are_one_header(read):
    intake = read(
        {
            "Liste": [
                ["Sag", None, "BFU", None, "Indsats", None],
                ["Sagsnr", "Team", "startet", "afsluttet", "start", "slut"],
                ["A-1", "Nord", "1/2-24", "1/3-24", "1/4-24", None],
            ]
        }
    )

    (investigation,) = intake.caseload["investigations"].to_dicts()
    (measure,) = intake.caseload["measures"].to_dicts()
    assert (investigation["started_on"], investigation["completed_on"]) == (date(2024, 2, 1), date(2024, 3, 1))
    assert measure["started_on"] == date(2024, 4, 1)
    assert intake.ignored == ()


@pytest.mark.parametrize(
    "header", ["SAGSNR.", "Sags-nr", "Sags\u00adnr.", "Sagsnr *", "Sagsnr:", "sags nr", "Journal nr.", "Sagsid."]
)
def test_headers_match_without_regard_to_how_they_are_set(read, header):
    assert case_ids(read({"Sager": [[header, "Team"], ["A-1", "Nord"]]})) == ["A-1"]


@pytest.mark.parametrize("header", ["§ 50 start", "50 start", "§50-start", "50\u00a0start", "BFU igangsat"])
def test_the_older_laws_words_with_or_without_the_section_sign(read, header):
    intake = read({"Ark1": [["Sagsnr", header], ["A-1", "1/2-23"]]})

    assert intake.caseload["investigations"]["started_on"].to_list() == [date(2023, 2, 1)]


def test_a_header_with_destroyed_letters_is_known(read):
    intake = read({"Ark1": [["Sagsnr", "B¿rnesamtale (BFU)", "FÃ¸dselsdato"], ["A-1", "1/2-23", "1/2-15"]]})

    assert intake.caseload["conversations"]["purpose"].to_list() == ["undersøgelse"]
    assert intake.caseload["cases"]["birth_date"].to_list() == [date(2015, 2, 1)]


def test_an_unknown_header_is_suggested_and_not_read(read):
    intake = read({"Sager": [["Sagsnr", "Team", "Oprettett"], ["A-1", "Nord", "1/2-24"]]})

    assert intake.caseload["cases"]["opened_on"].to_list() == [None]
    assert [(each.header, each.looks_like) for each in intake.suggestions] == [("Oprettett", "Oprettet")]
    assert [each.name for each in intake.ignored] == ["Oprettett"]


def test_private_columns_are_named_and_dropped(read):
    rows = [["Sagsnr", "Navn", "Mors CPR", "Bemærkninger", "Team"], ["A-1", "FIKTIV", "x", "FIKTIV tekst", "Nord"]]

    intake = read({"Sager": rows})

    assert [(each.what, each.name) for each in intake.ignored] == [
        ("private", "Navn"),
        ("private", "Mors CPR"),
        ("private", "Bemærkninger"),
    ]


def test_two_columns_for_one_date_are_refused(read):
    with pytest.raises(InputRefused, match=r"B: BFU startet.*C: § 50 start"):
        read({"Ark1": [["Sagsnr", "BFU startet", "§ 50 start"], ["A-1", "1/2-24", None]]})


def test_of_two_columns_with_a_team_the_standard_header_is_read_and_the_other_named(read):
    intake = read({"Sager": [["Sagsnr", "Afdeling", "Team"], ["A-1", "Børn og unge", "Nord"]]})

    assert intake.caseload["cases"]["team"].to_list() == ["Nord"]
    assert [each.name for each in intake.ignored] == ["Afdeling"]


def test_two_columns_with_the_same_header_are_refused(read):
    with pytest.raises(InputRefused):
        read({"Sager": [["Sagsnr", "Team", "Team"], ["A-1", "Nord", "Syd"]]})


def test_a_sheet_with_another_name_is_known_by_its_headers(read):
    rows = [["Sagsnr", "Dato", "Formål", "Vedrører"], ["A-1", "1/2-24", "afgørelse", "AFG-1"]]

    intake = read({"Sager": [CASES, ["A-1", "Nord", None]], "Ark2": rows})

    assert read_as(intake) == {"Sager": "cases", "Ark2": "conversations"}
    assert [sheet.by_name for sheet in intake.files[0].sheets] == [True, False]


def test_a_sheet_that_may_be_two_things_is_not_read(read):
    rows = [["Sagsnr", "Indsatsnr", "Dato"], ["A-1", "I-1", "1/2-24"]]

    intake = read({"Sager": [CASES, ["A-1", "Nord", None]], "Ark2": rows})

    assert read_as(intake) == {"Sager": "cases", "Ark2": ""}
    assert [(each.what, each.name) for each in intake.ignored] == [("sheet", "Ark2")]


def test_one_sheet_called_sager_with_the_columns_of_a_flat_list_is_one(read):
    intake = read({"Sager": [["Sagsnr", "Team", "BFU startet", "BFU afsluttet"], ["A-1", "Nord", "1/2-24", None]]})

    assert read_as(intake) == {"Sager": "flat"}
    assert intake.caseload["investigations"].height == 1


def test_one_sheet_for_each_team(read):
    header = ["Sagsnr", "Team", "BFU startet"]

    intake = read({"Nord": [header, ["A-1", "Nord", "1/2-24"]], "Syd": [header, ["A-2", "Syd", "1/3-24"]]})

    assert intake.caseload["cases"]["team"].to_list() == ["Nord", "Syd"]
    assert intake.caseload["investigations"]["investigation_id"].to_list() == ["A-1:Nord!2", "A-2:Syd!2"]


def test_only_the_sheet_that_was_asked_for_is_read(read):
    header = ["Sagsnr", "Team", "BFU startet"]
    sheets = {"Nord": [header, ["A-1", "Nord", "1/2-24"]], "Syd": [header, ["A-2", "Syd", "1/3-24"]]}

    assert case_ids(read(sheets, sheet="syd")) == ["A-2"]
    with pytest.raises(UsageError, match="Vest"):
        read(sheets, sheet="Vest")


def test_a_list_with_headers_alone_has_the_columns_and_no_rows(read):
    intake = read({"Sager": [CASES, ["A-1", "Nord", None]], "Planer": [["Sagsnr", "Type", "Dato"]]})

    (table,) = [each for each in intake.caseload.tables if each.record_type == "plans"]
    assert set(table.columns) == {"case_id", "type", "made_on"}
    assert intake.caseload["plans"].height == 0


def test_an_empty_sheet_is_not_in_the_list(read):
    intake = read({"Sager": [CASES, ["A-1", "Nord", None]], "Planer": []})

    assert {each.record_type for each in intake.caseload.tables} == {"cases"}
    assert [each.name for each in intake.ignored] == ["Planer"]


def test_a_file_without_a_list_is_refused_with_what_was_found(read):
    with pytest.raises(InputRefused, match="»Vejledning«"):
        read({"Vejledning": [["Sådan udfyldes arket"], ["Læs mere på intranettet"]]})


def test_a_standard_sheet_without_case_numbers_is_refused(read):
    with pytest.raises(InputRefused, match="Sagsnr"):
        read({"Underretninger": [["Underretningsnr", "Modtaget"], ["U-1", "1/2-24"]]})


def test_a_second_table_below_the_first_is_refused(read):
    rows = [
        ["Sagsnr", "Team", "Oprettet"],
        ["A-1", "Nord", "1/2-24"],
        ["Team", "Sagsnr", "Lukket"],
        ["Syd", "A-2", None],
    ]

    with pytest.raises(InputRefused, match="række 3"):
        read({"Sager": rows})


@pytest.mark.parametrize("sheet", ["Ark1", "Sager"])
@pytest.mark.parametrize(
    ("second", "row"),
    [
        (["Sagsnr", "Team", "Oprettet", "Lukket"], ["A-2", "Syd", "1/2-24", None]),
        (["Sagsnr", "Indsatsnr", "Start", "Slut"], ["A-2", "I-1", "1/2-24", None]),
        (["Indsatsnr", "Sagsnr", "Start", "Slut"], ["I-1", "A-2", "1/2-24", None]),
    ],
)
def test_no_row_of_the_upper_of_two_tables_is_taken_for_a_title(read, sheet, second, row):
    rows = [["Sagsnr", "Team", "Oprettet"], ["A-1", "Nord", "1/2-24"], [], second, row]

    with pytest.raises(InputRefused, match="række 4"):
        read({sheet: rows})


def test_a_legend_above_the_headers_is_no_table(read):
    legend = [["Sagsnr", "Sagens nummer i fagsystemet"], ["Team", "Nord eller Syd"]]
    intake = read({"Sager": [*legend, [], CASES, ["A-1", "Nord", None]]})

    assert intake.caseload["cases"]["case_id"].to_list() == ["A-1"]


def test_the_same_file_twice_is_refused(tmp_path):
    path = write_workbook(tmp_path / "marts.xlsx", {"Sager": [CASES, ["A-1", "Nord", None]]})
    copy = path.with_name("kopi.xlsx")
    copy.write_bytes(path.read_bytes())

    with pytest.raises(InputRefused, match="samme indhold"):
        read_lists([path, copy], pseudonym_key=None)


def test_several_files_are_one_caseload(read_files):
    intake = read_files(
        sager={"Sager": [CASES, ["A-1", "Nord", None]]},
        planer={"Planer": [["Sagsnr", "Type", "Dato"], ["A-1", "barnets plan", "1/2-24"]]},
    )

    assert intake.caseload["plans"]["case_id"].to_list() == ["A-1"]
    assert codes(intake) == []
    assert [file.name for file in intake.files] == ["sager.xlsx", "planer.xlsx"]


def test_a_case_number_that_is_lost_sets_the_row_aside(read):
    looks_like_cpr = "6101" + "15" + "4321"
    rows = [
        CASES,
        [date(2024, 5, 18), "Nord"],
        ["=NA()", "Nord"],
        [looks_like_cpr, "Nord"],
        ["18/5090", "Nord"],
        [17, "Syd"],
    ]

    intake = read({"Sager": rows})

    assert case_ids(intake) == ["18/5090", "17"]
    assert reasons(intake) == {2: "case_id_unreadable", 3: "case_id_unreadable", 4: "case_id_is_cpr"}
    assert looks_like_cpr not in str(intake)


def test_content_without_a_header_is_named(read):
    intake = read({"Sager": [["Sagsnr", "Team"], ["A-1", "Nord", None, "løst notat"]]})

    assert [each.name for each in intake.ignored] == ["D"]


def test_what_is_merged_downwards_belongs_to_each_row(tmp_path):
    rows = [
        ["Sagsnr", "Team", "Indsats start"],
        ["A-1", "Nord", "1/2-24"],
        [None, None, "1/3-24"],
        ["A-2", "Syd", "1/4-24"],
    ]
    path = write_workbook(tmp_path / "liste.xlsx", {"Ark1": rows})
    workbook = load_workbook(path)
    for area in ("A2:A3", "B2:B3"):
        workbook["Ark1"].merge_cells(area)
    workbook.save(path)

    intake = read_lists([path], pseudonym_key=None)

    assert intake.caseload["measures"].select("case_id", "started_on").rows() == [
        ("A-1", date(2024, 2, 1)),
        ("A-1", date(2024, 3, 1)),
        ("A-2", date(2024, 4, 1)),
    ]
    assert intake.rows == Rows(read=3, used=3)


@pytest.mark.parametrize("case_id", ["SUM-17", "Total-1", "OBS-1", "ANTAL2024"])
def test_a_case_number_that_begins_like_a_total_is_a_case(read, case_id):
    assert case_ids(read({"Sager": [["Sagsnr", "Team"], [case_id, None]]})) == [case_id]


def test_a_caseworker_whose_initials_look_like_a_total_is_no_total(read):
    assert case_ids(read({"Sager": [["Rådgiver", "Sagsnr"], ["SUM", "A-1"]]})) == ["A-1"]


def test_an_error_written_as_text_is_an_error(read):
    rows = [["Sagsnr", "Dato", "Formål", "Undladt", "Begrundelse"], ["A-1", "#I/T", "afgørelse", "ja", "#NAVN?"]]

    intake = read({"Sager": [CASES, ["A-1", "#REFERENCE!", "####"]], "Samtaler": rows})

    assert codes(intake) == ["error_cell"] * 4
    assert intake.caseload["cases"]["team"].to_list() == [None]


def test_a_sheet_called_sager_with_one_column_too_many_is_no_flat_list_beside_the_other_sheets(read_files):
    intake = read_files(
        sager={"Sager": [["Sagsnr", "Team", "Underretning modtaget"], ["A-1", "Nord", "1/2-24"]]},
        resten={"Underretninger": [["Sagsnr", "Modtaget"], ["A-1", "1/2-24"]]},
    )

    assert read_as(intake) == {"Sager": "cases", "Underretninger": "notifications"}
    assert intake.caseload["notifications"].height == 1
    assert [each.name for each in intake.ignored] == ["Underretning modtaget"]


def test_hidden_rows_columns_and_sheets_are_used_and_said(tmp_path):
    path = write_workbook(
        tmp_path / "liste.xlsx", {"Sager": [CASES, ["A-1", "Nord"], ["A-2", "Nord"]], "Planer": [["Sagsnr", "Dato"]]}
    )
    workbook = load_workbook(path)
    workbook["Sager"].row_dimensions[3].hidden = True
    workbook["Sager"].column_dimensions["B"].hidden = True
    workbook["Planer"].sheet_state = "hidden"
    workbook.save(path)

    sager, planer = read_lists([path], pseudonym_key=None).files[0].sheets

    assert (sager.rows.used, sager.hidden_rows, sager.hidden_columns) == (2, 1, ("B",))
    assert planer.hidden
