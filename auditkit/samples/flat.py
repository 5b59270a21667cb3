"""The same invented cases as a flat case list: one row per measure, or per case where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditkit.terms import translator

from .sheets import Cell, Sheets, about, written
from .story import Records, Row

_ = translator("samples")

_Rows = dict[str, list[Row]]


def as_flat_list(records: Records) -> Sheets:
    """Return the sheets of a flat case list; it holds what its columns can hold, which is less."""
    rows: list[list[Cell]] = [list(_COLUMNS)]
    for case, told in _cases(records):
        rows += [
            [written(value(case, told, measure)) for value in _COLUMNS.values()] for measure in told["measures"] or [{}]
        ]
    return {_("About"): about(_("A flat case list")), "Sagsliste": rows}


def _cases(records: Records) -> Iterator[tuple[Row, _Rows]]:
    by_case: dict[str, _Rows] = {case["case_id"]: {plural: [] for plural in records} for case in records["cases"]}
    for plural, rows in records.items():
        for row in rows:
            by_case[row["case_id"]][plural].append(row)
    for case in records["cases"]:
        yield case, by_case[case["case_id"]]


_Value = Callable[[Row, _Rows, Row], object]


def _case(name: str) -> _Value:
    return lambda case, _told, _measure: case.get(name)


def _first(plural: str, name: str, **only: object) -> _Value:
    """Return how to find a field of the case's first record of a kind."""

    def value(_case: Row, told: _Rows, _measure: Row) -> object:
        found = (row for row in told[plural] if all(row.get(k) == v for k, v in only.items()))
        return next(found, {}).get(name)

    return value


def _decision(name: str) -> _Value:
    def value(_case: Row, told: _Rows, measure: Row) -> object:
        named = measure.get("decision_id")
        rows = [row for row in told["decisions"] if named is None or row["decision_id"] == named]
        return rows[0].get(name) if rows else None

    return value


def _measure(name: str) -> _Value:
    return lambda _case, _told, measure: measure.get(name)


def _of_measure(plural: str, name: str, place: int) -> _Value:
    """Return how to find a field of the measure's first (0), second (1) or last (-1) record of a kind."""

    def value(_case: Row, told: _Rows, measure: Row) -> object:
        rows = [row for row in told[plural] if row.get("measure_id") == measure.get("measure_id")]
        return rows[place].get(name) if measure and -len(rows) <= place < len(rows) else None

    return value


_COLUMNS: dict[str, _Value] = {
    "Sagsnr.": _case("case_id"),
    "Fødselsdato": _case("birth_date"),
    "Team": _case("team"),
    "Rådgiver": _case("caseworker"),
    "Oprettet": _case("opened_on"),
    "Lukket": _case("closed_on"),
    "Underretning modtaget": _first("notifications", "received_at"),
    "24-timers vurdering": _first("notifications", "assessed_at"),
    "Kvittering": _first("notifications", "acknowledged_on"),
    "Opmærksom": _first("investigations", "aware_on", type="BFU"),
    "BFU startet": _first("investigations", "started_on", type="BFU"),
    "Foreløbig vurdering": _first("investigations", "interim_on", type="BFU"),
    "BFU afsluttet": _first("investigations", "completed_on", type="BFU"),
    "Børnesamtale (BFU)": _first("conversations", "held_on", purpose="undersøgelse"),
    "Børnesamtale (afgørelse)": _first("conversations", "held_on", purpose="afgørelse"),
    "Afgørelse": _decision("decided_on"),
    "Paragraf": _decision("paragraph"),
    "Samtykke": _decision("consent"),
    "Akut": _decision("urgent"),
    "Planbehov": _decision("plan_need"),
    "Handleplan": _first("plans", "made_on", type="handleplan"),
    "Barnets plan": _first("plans", "made_on", type="barnets plan"),
    "Ungeplan": _first("plans", "made_on", type="ungeplan"),
    "Indsats start": _measure("started_on"),
    "Indsats slut": _measure("ended_on"),
    "Anbragt": _measure("placement"),
    "Første opfølgning": _of_measure("follow_ups", "held_on", 0),
    "Seneste opfølgning": _of_measure("follow_ups", "held_on", -1),
    "Næste opfølgning": _of_measure("follow_ups", "next_on", -1),
    "Tilsyn 1": _of_measure("visits", "visited_on", 0),
    "Tilsyn 2": _of_measure("visits", "visited_on", 1),
}
