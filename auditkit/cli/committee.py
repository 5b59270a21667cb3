"""``auditkit export --profile committee``: its options, and what is said of the copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from auditkit.errors import UsageError
from auditkit.terms import translator

from .output import danish_day
from .spoken import option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from auditkit.dates import Quarter
    from auditkit.workflow import CommitteeCopy

_ = translator("cli")


class OnlyForTheCommittee(UsageError):  # noqa: N818 - named by what happened
    """Only the committee's copy is published; the department's own report is made anew each time."""

    def __init__(self) -> None:
        super().__init__(_("--publish and --correct are for the committee's copy: add --profile committee."))


def committee_options(function: Any) -> Any:
    """Add what is asked of the committee's copy."""
    publish = option(
        "--publish",
        is_flag=True,
        msgid="Publish the committee's copy: from then on the quarter is written as it was published.",
    )
    correct = option(
        "--correct",
        type=click.Choice(("lists", "rules", "program")),
        msgid="Make a corrected edition of what was published. What was wrong: the lists, the rules or the program.",
    )
    limit = option(
        "--limit",
        type=int,
        msgid="Counts under this are hidden in the committee's copy (5 or more; 8 if not given). "
        "A published quarter keeps its own.",
    )
    return publish(correct(limit(function)))


def copy_lines(copy: CommitteeCopy, quarter: Quarter, out: Path) -> Iterator[str]:
    """Yield what was written, and what it may be used for."""
    from auditkit.report.words import not_over

    facts = {"quarter": quarter, "path": out, "edition": copy.edition, "run": copy.run}
    day = danish_day(copy.published_at) if copy.published_at else ""
    if copy.edition is None:
        yield _("A draft of the committee's copy for {quarter} (run {run}): {path}", **facts)
        if copy.as_of < quarter.last_day:
            yield from not_over(quarter, copy.as_of)
            yield _("It is not to be passed on, and cannot be published before the quarter is over.")
        else:
            yield _("It is not to be passed on. When it is right: the same command with --publish.")
    elif copy.is_new:
        yield _("Published: the committee's copy for {quarter}, edition {edition} (run {run}): {path}", **facts)
    else:
        yield _("Edition {edition} for {quarter}, as it was published {day} (run {run}): {path}", day=day, **facts)
    if copy.changed:
        yield _("{changed} figures are corrected.", changed=copy.changed)
    if copy.kept:
        yield _("{kept} differ by too little to be corrected without giving small numbers away.", kept=copy.kept)
