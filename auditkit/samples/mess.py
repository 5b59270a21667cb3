"""The faults that real lists have, put into invented ones: none of them may become a pass or a breach in silence."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL, Kind

if TYPE_CHECKING:
    from .story import Chance, Records, Row

_UNREADABLE = ("xx-xx-xxxx", "31/4-24", "?", "medio 2025", "01-01-1900")
_TIMES = (Kind.DATE, Kind.MOMENT)


def disturb(records: Records, chance: Chance, share: float) -> None:
    """Put a fault into this share of the rows, and write some dates as text, which is untidy but readable."""
    for plural, rows in records.items():
        for row in rows:
            if chance.yes(share):
                _spoil(plural, row, chance)
            elif chance.yes(share):
                _write_as_text(row, chance)


def _spoil(plural: str, row: Row, chance: Chance) -> None:
    fields = [field for field in BY_PLURAL[plural].fields if row.get(field.name) is not None]
    times = [field.name for field in fields if field.kind in _TIMES]
    links = [field.name for field in fields if field.kind is Kind.LINK]
    what = chance.pick({"unreadable": 45, "empty": 35, "link": 20})
    if what == "link" and links:
        row[chance.choice(links)] = "X9999-1"
    elif times:
        row[chance.choice(times)] = None if what == "empty" else chance.choice(_UNREADABLE)


def _write_as_text(row: Row, chance: Chance) -> None:
    days = [name for name, value in row.items() if type(value) is date]
    if days:
        name = chance.choice(days)
        value: date | datetime = row[name]
        row[name] = value.strftime(chance.choice(("%d.%m.%Y", "%d/%m-%y", "%d-%m-%Y")))
