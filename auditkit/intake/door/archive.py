"""Zip archives (.xlsx, .xlsm, .xlsb, .ods): bounded before a member is unpacked, checked while it is."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Self

from .directory import directory_size
from .limits import MEGABYTE
from .refusals import Bomb, FileDamaged, FileTruncated, PasswordProtected, TooLarge, UnknownEncoding, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

_CHUNK = 1 << 18
# Everything that zipfile lets out on archives that do not hang together.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ENCODINGS = ("utf-8", "ascii", "iso8859-1", "cp1252", "utf-16")


class Archive:
    """An archive whose members may be read. Names are compared without regard to case, as Office does."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.file = source.file
        self._stream = source.open()
        if directory_size(self._stream) > source.limits.directory_bytes:
            self._stream.close()
            raise Bomb(self.file)
        try:
            self._zip = zipfile.ZipFile(self._stream)
            self._members = _bounded(source, self._zip.infolist())
        except _BROKEN:
            whole = zipfile.is_zipfile(self._stream)
            self._stream.close()
            if whole:
                raise FileDamaged(self.file, _("its table of contents")) from None
            raise FileTruncated(self.file) from None
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()
        self._stream.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def names(self) -> list[str]:
        """Return the names of all members, in lower case."""
        return list(self._members)

    def size(self, name: str) -> int:
        """Return how many bytes a member says it unpacks to; 0 where it is not there."""
        member = self._members.get(name.lower())
        return member.file_size if member else 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """Return a member's bytes in pieces; its length and checksum are proven at the end."""
        member = self._members.get(name.lower())
        if member is None:
            raise FileDamaged(self.file, _("the part {part} is missing", part=name))
        if member.file_size > self.source.limits.member_bytes:
            megabytes = self.source.limits.member_bytes // MEGABYTE
            raise TooLarge(self.file, _("one part of it fills over {limit} MB unpacked", limit=megabytes))
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _BROKEN:
            raise FileDamaged(self.file, name) from None

    def xml(self, name: str) -> Iterator[bytes]:
        """Return an XML member's bytes as UTF-8 in pieces, whatever it was written in."""
        chunks = self.chunks(name)
        first = next(chunks, b"")
        encoding = _encoding(first)
        if encoding == "utf-8":
            yield first
            yield from chunks
            return
        if encoding not in _ENCODINGS:
            raise UnknownEncoding(self.file)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            yield decoder.decode(first).encode()
            for chunk in chunks:
                yield decoder.decode(chunk).encode()
            yield decoder.decode(b"", final=True).encode()
        except UnicodeError:
            raise FileDamaged(self.file, name) from None

    def read(self, name: str) -> bytes:
        """Return a whole XML member as UTF-8; refuse one larger than a describing part may be."""
        parts, size = [], 0
        for chunk in self.xml(name):
            size += len(chunk)
            if size > self.source.limits.part_bytes:
                raise Bomb(self.file)
            parts.append(chunk)
        return b"".join(parts)


def _encoding(first: bytes) -> str:
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if first[:2] in (b"<\x00", b"\x00<"):
        return "unmarked utf-16"
    declared = _DECLARED.match(first.removeprefix(codecs.BOM_UTF8))
    try:
        return codecs.lookup(declared[1].decode() if declared else "utf-8").name
    except LookupError:
        return "unknown"


def _bounded(source: Source, members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    limits, file = source.limits, source.file
    if len(members) > limits.members:
        raise Bomb(file)
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise Bomb(file)
    by_name: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        _check_member(source, member)
        name = member.filename.replace("\\", "/").lstrip("/").lower()
        if name in by_name:
            raise FileDamaged(file, _("the part {part} comes twice", part=_shown(name)))
        by_name[name] = member
    return by_name


def _check_member(source: Source, member: zipfile.ZipInfo) -> None:
    limits = source.limits
    if member.flag_bits & _ENCRYPTED:
        raise PasswordProtected(source.file)
    if member.compress_type not in _METHODS:
        raise FileDamaged(source.file, _shown(member.filename))
    if member.compress_size > source.size:
        raise FileTruncated(source.file)
    large = member.file_size > limits.ratio_from
    if large and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise Bomb(source.file)


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:60]
