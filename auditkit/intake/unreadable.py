"""What a cell that cannot be read becomes: a value with a code, what was seen, and a message for people.

``seen`` is short and holds nothing that looks like a CPR number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from .tidy import tidy

# Between the digits of a CPR number people put anything: hyphens of every kind, dots, blanks, soft hyphens.
_GAP = r"[\W_]"
_SERIAL = rf"{_GAP}{{0,3}}\d{{4}}(?!\d)"
# Either no gaps in the date or the same two: "0101-2024-0001" is a municipality's code, a year and a number.
_DATE = rf"(?<!\d)(?P<day>\d{{2}})(?P<gap>{_GAP}?)(?P<month>\d{{2}})(?P=gap)(?:19|20)?\d{{2}}"
_CPR = re.compile(_DATE + _SERIAL)
_TEN_DIGITS = re.compile(rf"(?<!\d)\d{{5,6}}{_SERIAL}")
_LOOSE = re.compile(rf"(?<!\d)\d{{1,2}}{_GAP}?\d{{2}}{_GAP}?\d{{2}}{_SERIAL}")
_MASK = "(CPR?)"
_LONGEST = 40


class Code(StrEnum):
    """What is wrong with a cell or a row, for programs."""

    ERROR_CELL = auto()
    FORMULA_WITHOUT_VALUE = auto()
    PLACEHOLDER = auto()
    UNREADABLE_DATE = auto()
    IMPOSSIBLE_DATE = auto()
    UNREADABLE_TIME = auto()
    UNREADABLE_YES_NO = auto()
    UNKNOWN_CODE = auto()
    UNREADABLE_PARAGRAPH = auto()
    UNREADABLE_ID = auto()
    ID_IS_DATE = auto()
    UNREADABLE_CPR = auto()
    CPR_IN_TEXT = auto()
    REASON_MISSING = auto()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell with content that gives no value."""

    code: str
    seen: str
    message: str


def scrub(text: str) -> str:
    """Return the text on one line, shortened, with everything that may be a CPR number masked."""
    masked = mask(" ".join(text.split()))
    return masked if len(masked) <= _LONGEST else masked[: _LONGEST - 1] + "…"


def mask(text: str) -> str:
    """Return the text with everything that may be a CPR number masked, and without unseen characters."""
    return _LOOSE.sub(_MASK, _CPR.sub(lambda match: _MASK if _is_date(match) else match[0], tidy(text)))


def holds_cpr(text: str) -> bool:
    """Say whether ten digits stand in the text that begin with a day (or a replacement day) and a month."""
    return any(map(_is_date, _CPR.finditer(text)))


def _is_date(match: re.Match[str]) -> bool:
    return 1 <= int(match["day"]) % 60 <= 31 and 1 <= int(match["month"]) <= 12


def resembles_cpr(text: str) -> bool:
    """Say whether digits stand in the text as in a CPR number, with any date or with the first zero lost.

    Stricter than ``holds_cpr``: case numbers may look so ("202613-0001"), names of teams and people never do.
    """
    return holds_cpr(text) or _TEN_DIGITS.search(text) is not None
