"""A quarter in other shapes than the one workbook: lists for each team, the municipality's own workbook filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.compliance import Settings
from auditkit.errors import UsageError
from auditkit.report.team_files import TeamFiles, write_team_files
from auditkit.report.template import fill_template
from auditkit.terms import translator

from .desk import Desk, Say, silent
from .figures import quarter_of_run

if TYPE_CHECKING:
    from pathlib import Path

    from auditkit.dates import Quarter
    from auditkit.report.view import QuarterView

_ = translator("workflow")


@dataclass(frozen=True, slots=True)
class Handout:
    """Whose run is shown, what the municipality is called, and its own limits and scope."""

    kommune: str
    run: int | None = None
    is_sample: bool = False
    settings: Settings = field(default_factory=Settings)


class NotAFolder(UsageError):
    """Lists per team were asked for under the name of a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path}: lists per team go into a folder. Give the name of one, as in -o lister/.", path=path)
        )


class OverwritesTemplate(UsageError):
    """The filled workbook would be written over the template itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{path} is the template itself. Give the filled workbook another name.", path=path))


class FilledIsWorkbook(UsageError):
    """A filled template was asked for under a name that is no workbook's."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{path}: a filled template is an .xlsx. Give a name that ends so.", path=path))


def export_per_team(
    desk: Desk, quarter: Quarter, folder: Path, handout: Handout, say: Say = silent
) -> tuple[QuarterView, TeamFiles]:
    """Write each team's lists to a folder; raises StoreError, NotAFolder and CannotWrite."""
    if folder.is_file() or folder.suffix.casefold() in (".xlsx", ".html"):
        raise NotAFolder(folder)
    with quarter_of_run(desk, quarter, handout, handout.run) as (view, _facts):
        say(_("Writing the workbook …"))
        return view, write_team_files(folder, view)


def export_template(
    desk: Desk,
    quarter: Quarter,
    paths: tuple[Path, Path],
    handout: Handout,
    *,
    accept_loss: bool = False,
    say: Say = silent,
) -> tuple[QuarterView, tuple[str, ...]]:
    """Fill a template (first path) and write it (second); return what was lost. Raises StoreError and UsageError."""
    template, target = paths
    if target.suffix.casefold() != ".xlsx":
        raise FilledIsWorkbook(target)
    if target.exists() and template.exists() and target.samefile(template):
        raise OverwritesTemplate(target)
    with quarter_of_run(desk, quarter, handout, handout.run) as (view, _facts):
        say(_("Writing the workbook …"))
        return view, fill_template(template, target, view, accept_loss=accept_loss)
