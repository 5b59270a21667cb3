"""The preflight of a sheet: counts its non-empty rows and cells, and bounds them, on the bytes alone.

It shares no code with the reader, so that the two prove each other. It never builds a document, never
trusts ``<dimension>``, and holds at most one piece and one cell in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NoReturn

from .grid import column_index, column_letters
from .limits import Limits
from .refusals import Bomb, CellTwice, FarCell, FileDamaged, TooLarge, UnsafeXml, _

_ROOT = re.compile(rb"<((?:[^\s<>/!?:\"'=]+:)?)worksheet(\s[^>]*)>")
_NAMESPACES = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ASIDE = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ASIDE_STARTS = (b"<!--", b"<![CDATA[", b"<?")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(rb"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_TRUE = (b"1", b"true", b"on")
_LAST_COLUMN = 16_384

# Attributes up to the tag's end; a ">" within quotes does not end it.
_REST_OF_TAG = rb"""(?:[^>"'/]++|"[^"]*+"|'[^']*+'|/(?!>))*+"""


@dataclass(slots=True)
class Tally:
    """What the preflight found in one sheet."""

    prefix: str = ""
    """The namespace prefix of the sheet's tags with its colon, or ``""``."""
    rows: int = 0
    cells: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class SheetTally:
    """One pass over the bytes of one worksheet."""

    def __init__(self, file: str, sheet: str, strings: tuple[str, ...], limits: Limits) -> None:
        self.file, self.sheet, self.limits = file, sheet, limits
        self.blank_strings = {b"%d" % number for number, text in enumerate(strings) if not text}
        self.found = Tally()
        self._row, self._row_text, self._column = 0, b"0", -1
        self._filled_row = 0
        self._seen = 0
        self._columns: dict[bytes, int] = {}

    def run(self, pieces: Iterable[bytes]) -> Tally:
        """Count and bound the sheet; raises a refusal where it is damaged, doubled or out of bounds."""
        stream = self._between_tags(pieces)
        piece = rest = self._root(stream)
        prefix = self.found.prefix.encode()
        token, unfinished = _token(prefix), re.compile(rb"<%sc[\s>]" % prefix)
        while True:
            end = 0
            for match in token.finditer(rest):
                end = match.end()
                self._take(*match.groups())
            start = unfinished.search(rest, end)
            rest = rest[start.start() :] if start else b""
            if len(rest) > self.limits.token_bytes:
                raise Bomb(self.file)
            following = next(stream, None)
            if following is None:
                break
            piece, rest = following, rest + following
        if rest or not re.fullmatch(rb"</%sworksheet\s*>\s*" % prefix, piece):
            self._damaged()
        return self.found

    def _between_tags(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield pieces that end before a tag; comments and instructions are gone, CDATA is plain text."""
        rest = b""
        for piece in pieces:
            rest += piece
            if b"<!" in rest or b"<?" in rest:
                rest = _ASIDE.sub(_as_text, rest)
            cut = self._cut(rest)
            if len(rest) - cut > self.limits.token_bytes:
                raise Bomb(self.file)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest

    def _cut(self, data: bytes) -> int:
        aside = min((at for mark in (b"<!", b"<?") if (at := data.find(mark)) >= 0), default=-1)
        if aside < 0:
            return max(data.rfind(b"<"), 0)
        start = data[aside : aside + 9]
        if not any(start.startswith(mark[: len(start)]) for mark in _ASIDE_STARTS):
            raise UnsafeXml(self.file, self.sheet)
        return aside

    def _root(self, stream: Iterator[bytes]) -> bytes:
        """Return the first bytes up to and with the root tag, which must be a worksheet's."""
        head = b""
        for piece in stream:
            head += piece
            root = _ROOT.search(head)
            if root:
                self.found.prefix = root[1].decode("utf-8", "replace")
                declared = b":".join(filter(None, (b"xmlns", root[1].rstrip(b":"))))
                if _attributes(root[2]).get(declared) not in _NAMESPACES:
                    break
                return head
            if len(head) > self.limits.token_bytes:
                break
        return self._damaged()

    def _take(
        self,
        letters: bytes | None,
        digits: bytes | None,
        cell: bytes | None,
        body: bytes | None,
        tag: bytes | None,
        attributes: bytes | None,
    ) -> None:
        if tag is None:
            self._cell(letters, digits, cell or b"", body)
        elif tag == b"row":
            self._open_row(_attributes(attributes or b""))
        elif tag == b"col":
            self._hide_columns(_attributes(attributes or b""))
        else:
            self._merge(_attributes(attributes or b"").get(b"ref", b""))

    def _open_row(self, attributes: dict[bytes, bytes]) -> None:
        text = attributes.get(b"r", b"%d" % (self._row + 1))
        if not text.isdigit() or len(text) > 7:
            self._damaged()
        if int(text) <= self._row:
            raise CellTwice(self.file, self.sheet, _("row {row}", row=int(text)))
        self._row, self._row_text, self._column = int(text), text, -1

    def _cell(
        self, letters: bytes | None, digits: bytes | None, attributes: bytes, body: bytes | None
    ) -> None:
        self._seen += 1
        if letters is None and b"r" in attributes:
            letters, digits = self._address(attributes)
        column = self._column + 1 if letters is None else self._column_of(letters)
        if letters is not None and digits != self._row_text:
            self._damaged()
        if column <= self._column:
            raise CellTwice(self.file, self.sheet, f"{column_letters(column)}{self._row}")
        self._column = column
        if body and self._is_filled(attributes, body):
            self._fill(column)
        if self._seen > self.limits.cells:
            raise TooLarge(self.file, _("a sheet has over {limit} cells", limit=self.limits.cells))

    def _fill(self, column: int) -> None:
        if self._row > self.limits.rows or column >= self.limits.columns:
            raise FarCell(self.file, self.sheet, f"{column_letters(column)}{self._row}")
        self.found.cells += 1
        if self._filled_row != self._row:
            self._filled_row = self._row
            self.found.rows += 1

    def _is_filled(self, attributes: bytes, body: bytes) -> bool:
        patterns = _contents(self.found.prefix.encode())
        if b"rPh" in body:
            body = patterns.phonetic.sub(b"", body)
        text = patterns.text.search(body)
        if not text:
            # A formula that Excel worked out to "" is blank; one that nobody worked out is not.
            worked_out = patterns.value.search(body) and _attributes(attributes).get(b"t") == b"str"
            return patterns.formula.search(body) is not None and not worked_out
        if self.blank_strings and text[1].strip() in self.blank_strings:
            return _attributes(attributes).get(b"t") != b"s"
        return True

    def _address(self, attributes: bytes) -> tuple[bytes, bytes] | tuple[None, None]:
        text = _attributes(attributes).get(b"r")
        if text is None:
            return None, None
        parts = _ADDRESS.fullmatch(text)
        if not parts:
            self._damaged()
        return parts[1], parts[2]

    def _column_of(self, letters: bytes) -> int:
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_index(letters.decode())
        return column

    def _hide_columns(self, attributes: dict[bytes, bytes]) -> None:
        if attributes.get(b"hidden") in _TRUE:
            first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
            if not (first.isdigit() and last.isdigit() and len(last) <= 7):
                self._damaged()
            self.found.hidden_columns.update(range(int(first) - 1, min(int(last), _LAST_COLUMN)))

    def _merge(self, area: bytes) -> None:
        first, _colon, last = area.partition(b":")
        corners = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
        if not (corners[0] and corners[1]):
            self._damaged()
        self.found.merged.append((*_corner(corners[0]), *_corner(corners[1])))

    def _damaged(self) -> NoReturn:
        raise FileDamaged(
            self.file, _('the sheet "{sheet}" after row {row}', sheet=self.sheet, row=self._row)
        )


class _Contents:
    """The tags within a cell, for one prefix."""

    def __init__(self, prefix: bytes) -> None:
        self.text = re.compile(rb"<%s[vt](?:\s[^>]*)?>([^<]+)" % prefix)
        self.value = re.compile(rb"<%sv[\s/>]" % prefix)
        self.formula = re.compile(rb"<%sf[\s/>]" % prefix)
        self.phonetic = re.compile(rb"<%srPh[\s>].*?</%srPh\s*>" % (prefix, prefix), re.DOTALL)


@cache
def _token(prefix: bytes) -> re.Pattern[bytes]:
    """Match one whole cell, or the opening tag of a row, a column setting or a merged area."""
    name = re.escape(prefix)
    cell = (
        rb"<%(name)sc(?=[\s/>])(?: r=\"([A-Z]{1,3})([0-9]{1,7})\")?(%(rest)s)"
        rb"(?:/>|>(.*?)</%(name)sc\s*>)"
    )
    other = rb"<%(name)s(row|col|mergeCell)(?=[\s/>])(%(rest)s)/?>"
    parts = {b"name": name, b"rest": _REST_OF_TAG}
    return re.compile(cell % parts + b"|" + other % parts, re.DOTALL)


@cache
def _contents(prefix: bytes) -> _Contents:
    return _Contents(re.escape(prefix))


def _corner(address: re.Match[bytes]) -> tuple[int, int]:
    return int(address[2]), column_index(address[1].decode())


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _as_text(aside: re.Match[bytes]) -> bytes:
    return (aside[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;")
