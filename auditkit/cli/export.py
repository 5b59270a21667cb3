"""``auditkit export``: the quarterly workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.errors import UsageError
from auditkit.terms import translator

from .desk import desk, desk_options, name_option, progress, sample_option
from .output import danish_day
from .spoken import argument, option
from .spoken import command as spoken_command
from .values import QUARTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.dates import Quarter
    from auditkit.workflow import CommitteeCopy
    from auditkit.workflow.publishing import Reason

_ = translator("cli")


class OnlyForTheCommittee(UsageError):  # noqa: N818 - named by what happened
    """Only the committee's copy is published; the department's own report is made anew each time."""

    def __init__(self) -> None:
        super().__init__(_("--publish and --correct are for the committee's copy: add --profile committee."))


@spoken_command(
    "export",
    "auditkit export 2026K3 -o rapport.xlsx",
    "auditkit export 2026K3 -o udvalg.xlsx --profile committee",
    "auditkit export 2026K3 -o udvalg.xlsx --profile committee --publish",
    msgid="Write a quarter's workbook. For the manager and the controller.",
)
@argument("quarter", type=QUARTER, msgid="The quarter, as in 2026K3.")
@option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    msgid="The report to write: .xlsx, or .html for a page.",
)
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@option(
    "--profile",
    type=click.Choice(("internal", "committee")),
    default="internal",
    show_default=True,
    msgid="Who reads it: internal, or the committee (small counts hidden, no cases).",
)
@option(
    "--publish",
    is_flag=True,
    msgid="Publish the committee's copy: from then on the quarter is written as it was published.",
)
@option(
    "--correct",
    type=click.Choice(("lists", "rules", "program")),
    msgid="Make a corrected edition of what was published. What was wrong: the lists, the rules or the program.",
)
@option(
    "--limit",
    type=int,
    default=8,
    show_default=True,
    msgid="Counts under this are hidden in the committee's copy (5 or more).",
)
@name_option
@sample_option
@desk_options
@click.pass_context
def command(
    ctx: click.Context,
    quarter: Quarter,
    out: Path,
    run: int | None,
    profile: str,
    publish: bool,
    correct: Reason | None,
    limit: int,
    name: str | None,
    sample: bool,
    kommune: str | None,
    rules: Path | None,
) -> None:
    """Write the workbook of a quarter."""
    from auditkit import workflow

    report = workflow.Report(out, name or _("The municipality"), is_sample=sample)
    at = desk(ctx, kommune, rules)
    if profile == "internal":
        if publish or correct:
            raise OnlyForTheCommittee
        with progress() as say:
            view = workflow.export(at, quarter, report, run, say)
        click.echo(_("The report for {quarter} (run {run}): {path}", quarter=quarter, run=view.run, path=out))
        return
    asked = workflow.Publishing(publish, correct, limit)
    with progress() as say:
        copy = workflow.export_to_committee(at, quarter, report, asked, run, say)
    click.echo("\n".join(_told(copy, quarter, out)))


def _told(copy: CommitteeCopy, quarter: Quarter, out: Path) -> Iterator[str]:
    """Yield what was written, and what it may be used for."""
    facts = {"quarter": quarter, "path": out, "edition": copy.edition, "run": copy.run}
    day = danish_day(copy.published_at) if copy.published_at else ""
    if copy.edition is None:
        yield _("A draft of the committee's copy for {quarter} (run {run}): {path}", **facts)
        yield _("It is not to be passed on. When it is right: the same command with --publish.")
    elif copy.is_new:
        yield _("Published: the committee's copy for {quarter}, edition {edition} (run {run}): {path}", **facts)
    else:
        yield _("Edition {edition} for {quarter}, as it was published {day} (run {run}): {path}", day=day, **facts)
    if copy.changed:
        yield _("{changed} figures are corrected.", changed=copy.changed)
    if copy.kept:
        yield _("{kept} differ by too little to be corrected without giving small numbers away.", kept=copy.kept)
