"""The flat case list from row to verdict; every expected verdict is worked out by hand from the readings."""

import csv
import io
from datetime import date, datetime

import pytest

HEADER = [
    "Sagsnr",
    "Fødselsdato",
    "Team",
    "Lukket",
    "Underretning modtaget",
    "24-timers vurdering",
    "Kvittering",
    "Opmærksom",
    "BFU startet",
    "BFU afsluttet",
    "Foreløbig vurdering",
    "Børnesamtale (BFU)",
    "Børnesamtale (afgørelse)",
    "Samtale undladt (begrundelse)",
    "Afgørelse",
    "Paragraf",
    "Samtykke",
    "Akut",
    "Planbehov",
    "Handleplan",
    "Barnets plan",
    "Ungeplan",
    "Indsats start",
    "Indsats slut",
    "Anbragt",
    "Første opfølgning",
    "Seneste opfølgning",
    "Næste opfølgning",
    "Tilsyn 1",
    "Tilsyn 2",
]


def d(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if " " in text else date.fromisoformat(text)


@pytest.fixture
def judged(auditkit, a_list):
    """Judge rows of a flat list as of 30-06-2025: {record, rule: "outcome reason due fulfilled"}."""

    def run(*rows: dict[str, object]) -> dict[tuple[str, str], str]:
        absent = {name for row in rows for name in row.get("absent", ())}
        header = [name for name in HEADER if name not in absent]
        path = a_list("liste.xlsx", Sagsliste=[header, *([row.get(name) for name in header] for row in rows)])
        answer = auditkit("sweep", path, "--as-of", "2025-06-30")
        assert answer.code == 0, answer.err
        found = csv.DictReader(io.StringIO(auditkit("obligations", "--format", "csv").out))
        names = ("outcome", "reason", "due_at", "fulfilled_at")
        return {(row["rule"], row["record"]): " ".join(row[name] or "-" for name in names) for row in found}

    return run


def only(found: dict[tuple[str, str], str]) -> dict[str, str]:
    """The verdicts by rule alone, of a list with one row; a record's own mark (#0, @day) is kept."""
    return {rule + record.removeprefix("F-1:Sagsliste!2"): text for (rule, record), text in found.items()}


def row(**cells: object) -> dict[str, object]:
    """A row of the list; a date is written 2024-03-01, any other text stands as it is."""
    given = {name.replace("_", " "): value for name, value in cells.items()}
    read = {
        name: d(value) if str(value)[:4].isdigit() and str(value)[4:5] == "-" else value
        for name, value in given.items()
    }
    return {"Sagsnr": "F-1", "Fødselsdato": date(2014, 1, 10), **read}


def test_a_report_an_investigation_and_a_decision_in_time(judged):
    found = only(
        judged(
            row(
                **{
                    "Underretning modtaget": "2024-02-01 10:00",
                    "24-timers vurdering": "2024-02-01 15:00",
                    "Kvittering": "2024-02-09",
                    "BFU startet": "2024-02-05",
                    "BFU afsluttet": "2024-06-01",
                    "Børnesamtale (BFU)": "2024-03-01",
                    "Børnesamtale (afgørelse)": "2024-06-03",
                    "Afgørelse": "2024-06-05",
                    "Paragraf": "§ 32",
                    "Samtykke": "ja",
                    "Planbehov": "ja",
                    "Barnets plan": "2024-09-05",
                    "Indsats start": "2024-06-10",
                    "Første opfølgning": "2024-09-10",
                    "Næste opfølgning": "2025-09-10",
                }
            )
        )
    )
    assert found == {
        "UND-24T": "met fulfilled 2024-02-02T10:00:00+01:00 2024-02-01T15:00:00+01:00",
        "UND-KVIT": "met fulfilled 2024-02-09 2024-02-09",
        "BFU-4M": "met fulfilled 2024-06-01 2024-06-01",
        "BFU-SAMT": "met fulfilled 2024-06-01 2024-03-01",
        "AFG-SAMT": "met fulfilled 2024-06-05 2024-06-03",
        "BP-STIL": "met fulfilled 2024-06-05 2024-06-05",
        "BP": "met fulfilled 2024-09-05 2024-09-05",
        "OPF-1": "met fulfilled 2024-09-10 2024-09-10",
        "OPF-N@2024-09-10": "not_due not_yet_due 2025-09-10 -",
        "OPF-PLAN@2024-09-10": "met fulfilled 2024-09-10 2024-09-10",
    }


def test_the_next_date_stands_for_the_latest_follow_up_and_says_nothing_of_the_first(judged):
    cells = {"Afgørelse": "2024-06-05", "Paragraf": "32", "Planbehov": "nej", "Indsats start": "2024-06-10"}
    follow_ups = {
        "Første opfølgning": "2024-09-10",
        "Seneste opfølgning": "2025-03-10",
        "Næste opfølgning": "2025-09-10",
    }
    found = only(judged(row(**cells, **follow_ups)))
    assert found["OPF-N@2024-09-10"] == "undeterminable not_in_list - -"
    assert found["OPF-N@2025-03-10"] == "not_due not_yet_due 2025-09-10 -"
    assert found["OPF-PLAN@2024-09-10"] == "undeterminable not_in_list 2024-09-10 -"


def test_days_without_hours_leave_24_hours_open_and_a_missing_receipt_is_a_breach(judged):
    found = only(judged(row(**{"Underretning modtaget": "2024-03-01", "24-timers vurdering": "2024-03-02"})))
    assert found == {
        "UND-24T": "undeterminable dates_only 2024-03-02 -",
        "UND-KVIT": "missed overdue 2024-03-11 -",
    }


def test_what_cannot_be_read_is_neither_kept_nor_broken(judged):
    cells = {"Underretning modtaget": "2024-03-01", "24-timers vurdering": "2024-03-01", "Kvittering": "?"}
    assert only(judged(row(**cells))) == {
        "UND-24T": "met fulfilled 2024-03-02 2024-03-01",
        "UND-KVIT": "undeterminable evidence_unreadable 2024-03-11 -",
    }


def test_an_omission_with_a_reason_is_lawful_under_serviceloven(judged):
    cells = {
        "Opmærksom": "2022-10-31",
        "BFU startet": "2022-11-02",
        "BFU afsluttet": "2023-03-01",
        "Foreløbig vurdering": "2023-02-20",
        "Samtale undladt (begrundelse)": "for lille",
    }
    assert only(judged(row(**cells))) == {
        "BFU-4M": "missed late_with_interim 2023-02-28 2023-03-01",
        "BFU-SAMT": "deviation omitted_lawfully 2023-03-01 -",
    }


def test_under_barnets_lov_the_list_does_not_say_whether_another_source_was_used(judged):
    cells = {
        "Opmærksom": "2024-10-01",
        "BFU startet": "2024-10-05",
        "BFU afsluttet": "2025-01-31",
        "Samtale undladt (begrundelse)": "for lille",
    }
    assert only(judged(row(**cells))) == {
        "BFU-4M": "met fulfilled 2025-02-01 2025-01-31",
        "BFU-SAMT": "undeterminable not_in_list 2025-01-31 -",
    }


@pytest.mark.parametrize(
    ("completed", "four_months", "conversation"),
    [
        (None, "missed overdue 2024-05-10 -", "not_due not_yet_due - -"),
        ("2024-05-01", "undeterminable trigger_unknown 2024-05-10 -", "missed missing 2024-05-01 -"),
        ("2024-05-11", "missed late 2024-05-10 2024-05-11", "missed missing 2024-05-11 -"),
    ],
)
def test_a_start_alone_is_only_a_bound(judged, completed, four_months, conversation):
    found = only(judged(row(**{"BFU startet": "2024-01-10", "BFU afsluttet": completed})))
    assert found == {"BFU-4M": four_months, "BFU-SAMT": conversation}


def test_a_placement_without_consent(judged):
    cells = {
        "Afgørelse": "2024-02-01",
        "Paragraf": "47, stk. 1",
        "Samtykke": "nej",
        "Akut": "nej",
        "Barnets plan": "2024-02-02",
        "Indsats start": "2024-02-01",
        "Anbragt": "x",
        "Tilsyn 1": "2024-05-01",
        "Tilsyn 2": "2024-11-01",
    }
    assert only(judged(row(**cells))) == {
        "AFG-SAMT": "missed missing 2024-02-01 -",
        "AFG-BFU": "missed missing 2024-02-01 -",
        "BP": "missed after 2024-02-01 2024-02-02",
        "OPF-1": "missed overdue 2024-05-01 -",
        "TILSYN#0": "undeterminable not_in_list 2025-01-31 -",
        "TILSYN#1": "not_due not_yet_due 2026-01-31 -",
    }


def test_one_visit_in_a_year_is_a_breach_whatever_was_talked_about(judged):
    found = only(judged(row(**{"Indsats start": "2024-02-01", "Anbragt": "ja", "Tilsyn 1": "2024-05-01"})))
    assert found["TILSYN#0"] == "missed one_visit 2025-01-31 -"


def test_a_decision_under_serviceloven(judged):
    cells = {
        "BFU startet": "2023-02-01",
        "BFU afsluttet": "2023-04-20",
        "Opmærksom": "2023-01-20",
        "Børnesamtale (afgørelse)": "2023-05-02",
        "Afgørelse": "2023-05-01",
        "Paragraf": 52,
        "Handleplan": "2023-05-01",
        "Indsats start": "2023-05-10",
        "Første opfølgning": "2023-08-10",
    }
    found = only(judged(row(**cells)))
    assert found == {
        "BFU-4M": "met fulfilled 2023-05-20 2023-04-20",
        "BFU-SAMT": "missed missing 2023-04-20 -",
        "AFG-SAMT": "missed after 2023-05-01 2023-05-02",
        "AFG-BFU": "met fulfilled 2023-05-01 2023-04-20",
        "HP": "met fulfilled 2023-05-01 2023-05-01",
        "OPF-1": "met fulfilled 2023-08-10 2023-08-10",
        "OPF-N@2023-08-10": "undeterminable no_rhythm_decided - -",
    }
    ended = only(judged(row(**cells, **{"Indsats slut": "2024-01-15"})))
    assert ended["OPF-N@2023-08-10"].startswith("not_applicable ended_before_due")


def test_an_urgent_decision_has_four_months_for_the_plan(judged):
    cells = {"Afgørelse": "2023-05-01", "Paragraf": "58", "Akut": "ja", "Handleplan": "2023-09-02"}
    assert only(judged(row(**cells))) == {
        "AFG-SAMT": "missed missing 2023-05-01 -",
        "HP-AKUT": "missed late 2023-09-01 2023-09-02",
    }


def test_a_youth(judged):
    cells = {
        "Fødselsdato": "2007-06-01",
        "Børnesamtale (afgørelse)": "2024-08-01",
        "Afgørelse": "2024-08-01",
        "Paragraf": "§ 114",
        "Planbehov": "ja",
        "Ungeplan": "2024-11-01",
    }
    assert only(judged(row(**cells))) == {
        "AFG-SAMT": "met fulfilled 2024-08-01 2024-08-01",
        "UP": "met fulfilled 2024-11-01 2024-11-01",
    }


def test_birthdays_of_a_placed_child(judged):
    cells = {"Fødselsdato": "2008-09-15", "Paragraf": "52", "Indsats start": "2023-06-01", "Anbragt": "ja"}
    found = judged(row(**cells))
    assert found["UP", "F-1@2024-09-15"] == "missed overdue 2024-12-15 -"
    assert found["UNG-6M", "F-1@2026-09-15"] == "undeterminable not_in_list 2026-03-15 -", "no Type of decisions"
    years = [found["TILSYN", f"F-1:Sagsliste!2#{year}"] for year in range(3)]
    assert years == [
        "missed no_visit 2024-05-31 -",
        "missed no_visit 2025-05-31 -",
        "not_due not_yet_due 2026-05-31 -",
    ]


def test_a_case_closed_without_a_reason_excuses_no_investigation(judged):
    found = only(judged(row(**{"Lukket": "2025-01-15", "Opmærksom": "2024-12-01", "BFU startet": "2024-12-02"})))
    assert found["BFU-4M"] == "undeterminable closed_without_reason 2025-04-01 -"


def test_an_unborn_child_is_not_talked_with(judged):
    cells = {"Fødselsdato": "2025-01-01", "Opmærksom": "2024-10-01", "BFU afsluttet": "2024-12-15"}
    assert only(judged(row(**cells)))["BFU-SAMT"] == "not_applicable unborn 2024-12-15 -"


def test_an_unreadable_decision_is_undeterminable_under_every_rule_it_could_trigger(judged):
    found = only(judged(row(Afgørelse="?", Paragraf="§ 32")))
    assert set(found) == {"AFG-SAMT", "BP-STIL", "BP"}
    assert {" ".join(text.split()[:2]) for text in found.values()} == {"undeterminable trigger_unreadable"}


def test_two_paragraphs_in_one_cell_leave_the_duty_open(judged):
    found = only(judged(row(Afgørelse="2023-03-03", Paragraf="52 og 58")))
    assert set(found) == {"AFG-SAMT", "AFG-BFU", "HP"}
    assert {" ".join(text.split()[:2]) for text in found.values()} == {"undeterminable population_unreadable"}


def test_a_measure_begun_during_the_investigation_is_followed_up_when_that_ends(judged):
    cells = {
        "Opmærksom": "2024-03-01",
        "BFU startet": "2024-03-05",
        "BFU afsluttet": "2024-05-15",
        "Afgørelse": "2024-04-01",
        "Paragraf": "32",
        "Indsats start": "2024-04-01",
        "Første opfølgning": "2024-06-01",
    }
    assert only(judged(row(**cells)))["OPF-1"] == "missed late 2024-05-15 2024-06-01"


def test_rows_of_one_case_share_the_decision_and_have_a_measure_each(judged):
    decision = {"Afgørelse": "2024-04-01", "Paragraf": "32", "Planbehov": "nej"}
    found = judged(
        row(**decision, **{"Indsats start": "2024-04-10", "Første opfølgning": "2024-07-10"}),
        row(**decision, **{"Indsats start": "2024-05-10"}),
    )
    assert found["OPF-1", "F-1:Sagsliste!2"] == "met fulfilled 2024-07-10 2024-07-10"
    assert found["OPF-1", "F-1:Sagsliste!3"] == "missed overdue 2024-08-10 -"
    assert [record for rule, record in found if rule == "AFG-SAMT"] == ["F-1:Sagsliste!2"]


@pytest.mark.parametrize(
    ("absent", "rule"),
    [
        ("Kvittering", "UND-KVIT"),
        ("24-timers vurdering", "UND-24T"),
        ("BFU afsluttet", "BFU-4M"),
        ("Barnets plan", "BP"),
        ("Planbehov", "BP-STIL"),
        ("Næste opfølgning", "OPF-PLAN"),
    ],
)
def test_a_column_that_is_not_there_is_not_a_breach(judged, absent, rule):
    cells = {
        "Underretning modtaget": "2024-02-01",
        "Opmærksom": "2024-02-01",
        "BFU startet": "2024-02-05",
        "Afgørelse": "2024-06-05",
        "Paragraf": "§ 32",
        "Planbehov": "ja",
        "Indsats start": "2024-06-10",
        "Første opfølgning": "2024-09-10",
    }
    found = judged({**row(**cells), "absent": [absent]})
    assert {text.split()[1] for (name, _record), text in found.items() if name == rule} == {"not_in_list"}
