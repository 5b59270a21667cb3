"""Traps in cells: dates that look right, case numbers that Excel has harmed, CPR numbers, errors, formulas."""

from __future__ import annotations

from datetime import date, datetime

from .trap import Trap, case, workbook

DAY, ISO = date(2024, 3, 15), "2024-03-15"
DIGITS = "4321"
BORN = "61" + "01" + "15"  # a replacement number: the day of birth and sixty
CPR = f"{BORN}-{DIGITS}"


def _opened(value: object, code: str = "", iso: str = ISO) -> Trap:
    """Return a trap of one date cell: a fault's code, or the day it must be read as."""
    records = {"cases": [case("A-1") if code else case("A-1", opened_on=iso)]}
    problems = [("B2", code)] if code else []
    name = f"the date {value!r}"
    return Trap(name, workbook(Sager=[["Sagsnr", "Oprettet"], ["A-1", value]]), (1, 1, 0, 0), records, problems)


def _case_number(value: object, case_id: str) -> Trap:
    rows = [["Sagsnr", "Team"], [value, "Nord"]]
    records = {"cases": [case(case_id, team="Nord")]}
    return Trap(f"the case number {value!r}", workbook(Sager=rows), (1, 1, 0, 0), records)


def _no_case_number(value: object, code: str, reason: str) -> Trap:
    rows = [["Sagsnr", "Team"], ["A-1", "Nord"], [value, "Nord"]]
    records = {"cases": [case("A-1", team="Nord")]}
    problems = [("A3", code)]
    return Trap(
        f"a case number lost, {code}, {type(value).__name__}",
        workbook(Sager=rows),
        (2, 1, 1, 0),
        records,
        problems,
        {3: reason},
    )


def _decision(written: object, problem: str = "", **fields: str) -> Trap:
    rows = [["Sagsnr", "Dato", "Paragraf"], ["A-1", DAY, written]]
    records = {"decisions": [{"case_id": "A-1", "decided_on": ISO, **fields}]}
    problems = [("C2", problem)] if problem else []
    return Trap(f"the paragraph {written!r}", workbook(Afgørelser=rows), (1, 1, 0, 0), records, problems)


CELLS = [
    *(_opened(each) for each in ("15-03-2024", "15.03.24", "15/3-24", "15/3 2024", "2024-03-15", "15. marts 2024",
                                 "d. 15. marts 2024", "15 mar 2024", "2024-03-15T00:00:00", 45366, "45366", " 15/3-24\u00a0")),
    _opened("03/04/2024", iso="2024-04-03"),
    _opened("03/25/2024", "impossible_date"),
    _opened("31/4-24", "impossible_date"),
    _opened("29-02-2023", "impossible_date"),
    _opened(date(1900, 1, 1), "placeholder"),
    _opened("01-01-1900", "placeholder"),
    _opened("31-12-9999", "placeholder"),
    _opened("xx-xx-xxxx", "placeholder"),
    _opened("?", "placeholder"),
    _opened("n/a", "placeholder"),
    _opened("medio maj", "unreadable_date"),
    _opened("marts 2024", "unreadable_date"),
    _opened("1. halvår 2017", "unreadable_date"),
    _opened("primo uge 15", "unreadable_date"),
    _opened("marts/april 2023", "unreadable_date"),
    _opened("15/3", "unreadable_date"),
    _opened("ja", "unreadable_date"),
    _opened(17, "unreadable_date"),
    _opened("#I/T", "error_cell"),
    _opened("#REFERENCE!", "error_cell"),
    _opened("####", "error_cell"),
    _opened("=NA()", "error_cell"),
    _opened("15-03-2024\x00", iso=ISO),
    Trap("the 1904 system", workbook(date1904=True, Sager=[["Sagsnr", "Oprettet"], ["A-1", DAY]]),
         (1, 1, 0, 0), {"cases": [case("A-1", opened_on=ISO)]}),
    Trap("text, serial and true date in one column",
         workbook(Sager=[["Sagsnr", "Oprettet"], ["A-1", DAY], ["A-2", "15/3-24"], ["A-3", 45366]]),
         (3, 3, 0, 0), {"cases": [case(f"A-{n}", opened_on=ISO) for n in (1, 2, 3)]}),
    Trap("a moment at midnight has no hour",
         workbook(Underretninger=[["Sagsnr", "Modtaget"], ["A-1", datetime(2024, 3, 15)]]),
         (1, 1, 0, 0), {"notifications": [{"case_id": "A-1", "received_at": ISO}]}),
    Trap("two visits in one cell", workbook(Tilsyn=[["Sagsnr", "Dato"], ["A-1", "12/3-24 og 4/9-24"]]),
         (1, 1, 0, 0), {"visits": [{"case_id": "A-1", "visited_on": "2024-03-12"},
                                   {"case_id": "A-1", "visited_on": "2024-09-04"}]}),
    Trap("two visits without years", workbook(Tilsyn=[["Sagsnr", "Dato"], ["A-1", "12/3 og 4/9"]]),
         (1, 1, 0, 0), {"visits": [{"case_id": "A-1"}]}, [("B2", "unreadable_date")]),
    _case_number("18/5090", "18/5090"),
    _case_number("1-20", "1-20"),
    _case_number("007", "007"),
    _case_number("27.27.00-Ø00-1-20", "27.27.00-Ø00-1-20"),
    _case_number(330, "330"),
    _case_number(" A-1\u00a0", "A-1"),
    _case_number("A\x00-1\u200b", "A-1"),
    _case_number("SUM-17", "SUM-17"),
    _no_case_number(date(2020, 1, 1), "id_is_date", "case_id_unreadable"),
    _no_case_number(1.5, "unreadable_id", "case_id_unreadable"),
    _no_case_number("?", "unreadable_id", "case_id_unreadable"),
    _no_case_number(CPR, "cpr_in_text", "case_id_is_cpr"),
    _decision("§ 52", paragraph="52"),
    _decision("47, stk. 1", paragraph="47"),
    _decision(52, paragraph="52"),
    _decision("SEL § 52", "law_does_not_fit_date", paragraph="52", law="SEL"),
    _decision("52 og 54", "unreadable_paragraph"),
    Trap("a CPR number under Team", workbook(Sager=[["Sagsnr", "Team"], ["A-1", f"se {CPR}"]]),
         (1, 1, 0, 0), {"cases": [case("A-1")]}, [("B2", "cpr_in_text")]),
    Trap("a number without control digit and a birth date beside it",
         workbook(Sager=[["Sagsnr", "CPR", "Fødselsdato"], ["A-1", f"{BORN}-0000", date(2015, 1, 1)]]),
         (1, 1, 0, 0), {"cases": [case("A-1", birth_date="2015-01-01")]}, [("B2", "unreadable_cpr")]),
    Trap("yes and no in every dress",
         workbook(Tilsyn=[["Sagsnr", "Dato", "Samtale"], *(["A-1", DAY, word] for word in ("JA", "x", True, 1, "Sand"))]),
         (5, 5, 0, 0), {"visits": [{"case_id": "A-1", "visited_on": ISO, "conversation": True}] * 5}),
    Trap("neither yes nor no", workbook(Tilsyn=[["Sagsnr", "Dato", "Samtale"], ["A-1", DAY, "fravalgt"]]),
         (1, 1, 0, 0), {"visits": [{"case_id": "A-1", "visited_on": ISO}]}, [("C2", "unreadable_yes_no")]),
    Trap("an unknown code word", workbook(Planer=[["Sagsnr", "Type"], ["A-1", "madplan"]]),
         (1, 1, 0, 0), {"plans": [{"case_id": "A-1"}]}, [("B2", "unknown_code")]),
    Trap("ja where a reason was asked for",
         workbook(Ark1=[["Sagsnr", "BFU startet", "Samtale undladt (begrundelse)"], ["A-1", DAY, "nej"]]),
         (1, 1, 0, 0),
         {"cases": [case("A-1")],
          "investigations": [{"investigation_id": "A-1:Ark1!2", "case_id": "A-1", "started_on": ISO}]}),
]  # fmt: skip
