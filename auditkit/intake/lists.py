"""From files to an ``Intake``: opens them, finds the lists, reads them, makes records and the receipt."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from .cases import Cases
from .checks import contradictions
from .door.grid import Sheet, column_letters
from .files import ListFile, Way, read_files
from .flat import FlatList
from .hidden import shown
from .ignored import ignored_columns, ignored_sheet, suggestions
from .ledger import reason_message
from .receipt import ColumnReceipt, FileReceipt, Ignored, Intake, Rows, SetAside, SheetReceipt
from .records import Records
from .standard import add_standard
from .unreadable import Unreadable, mask
from .vocabulary import FLAT, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .profile import Profile
    from .reading import Reading


def read_lists(
    paths: Iterable[Path],
    *,
    pseudonym_key: bytes | None,
    sheet: str | None = None,
    profile: Profile | None = None,
) -> Intake:
    """Read lists that belong together and return their records with a receipt.

    ``pseudonym_key`` turns CPR numbers into pseudonyms; without it cases have none. ``sheet`` reads the
    sheets of that name alone, ``profile`` puts a municipality's own words before the standard ones. Raises a
    subclass of ``InputRefused`` where a file cannot be read in a way that is certain, ``UsageError`` where
    the sheet is not there.
    """
    way = Way(pseudonym_key, sheet, profile)
    files = read_files(paths, way)
    readings = [reading for file in files for reading in file.readings]
    records = _records(readings)
    caseload = records.caseload()
    found = [problem for reading in readings for problem in reading.problems]
    receipts = tuple(_file_receipt(file, way.vocabulary) for file in files)
    return Intake(
        caseload=caseload,
        files=receipts,
        problems=(*found, *contradictions(caseload)),
        rows=sum((each.rows for file in receipts for each in file.sheets), Rows()),
        set_aside=tuple(each for reading in readings for each in _set_aside(reading)),
        ignored=tuple(each for file in files for each in _ignored(file)),
        suggestions=tuple(each for reading in readings for each in suggestions(reading, way.vocabulary)),
    )


def _records(readings: Iterable[Reading]) -> Records:
    records = Records()
    cases = Cases(records)
    labels: set[str] = set()
    for reading in readings:
        if reading.layout.kind != FLAT:
            add_standard(reading, records, cases)
            continue
        known = reading.sheet in labels
        label = f"{reading.file}:{reading.sheet}" if known else reading.sheet
        labels.add(label)
        FlatList(reading, records, label).add(cases)
    cases.finish()
    return records


def _file_receipt(file: ListFile, vocabulary: Vocabulary) -> FileReceipt:
    sheets = tuple(_sheet_receipt(*each, vocabulary) for each in file.sheets)
    return FileReceipt(file.name, file.workbook.digest, file.workbook.kind, sheets)


def _sheet_receipt(sheet: Sheet, reading: Reading | None, vocabulary: Vocabulary) -> SheetReceipt:
    name = mask(sheet.name)
    if reading is None:
        return SheetReceipt(name, "", None, Rows(), hidden=sheet.hidden)
    layout = reading.layout
    return SheetReceipt(
        name,
        layout.kind,
        layout.header.row,
        reading.ledger.rows,
        layout.by_name,
        sheet.hidden,
        reading.hidden_rows,
        tuple(column_letters(each) for each in sorted(sheet.hidden_columns & layout.columns.keys())),
        tuple(_column_receipts(reading, vocabulary)),
    )


def _column_receipts(reading: Reading, vocabulary: Vocabulary) -> Iterator[ColumnReceipt]:
    layout, aside = reading.layout, reading.ledger.set_aside
    used = [row not in aside for row in reading.rows]
    for target in reading.given:
        yield ColumnReceipt("", "", vocabulary.canonical[layout.kind][target], sum(used), sum(used), 0)
    for index, target in sorted(layout.columns.items()):
        values = list(compress(reading.values[target], used))
        filled = len(values) - values.count(None)
        unreadable = list(map(type, values)).count(Unreadable)
        field = vocabulary.canonical[layout.kind].get(target, target)
        header = shown(layout.header.texts[index])
        yield ColumnReceipt(column_letters(index), header, field, filled, filled - unreadable, unreadable)


def _set_aside(reading: Reading) -> list[SetAside]:
    rows = sorted(reading.ledger.set_aside.items())
    return [SetAside(reading.file, reading.sheet, row, str(why), reason_message(why)) for row, why in rows]


def _ignored(file: ListFile) -> Iterable[Ignored]:
    for sheet, reading in file.sheets:
        if reading:
            yield from ignored_columns(reading)
        else:
            yield ignored_sheet(file.name, mask(sheet.name), empty=not sheet.non_empty_cells)
