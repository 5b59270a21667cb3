"""The lists to act on, one workbook for each team: every team gets its own rows and nobody else's."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .errors import CannotWrite
from .sheets import lists, work
from .sheets.page import Column, new_page, write_heading, write_table
from .words import danish_day, quarter_words
from .writer import new_book

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .view import QuarterView

_ = translator("report")

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST = 80  # characters of a team's name in the name of its file
_LISTS = ("overdue", "soon", "late", "undeterminable")


@dataclass(frozen=True, slots=True)
class TeamFiles:
    """The files written, the teams that have nothing on any list, and other workbooks that lie in the folder."""

    written: tuple[Path, ...]
    nothing: tuple[str, ...]
    others: tuple[Path, ...]


def write_team_files(folder: Path, view: QuarterView) -> TeamFiles:
    """Write a workbook for each team that has something on a list. Raises CannotWrite.

    All are made whole in a folder of their own first; only then they take their places. A team without anything to
    do gets no file.
    """
    mine = {team: view_of_team(view, team) for team in view.teams}
    busy = [team for team in view.teams if any(getattr(mine[team], name).height for name in _LISTS)]
    paths = dict(zip(busy, (folder / name for name in file_names(busy, str(view.quarter))), strict=True))
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix=".auditkit-", dir=folder) as meanwhile:
            for team, path in paths.items():
                _write(Path(meanwhile) / path.name, mine[team], team)
            for path in paths.values():
                os.replace(Path(meanwhile) / path.name, path)  # noqa: PTH105 - atomic, as in atomic.py
    except OSError as error:
        raise CannotWrite.because(Path(error.filename2 or folder), error) from None
    others = sorted(path for path in folder.glob("*.xlsx") if path not in paths.values())
    return TeamFiles(tuple(paths.values()), tuple(team for team in view.teams if team not in busy), tuple(others))


def view_of_team(view: QuarterView, team: str) -> QuarterView:
    """Return the view with one team's rows alone."""
    rows = {name: getattr(view, name).filter(team=team) for name in ("lines", "by_team", *_LISTS)}
    return replace(view, teams=(team,), **rows)


def file_names(teams: Iterable[str], quarter: str) -> list[str]:
    """Return a file name for each team that any system takes, all different whatever their capitals.

    The quarter stands first: thus no name is one that Windows keeps for itself (CON, NUL, COM1).
    """
    taken: set[str] = set()
    names = []
    for team in teams:
        plain = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", team))[:_LONGEST].strip(" .")
        stem = f"{quarter} {plain or _('team without a name')}"
        name, number = f"{stem}.xlsx", 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}).xlsx"
        taken.add(name.casefold())
        names.append(name)
    return names


def _write(path: Path, view: QuarterView, team: str) -> None:
    with new_book(path) as book:
        sheet = new_page(book, view, _("To the team"))
        top = write_heading(
            sheet,
            _("Lists for {team}", team=team),
            _(
                "{kommune} · {quarter} · judged as of {day}",
                kommune=view.kommune,
                quarter=quarter_words(view),
                day=danish_day(view.as_of),
            ),
            _("Only this team's cases. The team is the one that was responsible on the due date."),
        )
        columns = [Column(_("List"), 30), Column(_("Rows"), 10, "count"), Column(_("What it is for"), 70, "wrap")]
        write_table(sheet, top, columns, _contents(view))
        lists.write_overdue(book, view)
        lists.write_soon(book, view)
        lists.write_late(book, view)
        lists.write_undeterminable(book, view)
        work.write_recovery(book, view)


def _contents(view: QuarterView) -> list[tuple[str, int, str]]:
    return [
        (lists.overdue_name(), view.overdue.height, _("not done, due date passed: begin with what can still be done")),
        (lists.soon_name(), view.soon.height, _("the next 30 days")),
        (lists.late_name(), view.late.height, _("done, but after the due date")),
        (lists.undeterminable_name(), view.undeterminable.height, _("what is missing, and where")),
        (work.recovery_name(), work.to_recover(view).height, _("cases to put right, with a status to fill in")),
    ]
