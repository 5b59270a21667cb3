"""What can go wrong with a folder of Parquet files. No message holds a case number or any other content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from auditkit.errors import InputRefused, UsageError
from auditkit.terms import translator

if TYPE_CHECKING:
    from pathlib import Path

_ = translator("exchange")


class FolderRefused(InputRefused):
    """A folder is not what ``auditkit`` wrote, or not all of it. Nothing was judged."""

    @classmethod
    def not_ours(cls, folder: Path, manifest: str) -> Self:
        """Return the refusal of a folder without its list of contents."""
        text = _(
            "{folder} is not a folder of cases: {manifest} is missing or is not what auditkit writes. "
            "Make one with: auditkit db export-records FOLDER",
            folder=folder,
            manifest=manifest,
        )
        return cls(text)

    @classmethod
    def of_another_form(cls, folder: Path, found: object, known: int) -> Self:
        """Return the refusal of a folder in a form that this version does not read."""
        text = _(
            "{folder} has form {found}, and this auditkit reads form {known}. "
            "Make the folder again with this version: auditkit db export-records FOLDER",
            folder=folder,
            found=found,
            known=known,
        )
        return cls(text)

    @classmethod
    def missing(cls, file: str) -> Self:
        """Return the refusal of a folder that lacks a file."""
        return cls(
            _("{file} is missing or cannot be read as Parquet. The folder is not whole: make it again.", file=file)
        )

    @classmethod
    def of_other_columns(cls, file: str, columns: str) -> Self:
        """Return the refusal of a file whose columns are not those of its record type."""
        text = _(
            "{file} does not have the columns of its record type. Look at: {columns}. Make the folder again.",
            file=file,
            columns=columns,
        )
        return cls(text)

    @classmethod
    def of_another_size(cls, file: str, found: int, expected: int) -> Self:
        """Return the refusal of a file that holds more or fewer rows than were written."""
        text = _(
            "{file} holds {found} rows, and {expected} were written. The folder is not whole: make it again.",
            file=file,
            found=found,
            expected=expected,
        )
        return cls(text)

    @classmethod
    def changed(cls, folder: Path) -> Self:
        """Return the refusal of obligations that are not as they were written."""
        text = _("The duties in {folder} are not as auditkit wrote them: their digest is another.", folder=folder)
        return cls(text)


class CasesOutOfOrder(InputRefused):
    """A part of a folder holds cases that belong before or in the part in front of it."""

    def __init__(self, part: int) -> None:
        text = _(
            "Part {part} holds cases that belong in an earlier part, so duties could be lost or counted twice. "
            "Nothing was saved. Make the folder again.",
            part=part,
        )
        super().__init__(text)


class CannotWriteFolder(UsageError):
    """A folder cannot be written. Nothing of it is there."""

    @classmethod
    def there_already(cls, folder: Path) -> Self:
        """Return the exception for a folder that would have to be overwritten."""
        text = _("{folder} is there already. It is not overwritten: choose another name, or remove it.", folder=folder)
        return cls(text)

    @classmethod
    def because(cls, folder: Path, error: OSError) -> Self:
        """Return the exception for what the operating system answered."""
        if isinstance(error, FileNotFoundError):
            return cls(_("{folder} cannot be written: the folder it is to lie in is not there.", folder=folder))
        if isinstance(error, PermissionError):
            return cls(_("{folder} cannot be written: you may not write there. Choose another place.", folder=folder))
        return cls(_("{folder} cannot be written: {details}", folder=folder, details=error.strerror or ""))
