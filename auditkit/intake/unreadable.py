"""What a cell that cannot be read becomes: a value with a code, what was seen, and a message for people.

``seen`` is short and holds nothing that looks like a CPR number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from .tidy import tidy

_CPR_SHAPED = re.compile(r"(?<!\d)\d{1,2}[-. /]?\d{2}[-. /]?\d{2}\s?[-–. /]?\s?\d{4}(?!\d)")
_CPR = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}\s?[-–]?\s?\d{4}(?!\d)")
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
    masked = _CPR_SHAPED.sub(_MASK, " ".join(text.split()))
    return masked if len(masked) <= _LONGEST else masked[: _LONGEST - 1] + "…"


def mask(text: str) -> str:
    """Return the text with everything that may be a CPR number masked, and without unseen characters."""
    return _CPR_SHAPED.sub(_MASK, tidy(text))


def holds_cpr(text: str) -> bool:
    """Say whether ten digits stand in the text that begin with a day (or a replacement day) and a month."""
    return any(1 <= int(match[1]) % 60 <= 31 and 1 <= int(match[2]) <= 12 for match in _CPR.finditer(text))
