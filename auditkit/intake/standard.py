"""A sheet of the standard workbook as records: one row, one record (a cell with two visits gives two)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL
from auditkit.terms import translator

from .cases import NAMES, Cases
from .joining import Fields, join_fields
from .receipt import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import Reading
    from .records import RecordRow, Records

_ = translator("intake")


def add_standard(reading: Reading, records: Records, cases: Cases) -> None:
    """Add the records of one sheet."""
    plural = reading.layout.kind
    fields = join_fields(reading, reading.values, reading.letters)
    table_no = records.table(reading.file, reading.sheet, plural, fields.letters)
    rows = _rows(reading, plural, fields, table_no)
    if plural == "cases":
        for row in rows:
            cases.add(reading, table_no, row[-1], row[: len(NAMES)], repeats=False)  # type: ignore[arg-type]
        return
    for row in _one_for_each_day(rows) if plural == "visits" else _without_doubles(reading, plural, rows):
        records.add(plural, row)


def _rows(reading: Reading, plural: str, fields: Fields, table_no: int) -> Iterator[RecordRow]:
    count = len(reading.rows)
    blank: list[object] = [None] * count
    columns = [fields.values.get(each.name, blank) for each in BY_PLURAL[plural].fields]
    return zip(*columns, [table_no] * count, reading.rows, strict=True)


def _one_for_each_day(rows: Iterator[RecordRow]) -> Iterator[RecordRow]:
    place = [field.name for field in BY_PLURAL["visits"].fields].index("visited_on")
    for row in rows:
        days = row[place]
        for day in days if isinstance(days, tuple) else (days,):
            yield (*row[:place], day, *row[place + 1 :])


def _without_doubles(reading: Reading, plural: str, rows: Iterator[RecordRow]) -> Iterator[RecordRow]:
    """Yield the rows but for exact repetitions of a record with an id; the same id twice is a problem."""
    record_type = BY_PLURAL[plural]
    if record_type.id_field is None:
        yield from rows
        return
    place = [field.name for field in record_type.fields].index(record_type.id_field)
    column = reading.letters.get(record_type.id_field, "")
    seen: dict[object, set[RecordRow]] = {}
    for row in rows:
        own_id, content = row[place], row[:-2]
        same = seen.setdefault(own_id, set()) if isinstance(own_id, str) else set()
        if content in same:
            reading.leave_out(_row_no(row), Reason.DUPLICATE_IDENTICAL)
            continue
        if same:
            message = _("The id is used on another row with other content. Both rows are used; ids must be unique.")
            reading.report(column, _row_no(row), "id_not_unique", str(own_id), message)
        same.add(content)
        yield row


def _row_no(row: RecordRow) -> int:
    return int(str(row[-1]))
