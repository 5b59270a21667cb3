"""Opens files and reads every list in them; refuses a file that has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL

from .door import open_workbook
from .errors import FileTwice, NoUsableTable, OwnReport, SheetNotFound
from .hidden import shown
from .layout import HEADER_WITHIN, find_layout, known_headers
from .merged import spread
from .profile import DateOrder, Profile, check_fit
from .readers import Readers
from .reading import Reading, read_sheet
from .tidy import tidy_rows
from .unreadable import mask
from .vocabulary import Vocabulary, normalise, standard_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from .door.grid import Sheet, Workbook


@dataclass(frozen=True, slots=True)
class Way:
    """How the files are read. ``sheet`` is the only sheet wanted, None for all."""

    pseudonym_key: bytes | None
    sheet: str | None
    profile: Profile | None

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the lists."""
        return self.profile.added_to(standard_vocabulary()) if self.profile else standard_vocabulary()

    def wants(self, sheet: str) -> bool:
        """Say whether a sheet is to be read."""
        return self.sheet is None or normalise(self.sheet) == normalise(sheet)

    def readers(self, workbook: Workbook) -> Readers:
        """Return what reads a workbook's columns."""
        month_first = self.profile is not None and self.profile.date_order is DateOrder.MONTH_FIRST
        return Readers(self.vocabulary, workbook.date1904, self.pseudonym_key, month_first)


@dataclass(slots=True)
class ListFile:
    """One file: its sheets, each with what was read from it (None where nothing was)."""

    workbook: Workbook
    name: str
    sheets: list[tuple[Sheet, Reading | None]] = field(default_factory=list)

    @property
    def readings(self) -> list[Reading]:
        """The lists of the file."""
        return [reading for _sheet, reading in self.sheets if reading]


def read_files(paths: Iterable[Path], way: Way) -> list[ListFile]:
    """Read the lists of every file."""
    workbooks = _open(paths)
    names = [sheet.name for workbook in workbooks for sheet in workbook.sheets]
    if way.sheet is not None and not any(map(way.wants, names)):
        raise SheetNotFound(way.sheet, map(mask, names))
    may_be_flat = _one_standard_sheet(names, way)
    files = [_read_file(each, way, may_be_flat) for each in workbooks]
    if way.profile:
        check_fit(way.profile, _headers(way, way.profile, files))
    return files


def _headers(way: Way, profile: Profile, files: Iterable[ListFile]) -> list[tuple[str, Iterable[str]]]:
    """Return the headers of every list; a sheet that the profile was made for and that is not there has none."""
    headers: list[tuple[str, Iterable[str]]] = [
        (reading.sheet, map(shown, reading.layout.header.texts.values())) for file in files for reading in file.readings
    ]
    there = {normalise(sheet) for sheet, _texts in headers}
    return headers + [
        (sheet, ()) for sheet in profile.fingerprint if normalise(sheet) not in there and way.wants(sheet)
    ]


def _open(paths: Iterable[Path]) -> list[Workbook]:
    opened: dict[str, Workbook] = {}
    for path in paths:
        workbook = open_workbook(path)
        if workbook.digest in opened:
            raise FileTwice(mask(opened[workbook.digest].file), mask(workbook.file))
        opened[workbook.digest] = workbook
    return list(opened.values())


def _one_standard_sheet(sheets: Iterable[str], way: Way) -> bool:
    """Say whether all that have a standard name have the same one, so that it may be a flat list's."""
    kinds = {way.vocabulary.sheets.get(normalise(each)) for each in sheets} & BY_PLURAL.keys()
    return len(kinds) == 1 and not (way.profile and way.profile.sheets)


def _read_file(workbook: Workbook, way: Way, may_be_flat: bool) -> ListFile:
    file, readers = ListFile(workbook, mask(workbook.file)), way.readers(workbook)
    names = {normalise(sheet.name) for sheet in workbook.sheets}
    if any(report <= names for report in readers.vocabulary.reports):
        raise OwnReport(file.name)
    for sheet in workbook.sheets:
        wanted = way.wants(sheet.name)
        reading = _read_sheet(file.name, sheet, readers, may_be_flat) if wanted else None
        team = way.profile.team_of(sheet.name) if way.profile else None
        if reading and team:
            reading.give_team(team)
        file.sheets.append((sheet, reading))
    if not file.readings:
        raise _nothing_found(file, workbook.sheets, readers.vocabulary)
    return file


def _read_sheet(file: str, sheet: Sheet, readers: Readers, may_be_flat: bool) -> Reading | None:
    rows = tidy_rows(sheet.rows())
    first = list(islice(rows, HEADER_WITHIN))
    layout = find_layout(file, sheet, first, readers.vocabulary, flat_if_both=may_be_flat)
    if layout is None:
        return None
    return read_sheet(file, mask(sheet.name), spread(chain(first, rows), sheet.merged), layout, readers)


def _nothing_found(file: ListFile, sheets: Sequence[Sheet], vocabulary: Vocabulary) -> NoUsableTable:
    rows = [row for sheet in sheets for row in islice(tidy_rows(sheet.rows()), HEADER_WITHIN)]
    return NoUsableTable(file.name, (mask(each.name) for each in sheets), known_headers(rows, vocabulary))
