"""The whole job on an invented municipality, in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.errors import UsageError
from auditkit.report.writer import write_lists
from auditkit.samples import LAST_DAY, as_sheets, municipality
from auditkit.terms import translator

from .desk import Desk, Say, silent
from .figures import export
from .lists import Lists
from .publishing import Publishing, export_to_committee
from .reports import Report
from .sweeping import Swept, sweep

if TYPE_CHECKING:
    from pathlib import Path

_ = translator("workflow")

MUNICIPALITY = "Fiktiv Kommune"


@dataclass(frozen=True, slots=True)
class Demo:
    """The files that a demo wrote, and what the sweep found."""

    list_file: Path
    workbook: Path
    page: Path
    committee: Path
    database: Path
    swept: Swept


class NoSuchFolder(UsageError):
    """The folder that files should be written in cannot be made."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_("The folder {folder} cannot be made. Give another with --out.", folder=folder))


def demo(folder: Path, cases: int, say: Say = silent) -> Demo:
    """Invent a municipality, and do the main job on it as of the day its list was drawn; raises CannotWrite."""
    _make(folder)
    list_file, database = folder / "fiktiv-kommune.xlsx", folder / "fiktiv-kommune.sqlite3"
    workbook = Report(folder / "fiktiv-rapport-2026K3.xlsx", MUNICIPALITY)
    page = Report(folder / "fiktiv-rapport-2026K3.html", MUNICIPALITY)
    committee = Report(folder / "fiktiv-udvalg-2026K3.xlsx", MUNICIPALITY)
    say(_("Inventing a municipality …"))
    write_lists(list_file, as_sheets(municipality(cases)))
    # A demo begins anew: a list with fewer cases than last time is no loss here.
    lists = Lists((list_file,), key=None, replace=True)
    desk = Desk(f"sqlite:///{database.resolve()}")
    swept = sweep(desk, lists, LAST_DAY, workbook, say)
    export(desk, swept.quarter, page, say=say)
    export_to_committee(desk, swept.quarter, committee, Publishing(), say=say)
    return Demo(list_file, workbook.path, page.path, committee.path, database, swept)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise NoSuchFolder(folder) from None
