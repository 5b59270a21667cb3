"""Every line of ``explain`` can be checked in the list: the cells it names hold what it says."""

from datetime import date

import pytest


@pytest.fixture
def told(auditkit, a_list):
    """Judge a placed child's case as of 31-12-2025 and return what is told of a rule."""
    path = a_list(
        "sager.xlsx",
        Sager=[["Sagsnr", "Fødselsdato"], ["FIKTIV-1", date(2009, 3, 1)]],
        Underretninger=[
            ["Underretningsnr", "Sagsnr", "Modtaget", "Vurderet"],
            ["U1", "FIKTIV-1", date(2024, 2, 1), date(2024, 2, 2)],
        ],
        Afgørelser=[
            ["Afgørelsesnr", "Sagsnr", "Dato", "Type", "Paragraf", "Planbehov"],
            ["A1", "FIKTIV-1", date(2024, 2, 20), "indsats", "32", "ja"],
        ],
        Indsatser=[
            ["Indsatsnr", "Sagsnr", "Afgørelsesnr", "Paragraf", "Anbringelse", "Start"],
            ["I1", "FIKTIV-1", "A1", "32", "ja", date(2024, 3, 1)],
        ],
        Planer=[["Sagsnr", "Type", "Dato"], ["FIKTIV-1", "barnets plan", date(2024, 7, 1)]],
        Opfølgninger=[
            ["Sagsnr", "Indsatsnr", "Dato", "Næste opfølgning"],
            ["FIKTIV-1", "I1", date(2024, 5, 1), date(2024, 11, 1)],
        ],
        Tilsynsbesøg=[
            ["Sagsnr", "Indsatsnr", "Dato", "Samtale"],
            ["FIKTIV-1", "I1", date(2024, 6, 1), "ja"],
        ],
    )
    assert auditkit("sweep", path, "--as-of", "2025-12-31").code == 0

    def of(rule: str) -> str:
        return auditkit("explain", "FIKTIV-1", "--rule", rule).out

    return of


def test_an_answer_in_the_records_own_row_is_shown_where_it_stands(told):
    assert "Opfyldt: 01-05-2024 (sager.xlsx, arket »Opfølgninger«, celle D2)" in told("OPF-PLAN")
    assert "Opfyldt: 20-02-2024 (sager.xlsx, arket »Afgørelser«, celle F2)" in told("BP-STIL")


def test_a_placement_year_and_a_birthday_are_counted_from_the_cell_and_do_not_stand_in_it(told):
    second_year = told("TILSYN").split("\n\n")[1]
    assert "Udløst: 01-03-2025, regnet fra datoen i sager.xlsx, arket »Indsatser«, celle F2" in second_year
    assert "Frist: 28-02-2026, den sidste dag i det år, der begynder 01-03-2025" in second_year
    assert "Udløst: 01-03-2025, regnet fra datoen i sager.xlsx, arket »Sager«, celle B2" in told("UP")


def test_what_is_done_too_late_need_not_be_done_again(told):
    late = told("BP")
    assert "Gjort for sent: 01-07-2024" in late
    assert "Det skal gøres: ikke mere" in late
    assert "Det skal gøres: Hold opfølgningen" in told("OPF-N")


def test_of_what_cannot_be_decided_nothing_is_said_to_be_missing(told):
    assert "Opfyldt: det kan ikke ses af listen" in told("UND-24T")
