"""How large the table of contents of a zip archive is, before anything reads it: a million members take seconds."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

_END = b"PK\x05\x06"
_END_SIZE, _COMMENT = 22, 65_535
_LOCATOR, _LARGE = b"PK\x06\x07", b"PK\x06\x06"
_LOCATOR_SIZE, _LARGE_SIZE = 20, 56
_IN_LARGE = 0xFFFFFFFF


def directory_size(stream: BinaryIO) -> int:
    """Return the bytes of the table of contents, as the end of the archive says; 0 where there is no end."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(size - _END_SIZE - _COMMENT - _LOCATOR_SIZE - _LARGE_SIZE, 0))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    stated = int(struct.unpack_from("<L", tail, at + 12)[0])
    large = at - _LOCATOR_SIZE - _LARGE_SIZE
    if tail[at - _LOCATOR_SIZE : at].startswith(_LOCATOR) and large >= 0 and tail.startswith(_LARGE, large):
        return int(struct.unpack_from("<Q", tail, large + 40)[0])
    return 0 if stated == _IN_LARGE else stated
