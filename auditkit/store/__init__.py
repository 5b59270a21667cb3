"""The database: the only room that knows SQL."""

from .engine import default_url
from .errors import (
    CaseInTwoParts,
    CaseloadChanged,
    CasesLacking,
    DatabaseBusy,
    DatabaseOutdated,
    HistoryDamaged,
    NoJdbc,
    NoSuchRun,
)
from .imports import ImportReceipt
from .jdbc import DatabaseRecords
from .lists import SourceFile
from .publications import Edition, Published
from .purge import PurgeReceipt
from .schema import HEAD, migrations_folder
from .status import Status
from .store import Store, restore, upgrade

__all__ = [
    "HEAD",
    "CaseInTwoParts",
    "CaseloadChanged",
    "CasesLacking",
    "DatabaseBusy",
    "DatabaseOutdated",
    "DatabaseRecords",
    "Edition",
    "HistoryDamaged",
    "ImportReceipt",
    "NoJdbc",
    "NoSuchRun",
    "Published",
    "PurgeReceipt",
    "SourceFile",
    "Status",
    "Store",
    "default_url",
    "migrations_folder",
    "restore",
    "upgrade",
]
