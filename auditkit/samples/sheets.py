"""Invented records as the sheets of a standard workbook, each file saying in words that it is invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from auditkit.model import RECORD_TYPES, RecordType
from auditkit.terms import field_label, sheet_label, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .story import Records, Row

_ = translator("samples")

Cell = str | bool | int | float | date | datetime | None
Sheets = dict[str, list[list[Cell]]]

_NOT_A_COLUMN = ("child_key",)  # a CPR number is made up for nobody


def as_sheets(records: Records) -> Sheets:
    """Return the sheets of a standard workbook: header first, then a row per record."""
    sheets = {sheet_label(each.plural): _rows(each, records) for each in RECORD_TYPES}
    # Case lists end like this: a blank row and a total, which an import must set aside and not count.
    sheets[sheet_label("cases")] += [[], [_("In total"), None, None, _("{count} cases", count=len(records["cases"]))]]
    return {_("About"): about(_("standard")), **sheets}


def about(what: str) -> list[list[Cell]]:
    """Return the sheet that says what the file is."""
    return [
        [_("FIKTIV: everything in this workbook is invented")],
        [what],
        [_("Fiktiv Kommune does not exist, and neither do the children, cases or dates.")],
    ]


def written(value: object) -> Cell:
    """Return a field's value as a list writes it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value  # type: ignore[return-value]


def _rows(record_type: RecordType, records: Records) -> list[list[Cell]]:
    names = [each.name for each in record_type.fields if each.name not in _NOT_A_COLUMN]
    header: list[Cell] = [field_label(record_type.name, name) for name in names]
    return [header, *(_row(names, row) for row in records[record_type.plural])]


def _row(names: Sequence[str], row: Row) -> list[Cell]:
    return [written(row.get(name)) for name in names]
