"""Lists into the database."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.errors import InputRefused
from auditkit.intake import Intake, load_profile, mask, profile_text, read_lists, suggest_profile
from auditkit.terms import translator

from .desk import Desk, Say, silent
from .error_list import check_place, write_error_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from auditkit.store import ImportReceipt, Store

_ = translator("workflow")


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists to read. ``profile`` is a mapping profile; ``replace``: cases that are no longer in a list may go.

    ``error_list`` is a workbook to write of what must be corrected.
    """

    files: tuple[Path, ...]
    key: bytes | None
    sheet: str | None = None
    profile: Path | None = None
    replace: bool = False
    error_list: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read, and what it changed in the database."""

    intake: Intake
    receipt: ImportReceipt


class NoSuchList(InputRefused):
    """A file that was named is not there, or is a folder."""

    def __init__(self, path: Path) -> None:
        said = {"path": mask(str(path))}
        folder = _("{path} is a folder. Name the files in it, such as {path}/*.xlsx. Nothing was read.", **said)
        absent = _("There is no file {path}. Check the name and the folder. Nothing was read.", **said)
        super().__init__(folder if path.is_dir() else absent)


def read(lists: Lists, say: Say = silent) -> Intake:
    """Read lists without storing anything, and write the error list if one is wanted; raises InputRefused."""
    for path in lists.files:
        _check_there(path)
    if lists.error_list:
        check_place(lists.error_list, lists.files)
    say(_("Reading the lists …"))
    profile = load_profile(lists.profile) if lists.profile else None
    with _collecting_seldom():
        intake = read_lists(lists.files, pseudonym_key=lists.key, sheet=lists.sheet, profile=profile)
    if lists.error_list:
        write_error_list(lists.error_list, intake)
    return intake


def mapping_for(path: Path) -> str:
    """Return a mapping profile to begin from, drafted from a list; raises InputRefused."""
    _check_there(path)
    return suggest_profile(path)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let Python look for cycles seldom: reading makes millions of values and no cycle, and takes a fifth less time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def import_lists(desk: Desk, lists: Lists, say: Say = silent) -> Imported:
    """Read lists and store them, all of it or nothing; raises InputRefused and StoreError."""
    intake = read(lists, say)
    with desk.store() as store:
        return Imported(intake, save(store, intake, lists, say))


def save(store: Store, intake: Intake, lists: Lists, say: Say = silent) -> ImportReceipt:
    """Store what was read; raises StoreError."""
    say(_("Storing the lists …"))
    profile = profile_text(lists.profile) if lists.profile else ""
    return store.save_import(intake.files, intake.caseload, intake.problems, replace=lists.replace, profile=profile)


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise NoSuchList(path)
