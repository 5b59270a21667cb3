"""XML without surprises: no document type, no entities, bounded depth. Names come without namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from .refusals import Bomb, FileDamaged, UnsafeXml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_LONGEST = 8 * 1024 * 1024
"""Bytes of one tag."""
_PIECES = 200
"""Pieces of one text; expat hands out 8 kB or more at a time."""


def guarded_parser(file: str, part: str, separator: str | None) -> expat.XMLParserType:
    """Return an expat parser for UTF-8 that refuses document types and entities."""

    def refuse(*_declaration: object) -> NoReturn:
        raise UnsafeXml(file, part)

    parser = expat.ParserCreate("UTF-8", separator)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


class Walk:
    """One pass over a small part: ``on_start(name, attributes)`` and ``on_end(name, text)``, local names."""

    def __init__(
        self,
        on_start: Callable[[str, dict[str, str]], None],
        on_end: Callable[[str, str], None] | None = None,
    ) -> None:
        self._on_start, self._on_end = on_start, on_end
        self._text: list[str] = []
        self._depth = 0
        self._deepest = 0
        self._file = ""

    def run(self, chunks: Iterable[bytes], file: str, part: str, deepest: int) -> None:
        """Parse all chunks; refuse what is not well-formed or nests deeper than ``deepest``."""
        self._file, self._deepest = file, deepest
        parser = guarded_parser(file, part, " ")
        parser.CharacterDataHandler = self._text.append
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            fed = 0
            for chunk in chunks:
                parser.Parse(chunk, False)
                fed += len(chunk)
                # One endless tag, or one endless text: both would be held in memory as a whole.
                if fed - parser.CurrentByteIndex > _LONGEST or len(self._text) > _PIECES:
                    raise Bomb(file)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise FileDamaged(file, part) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._deepest:
            raise Bomb(self._file)
        self._text.clear()
        self._on_start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._on_end:
            self._on_end(name.rpartition(" ")[2], "".join(self._text))
        self._text.clear()
