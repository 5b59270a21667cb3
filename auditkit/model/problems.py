"""A fault in a list, as a value with a place. Never holds a CPR number or a text that is not stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it stands, a code for programs, what was seen, and a message for people."""

    file: str
    sheet: str
    cell: str
    code: str
    seen: str
    message: str
