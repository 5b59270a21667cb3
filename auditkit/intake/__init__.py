"""The boundary: foreign lists come in here and leave as a caseload, a receipt and problems with a place."""

from .answer import to_json
from .corrections import Correction, correction_rows
from .lists import read_lists
from .profile import Profile, load_profile, profile_text
from .profile_draft import suggest_profile
from .receipt import ColumnReceipt, FileReceipt, Ignored, Intake, Rows, SetAside, SheetReceipt, Suggestion
from .unreadable import mask

__all__ = [
    "ColumnReceipt",
    "Correction",
    "FileReceipt",
    "Ignored",
    "Intake",
    "Profile",
    "Rows",
    "SetAside",
    "SheetReceipt",
    "Suggestion",
    "correction_rows",
    "load_profile",
    "mask",
    "profile_text",
    "read_lists",
    "suggest_profile",
    "to_json",
]
