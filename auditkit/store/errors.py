"""What the database can refuse, and how a driver's error becomes one of these.

A driver's own text can hold a row's values (PostgreSQL's DETAIL line does), so none of it is passed
on: only its code.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from auditkit.errors import StoreError
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ = translator("store")


class DatabaseError(StoreError):
    """An error about the database at ``place`` (a file, or an address without password)."""

    def __init__(self, place: str, code: str = "") -> None:
        self.place, self.code = place, code
        super().__init__(self.text(place=place, code=code))

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _("The database {place} reported the error {code}. Nothing was saved.", **facts)


class UrlNotUnderstood(DatabaseError):
    """The address is not one of the two kinds of database."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "{place} is not the address of a database. Write sqlite:///FILE or postgresql://USER@SERVER/DATABASE.",
            **facts,
        )


class SchemaNotUnderstood(DatabaseError):
    """The schema in the address is not a plain name."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The schema in {place} is not a plain name. Write ?schema=NAME with small letters a-z, digits and _.",
            **facts,
        )


class DriverMissing(DatabaseError):
    """psycopg is not installed."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} needs psycopg, which is not installed. Run: pip install 'auditkit[postgres]'",
            **facts,
        )


class NotOurDatabase(DatabaseError):
    """The database holds something else, or the file is no database."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "{place} is not an auditkit database. It has not been touched. Give another address with --db.",
            **facts,
        )


class DatabaseOutdated(DatabaseError):
    """The database was made by an older auditkit."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} was made by an older version of auditkit. Take a backup and run: auditkit db upgrade",
            **facts,
        )


class DatabaseTooNew(DatabaseError):
    """The database was made by a newer auditkit, or by another programme."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} was made by a newer version of auditkit (schema {code}). "
            "It has not been touched. Install the newest version.",
            **facts,
        )


class DatabaseBusy(DatabaseError):
    """Somebody else held the database for longer than we wait."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} is in use by another run of auditkit. Nothing was saved. Try again in a moment.",
            **facts,
        )


class DatabaseReadOnly(DatabaseError):
    """The database cannot be written."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} cannot be written. Check the rights to the file and its folder.",
            **facts,
        )


class RightsLacking(DatabaseError):
    """The user of the PostgreSQL database may not do this."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database user lacks rights in {place}. Nothing was saved. The owner makes the tables with "
            "auditkit db upgrade and gives rights as docs/database.md says.",
            **facts,
        )


class DiskFull(DatabaseError):
    """No room is left."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "There is no room left on the disk of the database {place}. Nothing was saved.",
            **facts,
        )


class DatabaseUnreachable(DatabaseError):
    """The file cannot be opened, or the server does not answer or let us in."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} cannot be opened (code {code}). Check the address, the rights and the connection.",
            **facts,
        )


class DatabaseDamaged(DatabaseError):
    """The database's own structure is broken."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} is damaged. Restore the newest backup.",
            **facts,
        )


class SharedFolder(DatabaseError):
    """The folder is on a network drive, or copied by a synchronising programme."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "The database {place} would stand in a shared or synchronised folder ({code}), "
            "where it can be damaged and read by others. Choose a folder on this computer, "
            "or use PostgreSQL.",
            **facts,
        )


class FileInTheWay(DatabaseError):
    """A backup never writes over a file."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "{place} is there already, and a backup never writes over a file. Give another name.",
            **facts,
        )


class BackupIsTheServers(DatabaseError):
    """A PostgreSQL database is backed up by its own tools."""

    def text(self, **facts: str) -> str:
        """Return the message for the user."""
        return _(
            "{place} is a PostgreSQL database: back it up and restore it with pg_dump and pg_restore.",
            **facts,
        )


class CasesLacking(StoreError):
    """The import lacks cases that an earlier import of the same list had."""

    def __init__(self, lacking: int, files: tuple[str, ...]) -> None:
        self.lacking = lacking
        super().__init__(
            _(
                "{files} lacks {count} of the cases it held last time. Nothing was saved. "
                "If they are to go, import again with --replace.",
                count=lacking,
                files=", ".join(files),
            )
        )


class OlderCasesLacking(CasesLacking):
    """The import is an older list under a new name, and lacks cases that the older one had."""

    def __init__(self, lacking: int, files: tuple[str, ...]) -> None:
        self.lacking = lacking
        StoreError.__init__(
            self,
            _(
                "The list looks like a newer {files} under another name (the same sheets and columns, and most of its "
                "cases), but lacks {count} of the cases it held. Nothing was saved. If they are to go, import again "
                "with --replace. If both lists are to hold, import them in one command.",
                count=lacking,
                files=", ".join(files),
            ),
        )


class CaseloadChanged(StoreError):
    """The caseload was changed by somebody else between reading it and saving its run."""

    def __init__(self) -> None:
        super().__init__(
            _("A list was imported while the cases were being evaluated. Nothing was saved. Evaluate again.")
        )


class CaseInTwoParts(StoreError):
    """The parts of a run do not each hold whole cases."""

    def __init__(self) -> None:
        super().__init__(_("The run was given in parts, and the same duty stands in two of them. Nothing was saved."))


class NoJdbc(StoreError):
    """Spark was asked to read a database that only this machine can see."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "--jdbc reads from PostgreSQL only. An SQLite database is a file of this machine's own: leave --jdbc "
                "out, and the cases are handed to Spark as a folder."
            )
        )


class NoSuchRun(StoreError):
    """The run is not in the database."""

    def __init__(self, run: int | None) -> None:
        text = _("There is no run yet. Run: auditkit evaluate")
        super().__init__(text if run is None else _("There is no run {run} in the database.", run=run))


class Purged(StoreError):
    """What was asked for has been deleted by a purge."""

    def __init__(self) -> None:
        super().__init__(_("The details were deleted by auditkit db purge. Only the counts are kept."))


class HistoryDamaged(StoreError):
    """A run read back is not what was saved."""

    def __init__(self, run: int) -> None:
        self.run = run
        super().__init__(
            _(
                "Run {run} does not read back as it was saved: its digest is another. "
                "Somebody changed the database outside auditkit, or it is damaged.",
                run=run,
            )
        )


class PublicationsLost(StoreError):
    """A backup lacks copies that have been published since it was made."""

    def __init__(self, place: str, lost: Iterable[tuple[str, int]]) -> None:
        names = (
            _("{quarter} edition {edition}", quarter=quarter, edition=edition) for quarter, edition in sorted(lost)
        )
        super().__init__(
            _(
                "The backup does not have what has been published to the committee since: {names}. Nothing was "
                "restored. The quarter could be published again with other figures, and the two beside each other "
                "would show small numbers. Take a newer backup. If there is none: move the file {place} away and keep "
                "it, restore then, and do not publish these quarters again.",
                names=", ".join(names),
                place=place,
            )
        )


class PublicationDamaged(StoreError):
    """A published copy read back is not what was published."""

    def __init__(self, quarter: str, edition: int) -> None:
        super().__init__(
            _(
                "The published copy for {quarter} (edition {edition}) does not read back as it was published. "
                "Somebody changed the database outside auditkit, or it is damaged. Restore the newest backup.",
                quarter=quarter,
                edition=edition,
            )
        )


_SQLITE = {
    "BUSY": DatabaseBusy,
    "LOCKED": DatabaseBusy,
    "READONLY": DatabaseReadOnly,
    "FULL": DiskFull,
    "NOTADB": NotOurDatabase,
    "CORRUPT": DatabaseDamaged,
    "CANTOPEN": DatabaseUnreachable,
    "IOERR": DatabaseUnreachable,
    "PERM": DatabaseUnreachable,
}
_POSTGRES = {
    "55P03": DatabaseBusy,
    "40P01": DatabaseBusy,
    "40001": DatabaseBusy,
    "25006": DatabaseReadOnly,
    "42501": RightsLacking,
    "53100": DiskFull,
    "08": DatabaseUnreachable,
    "28": DatabaseUnreachable,
    "3D": DatabaseUnreachable,
    "53": DatabaseUnreachable,
    "57": DatabaseUnreachable,
    "XX": DatabaseDamaged,
}
_NO_ANSWER = ("OperationalError", "ConnectionTimeout")
"""What psycopg raises, without a code, where no server answers."""


def from_driver(error: BaseException, place: str) -> StoreError:
    """Return what a driver's error means, without a word of its text."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorname", "SQLITE_ERROR")
        return _SQLITE.get(code.split("_")[1], DatabaseError)(place, code)
    code = getattr(original, "sqlstate", None)
    if code is None:
        name = type(original).__name__
        return (DatabaseUnreachable if name in _NO_ANSWER else DatabaseError)(place, name)
    return _POSTGRES.get(code, _POSTGRES.get(code[:2], DatabaseError))(place, code)


@contextmanager
def told_kindly(place: str) -> Iterator[None]:
    """Turn a driver's error into a StoreError that does not carry the driver's text along."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        kind = from_driver(error, place)
    else:
        return
    raise kind
