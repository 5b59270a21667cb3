"""The committee's copy: a draft until it is published, and from then on the same bytes, whatever the lists say."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from auditkit.errors import UsageError
from auditkit.report import committee
from auditkit.report.atomic import replacing
from auditkit.store import Edition
from auditkit.terms import translator

from .desk import Desk, Say, silent
from .figures import quarter_of_run
from .reports import Report, check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from auditkit.dates import Quarter
    from auditkit.report.view import QuarterView
    from auditkit.store import Published, Store

_ = translator("workflow")

Reason = Literal["lists", "rules", "program"]
"""What was wrong with the edition before: the lists, the rules, or the program. Never free text."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is asked for: to publish, or only to see; a corrected edition, and why; counts under which are hidden.

    ``limit`` None: the limit that the quarter was published with, or the usual one.
    """

    publish: bool = False
    correct: Reason | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class CommitteeCopy:
    """The copy that was written. ``edition`` is None for a draft, ``published_at`` (UTC) too.

    Of a corrected edition ``changed`` says how many figures it changes, and ``kept`` how many are wrong by too
    little to be changed. ``unmatched`` are names in the settings that are perhaps misspelt.
    """

    run: int
    edition: int | None
    published_at: datetime | None
    is_new: bool
    as_of: date
    changed: int = 0
    kept: int = 0
    unmatched: tuple[str, ...] = ()


class NothingPublished(UsageError):
    """A correction was asked for of what has not been published."""

    def __init__(self, quarter: Quarter) -> None:
        super().__init__(
            _("Nothing has been published for {quarter} yet, so there is nothing to correct.", quarter=quarter)
        )


class NotOver(UsageError):
    """What is published stands for good: a quarter that was not over on the as-of day waits."""

    def __init__(self, quarter: Quarter, as_of: date) -> None:
        super().__init__(
            _(
                "{quarter} was not over on {day}, and what is published stands for good. Nothing was published. Make "
                "up the cases as of {last} or later (auditkit sweep --as-of {last}), or see a draft without --publish.",
                quarter=quarter,
                day=f"{as_of:%d-%m-%Y}",
                last=f"{quarter.last_day:%d-%m-%Y}",
            )
        )


class NothingChanges(UsageError):
    """A corrected edition would show what the one before it shows."""

    def __init__(self, quarter: Quarter, kept: int) -> None:
        super().__init__(
            _(
                "A corrected edition for {quarter} would show the same as the published one: no figure is far enough "
                "from it to be changed ({kept} differ by less). Nothing was published.",
                quarter=quarter,
                kept=kept,
            )
        )


def export_to_committee(
    desk: Desk, quarter: Quarter, report: Report, asked: Publishing, run: int | None = None, say: Say = silent
) -> CommitteeCopy:
    """Write the committee's copy of a quarter, and publish it if that is asked for.

    What has been published is written as it was published, unless a correction is asked for. It is kept
    before it is written: no file may show figures that the next copy does not know of. Raises StoreError,
    CannotWrite, LimitTooLow, LimitMoved, ScopeMoved, NothingPublished, NothingChanges and NotOver.
    """
    check(report)
    with desk.store() as store, store.alone() if asked.publish else nullcontext():
        earlier = store.published()
        own = [each for each in earlier if each.edition.quarter == str(quarter)]
        figures = [committee.Figures.from_text(each.edition.figures) for each in earlier]
        ranges = committee.ranges_for(str(quarter), asked.limit, figures)
        if own and not asked.correct:
            copy, edition = _again(own[-1]), own[-1].edition
        elif asked.correct and not own:
            raise NothingPublished(quarter)
        else:
            with quarter_of_run(desk, quarter, report, run) as (view, _facts):
                if asked.publish and view.as_of < quarter.last_day:
                    raise NotOver(quarter, view.as_of)
                made = _made(view, ranges, figures, len(own))
                copy, edition = _kept(store, report, view, asked, made)
    say(_("Writing the workbook …"))
    with replacing(report.path) as file:
        file.write(edition.page if report.path.suffix.casefold() == ".html" else edition.workbook)
    return copy


def _again(published: Published) -> CommitteeCopy:
    edition = published.edition
    return CommitteeCopy(edition.run, edition.number, published.at, is_new=False, as_of=edition.as_of)


@dataclass(frozen=True, slots=True)
class _Made:
    """Figures that are ready to be written, as which edition."""

    correction: committee.Correction
    number: int


def _made(view: QuarterView, ranges: committee.Ranges, figures: Sequence[committee.Figures], editions: int) -> _Made:
    """Return the figures of the quarter's next edition; so many there are, among everything published."""
    counts = committee.counted(view)
    if not editions:
        first = committee.first_edition(counts, view.as_of, ranges, figures)
        return _Made(committee.Correction(first, 0, 0), 1)
    correction = committee.corrected(counts, view.as_of, ranges, figures)
    if not correction.changed:
        raise NothingChanges(view.quarter, correction.kept)
    return _Made(correction, editions + 1)


def _kept(
    store: Store, report: Report, view: QuarterView, asked: Publishing, made: _Made
) -> tuple[CommitteeCopy, Edition]:
    """Return the copy with its files; where it is to be published, it stands in the database now."""
    figures, run = made.correction.figures, int(view.run)
    shown = made.number if asked.publish else None
    copy = committee.Copy(report.kommune, view.quarter, view.as_of, shown, report.is_sample, figures)
    files = committee.workbook(copy), committee.page(copy)
    edition = Edition(str(view.quarter), made.number, run, view.as_of, asked.correct or "", figures.to_text(), *files)
    at = store.publish(edition).at if asked.publish else None
    written = CommitteeCopy(
        run,
        shown,
        at,
        is_new=True,
        as_of=view.as_of,
        changed=made.correction.changed,
        kept=made.correction.kept,
        unmatched=view.unmatched,
    )
    return written, edition
