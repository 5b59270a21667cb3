"""What ``auditkit import`` says and writes: the receipt, the error list, and importing again."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

HEADER = ["Sagsnr", "Team", "Oprettet", "Lukket"]
FIRST = ["FIKTIV-1", "Nord", date(2024, 3, 1), None]
SECOND = ["FIKTIV-2", "Syd", date(2024, 3, 2), None]


def stored(auditkit) -> str:
    return auditkit("status").out


def test_the_receipt_says_what_became_of_every_sheet_column_and_row(auditkit, a_list):
    path = a_list(
        "sager.xlsx",
        Sager=[
            HEADER,
            FIRST,
            ["FIKTIV-2", "Syd", "31/4-24", "?"],
            [],
            ["FIKTIV-3", "Syd", date(2024, 3, 3), date(2024, 3, 1)],
            FIRST,
            ["I alt", 3],
        ],
        Planer=[["Sagsnr", "Type", "Dato"], ["FIKTIV-9", "barnets plan", "1/4-24"]],
        Vejledning=[["Læs her"]],
    )

    said = auditkit("import", path, "--dry-run").out

    assert "»Sager« læst som Sager: 6 rækker = 3 brugt + 2 sat til side + 1 tomme" in said
    assert "C »Oprettet«: 3 udfyldt = 2 tolket + 1 kan ikke læses" in said
    assert "Rækker: 7 læst = 4 brugt + 2 sat til side + 1 tomme" in said
    assert "5 datafejl" in said
    for sort in ("celler, der ikke kan bruges: 2", "rækker, der står to gange: 1"):
        assert sort in said
    for sort in ("oplysninger om sager, der ikke står på Sager: 1", "datoer og andet, der ikke passer sammen: 1"):
        assert sort in said
    assert "»Vejledning«" in said
    assert "Intet er gemt" in said


def test_the_receipt_as_json_has_each_columns_counts(auditkit, a_list):
    path = a_list("sager.xlsx", Sager=[HEADER, FIRST, ["FIKTIV-2", "-", "31/4-24", None]])

    document = json.loads(auditkit("import", path, "--dry-run", "--format", "json").out)

    columns = {each["header"]: each for each in document["files"][0]["sheets"][0]["columns"]}
    counts = {name: (each["filled"], each["read"], each["unreadable"]) for name, each in columns.items()}
    assert counts == {"Sagsnr": (2, 2, 0), "Team": (1, 1, 0), "Oprettet": (2, 1, 1), "Lukket": (0, 0, 0)}


def test_the_error_list_names_cell_case_what_stands_there_and_what_should(auditkit, a_list, home):
    path = a_list(
        "sager.xlsx", Sager=[HEADER, FIRST, ["=SUM-2", "Syd", "31/4-24", None], ["", "Syd", date(2024, 3, 3)]]
    )

    answer = auditkit("import", path, "-o", "fejlliste.xlsx")

    assert answer.code == 0
    assert "fejlliste.xlsx" in answer.out
    book = CalamineWorkbook.from_path(str(home / "fejlliste.xlsx"))
    assert book.sheet_names == ["Ret her", "Sat til side", "Kolonner"]
    header, first, second = book.get_sheet_by_name("Ret her").to_python()
    assert header[:7] == ["Fil", "Ark", "Celle", "Kolonne", "Sagsnr.", "Der står", "Der skulle stå"]
    assert first[:7] == ["sager.xlsx", "Sager", "C3", "Oprettet", "=SUM-2", "31/4-24", "en dato (dd-mm-åååå) eller tom"]
    assert "april 2024 har 30 dage" in first[7]
    assert second[2:5] == ["A4", "Sagsnr", ""]
    cells = [cell for row in load_workbook(home / "fejlliste.xlsx")["Ret her"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}, "nothing became a formula"


def test_the_error_list_is_written_although_the_database_refuses(auditkit, a_list, home):
    assert auditkit("import", a_list("sager.xlsx", Sager=[HEADER, FIRST, SECOND])).code == 0

    answer = auditkit("import", a_list("sager.xlsx", Sager=[HEADER, ["FIKTIV-1", "Nord", "?"]]), "-o", "fejl.xlsx")

    assert answer.code != 0
    assert (home / "fejl.xlsx").is_file()


@pytest.mark.parametrize("place", ["sager.xlsx", "fejl.csv", "mappe/der/ikke/er/fejl.xlsx"])
def test_an_error_list_that_cannot_be_written_stores_nothing(auditkit, a_list, home, place):
    path = a_list("sager.xlsx", Sager=[HEADER, FIRST])
    before = path.read_bytes()

    answer = auditkit("import", path, "-o", place)

    assert answer.code == 2
    assert path.read_bytes() == before
    assert "Ingen liste er importeret" in stored(auditkit)


def test_the_same_file_twice_changes_nothing(auditkit, a_list):
    path = a_list("sager.xlsx", Sager=[HEADER, FIRST, SECOND])

    assert "Gemt som import 1: 2 poster nye" in auditkit("import", path).out
    before = stored(auditkit)
    assert "Databasen havde det hele i forvejen" in auditkit("import", path).out
    assert stored(auditkit) == before


def test_a_corrected_file_changes_only_what_was_corrected(auditkit, a_list):
    auditkit("import", a_list("sager.xlsx", Sager=[HEADER, FIRST, ["FIKTIV-2", "Syd", "31/4-24", None]]))

    said = auditkit("import", a_list("sager.xlsx", Sager=[HEADER, FIRST, SECOND])).out

    assert "Gemt som import 2: 1 poster nye, 1 udgået, 1 uændrede" in said


def test_a_list_that_lacks_a_case_asks_before_it_is_forgotten(auditkit, a_list):
    auditkit("import", a_list("sager.xlsx", Sager=[HEADER, FIRST, SECOND]))
    shorter = a_list("sager.xlsx", Sager=[HEADER, FIRST])

    asked = auditkit("import", shorter)

    assert asked.code not in (0, 70)
    assert "sager.xlsx" in asked.err
    assert "--replace" in asked.err
    assert "0 uændrede" not in asked.out
    assert "Gemt som import 2: 0 poster nye, 1 udgået, 1 uændrede" in auditkit("import", shorter, "--replace").out


def test_cases_that_stay_from_a_list_of_another_name_are_said(auditkit, a_list):
    auditkit("import", a_list("marts.xlsx", Sager=[HEADER, FIRST, SECOND]))
    april = a_list("april.xlsx", Sager=[HEADER, FIRST])

    said = auditkit("import", april).out

    assert "OBS: databasen har 1 sager mere fra lister med andre navne" in said
    assert "OBS: databasen har 1 sager mere" in auditkit("sweep", april, "--as-of", "30-04-2024").out
