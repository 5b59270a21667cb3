"""``auditkit export``: the quarterly workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .desk import desk, desk_options, name_option, progress, sample_option, settings_option
from .spoken import argument, option
from .spoken import command as spoken_command
from .values import QUARTER

if TYPE_CHECKING:
    from auditkit.dates import Quarter
    from auditkit.workflow.reports import Reader

_ = translator("cli")


@spoken_command(
    "export",
    "auditkit export 2026K3 -o rapport.xlsx",
    "auditkit export 2026K3 -o udvalg.xlsx --profile committee",
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
@name_option
@sample_option
@settings_option
@desk_options
@click.pass_context
def command(
    ctx: click.Context,
    quarter: Quarter,
    out: Path,
    run: int | None,
    profile: Reader,
    name: str | None,
    sample: bool,
    settings: Path | None,
    kommune: str | None,
    rules: Path | None,
) -> None:
    """Write the workbook of a quarter."""
    from auditkit import workflow

    own = workflow.settings_at(settings)
    report = workflow.Report(out, name or _("The municipality"), is_sample=sample, reader=profile, settings=own)
    with progress() as say:
        view = workflow.export(desk(ctx, kommune, rules), quarter, report, run, say)
    click.echo(_("The report for {quarter} (run {run}): {path}", quarter=quarter, run=view.run, path=out))
