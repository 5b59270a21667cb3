"""The CPR number at the import boundary: a keyed pseudonym and a birth date come out, the number never does.

No modulus 11 (numbers without it are valid). A lost leading zero is put back, and replacement numbers
(day + 60) are read.
"""

from __future__ import annotations

import hmac
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from auditkit.terms import translator

from .unreadable import Code, Unreadable
from .words import text_of

if TYPE_CHECKING:
    from .door.grid import Cell

_ = translator("intake")

_NUMBER = re.compile(r"(\d{5,6})\s?[-–]?\s?(\d{4})")


class Person(NamedTuple):
    """What is kept of a CPR number. ``key`` is None where no pseudonym key was given."""

    key: str | None
    birth_date: date
    replacement: bool

    def contradicts(self, birth_date: date) -> bool:
        """Say whether a stated birth date is another; a replacement number's need not be the true one."""
        return not self.replacement and self.birth_date != birth_date


def read_cpr(cell: Cell, pseudonym_key: bytes | None) -> Person | Unreadable:
    """Return the pseudonym and the birth date of a CPR number."""
    match = None if cell.is_date else _NUMBER.fullmatch(text_of(cell))
    if match and match[2] != "0000":  # 0000 is written for a child without a number yet
        digits = match[1].zfill(6) + match[2]
        born = _birth_date(digits)
        if born:
            return Person(_pseudonym(digits, pseudonym_key), born, int(digits[:2]) > 60)
    message = _(
        "The cell does not hold a CPR number (ten digits that begin with a date). Correct it in the case system."
    )
    return Unreadable(Code.UNREADABLE_CPR, "", message)


def _birth_date(digits: str) -> date | None:
    day, month, year = (int(digits[place : place + 2]) for place in (0, 2, 4))
    century = _century(int(digits[6]), year)
    try:
        return date(century + year, month, day - 60 if day > 60 else day) if century else None
    except ValueError:
        return None


def _century(seventh: int, year: int) -> int | None:
    """Return the century by the CPR register's table of the seventh digit; None for births in 1858-1899."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else None


def _pseudonym(digits: str, key: bytes | None) -> str | None:
    return None if key is None else hmac.new(key, digits.encode("ascii"), "sha256").hexdigest()
