"""The boundary: foreign lists come in here and leave as a caseload, a receipt and problems with a place."""

from .answer import to_json
from .lists import read_lists
from .receipt import FileReceipt, Ignored, Intake, Rows, SetAside, SheetReceipt, Suggestion

__all__ = [
    "FileReceipt",
    "Ignored",
    "Intake",
    "Rows",
    "SetAside",
    "SheetReceipt",
    "Suggestion",
    "read_lists",
    "to_json",
]
