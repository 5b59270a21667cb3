"""``explain`` says where each day comes from, and sends nobody to a sound cell."""

from datetime import date, datetime

import pytest

SAGER = [["Sagsnr", "Team", "Fødselsdato"], ["FIKTIV-1", "A", date(2008, 3, 15)]]


@pytest.fixture
def explain(auditkit, a_list):
    """Judge a list of one case and return what explain says of a rule."""

    def told(rule: str, as_of: str, **sheets: list[list[object]]) -> str:
        path = a_list("sager.xlsx", **{"Sager": SAGER, **sheets})
        assert auditkit("sweep", path, "--as-of", as_of).code == 0
        return auditkit("explain", "FIKTIV-1", "--rule", rule).out

    return told


def measures(start: date, *, law: str = "BL", paragraph: str = "32", placement: str = "nej") -> list[list[object]]:
    header = ["Indsatsnr", "Sagsnr", "Lov", "Paragraf", "Anbringelse", "Start", "Slut"]
    return [header, ["I1", "FIKTIV-1", law, paragraph, placement, start, None]]


def notifications(received: object, assessed: object) -> list[list[object]]:
    return [["Underretningsnr", "Sagsnr", "Modtaget", "Vurderet"], ["U1", "FIKTIV-1", received, assessed]]


def test_the_next_follow_up_is_due_on_the_day_written_even_where_that_is_six_months_later(explain):
    told = explain(
        "OPF-N",
        "2025-06-30",
        Indsatser=measures(date(2024, 1, 10)),
        Opfølgninger=[
            ["Sagsnr", "Indsatsnr", "Dato", "Næste opfølgning"],
            ["FIKTIV-1", "I1", date(2024, 4, 5), date(2024, 10, 5)],
        ],
    )
    assert "Frist: 05-10-2024, skrevet på opfølgningen som næste opfølgning" in told
    assert "+ 6 måneder" not in told


def test_a_birthday_gives_the_sum_and_not_the_opening_of_the_window(explain):
    told = explain(
        "UNG-6M",
        "2025-12-31",
        Indsatser=measures(date(2024, 1, 10), paragraph="46", placement="ja"),
        Afgørelser=[["Afgørelsesnr", "Sagsnr", "Dato", "Type"], ["A1", "FIKTIV-1", date(2024, 1, 5), "anbringelse"]],
    )
    assert "Udløst: 18 år den 15-03-2026 (sager.xlsx, arket »Sager«, celle C2)" in told
    assert "Frist: 15-03-2026 − 6 måneder = 15-09-2025" in told


def test_a_year_of_a_placement_is_told_from_day_to_day(explain):
    told = explain(
        "TILSYN",
        "2025-12-31",
        Indsatser=measures(date(2024, 1, 10), paragraph="46", placement="ja"),
        Tilsynsbesøg=[["Sagsnr", "Indsatsnr", "Dato", "Samtale"], ["FIKTIV-1", "I1", date(2024, 3, 1), "ja"]],
    )
    assert "Udløst: de 12 måneder fra 10-01-2025 til 09-01-2026, regnet fra begyndelsen" in told


def test_a_waiting_time_of_ours_is_not_called_a_deadline(explain):
    told = explain(
        "UND-GENV",
        "2024-12-31",
        Indsatser=measures(date(2024, 1, 10)),
        Underretninger=[
            ["Underretningsnr", "Sagsnr", "Modtaget", "Genvurderet", "Ny deltager"],
            ["U1", "FIKTIV-1", date(2024, 6, 3), None, None],
        ],
    )
    assert "Regnes som mangel fra: 03-06-2024 + 7 dage = 10-06-2024" in told
    assert "Frist:" not in told


@pytest.mark.parametrize(
    ("received", "assessed", "cells"),
    [
        (datetime(2024, 6, 3, 9, 0), date(2024, 6, 4), ["D2"]),  # noqa: DTZ001
        (date(2024, 6, 3), date(2024, 6, 4), ["C2", "D2"]),
        (date(2024, 6, 3), datetime(2024, 6, 4, 9, 0), ["C2"]),  # noqa: DTZ001
    ],
)
def test_a_missing_hour_is_sought_where_it_is_missing(explain, received, assessed, cells):
    told = explain("UND-24T", "2024-12-31", Underretninger=notifications(received, assessed))
    places = "; ".join(f"sager.xlsx, arket »Underretninger«, celle {cell}" for cell in cells)
    assert f"Uden klokkeslæt: {places}\n" in told
    assert "Opfyldt:" not in told


def test_an_unreadable_date_is_sought_where_it_stands(explain):
    told = explain("UND-24T", "2024-12-31", Underretninger=notifications(date(2024, 6, 3), "engang i juni"))
    assert "Kan ikke læses: sager.xlsx, arket »Underretninger«, celle D2" in told
    assert "ret eller udfyld listen dér, hvor det står ovenfor" in told


def test_what_was_done_too_late_has_no_remedy(explain):
    told = explain(
        "BFU-4M",
        "2024-12-31",
        Undersøgelser=[
            ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"],
            ["B1", "FIKTIV-1", "BFU", date(2024, 3, 15), date(2024, 7, 20)],
        ],
    )
    assert "Gjort for sent: 20-07-2024" in told
    assert "Det skal gøres: det kan ikke gøres om" in told


def test_a_duty_that_fell_away_is_not_said_to_lack_anything(explain):
    told = explain(
        "BFU-4M",
        "2024-12-31",
        Sager=[["Sagsnr", "Team", "Lukket", "Lukkeårsag"], ["FIKTIV-1", "A", date(2024, 5, 1), "fraflyttet"]],
        Undersøgelser=[
            ["Undersøgelsesnr", "Sagsnr", "Type", "Opmærksom", "Afsluttet"],
            ["B1", "FIKTIV-1", "BFU", date(2024, 3, 15), None],
        ],
    )
    assert "ikke relevant" in told
    assert "Opfyldt:" not in told
