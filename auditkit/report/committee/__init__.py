"""The copy for the political committee: no case, no caseworker, no small number, and published once.

``docs/udvalgskopi.md`` says what is shown, how it is protected, and against whom.
"""

from .count import Counted, counted
from .editions import Correction, corrected, first_edition, ranges_for
from .figures import Figures
from .page import page
from .parts import Copy
from .ranges import LIMIT, Ranges
from .workbook import workbook

__all__ = [
    "LIMIT",
    "Copy",
    "Correction",
    "Counted",
    "Figures",
    "Ranges",
    "corrected",
    "counted",
    "first_edition",
    "page",
    "ranges_for",
    "workbook",
]
