"""What can go wrong when a file is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.errors import UsageError
from auditkit.terms import translator

if TYPE_CHECKING:
    from pathlib import Path

_ = translator("report")


class CannotWrite(UsageError):
    """A file could not be written. Nothing was changed: an older file of that name is still whole."""

    @classmethod
    def because(cls, target: Path, error: OSError) -> CannotWrite:
        """Return the exception for what the operating system answered."""
        if isinstance(error, FileNotFoundError):
            return cls(
                _(
                    "The folder {folder} does not exist. Make it, or choose another place for {file}.",
                    folder=target.parent,
                    file=target.name,
                )
            )
        if isinstance(error, IsADirectoryError):
            return cls(_("{path} is a folder. Add a file name to it.", path=target))
        if isinstance(error, PermissionError):
            return cls(
                _(
                    "{path} cannot be written. Perhaps it is open in Excel, or you may not write in "
                    "the folder. Close the file and try again, or choose another name.",
                    path=target,
                )
            )
        return cls(_("{path} cannot be written: {details}", path=target, details=error.strerror or ""))


class TooManyRows(UsageError):
    """A sheet would need more rows than Excel has."""

    def __init__(self, sheet: str) -> None:
        super().__init__(
            _(
                "The sheet {sheet} would get more rows than Excel allows (1,048,576). Nothing was written. "
                "A page (-o report.html) has no such limit, and auditkit obligations --format csv gives every row.",
                sheet=sheet,
            )
        )
