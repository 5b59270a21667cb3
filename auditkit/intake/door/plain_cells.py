"""Plain cells, as nearly every program writes them, lifted out of a sheet's XML by one pattern.

The parser calls back four times for a cell, and that is where reading took its time. Here a run of plain cells is
lifted out and a mark left in its place: the parser reads all the rest, proves that it is well-formed, and meets
the marks in their rows. From the first comment, CDATA or instruction on nothing is lifted, because what looks
like a cell there may be none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK = "auditkit-cells"
_LONGEST = 2 * 1024 * 1024
"""Bytes without the end of a row; such a sheet is left to the parser."""
# What may stand in a value without a closer look: no markup, no control characters, no line breaks.
_VALUE = rb"[ -%'-;=?-~]*"
_TEXT = rb"[ -%'-;=?-~\x80-\xff]*"


class PlainCell(NamedTuple):
    """What one plain cell says: its style, its type, and its value or the text that stands in it."""

    style: str
    kind: str
    value: str | None
    inline: str


class PlainCells:
    """Lifts the plain cells out of one sheet, and gives them back by their marks."""

    def __init__(self, prefix: str) -> None:
        start, said = _patterns(prefix.encode())
        self._run = re.compile(rb"(?:" + start % rb"[A-Z]{1,3}" + said + rb")+")
        self._cells = re.compile(start % rb"([A-Z]{1,3})" + rb"(%s)" % said)
        self._said = re.compile(
            rb'(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?/?(?:>(?:<[^>]*v>([^<]*)|<[^>]*is><[^>]*t[^>]*>([^<]*))?.*)?'
        )
        self._row_end = b"</%srow>" % prefix.encode()
        # Until the parser asks for them, which may be after several pieces: it can put a piece aside until it has more.
        self._runs: dict[str, bytes] = {}
        self._lifted = 0

    def lift(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the XML with the plain cells lifted out, each run with a mark in its place."""
        rest, plain, declared = b"", True, b"<?xml"
        for piece in pieces:
            rest += piece
            plain = plain and len(rest) < _LONGEST and not _may_hide_cells(rest.replace(declared, b"", 1))
            cut = _end_of(self._row_end, rest) if plain else len(rest)
            declared = b"" if cut else declared
            yield self._run.sub(self._mark, rest[:cut]) if plain else rest
            rest = rest[cut:]
        yield rest

    def behind(self, target: str, data: str) -> list[tuple[bytes, bytes]]:
        """Return the cells behind a mark: the letters of the column, and the rest of the cell as it is written."""
        if target != _MARK:
            return []  # somebody else's instruction
        return self._cells.findall(self._runs.pop(data, b""))

    def read(self, said: bytes) -> PlainCell:
        """Return what a cell says; raises ValueError where its bytes are no text."""
        match = self._said.fullmatch(said)
        groups = match.groups() if match else ()
        style, kind, value, inline = (None if each is None else each.decode() for each in groups)
        if inline and ("\ufffe" in inline or "\uffff" in inline):
            raise ValueError(said)
        return PlainCell(style or "", kind or "n", value, inline or "")

    def _mark(self, run: re.Match[bytes]) -> bytes:
        self._lifted += 1
        self._runs[str(self._lifted)] = run[0]
        return b"<?%s %d?>" % (_MARK.encode(), self._lifted)


def _patterns(prefix: bytes) -> tuple[bytes, bytes]:
    """Return how a plain cell starts (with a place for the letters of its column), and how it goes on."""
    parts = {b"p": re.escape(prefix), b"value": _VALUE, b"text": _TEXT}
    value = rb'(?: t="(?:s|n|b|e|str)")?(?:/>|>(?:<%(p)sv>%(value)s</%(p)sv>)?</%(p)sc>)' % parts
    text = rb'<%(p)sis><%(p)st(?: xml:space="preserve")?>%(text)s</%(p)st></%(p)sis></%(p)sc>' % parts
    said = rb'(?: s="[0-9]{1,5}")?(?:%s| t="inlineStr">%s)' % (value, text)
    return rb'<%sc r="%%s[0-9]{1,7}"' % parts[b"p"], said


def _may_hide_cells(xml: bytes) -> bool:
    return b"<!" in xml or b"<?" in xml


def _end_of(mark: bytes, xml: bytes) -> int:
    at = xml.rfind(mark)
    return at + len(mark) if at >= 0 else 0
