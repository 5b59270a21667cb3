"""What number formats show: a date or a time, or a whole number with the zeros in front that an id has."""

from __future__ import annotations

import re
from functools import lru_cache

# Ids that Excel never writes out: dates and times (14-22, 45-47), and the East Asian ones.
BUILTIN_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})

_ELAPSED = re.compile(r"\[(?:h+|m+|s+|t+)\]", re.IGNORECASE)
_SILENT = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
_ZEROS = re.compile(r'(?:0|\\[^0]|"[^"0]*"|[-/ ])+')
_LITERAL = re.compile(r'\\(.)|"([^"]*)"')
_DATE_LETTER = re.compile(r"[dmyhså]", re.IGNORECASE)


@lru_cache(maxsize=1024)
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


@lru_cache(maxsize=1024)
def zeros_of(code: str) -> str:
    """Return the zeros and separators of a format made of nothing else ("0000", "00-000"); empty for any other."""
    positive = code.partition(";")[0]
    if "0" not in positive or not _ZEROS.fullmatch(positive):
        return ""
    zeros = _LITERAL.sub(lambda match: match[1] or match[2] or "", positive)
    return "" if zeros == "0" else zeros


def with_zeros(digits: str, zeros: str) -> str:
    """Return the digits of a whole number as such a format shows them: "12" with "0000" is "0012"."""
    wanted = zeros.count("0")
    rest = iter(digits.zfill(wanted)[-wanted:])
    shown = "".join(next(rest) if letter == "0" else letter for letter in zeros)
    first = zeros.index("0")
    return shown[:first] + digits[:-wanted] + shown[first:]
