"""The standard workbook as records: fields, doubles, contradictions, and what is never shown."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from auditkit.intake import read_lists, to_json
from auditkit.model import BY_PLURAL


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def rows(intake, plural):
    return intake.caseload[plural].to_dicts()


def found(intake):
    return [(each.code, each.cell) for each in intake.problems]


def unreadable(intake, plural):
    names = [field.name for field in BY_PLURAL[plural].fields]
    return [{name for name in names if row["unreadable"] & BY_PLURAL[plural].bit(name)} for row in rows(intake, plural)]


def table(intake, plural, facet=""):
    (each,) = [each for each in intake.caseload.tables if (each.record_type, each.facet) == (plural, facet)]
    return each


def with_case(sheet, *sheet_rows):
    return {"Sager": [["Sagsnr", "Team"], ["A-1", "Nord"]], sheet: list(sheet_rows)}


def test_an_unreadable_cell_is_null_with_its_bit_and_a_problem_at_its_cell(read):
    intake = read({"Sager": [["Sagsnr", "Oprettet", "Lukket"], ["A-1", "31/4-24", None]]})

    assert rows(intake, "cases")[0]["opened_on"] is None
    assert unreadable(intake, "cases") == [{"opened_on"}]
    assert found(intake) == [("impossible_date", "B2")]


def test_a_dash_is_blank(read):
    intake = read({"Sager": [["Sagsnr", "Lukket", "Team"], ["A-1", "-", "–"]]})

    assert unreadable(intake, "cases") == [set()]
    assert found(intake) == []


def test_a_column_that_is_not_there_is_not_in_the_table(read):
    intake = read({"Sager": [["Sagsnr", "Lukket"], ["A-1", None]]})

    assert dict(table(intake, "cases").columns) == {"case_id": "A", "closed_on": "B"}


def test_an_hour_in_a_column_of_its_own(read):
    header = ["Sagsnr", "Modtaget", "Kl.", "Vurderet", "Vurderet kl."]
    intake = read(
        with_case(
            "Underretninger",
            header,
            ["A-1", "1/2-24", "14.30", wall("2024-02-02 00:00"), time(9, 15)],
            ["A-1", "1/2-24", "eftermiddag", None, "9.15"],
        )
    )

    first, second = rows(intake, "notifications")
    assert first["received_at"] == wall("2024-02-01 14:30")
    assert first["assessed_at"] == wall("2024-02-02 09:15")
    assert second["received_at"] == wall("2024-02-01 00:00")
    assert unreadable(intake, "notifications")[1] == {"assessed_at"}
    assert found(intake) == [("unreadable_time", "C3"), ("unreadable_date", "E3")]


def test_birth_date_from_cpr_and_pseudonym(read):
    number = "6103" + "15" + "5678"
    header = ["Sagsnr", "CPR", "Fødselsdato"]
    intake = read({"Sager": [header, ["A-1", number, None], ["A-2", number, "2/3-15"], ["A-3", "ukendt", None]]})

    first, second, third = rows(intake, "cases")
    assert first["birth_date"] == date(2015, 3, 1)
    assert second["birth_date"] == date(2015, 3, 2)
    assert first["child_key"] == second["child_key"] is not None
    assert third["birth_date"] is None
    assert unreadable(intake, "cases")[2] == {"child_key", "birth_date"}
    assert number not in str(to_json(intake))


def test_a_cpr_number_in_another_column_is_not_kept(read):
    number = "6103" + "15" + "-" + "5678"
    intake = read({"Sager": [["Sagsnr", "Team", "Oprettet"], ["A-1", f"Nord {number}", f"se {number}"]]})

    assert rows(intake, "cases")[0]["team"] is None
    assert found(intake) == [("cpr_in_text", "B2"), ("unreadable_date", "C2")]
    assert "5678" not in str(to_json(intake))


def test_a_number_that_no_record_of_the_case_has_is_said(read):
    measures = [["Indsatsnr", "Sagsnr", "Start"], ["I-1", "A-1", "1/2-24"], ["I-2", "A-2", "1/2-24"]]
    visits = [["Sagsnr", "Indsatsnr", "Dato"], *(["A-1", each, "1/3-24"] for each in ("I-1", "I-2", "I-01", None))]

    assert found(read({"Indsatser": measures, "Tilsyn": visits})) == [("unknown_link", "B3"), ("unknown_link", "B4")]
    assert found(read({"Tilsyn": visits})) == []


def test_a_team_that_is_spelt_in_two_ways_is_said_once_for_each_spelling(read):
    teams = ["Spec.team", "Specialteam", "Specialteam", "specialteam", "Special-team", "specialteam", "Nord", None]
    sager = [["Sagsnr", "Team"], *([f"A-{number}", team] for number, team in enumerate(teams))]
    history = [["Sagsnr", "Team", "Fra"], ["A-1", "NORD", "1/2-24"]]
    problems = read({"Sager": sager, "Teamhistorik": history}).problems

    assert [(each.code, each.sheet, each.cell, each.seen) for each in problems] == [
        ("team_spelt_otherwise", "Sager", "B5", "specialteam"),
        ("team_spelt_otherwise", "Sager", "B6", "Special-team"),
        ("team_spelt_otherwise", "Teamhistorik", "B2", "NORD"),
    ]
    assert "»Specialteam«" in problems[0].message


def test_a_law_in_the_paragraph_cell_fills_an_empty_law(read):
    header = ["Afgørelsesnr", "Sagsnr", "Dato", "Lov", "Paragraf"]
    intake = read(
        with_case(
            "Afgørelser",
            header,
            ["B-1", "A-1", "1/2-23", None, "SEL § 52, stk. 3"],
            ["B-2", "A-1", "1/2-23", "BL", "SEL § 52"],
            ["B-3", "A-1", "1/2-24", "SEL", 52],
        )
    )

    assert [(row["law"], row["paragraph"]) for row in rows(intake, "decisions")] == [
        ("SEL", "52"),
        (None, "52"),
        ("SEL", "52"),
    ]
    assert found(intake) == [("unknown_code", "D3"), ("law_does_not_fit_date", "D4")]


def test_of_free_text_only_that_it_is_there_is_kept(read):
    header = ["Sagsnr", "Dato", "Undladt", "Begrundelse", "Form"]
    intake = read(with_case("Samtaler", header, ["A-1", None, "ja", "FIKTIV grund", "telefon"]))

    (row,) = rows(intake, "conversations")
    assert (row["omitted"], row["omission_reason"], row["form"]) == (True, "angivet", "angivet")
    assert "FIKTIV grund" not in str(to_json(intake))


def test_two_visits_in_one_cell_are_two_visits(read):
    intake = read(with_case("Tilsynsbesøg", ["Sagsnr", "Dato"], ["A-1", "12/3-24 og 4/9-24"], ["A-1", "12/3 og 4/9"]))

    assert [row["visited_on"] for row in rows(intake, "visits")] == [date(2024, 3, 12), date(2024, 9, 4), None]
    assert [row["row_no"] for row in rows(intake, "visits")] == [2, 2, 3]
    assert intake.rows.used == 3


def test_the_same_case_twice_is_one_case(read):
    header = ["Sagsnr", "Team", "Fødselsdato", "Lukket"]
    intake = read(
        {
            "Sager": [
                header,
                ["A-1", "Nord", "1/2-15", None],
                ["A-1", "Nord", "1/2-15", None],
                ["A-2", "Nord", "1/2-15", None],
                ["A-2", "Syd", "1/2-15", "1/3-24"],
                ["A-3", None, "1/2-15", None],
                ["A-3", "Syd", None, None],
            ]
        }
    )

    assert [(row["case_id"], row["team"], row["birth_date"]) for row in rows(intake, "cases")] == [
        ("A-1", "Nord", date(2015, 2, 1)),
        ("A-2", None, date(2015, 2, 1)),
        ("A-3", "Syd", date(2015, 2, 1)),
    ]
    assert unreadable(intake, "cases")[1] == {"team", "closed_on"}
    assert found(intake) == [
        ("duplicate_identical", "A3"),
        ("duplicate_conflicting", "B5"),
        ("duplicate_conflicting", "D5"),
    ]
    assert "celle B4" in intake.problems[1].message
    assert (intake.rows.used, intake.rows.set_aside) == (5, 1)


def test_a_case_in_two_files_gets_the_columns_of_both(read_files):
    intake = read_files(
        en={"Sager": [["Sagsnr", "Team"], ["A-1", "Nord"]]},
        to={"Sager": [["Sagsnr", "Fødselsdato"], ["A-1", "1/2-15"]]},
    )

    (row,) = rows(intake, "cases")
    assert (row["team"], row["birth_date"]) == ("Nord", date(2015, 2, 1))
    assert set(intake.caseload.tables[row["table_no"]].columns) == {"case_id", "team", "birth_date"}


def test_the_same_record_twice_is_set_aside_and_the_same_id_for_two_is_reported(read):
    header = ["Indsatsnr", "Sagsnr", "Start"]
    intake = read(
        with_case(
            "Indsatser",
            header,
            ["I-1", "A-1", "1/2-24"],
            ["I-1", "A-1", "1/2-24"],
            ["I-1", "A-1", "1/3-24"],
            [None, "A-1", "1/2-24"],
            [None, "A-1", "1/2-24"],
        )
    )

    assert [row["row_no"] for row in rows(intake, "measures")] == [2, 4, 5, 6]
    assert found(intake) == [("duplicate_identical", "B3"), ("id_not_unique", "A4")]


def test_contradictions_are_reported_and_the_rows_used(read):
    header = ["Sagsnr", "Startet", "Afsluttet"]
    intake = read(with_case("Undersøgelser", header, ["A-1", "1/3-24", "1/2-24"], ["A-9", "1/3-24", None]))

    assert len(rows(intake, "investigations")) == 2
    assert found(intake) == [("out_of_order", "C2"), ("unknown_case", "A3")]


def test_the_answer_writes_moments_with_offset_and_days_where_no_hour_is_known(read):
    header = ["Sagsnr", "Modtaget", "Vurderet"]
    intake = read(with_case("Underretninger", header, ["A-1", "1/7-24 14:30", "2/7-24"]))

    (record,) = to_json(intake)["records"]["notifications"]
    assert record["received_at"] == "2024-07-01T14:30:00+02:00"
    assert record["assessed_at"] == "2024-07-02"
    assert set(record) == {field.name for field in BY_PLURAL["notifications"].fields}


@pytest.mark.parametrize("plural", BY_PLURAL)
def test_every_standard_header_is_known(read, plural):
    from auditkit.terms import field_label, sheet_label

    own = [field.name for field in BY_PLURAL[plural].fields if field.name != "child_key"]
    header = [field_label(BY_PLURAL[plural].name, name) for name in own]

    intake = read({"Sager": [["Sagsnr", "Team"]]} | {sheet_label(plural): [header]})

    assert set(table(intake, plural).columns) >= set(own)
    assert intake.ignored == ()


def test_a_case_number_keeps_the_zeros_that_excel_shows(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Sager"
    sheet.append(["Sagsnr", "Team", "Oprettet"])
    for number, code in ((12, "0000"), (1234567, "00-00000"), (18000, "#,##0"), (7, "General")):
        sheet.append([number, 3, date(2024, 2, 1)])
        sheet.cell(sheet.max_row, 1).number_format = code
        sheet.cell(sheet.max_row, 2).number_format = "00"
    path = tmp_path / "liste.xlsx"
    book.save(path)

    cases = read_lists([path], pseudonym_key=None).caseload["cases"]

    assert cases["case_id"].to_list() == ["0012", "12-34567", "18000", "7"]
    assert cases["team"].to_list() == ["03"] * 4
