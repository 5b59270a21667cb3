"""From files to an ``Intake``: opens them, finds the lists, reads them, makes records and the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from auditkit.model import BY_PLURAL

from .cases import Cases
from .checks import contradictions
from .door import open_workbook
from .door.grid import Sheet, Workbook, column_letters
from .errors import FileTwice, NoUsableTable, SheetNotFound
from .flat import FlatList
from .ignored import ignored_columns, ignored_sheet, suggestions
from .layout import HEADER_WITHIN, find_layout, likeliest_header
from .ledger import reason_message
from .readers import Readers
from .reading import Reading, read_sheet
from .receipt import FileReceipt, Ignored, Intake, Rows, SetAside, SheetReceipt
from .records import Records
from .standard import add_standard
from .unreadable import mask
from .vocabulary import FLAT, Vocabulary, normalise, standard_vocabulary


@dataclass(slots=True)
class _OpenFile:
    """One file on its way: its sheets, each with what was read from it (None where nothing was)."""

    workbook: Workbook
    name: str
    sheets: list[tuple[Sheet, Reading | None]] = field(default_factory=list)

    @property
    def readings(self) -> list[Reading]:
        return [reading for _sheet, reading in self.sheets if reading]


def read_lists(paths: Iterable[Path], *, pseudonym_key: bytes | None, sheet: str | None = None) -> Intake:
    """Read lists that belong together and return their records with a receipt.

    ``pseudonym_key`` turns CPR numbers into pseudonyms; without it cases have none. ``sheet`` reads the
    sheets of that name alone. Raises a subclass of ``InputRefused`` where a file cannot be read in a way
    that is certain, ``UsageError`` where the sheet is not there.
    """
    vocabulary = standard_vocabulary()
    workbooks = _open(paths)
    _check_sheet(sheet, workbooks)
    files = [_read_file(each, sheet, vocabulary, pseudonym_key) for each in workbooks]
    readings = [reading for file in files for reading in file.readings]
    records = _records(readings)
    caseload = records.caseload()
    found = [problem for reading in readings for problem in reading.problems]
    receipts = tuple(map(_file_receipt, files))
    return Intake(
        caseload=caseload,
        files=receipts,
        problems=(*found, *contradictions(caseload)),
        rows=sum((each.rows for file in receipts for each in file.sheets), Rows()),
        set_aside=tuple(each for reading in readings for each in _set_aside(reading)),
        ignored=tuple(each for file in files for each in _ignored(file)),
        suggestions=tuple(each for reading in readings for each in suggestions(reading, vocabulary)),
    )


def _open(paths: Iterable[Path]) -> list[Workbook]:
    opened: dict[str, Workbook] = {}
    for path in paths:
        workbook = open_workbook(path)
        if workbook.digest in opened:
            raise FileTwice(mask(opened[workbook.digest].file), mask(workbook.file))
        opened[workbook.digest] = workbook
    return list(opened.values())


def _check_sheet(sheet: str | None, workbooks: Sequence[Workbook]) -> None:
    names = [each.name for workbook in workbooks for each in workbook.sheets]
    if sheet is not None and normalise(sheet) not in map(normalise, names):
        raise SheetNotFound(sheet, map(mask, names))


def _read_file(
    workbook: Workbook, wanted: str | None, vocabulary: Vocabulary, pseudonym_key: bytes | None
) -> _OpenFile:
    file = _OpenFile(workbook, mask(workbook.file))
    readers = Readers(vocabulary, workbook.date1904, pseudonym_key)
    named = sum(vocabulary.sheets.get(normalise(each.name)) in BY_PLURAL for each in workbook.sheets)
    for sheet in workbook.sheets:
        reading = None
        if wanted is None or normalise(wanted) == normalise(sheet.name):
            reading = _read_sheet(file.name, sheet, readers, flat_if_both=named < 2)
        file.sheets.append((sheet, reading))
    if not file.readings:
        tops = [list(islice(each.rows(), HEADER_WITHIN)) for each in workbook.sheets]
        headers = likeliest_header([row for top in tops for row in top])
        raise NoUsableTable(file.name, (mask(each.name) for each in workbook.sheets), headers)
    return file


def _read_sheet(file: str, sheet: Sheet, readers: Readers, *, flat_if_both: bool) -> Reading | None:
    first = list(islice(sheet.rows(), HEADER_WITHIN))
    layout = find_layout(file, sheet, first, readers.vocabulary, flat_if_both=flat_if_both)
    if layout is None:
        return None
    return read_sheet(file, mask(sheet.name), sheet.rows(), layout, readers)


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


def _file_receipt(file: _OpenFile) -> FileReceipt:
    sheets = tuple(_sheet_receipt(*each) for each in file.sheets)
    return FileReceipt(file.name, file.workbook.digest, file.workbook.kind, sheets)


def _sheet_receipt(sheet: Sheet, reading: Reading | None) -> SheetReceipt:
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
    )


def _set_aside(reading: Reading) -> list[SetAside]:
    rows = sorted(reading.ledger.set_aside.items())
    return [SetAside(reading.file, reading.sheet, row, why, reason_message(why)) for row, why in rows]


def _ignored(file: _OpenFile) -> Iterable[Ignored]:
    for sheet, reading in file.sheets:
        if reading:
            yield from ignored_columns(reading)
        else:
            yield ignored_sheet(file.name, mask(sheet.name), empty=not sheet.non_empty_cells)
