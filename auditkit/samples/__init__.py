"""Invented lists, marked FIKTIV: a municipality of any size, a flat case list, and a published review told over."""

from .flat import as_flat_list
from .lejre import lejre_review
from .municipality import SEED, municipality
from .sheets import Sheets, as_sheets
from .story import LAST_DAY, Records

__all__ = [
    "LAST_DAY",
    "SEED",
    "Records",
    "Sheets",
    "as_flat_list",
    "as_sheets",
    "lejre_review",
    "municipality",
]
