"""Which number formats show a date or a time."""

from __future__ import annotations

import re

# Ids that Excel never writes out: dates and times (14-22, 45-47), and the East Asian ones.
BUILTIN_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})

_ELAPSED = re.compile(r"\[(?:h+|m+|s+|t+)\]", re.IGNORECASE)
_SILENT = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
_DATE_LETTER = re.compile(r"[dmyhså]", re.IGNORECASE)


def shows_date(code: str) -> bool:
    """Say whether a number format code shows a date or a time ("dd-mm-yyyy", "[h]:mm", "åååå")."""
    return any(_section_shows_date(section) for section in _sections(code))


def _sections(code: str) -> list[str]:
    if _ELAPSED.search(re.sub(r'"[^"]*"?|\\.', "", code)):
        return ["h"]
    return _SILENT.sub("", code).split(";")


def _section_shows_date(section: str) -> bool:
    # "Standard" is what General is called in Danish; Excel never stores it, but other programs do.
    plain = re.sub(r"general|standard", "", section, flags=re.IGNORECASE)
    return _DATE_LETTER.search(plain) is not None
