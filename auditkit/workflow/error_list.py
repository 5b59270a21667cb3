"""The list of what must be corrected, written beside an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.errors import UsageError
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from auditkit.intake import Intake

_ = translator("workflow")


class NotAWorkbookName(UsageError):
    """The error list was asked for in another form than a workbook."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{path}: the error list is a workbook. Give a name that ends with .xlsx.", path=path))


class WouldReplaceList(UsageError):
    """The error list was to be written over a list that is read."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{path} is the list itself. Give the error list another name.", path=path))


def check_place(path: Path, lists: Iterable[Path]) -> None:
    """Refuse, before anything is read, a place that no error list may have."""
    if path.suffix.casefold() != ".xlsx":
        raise NotAWorkbookName(path)
    if path.exists() and any(each.exists() and path.samefile(each) for each in lists):
        raise WouldReplaceList(path)


def write_error_list(path: Path, intake: Intake) -> None:
    """Write the error list of what was read; raises CannotWrite."""
    from auditkit.report.error_list import write_error_list as write

    write(path, intake)
