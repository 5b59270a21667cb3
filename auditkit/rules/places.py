"""Where in a TOML text each key stands: the standard reader gives values without lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]
"""A way into the document: ``("version", 1, "within")``."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.\-]+)\s*=")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*|[\[\]{}]')


@dataclass(slots=True)
class _Scan:
    """How far the scanner has come: the table it stands in, and whether a value is still open."""

    places: dict[Path, int] = field(default_factory=dict)
    tables: dict[Path, int] = field(default_factory=dict)
    table: Path = ()
    quote: str = ""
    depth: int = 0

    def line(self, number: int, text: str) -> None:
        if not self.quote and not self.depth:
            self._start(number, text)
        self._follow(text)

    def _start(self, number: int, text: str) -> None:
        if header := _HEADER.match(text):
            self.table = self._table(header[2].split("."), repeated=header[1] == "[[")
            self.places.setdefault(self.table, number)
        elif key := _KEY.match(text):
            self.places.setdefault((*self.table, *key[1].split(".")), number)

    def _table(self, parts: list[str], *, repeated: bool) -> Path:
        path: Path = ()
        for part in parts[:-1]:
            path = self._enter((*path, part.strip()))
        last = (*path, parts[-1].strip())
        if repeated:
            self.tables[last] = self.tables.get(last, -1) + 1
        return self._enter(last)

    def _enter(self, path: Path) -> Path:
        return (*path, self.tables[path]) if path in self.tables else path

    def _follow(self, text: str) -> None:
        """Keep count of open brackets and of a text that runs over several lines."""
        at = 0
        if self.quote:
            at = text.find(self.quote) + 3
            if at < 3:
                return
            self.quote = ""
        while token := _TOKEN.search(text, at):
            at = token.end()
            if token[0] in ('"""', "'''"):
                close = text.find(token[0], at)
                if close < 0:
                    self.quote = token[0]
                    return
                at = close + 3
            elif token[0] in ("[", "{"):
                self.depth += 1
            elif token[0] in ("]", "}"):
                self.depth -= 1


def find_places(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of every table header and of every key outside inline tables."""
    scan = _Scan()
    for number, line in enumerate(text.splitlines(), start=1):
        scan.line(number, line)
    return scan.places


def line_of(text: str, path: Path, culprit: str = "") -> int:
    """Return the line of ``path``, or of the nearest thing around it; 1 where nothing is nearer.

    Where the value runs over several lines, ``culprit`` (a piece of it) finds the one meant.
    """
    places = find_places(text)
    while path and path not in places:
        path = path[:-1]
    first = places.get(path, 1)
    following = min((place for place in places.values() if place > first), default=None)
    lines = text.splitlines()[first - 1 : following and following - 1]
    hits = (first + index for index, line in enumerate(lines) if culprit and culprit in line)
    return next(hits, first)
