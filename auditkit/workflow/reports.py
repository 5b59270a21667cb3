"""Where a quarter's report goes, and in which form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.compliance import Settings
from auditkit.errors import UsageError
from auditkit.report.extras import SAMPLE_SIZE, Extras
from auditkit.report.html import write_page
from auditkit.report.workbook import write_workbook
from auditkit.terms import translator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from auditkit.report.facts import ListFacts
    from auditkit.report.view import QuarterView

_ = translator("workflow")


@dataclass(frozen=True, slots=True)
class Report:
    """Where the report goes (.xlsx or .html), and what the municipality is called in it.

    ``is_sample``: the cases were drawn, so percentages get an interval. ``drawn`` cases are picked for reading by a
    ``seed`` (empty: the quarter's name). ``caseworkers``: figures per caseworker too. ``settings``: limits for
    colours, and what is not in scope.
    """

    path: Path
    kommune: str
    is_sample: bool = False
    drawn: int = SAMPLE_SIZE
    seed: str = ""
    caseworkers: bool = False
    settings: Settings = field(default_factory=Settings)


class UnknownForm(UsageError):
    """A report was asked for in a form that there is not."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{path}: a report is written as .xlsx or .html. Give a name that ends so.", path=path))


class OverwritesList(UsageError):
    """The report would be written over one of the lists it is made from."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{path} is one of the lists and would be overwritten. Give the report another name.", path=path)
        )


def check(report: Report, lists: Iterable[Path] = ()) -> None:
    """Refuse, before anything is done, a report that cannot be written or would be written over a list.

    Raises UnknownForm and OverwritesList.
    """
    form = report.path.suffix.casefold()
    if form not in (".xlsx", ".html"):
        raise UnknownForm(report.path)
    if report.path.exists() and any(path.exists() and path.samefile(report.path) for path in lists):
        raise OverwritesList(report.path)


def write(report: Report, view: QuarterView, facts: ListFacts | None = None) -> None:
    """Write the report in the form that its name asks for; ``facts`` are those of its lists. Raises CannotWrite."""
    check(report)
    if report.path.suffix.casefold() == ".html":
        write_page(report.path, view)
    else:
        write_workbook(report.path, view, Extras(facts, report.drawn, report.seed, report.caseworkers))
