"""Invented lists (FIKTIV) for the tests of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from auditkit.model import (
    BY_PLURAL,
    OBLIGATION_SCHEMA,
    RECORD_TYPES,
    Caseload,
    Kind,
    Table,
    empty_frames,
    frame_of,
)

RULES = [("R1", "national/r1.toml", "title = 'æøå'", "d1"), ("R2", "local/r2.toml", "x", "d2")]
AS_OF = date(2026, 3, 31)


@dataclass(frozen=True)
class File:
    name: str
    digest: str


def table(number, file, plural, columns=("case_id",), **place):
    letters = {name: "ABCDEFGHIJKLMNOP"[place] for place, name in enumerate(columns)}
    sheet, facet = place.get("sheet", plural), place.get("facet", "")
    return Table(number, file, sheet, plural, facet, letters)


def caseload(tables, **rows):
    """Put rows of field values by plural name into the type's first table, from row 2 on."""
    frames = empty_frames()
    for plural, given in rows.items():
        number = next(each.table_no for each in tables if each.record_type == plural)
        placed = [{"table_no": number, "row_no": row_no, **row} for row_no, row in enumerate(given, start=2)]
        frames[plural] = frame_of(plural, placed)
    return Caseload(frames, tuple(tables))


def cases_list(*cases, file="sager.xlsx", team="Nord"):
    """One list with a row per case."""
    tables = [table(1, file, "cases", ("case_id", "team"))]
    return caseload(tables, cases=[{"case_id": case, "team": team} for case in cases])


def every_kind_of_value(rows=40):
    """Every record type, every field filled in some rows and blank or unreadable in others."""
    tables = [
        table(place, "alt.xlsx", each.plural, [field.name for field in each.fields])
        for place, each in enumerate(RECORD_TYPES, start=1)
    ]
    rows_of = {each.plural: [_row(each.plural, place) for place in range(rows)] for each in RECORD_TYPES}
    return caseload(tables, **rows_of)


def _row(plural, place):
    filled = {
        field.name: _value(field.kind, place)
        for bit, field in enumerate(BY_PLURAL[plural].fields)
        if field.name == "case_id" or (place + bit) % 3
    }
    return {**filled, "unreadable": place % 7}


def _value(kind, place):
    if kind == Kind.DATE:
        return date(1999, 12, 31) + timedelta(days=place * 97)
    if kind == Kind.MOMENT:
        return datetime(2026, 3, 29, 2, 30) + timedelta(  # noqa: DTZ001 - local time
            hours=place, microseconds=place
        )
    if kind == Kind.YES_NO:
        return place % 2 == 0
    if kind == Kind.ID:
        return f"S{place}"
    return ("", "æøå »§«", "x|y:z~", "a\"b'\\N\n\t", "7-1")[place % 5]


def obligations(*rows):
    """Obligations from part of their columns: rule R1, met, unless something else is given."""
    given = [{"rule": "R1", "outcome": "met", **row} for row in rows]
    return pl.DataFrame(given, schema=OBLIGATION_SCHEMA)


def save_run(store, frame, **facts):
    return store.save_run(**{"as_of": AS_OF, "rules": RULES, "engine_version": "1.0", "obligations": frame, **facts})
