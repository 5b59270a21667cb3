"""A caseload as plain lists: for every case its records, each a small dict that also knows what it does not know.

The three kinds of nothing (G7): ``record["x"] is None`` and ``record.unread("x")`` = unreadable;
``record["x"] is None`` alone = blank; ``record.absent("x")`` = the list has no such column.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from auditkit.model import BY_PLURAL, Caseload, Table

# What a slot of a flat list says by standing there: the kind of its records.
FACET_FIELD = {"conversations": "purpose", "plans": "type"}

# G1: an event dated later than the as-of date has not happened yet ...
EVENT_FIELDS = {
    "cases": ("closed_on",),
    "notifications": ("assessed_at", "acknowledged_on", "reassessed_on"),
    "investigations": ("interim_on", "completed_on", "cancelled_on"),
    "measures": ("ended_on",),
    "plans": ("made_on", "revised_on"),
}
# ... and of these records the whole row is the event.
EVENT_ROWS = {"conversations": "held_on", "follow_ups": "held_on", "visits": "visited_on"}


@dataclass(frozen=True)
class Record:
    values: dict[str, object]
    unreadable: frozenset[str]
    columns: frozenset[str]
    table: Table
    row_no: int

    def __getitem__(self, name: str):
        return self.values[name]

    def unread(self, name: str) -> bool:
        return name in self.unreadable

    def absent(self, name: str) -> bool:
        return name not in self.columns

    @property
    def place(self) -> tuple[int, int]:
        return self.table.table_no, self.row_no

    @property
    def id(self) -> str | None:
        field = BY_PLURAL[self.table.record_type].id_field
        return self.values[field] if field else None

    @property
    def label(self) -> str:
        return self.id or f"{self['case_id']}:{self.table.sheet}!{self.row_no}"


@dataclass(frozen=True)
class CaseFile:
    case_id: str
    records: dict[str, list[Record]]
    tables: tuple[Table, ...]

    def __getitem__(self, plural: str) -> list[Record]:
        return self.records.get(plural, [])

    @property
    def row(self) -> Record | None:
        """The case's row on Sager; of several the one that stands first."""
        return self["cases"][0] if self["cases"] else None

    def named(self, plural: str, wanted: str | None) -> list[Record]:
        return [each for each in self[plural] if wanted is not None and each.id == wanted]

    def columns(self, trigger: Record, plural: str, facet: str = "") -> frozenset[str]:
        """The columns that speak of another record type for a trigger; empty where the sheet is absent."""
        tables = [each for each in self.tables if each.record_type == plural]
        own = [each for each in tables if each.file == trigger.table.file]
        silent = {t.file for t in self.tables if t.record_type == trigger.table.record_type}
        speaking = own or [each for each in tables if each.file not in silent]
        fields = [_columns(each) for each in speaking if each.facet in {"", facet}]
        return frozenset().union(*fields)


def cases_of(caseload: Caseload, as_of: date) -> list[CaseFile]:
    """Turn frames into one ``CaseFile`` per case, as they stood at the end of the as-of date."""
    tables = {each.table_no: each for each in caseload.tables}
    found: dict[str, dict[str, list[Record]]] = {}
    for plural, record_type in BY_PLURAL.items():
        for row in caseload[plural].iter_rows(named=True):
            record = _record(row, tables[row["table_no"]], record_type)
            if _happened(record, plural, as_of):
                known = _as_it_stood(record, plural, as_of)
                found.setdefault(row["case_id"], {}).setdefault(plural, []).append(known)
    for records in found.values():
        for rows in records.values():
            rows.sort(key=lambda each: each.place)
    return [CaseFile(case_id, found[case_id], caseload.tables) for case_id in sorted(found)]


def _columns(table: Table) -> frozenset[str]:
    implied = {FACET_FIELD[table.record_type]} if table.facet and table.record_type in FACET_FIELD else set()
    return frozenset(table.columns) | implied


def _record(row: dict[str, object], table: Table, record_type) -> Record:
    values = {field.name: row[field.name] for field in record_type.fields}
    unreadable = {name for name in values if row["unreadable"] & record_type.bit(name)}
    return Record(values, frozenset(unreadable), _columns(table), table, row["row_no"])


def day_of(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _happened(record: Record, plural: str, as_of: date) -> bool:
    day = day_of(record[EVENT_ROWS[plural]]) if plural in EVENT_ROWS else None
    return day is None or day <= as_of


def _as_it_stood(record: Record, plural: str, as_of: date) -> Record:
    values, unreadable = dict(record.values), set(record.unreadable)
    for name in EVENT_FIELDS.get(plural, ()):
        if values[name] is not None and day_of(values[name]) > as_of:
            values[name] = None
    answered_on = values.get("plan_need_assessed_on")
    if plural == "decisions" and answered_on is not None and answered_on > as_of:
        values["plan_need"] = None  # an answer dated later has not been given
        unreadable.discard("plan_need")
    return Record(values, frozenset(unreadable), record.columns, record.table, record.row_no)
