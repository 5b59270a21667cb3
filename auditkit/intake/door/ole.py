"""Compound files (OLE): the container of .xls, and of every encrypted workbook. Streams by name, nothing more."""

from __future__ import annotations

import struct

from .refusals import FileDamaged, FileTruncated, _

_HEADER = 512
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFF9  # higher numbers are marks: end of chain, free, table sectors
_SMALL = 4096
_ROOT, _STREAM = 5, 2


class CompoundFile:
    """A compound file in memory."""

    def __init__(self, data: bytes, file: str) -> None:
        if len(data) < _HEADER:
            raise FileTruncated(file)
        self._data, self._file = data, file
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise FileDamaged(file, _("its header"))
        self._size = 1 << shift
        self._table = self._sector_table()
        self._streams: dict[str, tuple[int, int]] = {}
        self._small_store = b""
        self.names: list[str] = []
        self._read_directory(struct.unpack_from("<I", data, 48)[0])

    def stream(self, name: str) -> bytes | None:
        """Return the bytes of a stream, or None where there is none; names without regard to case."""
        place = self._streams.get(name.lower())
        if place is None:
            return None
        first, size = place
        content = self._chain(first) if size >= _SMALL else self._small_chain(first)
        if len(content) < size:
            raise FileTruncated(self._file)
        return content[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._data[start : start + self._size]
        if len(sector) < self._size:
            # Some writers leave the last sector short; a missing one means a file cut off.
            if not sector:
                raise FileTruncated(self._file)
            return sector.ljust(self._size, b"\0")
        return sector

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector)

    def _sector_table(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self._data, 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], 0
        while following <= _LAST_SECTOR:
            *more, following = self._numbers(self._sector(following))
            listed += more
            seen += 1
            self._refuse_loop(seen)
        table: list[int] = []
        for number in listed:
            if number <= _LAST_SECTOR:
                table += self._numbers(self._sector(number))
                self._refuse_loop(len(table) // self._size)
        return table

    def _chain(self, first: int) -> bytes:
        sectors, number = [], first
        while number <= _LAST_SECTOR:
            sectors.append(self._sector(number))
            self._refuse_loop(len(sectors))
            if number >= len(self._table):
                raise FileDamaged(self._file, _("its sector table"))
            number = self._table[number]
        return b"".join(sectors)

    def _small_chain(self, first: int) -> bytes:
        table = self._small_table
        pieces, number = [], first
        while number <= _LAST_SECTOR:
            pieces.append(self._small_store[number * 64 : number * 64 + 64])
            if number >= len(table) or len(pieces) > len(table):
                raise FileDamaged(self._file, _("its sector table"))
            number = table[number]
        return b"".join(pieces)

    def _refuse_loop(self, seen: int) -> None:
        if seen > len(self._data) // self._size + 1:
            raise FileDamaged(self._file, _("its sector table"))

    def _read_directory(self, first: int) -> None:
        directory = self._chain(first)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[at : at + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == _ROOT:
                self._small_store = self._chain(start)[:size]
            elif kind == _STREAM:
                self._streams.setdefault(name.lower(), (start, size))
            self.names.append(name)
        small = struct.unpack_from("<I", self._data, 60)[0]
        self._small_table = self._numbers(self._chain(small))
