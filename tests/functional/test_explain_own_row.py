"""An answer that stands in the triggering row itself is shown where it stands."""

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
