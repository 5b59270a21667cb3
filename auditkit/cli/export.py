"""``auditkit export``: the quarterly workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .committee import OnlyForTheCommittee, committee_options, copy_lines
from .desk import desk, desk_options, name_option, progress, sample_option, settings_option
from .figures import unmatched_note
from .spoken import argument, option
from .spoken import command as spoken_command
from .values import QUARTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.dates import Quarter
    from auditkit.report.team_files import TeamFiles
    from auditkit.report.view import QuarterView
    from auditkit.workflow.publishing import Reason

_ = translator("cli")


@spoken_command(
    "export",
    "auditkit export 2026K3 -o rapport.xlsx",
    "auditkit export 2026K3 -o rapport.xlsx --sample-size 20 --seed efterår",
    "auditkit export 2026K3 -o udvalg.xlsx --profile committee",
    "auditkit export 2026K3 -o udvalg.xlsx --profile committee --publish",
    "auditkit export 2026K3 -o lister/ --per-team",
    "auditkit export 2026K3 -o kvartal.xlsx --template vores.xlsx",
    msgid="Write a quarter's workbook. For the manager and the controller.",
)
@argument("quarter", type=QUARTER, msgid="The quarter, as in 2026K3.")
@option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    required=True,
    msgid="The report to write: .xlsx, or .html for a page; with --per-team a folder.",
)
@option("--per-team", is_flag=True, msgid="Write the lists to act on to a folder instead, one workbook for each team.")
@option(
    "--template",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    msgid="Fill this workbook of your own instead: its keys {{…}} and its sheets named as ours.",
)
@option("--accept-loss", is_flag=True, msgid="Fill the template even if pictures, macros or the like go.")
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@option(
    "--profile",
    type=click.Choice(("internal", "committee")),
    default="internal",
    show_default=True,
    msgid="Who reads it: internal, or the committee (small counts hidden, no cases).",
)
@option(
    "--sample-size",
    "drawn",
    type=click.IntRange(0, 1_000),
    default=10,
    show_default=True,
    msgid="How many cases to draw for reading, on a sheet of their own; 0: none.",
)
@option("--seed", default="", msgid="What the cases are drawn by: the same seed draws the same. The quarter, if none.")
@option("--caseworkers", is_flag=True, msgid="Also figures by caseworker: for the nearest manager only.")
@committee_options
@name_option
@sample_option
@settings_option
@desk_options
@click.pass_context
def command(
    ctx: click.Context,
    quarter: Quarter,
    out: Path,
    per_team: bool,
    template: Path | None,
    accept_loss: bool,
    run: int | None,
    profile: str,
    publish: bool,
    correct: Reason | None,
    limit: int | None,
    drawn: int,
    seed: str,
    caseworkers: bool,
    name: str | None,
    sample: bool,
    settings: Path | None,
    kommune: str | None,
    rules: Path | None,
) -> None:
    """Write the workbook of a quarter."""
    from auditkit import workflow

    at, called, own = desk(ctx, kommune, rules), name or _("The municipality"), workflow.settings_at(settings)
    handout = workflow.Handout(called, run, sample, own)
    if per_team and (template or profile == "committee"):
        raise click.UsageError(_("--per-team cannot be combined with --template or --profile committee."))
    if template and profile == "committee":
        raise click.UsageError(_("--template cannot be combined with --profile committee."))
    if caseworkers and (per_team or template or profile == "committee"):
        raise click.UsageError(
            _("--caseworkers cannot be combined with --per-team, --template or --profile committee.")
        )
    if profile == "committee":
        report, asked = workflow.Report(out, called, sample, settings=own), workflow.Publishing(publish, correct, limit)
        with progress() as say:
            copy = workflow.export_to_committee(at, quarter, report, asked, run, say)
        click.echo("\n".join(copy_lines(copy, quarter, out)))
        if copy.unmatched:
            click.echo(unmatched_note(copy.unmatched, own.file))
        return
    if publish or correct:
        raise OnlyForTheCommittee
    with progress() as say:
        if per_team:
            view, files = workflow.export_per_team(at, quarter, out, handout, say)
            lines = list(_team_lines(files))
        elif template:
            paths = template, out
            view, lost = workflow.export_template(at, quarter, paths, handout, accept_loss=accept_loss, say=say)
            lines = [_("Not kept of the template: {lost}", lost=", ".join(lost))] if lost else []
        else:
            report = workflow.Report(out, called, sample, drawn, seed, caseworkers, own)
            view, lines = workflow.export(at, quarter, report, run, say), []
    click.echo(_("The report for {quarter} (run {run}): {path}", quarter=quarter, run=view.run, path=out))
    for line in (*lines, *_quarter_lines(view)):
        click.echo(line)


def _team_lines(files: TeamFiles) -> Iterator[str]:
    """Yield what was written for whom, who has nothing to do, and what else lies in the folder."""
    yield from (f"  {path.name}" for path in files.written)
    if files.nothing:
        yield _("Nothing to act on: {teams}", teams=", ".join(files.nothing))
    if files.others:
        others = ", ".join(path.name for path in files.others)
        yield _("The folder holds other workbooks too, perhaps of an earlier day: {files}", files=others)


def _quarter_lines(view: QuarterView) -> Iterator[str]:
    """Yield what must be said of a quarter that is not over or in which nothing fell due, and of misspelt settings."""
    from auditkit.report.words import not_over, quarters_with_duties

    yield from not_over(view.quarter, view.as_of)
    if view.unmatched:
        yield unmatched_note(view.unmatched, view.settings.file)
    if view.due.is_empty():
        yield quarters_with_duties(view)
