"""Binary workbooks (.xlsb): the preflight walks their records, python-calamine reads them in its child."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from .grid import Cell, CellKind, Workbook
from .library import library_sheet
from .package import relations
from .refusals import Bomb, FileDamaged
from .scan import ERRORS, Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .archive import Archive
    from .source import Source

_ROW, _ERROR, _TEXT, _STRING, _RICH = 0, 3, 6, 7, 62
_FORMULA_TEXT, _FORMULA_ERROR = 8, 11
_FILLED = (2, 4, 5, 9, 10)  # small number, yes/no, number, and formulas with such a result
_STRING_ITEM, _COLUMN, _MERGED = 19, 60, 176
_BOOK, _LISTED = 153, 156
_ROW_HIDDEN = 0x10


def open_xlsb(source: Source, archive: Archive, main_part: str) -> Workbook:
    """Bound an .xlsb workbook and return it."""
    try:
        return _opened(source, archive, main_part)
    except (struct.error, IndexError):
        raise FileDamaged(source.file, main_part) from None


def _opened(source: Source, archive: Archive, main_part: str) -> Workbook:
    targets = relations(archive, main_part)
    strings = next((item.target for item in targets.values() if item.kind == "sharedStrings"), None)
    blank = _blank_strings(archive, strings) if strings else frozenset[int]()
    date1904, scans = _listed(archive, main_part)
    sheets = []
    for key, scan in scans:
        relation = targets.get(key)
        if relation is None:
            raise FileDamaged(source.file, main_part)
        if relation.kind == "worksheet":
            _SheetWalk(source, scan, blank).run(_records(archive, relation.target))
            sheets.append(library_sheet(source, scan, date1904=date1904))
    return Workbook(source.file, "xlsb", source.digest(), date1904, tuple(sheets))


def _listed(archive: Archive, main_part: str) -> tuple[bool, list[tuple[str, Scan]]]:
    """Return whether serials are of the 1904 system, and the sheets by the keys of their relations."""
    date1904 = False
    scans: list[tuple[str, Scan]] = []
    for kind, record in _records(archive, main_part):
        if kind == _BOOK:
            date1904 = bool(record[0] & 1)
        elif kind == _LISTED:
            key, name = _texts(record[8:])
            scans.append((key, Scan(name, hidden=record[0] != 0, index=len(scans))))
    return date1904, scans


def _records(archive: Archive, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record; both kind and length are numbers of one to four bytes."""
    limit = archive.source.limits.token_bytes
    data, at = b"", 0
    for chunk in archive.chunks(part):
        data, at = data[at:] + chunk, 0
        while (header := _header(data, at)) and header[2] + header[1] <= len(data):
            kind, length, start = header
            yield kind, data[start : start + length]
            at = start + length
        if header and header[1] > limit:
            raise Bomb(archive.file)
    if at < len(data):
        raise FileDamaged(archive.file, part)


def _header(data: bytes, at: int) -> tuple[int, int, int] | None:
    """Return kind, length and where the content starts; None where the header is not whole yet."""
    if at + 6 > len(data) and not _is_whole(data, at):
        return None
    kind = data[at]
    at += 1
    if kind & 0x80:
        kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
        at += 1
    length = 0
    for shift in (0, 7, 14, 21):
        byte = data[at]
        at += 1
        length |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return kind, length, at


def _is_whole(data: bytes, at: int) -> bool:
    rest = data[at : at + 6]
    length = rest[2:] if rest and rest[0] & 0x80 else rest[1:]
    return len(length) >= 4 or any(byte < 0x80 for byte in length)


def _texts(data: bytes) -> list[str]:
    """Return the texts that stand one after another, each with its length in letters before it."""
    found, at = [], 0
    while at + 4 <= len(data):
        (length,) = struct.unpack_from("<I", data, at)
        found.append(data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"))
        at += 4 + 2 * length
    return found[:2] if len(found) >= 2 else [*found, "", ""][:2]


def _blank_strings(archive: Archive, part: str) -> frozenset[int]:
    items = (record for kind, record in _records(archive, part) if kind == _STRING_ITEM)
    return frozenset(number for number, item in enumerate(items) if struct.unpack_from("<I", item, 1)[0] == 0)


class _SheetWalk:
    """One pass over the records of one sheet."""

    def __init__(self, source: Source, scan: Scan, blank: frozenset[int]) -> None:
        self._source, self._scan, self._blank = source, scan, blank
        self._row = 0
        self._row_hidden = False

    def run(self, records: Iterator[tuple[int, bytes]]) -> None:
        for kind, record in records:
            if kind == _ROW:
                self._row = struct.unpack_from("<I", record)[0] + 1
                self._row_hidden = bool(record[11] & _ROW_HIDDEN)
            elif kind in (_ERROR, _FORMULA_ERROR):
                self._fill(record)
                place = self._row, struct.unpack_from("<I", record)[0]
                self._scan.special[place] = Cell(CellKind.ERROR, ERRORS.get(record[8], "#?"))
            elif self._is_filled(kind, record):
                self._fill(record)
            else:
                self._shape(kind, record)

    def _is_filled(self, kind: int, record: bytes) -> bool:
        if kind in (_TEXT, _FORMULA_TEXT):
            return bool(struct.unpack_from("<I", record, 8)[0] > 0)
        if kind == _RICH:
            return bool(struct.unpack_from("<I", record, 9)[0] > 0)
        if kind == _STRING:
            return struct.unpack_from("<I", record, 8)[0] not in self._blank
        return kind in _FILLED

    def _fill(self, record: bytes) -> None:
        (column,) = struct.unpack_from("<I", record)
        self._scan.fill(self._source.file, self._source.limits, self._row, column)
        if self._row_hidden:
            self._scan.hidden_rows.add(self._row)

    def _shape(self, kind: int, record: bytes) -> None:
        if kind == _COLUMN and struct.unpack_from("<H", record, 16)[0] & 1:
            first, last = struct.unpack_from("<II", record)
            self._scan.hidden_columns.update(range(first, min(last, 16_383) + 1))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            self._scan.merged.append((top + 1, left, bottom + 1, right))
