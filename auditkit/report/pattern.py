"""The XML of many cells of one look. XlsxWriter makes the first of each kind; plain values are laid in its pattern."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .writer import Cell

FIRST_YEAR = 1900  # Excel has no date before
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

_PLAIN = re.compile(r"[^&<> =+@-](?:[^&<>]{0,9998}[^&<> ])?")


def is_plain(text: str) -> bool:
    """Say whether a text stands in a cell as it is: with nothing to guard, escape, replace or cut, no blank at an end.

    When in doubt, no: XlsxWriter then looks at it.
    """
    return text.isprintable() and "_x" not in text and _PLAIN.fullmatch(text) is not None


class Pattern:
    """Makes the XML of cells of one column and look: ``own`` is how XlsxWriter makes it, ``number`` how it counts time.

    Never anything else than ``own`` would make of the same value.
    """

    def __init__(self, own: Callable[[Cell], str], number: Callable[[date], str]) -> None:
        self._own, self._number = own, number
        self._around: dict[type, tuple[str, str]] = {}

    def xml(self, value: Cell) -> str:
        """Return the XML of a cell with a value."""
        if isinstance(value, str) and is_plain(value):
            return self._laid(value, value)
        if isinstance(value, date) and value.year >= FIRST_YEAR:
            return self._laid(value, self._number(value))
        if isinstance(value, float) and isfinite(value):
            return self._laid(value, f"{value:.16G}")
        return self._own(value)

    def _laid(self, value: Cell, content: str) -> str:
        """Return the content where that of the first value of the same kind stood."""
        kind = type(value)
        if kind in self._around:
            before, after = self._around[kind]
            return f"{before}{content}{after}"
        xml = self._own(value)
        before, found, after = xml.partition(f">{content}<")
        if found:
            self._around[kind] = f"{before}>", f"<{after}"
        return xml
