"""Caseloads built by hand, for tests: what stands in which column of which list is visible in the test.

All of it is FIKTIV. ``UNREADABLE`` in a row is a cell that could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL, RECORD_TYPES, Caseload, Table, frame_of

if TYPE_CHECKING:
    from collections.abc import Mapping

UNREADABLE = object()
FILE = "fiktiv.xlsx"


@dataclass
class Sheet:
    """One table of a list. ``absent`` are the columns it does not have."""

    plural: str
    rows: list[Mapping[str, object]] = field(default_factory=list)
    absent: frozenset[str] = frozenset()
    file: str = FILE
    facet: str = ""

    @property
    def columns(self) -> dict[str, str]:
        names = [each.name for each in BY_PLURAL[self.plural].fields]
        letters = {name: chr(ord("A") + n) for n, name in enumerate(names)}
        return {name: letters[name] for name in names if name not in self.absent}


def build(*sheets: Sheet) -> Caseload:
    """Return the caseload of some tables; rows stand from row 2 on."""
    tables = tuple(
        Table(
            no,
            sheet.file,
            (f"{sheet.plural} {sheet.facet}").strip(),
            sheet.plural,
            sheet.facet,
            sheet.columns,
        )
        for no, sheet in enumerate(sheets, start=1)
    )
    rows: dict[str, list[dict[str, object]]] = {each.plural: [] for each in RECORD_TYPES}
    for table, sheet in zip(tables, sheets, strict=True):
        for row_no, row in enumerate(sheet.rows, start=2):
            rows[sheet.plural].append(_stored(row, table, row_no))
    return Caseload({plural: frame_of(plural, each) for plural, each in rows.items()}, tables)


def standard(absent: Mapping[str, set[str]] | None = None, **rows: list) -> Caseload:
    """Return the caseload of one standard workbook that has every sheet and every column but ``absent``."""
    missing = absent or {}
    return build(
        *(
            Sheet(each.plural, rows.get(each.plural, []), frozenset(missing.get(each.plural, ())))
            for each in RECORD_TYPES
        )
    )


def _stored(row: Mapping[str, object], table: Table, row_no: int) -> dict[str, object]:
    present = {name: value for name, value in row.items() if name in table.columns}
    unreadable = [name for name, value in present.items() if value is UNREADABLE]
    return {
        **{name: value for name, value in present.items() if value is not UNREADABLE},
        "unreadable": BY_PLURAL[table.record_type].mask(unreadable),
        "table_no": table.table_no,
        "row_no": row_no,
    }
