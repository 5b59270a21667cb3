"""The preflight of a sheet: counts its non-empty rows and cells, and bounds them, on the bytes alone.

It shares no code with the reader, so that the two prove each other. It never builds a document, never
trusts ``<dimension>``, and holds at most one piece and one cell in memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from .grid import column_index, column_letters
from .refusals import Bomb, CellTwice, FarCell, FileDamaged, TooLarge, UnsafeXml, _
from .tally_patterns import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .limits import Limits

_ROOT = re.compile(rb"<((?:[^\s<>/!?:\"'=]+:)?)worksheet(\s[^<>]*)>")
_NAMESPACES = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_ASIDES = {b"<!--": b"-->", b"<?": b"?>", b"<![CDATA[": b"]]>"}
_ASIDE = re.compile(b"|".join(map(re.escape, _ASIDES)))
# No name starts within another: without that, a tag of one endless name is searched anew from each of its letters.
_ATTRIBUTE = re.compile(rb"""(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(rb"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_TRUE = (b"1", b"true", b"on")
_LAST_COLUMN = 16_384


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

    def __init__(self, file: str, sheet: str, blank_strings: frozenset[bytes], limits: Limits) -> None:
        self.file, self.sheet, self.limits = file, sheet, limits
        self.blank_strings = blank_strings
        self.found = Tally()
        self._row, self._row_text, self._column = 0, b"0", -1
        self._filled_row = 0
        self._seen = 0
        self._columns: dict[bytes, int] = {}
        self._patterns = patterns(b"")

    def run(self, pieces: Iterable[bytes]) -> Tally:
        """Count and bound the sheet; raises a refusal where it is damaged, doubled or out of bounds."""
        stream = self._between_tags(pieces)
        piece = rest = self._root(stream)
        prefix = self.found.prefix.encode()
        self._patterns = patterns(prefix)
        while True:
            rest = self._count(rest)
            if len(rest) > self.limits.token_bytes:
                raise Bomb(self.file)
            following = next(stream, None)
            if following is None:
                break
            piece, rest = following, rest + following
        if rest or not re.fullmatch(rb"</%sworksheet\s*>\s*" % prefix, piece):
            self._damaged()
        return self.found

    def _count(self, data: bytes) -> bytes:
        """Take all whole rows, cells and tags, and return what is left: the start of a cell that goes on."""
        *parts, rest = self._patterns.plain_row.split(data)
        for before, row, cells in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            if before:
                self._count_tokens(before)
            if not self._count_plain(row, cells):
                self._open_row({b"r": row})
                self._count_tokens(cells)
        self._seen += len(parts) // 3
        rest = self._count_whole(rest)
        if self._seen > self.limits.cells:
            raise TooLarge(self.file, _("a sheet has over {limit} cells", limit=self.limits.cells))
        return rest

    def _count_plain(self, row: bytes, cells: bytes) -> bool:
        """Count a row of plain cells; False where something in it is to be refused, which its cells tell one by one."""
        letters = self._patterns.letters.findall(cells)
        number, column = int(row), _last_column(b" ".join(letters))
        if not (self._row < number <= self.limits.rows and column is not None and column < self.limits.columns):
            return False
        filled = sum(map(cells.count, self._patterns.filled))
        if self.blank_strings:
            shared = map(bytes.strip, self._patterns.shared.findall(cells))
            filled -= sum(map(self.blank_strings.__contains__, shared))
        self._row, self._row_text, self._column = number, row, column
        self._seen += len(letters)
        if filled:
            self._fill(column, filled)
        return True

    def _count_whole(self, data: bytes) -> bytes:
        """Count what is whole, and return the start of a cell that goes on."""
        patterns = self._patterns
        start = max(data.rfind(opening) for opening in patterns.openings)
        if start < 0 or patterns.token.match(data, start):
            start = len(data)
        self._count_tokens(data[:start])
        return data[start:]

    def _count_tokens(self, data: bytes) -> None:
        """Count cells and tags one by one."""
        tokens = self._patterns.token.findall(data)
        columns, is_filled, fill = self._columns, self._is_filled, self._fill
        # A plain number or string is told by its first bytes; all else takes a closer look.
        told = not self.blank_strings
        for letters, digits, attributes, body, tag, tag_attributes in tokens:
            if tag:
                self._open(tag, _attributes(tag_attributes))
                continue
            column = columns.get(letters, -1)
            if column <= self._column or digits != self._row_text:
                column = self._place(letters, digits, attributes)
            self._column = column
            if body and ((told and body[:3] == b"<v>" and body[3:4] != b"<") or is_filled(attributes, body)):
                fill(column)
        self._seen += len(tokens)

    def _between_tags(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield pieces that end before a tag; comments and instructions are gone, CDATA is plain text."""
        rest = b""
        for piece in pieces:
            rest += piece
            if _may_hold_asides(rest):
                rest = b"".join(_without_asides(rest))
                cut = self._cut(rest)
            else:
                cut = max(rest.rfind(b"<"), 0)
            if len(rest) - cut > self.limits.token_bytes:
                raise Bomb(self.file)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest

    def _cut(self, data: bytes) -> int:
        """Return where to cut a piece: before an aside that goes on, else before the last tag."""
        aside = min((at for mark in (b"<!", b"<?") if (at := data.find(mark)) >= 0), default=-1)
        if aside < 0:
            return max(data.rfind(b"<"), 0)
        start = data[aside : aside + 9]
        if not any(start.startswith(mark[: len(start)]) for mark in _ASIDES):
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

    def _open(self, tag: bytes, attributes: dict[bytes, bytes]) -> None:
        if tag == b"row":
            self._open_row(attributes)
        elif tag == b"col":
            self._hide_columns(attributes)
        else:
            self._merge(attributes.get(b"ref", b""))

    def _open_row(self, attributes: dict[bytes, bytes]) -> None:
        text = attributes.get(b"r", b"%d" % (self._row + 1))
        if not text.isdigit() or len(text) > 7:
            self._damaged()
        if int(text) <= self._row:
            raise CellTwice(self.file, self.sheet, _("row {row}", row=int(text)))
        self._row, self._row_text, self._column = int(text), text, -1

    def _place(self, letters: bytes, digits: bytes, attributes: bytes) -> int:
        """Return the column of a cell whose address is new, missing or wrong."""
        if not letters and b"r" in attributes:
            letters, digits = self._address(attributes)
        if not letters:
            return self._column + 1
        if digits != self._row_text:
            self._damaged()
        column = self._columns.setdefault(letters, column_index(letters.decode()))
        if column <= self._column:
            raise CellTwice(self.file, self.sheet, f"{column_letters(column)}{self._row}")
        return column

    def _fill(self, column: int, cells: int = 1) -> None:
        if self._row > self.limits.rows or column >= self.limits.columns:
            raise FarCell(self.file, self.sheet, f"{column_letters(column)}{self._row}")
        self.found.cells += cells
        if self._filled_row != self._row:
            self._filled_row = self._row
            self.found.rows += 1

    def _is_filled(self, attributes: bytes, body: bytes) -> bool:
        patterns = self._patterns
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

    def _address(self, attributes: bytes) -> tuple[bytes, bytes]:
        text = _attributes(attributes).get(b"r")
        if text is None:
            return b"", b""
        parts = _ADDRESS.fullmatch(text)
        if not parts:
            self._damaged()
        return parts[1], parts[2]

    def _hide_columns(self, attributes: dict[bytes, bytes]) -> None:
        if attributes.get(b"hidden") in _TRUE:
            first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
            if not (first.isdigit() and last.isdigit() and len(last) <= 7):
                self._damaged()
            self.found.hidden_columns.update(range(int(first) - 1, min(int(last), _LAST_COLUMN)))

    def _merge(self, area: bytes) -> None:
        if len(self.found.merged) >= self.limits.merged:
            raise Bomb(self.file)
        first, _colon, last = area.partition(b":")
        corners = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
        if not (corners[0] and corners[1]):
            self._damaged()
        self.found.merged.append((*_corner(corners[0]), *_corner(corners[1])))

    def _damaged(self) -> NoReturn:
        raise FileDamaged(self.file, _('the sheet "{sheet}" after row {row}', sheet=self.sheet, row=self._row))


@lru_cache(maxsize=1_000)
def _last_column(letters: bytes) -> int | None:
    """Return the last of the columns of a row; None where one does not stand after the one before it."""
    columns = [column_index(each.decode()) for each in letters.split()]
    return columns[-1] if columns == sorted(set(columns)) else None


def _corner(address: re.Match[bytes]) -> tuple[int, int]:
    return int(address[2]), column_index(address[1].decode())


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag)}


def _may_hold_asides(xml: bytes) -> bool:
    # Letters that are rare: they are looked for a hundred times as fast as "<!" and "<?".
    return b"!" in xml or b"?" in xml


def _without_asides(xml: bytes) -> Iterator[bytes]:
    """Yield the pieces between asides, and CDATA as plain text, up to the first aside that goes on."""
    at = 0
    while (aside := _ASIDE.search(xml, at)) and (end := xml.find(_ASIDES[aside[0]], aside.end())) >= 0:
        yield xml[at : aside.start()]
        if aside[0] == b"<![CDATA[":
            yield xml[aside.end() : end].replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        at = end + len(_ASIDES[aside[0]])
    yield xml[at:]
