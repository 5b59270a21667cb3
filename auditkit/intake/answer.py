"""An import as one JSON document (``import --format json``). CPR numbers never appear in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from auditkit.dates import COPENHAGEN
from auditkit.model import RECORD_TYPES, RecordType

if TYPE_CHECKING:
    from .receipt import Intake


def to_json(intake: Intake) -> dict[str, object]:
    """Return the import's answer: ISO dates; moments with Denmark's offset, or the day where no hour is known."""
    return {
        "status": "ok",
        "files": [_file(each) for each in map(asdict, intake.files)],
        "records": {each.plural: _records(intake, each) for each in RECORD_TYPES},
        "problems": [asdict(each) for each in intake.problems],
        "rows": asdict(intake.rows),
        "set_aside": [asdict(each) for each in intake.set_aside],
        "ignored": [asdict(each) for each in intake.ignored],
        "suggestions": [asdict(each) for each in intake.suggestions],
    }


def _file(file: dict[str, object]) -> dict[str, object]:
    return {**file, "sheets": list(file["sheets"])}  # type: ignore[call-overload]


def _records(intake: Intake, record_type: RecordType) -> list[dict[str, object]]:
    frame = intake.caseload[record_type.plural].select(each.name for each in record_type.fields)
    return [{name: _value(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]


def _value(value: object) -> object:
    if isinstance(value, datetime):
        known = value.time() != time()
        return value.replace(tzinfo=COPENHAGEN).isoformat() if known else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
