"""The preflight of .xls (BIFF8): walks the records of every sheet, counts cells, and keeps errors and hidden rows.

Values, strings and dates are left to the library; what it loses is kept here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .biff_strings import blank_strings
from .grid import Cell, CellKind
from .refusals import FileDamaged, FileTruncated, OldFormat, PasswordProtected, _
from .scan import ERRORS, Scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import Limits

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FILEPASS, _DATEMODE, _BOUNDSHEET, _SST = 0x002F, 0x0022, 0x0085, 0x00FC
_FORMULA, _NUMBER, _LABEL, _BOOLERR, _RSTRING = 0x0006, 0x0203, 0x0204, 0x0205, 0x00D6
_RK, _MULRK, _LABELSST = 0x027E, 0x00BD, 0x00FD
_ROW, _COLINFO, _MERGED = 0x0208, 0x007D, 0x00E5
_BIFF8 = 0x0600
_ROW_HIDDEN = 0x20
_NO_NUMBER = 0xFFFF


@dataclass(slots=True)
class BiffBook:
    """What the workbook's own records say."""

    date1904: bool = False
    sheets: list[Scan] = field(default_factory=list)


def scan_biff(stream: bytes, file: str, limits: Limits) -> BiffBook:
    """Count and bound every worksheet of a BIFF8 stream."""
    book = BiffBook()
    found: list[tuple[int, Scan]] = []
    strings: list[bytes] = []
    previous = 0
    for kind, record in _records(stream, 0, file):
        if kind == _BOF and record[:2] != struct.pack("<H", _BIFF8):
            raise OldFormat(file)
        if kind == _FILEPASS:
            raise PasswordProtected(file)
        if kind == _DATEMODE:
            book.date1904 = record[:2] != b"\0\0"
        elif kind == _BOUNDSHEET:
            found.append(_listed(record, len(found), file))
        elif kind == _SST or (kind == _CONTINUE and previous == _SST):
            strings.append(record)
        previous = previous if kind == _CONTINUE else kind
    blank = blank_strings(strings, file)
    for offset, scan in found:
        if offset >= 0:
            _SheetWalk(scan, blank, file, limits).run(_records(stream, offset, file))
            book.sheets.append(scan)
    return book


def _records(stream: bytes, offset: int, file: str) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of one substream, without what is nested in it."""
    depth = 0
    while True:
        if offset + 4 > len(stream):
            raise FileTruncated(file)
        kind, length = struct.unpack_from("<HH", stream, offset)
        record = stream[offset + 4 : offset + 4 + length]
        if len(record) < length:
            raise FileTruncated(file)
        offset += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            if kind != _EOF:
                raise FileDamaged(file, _("its records"))
            return
        if depth == 1:
            yield kind, record


def _listed(record: bytes, index: int, file: str) -> tuple[int, Scan]:
    """Return where a sheet starts and who it is; -1 for what is no worksheet (charts, macros)."""
    if len(record) < 8:
        raise FileDamaged(file, _("its list of sheets"))
    offset, state, kind, length, wide = struct.unpack_from("<IBBBB", record)
    letters = record[8 : 8 + length * (2 if wide & 1 else 1)]
    name = letters.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
    return (-1 if kind else offset), Scan(name, hidden=bool(state & 3), index=index)


class _SheetWalk:
    """One pass over the records of one sheet."""

    def __init__(self, scan: Scan, blank: frozenset[int], file: str, limits: Limits) -> None:
        self.scan, self.blank, self.file, self.limits = scan, blank, file, limits

    def run(self, records: Iterator[tuple[int, bytes]]) -> None:
        try:
            for kind, record in records:
                self._take(kind, record)
        except struct.error:
            place = _(
                'the sheet "{sheet}" after row {row}',
                sheet=self.scan.name,
                row=max(self.scan.filled, default=0),
            )
            raise FileDamaged(self.file, place) from None

    def _take(self, kind: int, record: bytes) -> None:
        if kind in (_NUMBER, _RK, _LABEL, _RSTRING):
            self._fill(record, filled=kind in (_NUMBER, _RK) or struct.unpack_from("<H", record, 6)[0] > 0)
        elif kind == _LABELSST:
            self._fill(record, filled=struct.unpack_from("<I", record, 6)[0] not in self.blank)
        elif kind == _MULRK:
            self._fill_many(record)
        elif kind == _BOOLERR:
            value, is_error = struct.unpack_from("<BB", record, 6)
            self._fill(record, filled=True, error=value if is_error else None)
        elif kind == _FORMULA:
            self._formula(record)
        else:
            self._shape(kind, record)

    def _fill(self, record: bytes, *, filled: bool, error: int | None = None) -> None:
        row, column = struct.unpack_from("<HH", record)
        if not filled:
            return
        self.scan.fill(self.file, self.limits, row + 1, column)
        if error is not None:
            text = ERRORS.get(error, "#?")
            self.scan.special[row + 1, column] = Cell(CellKind.ERROR, text)

    def _fill_many(self, record: bytes) -> None:
        row, first = struct.unpack_from("<HH", record)
        for column in range(first, first + (len(record) - 6) // 6):
            self.scan.fill(self.file, self.limits, row + 1, column)

    def _formula(self, record: bytes) -> None:
        what, value, mark = struct.unpack_from("<BxBxxxH", record, 6)
        special = mark == _NO_NUMBER
        blank_text = special and what == 3
        self._fill(record, filled=not blank_text, error=value if special and what == 2 else None)

    def _shape(self, kind: int, record: bytes) -> None:
        scan = self.scan
        if kind == _ROW and struct.unpack_from("<I", record, 12)[0] & _ROW_HIDDEN:
            scan.hidden_rows.add(struct.unpack_from("<H", record)[0] + 1)
        elif kind == _COLINFO and struct.unpack_from("<H", record, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", record)
            scan.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _MERGED:
            (count,) = struct.unpack_from("<H", record)
            for at in range(2, 2 + 8 * count, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", record, at)
                scan.merged.append((top + 1, left, bottom + 1, right))
