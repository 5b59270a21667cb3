"""What a workbook shows beyond the quarter's verdicts, and what was chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .facts import ListFacts

SAMPLE_SIZE = 10
"""Cases drawn for reading where nobody said how many."""


@dataclass(frozen=True, slots=True)
class Extras:
    """``facts``: what the lists say, None where that is not known.

    ``sample_size`` cases are drawn by ``seed`` (empty: the quarter's name); 0 leaves the sheet out. ``caseworkers``:
    figures per caseworker too, which is for the nearest manager only.
    """

    facts: ListFacts | None = None
    sample_size: int = SAMPLE_SIZE
    seed: str = ""
    caseworkers: bool = False
