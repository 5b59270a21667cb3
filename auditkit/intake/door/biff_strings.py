"""Which shared strings of an .xls file are empty: the one thing about them that counting needs."""

from __future__ import annotations

import struct

from .refusals import FileDamaged, _

_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08


def blank_strings(records: list[bytes], file: str) -> frozenset[int]:
    """Return the numbers of the shared strings without a letter; ``records`` are SST and its continuations."""
    if not records:
        return frozenset()
    try:
        count = struct.unpack_from("<I", records[0], 4)[0]
        walk = _Walk(records)
        walk.skip(8)
        return frozenset(number for number in range(count) if not walk.string())
    except (struct.error, IndexError):
        raise FileDamaged(file, _("its shared strings")) from None


class _Walk:
    """A cursor over records that continue each other. Letters cut by a record's end repeat their width flag."""

    def __init__(self, records: list[bytes]) -> None:
        self._records = records
        self._record, self._at = 0, 0

    def string(self) -> int:
        """Pass one string and return its number of letters."""
        letters, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        phonetic = struct.unpack("<I", self._take(4))[0] if flags & _PHONETIC else 0
        self._letters(letters, 2 if flags & _WIDE else 1)
        self.skip(4 * runs + phonetic)
        return int(letters)

    def skip(self, size: int) -> None:
        """Pass ``size`` bytes, over as many records as it takes."""
        while size > self._left():
            size -= self._left()
            self._next()
        self._at += size

    def _letters(self, count: int, width: int) -> None:
        while count * width > self._left():
            count -= self._left() // width
            self._next()
            width = 2 if self._take(1)[0] & _WIDE else 1
        self._at += count * width

    def _take(self, size: int) -> bytes:
        if not self._left():
            self._next()
        piece = self._records[self._record][self._at : self._at + size]
        self._at += size
        return piece

    def _left(self) -> int:
        return len(self._records[self._record]) - self._at

    def _next(self) -> None:
        self._record, self._at = self._record + 1, 0
        len(self._records[self._record])
