"""Traps around the table: titles, totals, notes, merged and repeated headers, several sheets, hidden things."""

from __future__ import annotations

from datetime import date

from .trap import Trap, case, changed, workbook

HEADER = ["Sagsnr", "Team", "Oprettet"]
DAY = date(2024, 3, 15)
ISO = "2024-03-15"
A1 = ["A-1", "Nord", DAY]
ONE = {"cases": [case("A-1", team="Nord", opened_on=ISO)]}
A2 = ["A-2", "Syd", DAY]
TWO = {"cases": [*ONE["cases"], case("A-2", team="Syd", opened_on=ISO)]}


def _hide(book) -> None:
    book["Sager"].row_dimensions[2].hidden = True
    book["Sager"].column_dimensions["C"].hidden = True


def _hide_sheet(book) -> None:
    book["Planer"].sheet_state = "veryHidden"


def _merge(*areas: str):
    def merge(book) -> None:
        for area in areas:
            book.worksheets[0].merge_cells(area)

    return merge


TABLES = [
    Trap("a title above the header", workbook(Sager=[["FIKTIV Kommune"], ["pr. 1. april 2024"], [], HEADER, A1]),
         (1, 1, 0, 0), ONE),
    Trap("a title of many words in many cells", workbook(Sager=[["Team", "Nord", "FIKTIV"], HEADER, A1]),
         (1, 1, 0, 0), ONE),
    Trap("the table begins in column D",
         workbook(Sager=[[None, None, None, *HEADER], [None, None, None, *A1]]), (1, 1, 0, 0), ONE),
    Trap("blank rows in the middle", workbook(Sager=[HEADER, A1, [], [], A2]), (4, 2, 0, 2), TWO),
    Trap("a row of dashes is blank", workbook(Sager=[HEADER, A1, ["-", "–", "-"], A2]), (3, 2, 0, 1), TWO),
    Trap("a row of blanks is blank", workbook(Sager=[HEADER, A1, ["  ", "\u00a0", "\t"], A2]), (3, 2, 0, 1), TWO),
    Trap("the header again on every printed page", workbook(Sager=[HEADER, A1, HEADER, A2]),
         (3, 2, 1, 0), TWO, aside={3: "repeated_header"}),
    Trap("a subtotal for each team and a total", workbook(Sager=[HEADER, A1, ["Nord i alt", 1], A2, ["I alt", 2]]),
         (4, 2, 2, 0), TWO, aside={3: "total", 5: "total"}),
    Trap("a total whose count stands as the case number", workbook(Sager=[["Team", "Sagsnr"], ["Nord", "A-1"], ["Hovedtotal", 1]]),
         (2, 1, 1, 0), {"cases": [case("A-1", team="Nord")]}, aside={3: "total"}),
    Trap("notes below the table", workbook(Sager=[HEADER, A1, [], ["Bemærk: FIKTIVT udtræk"], ["* trukket i dag"]]),
         (4, 1, 2, 1), ONE, aside={4: "note", 5: "note"}),
    Trap("a row without case number", workbook(Sager=[HEADER, A1, [None, "Syd", DAY]]),
         (2, 1, 1, 0), ONE, [("A3", "no_case_id")], {3: "no_case_id"}),
    Trap("the same row twice", workbook(Sager=[HEADER, A1, A1]),
         (2, 1, 1, 0), ONE, [("A3", "duplicate_identical")], {3: "duplicate_identical"}),
    Trap("the same case twice, disagreeing", workbook(Sager=[HEADER, A1, ["A-1", "Syd", DAY]]),
         (2, 2, 0, 0), {"cases": [case("A-1", opened_on=ISO)]}, [("B3", "duplicate_conflicting")]),
    Trap("the same id on two rows with other content",
         workbook(Planer=[["Plannr", "Sagsnr", "Dato"], ["P-1", "A-1", DAY], ["P-1", "A-1", date(2024, 4, 1)]]),
         (2, 2, 0, 0),
         {"plans": [{"plan_id": "P-1", "case_id": "A-1", "made_on": ISO},
                    {"plan_id": "P-1", "case_id": "A-1", "made_on": "2024-04-01"}]},
         [("A3", "id_not_unique")]),
    Trap("two header rows", workbook(Ark1=[["Sag", None, "BFU", None], ["Sagsnr", "Team", "startet", "afsluttet"],
                                           ["A-1", "Nord", DAY, None]]),
         (1, 1, 0, 0),
         {"cases": [case("A-1", team="Nord")],
          "investigations": [{"investigation_id": "A-1:Ark1!3", "case_id": "A-1", "started_on": ISO}]}),
    Trap("a group header merged over its columns",
         changed(_merge("C1:D1"), Ark1=[["Sag", None, "BFU", None, None],
                                        ["Sagsnr", "Team", "startet", "afsluttet", "Lukket"],
                                        ["A-1", "Nord", DAY, None, date(2024, 5, 1)]]),
         (1, 1, 0, 0),
         {"cases": [case("A-1", team="Nord", closed_on="2024-05-01")],
          "investigations": [{"investigation_id": "A-1:Ark1!3", "case_id": "A-1", "started_on": ISO}]}),
    Trap("a case number merged over its rows",
         changed(_merge("A2:A3"), Ark1=[["Sagsnr", "Indsats start"], ["A-1", DAY], [None, date(2024, 4, 1)]]),
         (2, 2, 0, 0),
         {"cases": [case("A-1")],
          "measures": [{"measure_id": "A-1:Ark1!2", "case_id": "A-1", "started_on": ISO},
                       {"measure_id": "A-1:Ark1!3", "case_id": "A-1", "started_on": "2024-04-01"}]}),
    Trap("a hidden row and a hidden column are read", changed(_hide, Sager=[HEADER, A1, A2]), (2, 2, 0, 0), TWO),
    Trap("a hidden sheet is read",
         changed(_hide_sheet, Sager=[HEADER, A1], Planer=[["Sagsnr", "Dato"], ["A-1", DAY]]),
         (2, 2, 0, 0), {**ONE, "plans": [{"case_id": "A-1", "made_on": ISO}]}),
    Trap("one sheet for each team", workbook(Nord=[HEADER, A1], Syd=[HEADER, A2]), (2, 2, 0, 0), TWO),
    Trap("a sheet with instructions", workbook(Vejledning=[["Læs her"]], Sager=[HEADER, A1]),
         (1, 1, 0, 0), ONE, dropped=["Vejledning"]),
    Trap("an empty sheet", workbook(Sager=[HEADER, A1], Planer=[]), (1, 1, 0, 0), ONE, dropped=["Planer"]),
    Trap("a sheet with headers alone", workbook(Sager=[HEADER, A1], Planer=[["Sagsnr", "Dato"]]), (1, 1, 0, 0), ONE),
    Trap("a sheet that may be two things",
         workbook(Sager=[HEADER, A1], Ark2=[["Sagsnr", "Indsatsnr", "Dato"], ["A-1", "I-1", DAY]]),
         (1, 1, 0, 0), ONE, dropped=["Ark2"]),
    Trap("content beside the table", workbook(Sager=[HEADER, [*A1, "løst"]]), (1, 1, 0, 0), ONE, dropped=["D"]),
    Trap("evidence for a case that is not on Sager",
         workbook(Sager=[HEADER, A1], Planer=[["Sagsnr", "Dato"], ["A-9", DAY]]),
         (2, 2, 0, 0), {**ONE, "plans": [{"case_id": "A-9", "made_on": ISO}]}, [("A2", "unknown_case")]),
    Trap("closed before it was opened", workbook(Sager=[[*HEADER, "Lukket"], [*A1, date(2024, 3, 1)]]),
         (1, 1, 0, 0), {"cases": [case("A-1", team="Nord", opened_on=ISO, closed_on="2024-03-01")]},
         [("D2", "out_of_order")]),
    Trap("a second table below the first",
         workbook(Sager=[HEADER, A1, [], ["Team", "Sagsnr", "Lukket"], ["Syd", "A-2", None]]), refused="SecondTable"),
    Trap("a standard sheet without case numbers", workbook(Underretninger=[["Underretningsnr", "Modtaget"], ["U", DAY]]),
         refused="NoCaseNumberColumn"),
    Trap("no list at all", workbook(Noter=[["Husk mødet"], ["FIKTIV"]]), refused="NoUsableTable"),
]  # fmt: skip
