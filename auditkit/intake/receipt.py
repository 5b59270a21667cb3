"""The import receipt: what was read as what, what was left out and why. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditkit.model import Caseload, Problem


class Reason(StrEnum):
    """Why a row that is not empty gave no record."""

    NO_CASE_ID = auto()
    CASE_ID_UNREADABLE = auto()
    CASE_ID_IS_CPR = auto()
    TOTAL = auto()
    NOTE = auto()
    REPEATED_HEADER = auto()
    DUPLICATE_IDENTICAL = auto()


class Left(StrEnum):
    """What of a file was not stored."""

    SHEET = auto()
    HEADER = auto()
    PRIVATE = auto()


@dataclass(frozen=True, slots=True)
class Rows:
    """The row ledger: ``read`` is always ``used`` + ``set_aside`` + ``blank``."""

    read: int = 0
    used: int = 0
    set_aside: int = 0
    blank: int = 0

    def __add__(self, other: Rows) -> Rows:
        return Rows(
            self.read + other.read,
            self.used + other.used,
            self.set_aside + other.set_aside,
            self.blank + other.blank,
        )


@dataclass(frozen=True, slots=True)
class ColumnReceipt:
    """One column that is read: ``filled`` cells of the rows used are ``read`` + ``unreadable``.

    ``field`` is the standard workbook's own header of what the column gives. Without ``column`` the profile gives it.
    """

    column: str
    header: str
    field: str
    filled: int
    read: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class SheetReceipt:
    """One sheet. ``read_as`` is a record type's plural name, ``flat``, or empty for a sheet not used."""

    name: str
    read_as: str
    header_row: int | None
    rows: Rows
    by_name: bool = True
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: tuple[str, ...] = ()
    columns: tuple[ColumnReceipt, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """One file."""

    name: str
    digest: str
    kind: str
    sheets: tuple[SheetReceipt, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not empty and gave no record."""

    file: str
    sheet: str
    row: int
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A sheet or a column that was not stored: ``what`` is ``sheet``, ``header`` or ``private``."""

    file: str
    sheet: str
    what: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An unknown header that looks like a known one. Nothing is read from it until somebody says so."""

    file: str
    sheet: str
    column: str
    header: str
    looks_like: str


@dataclass(frozen=True, slots=True)
class Intake:
    """The records of the lists, and the receipt."""

    caseload: Caseload
    files: tuple[FileReceipt, ...]
    problems: tuple[Problem, ...]
    rows: Rows
    set_aside: tuple[SetAside, ...]
    ignored: tuple[Ignored, ...]
    suggestions: tuple[Suggestion, ...]
