"""``auditkit demo``: the whole job on an invented municipality."""

from __future__ import annotations

from pathlib import Path

import click

from auditkit.terms import translator

from .desk import progress
from .spoken import command as spoken_command
from .spoken import option
from .sweep import swept_lines

_ = translator("cli")


@spoken_command(
    "demo",
    "auditkit demo --out demo",
    msgid="See it work on an invented municipality. Needs nothing set up.",
)
@option(
    "--out",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    default="demo",
    show_default=True,
    msgid="The folder to write in.",
)
@option("--cases", type=click.IntRange(1), default=300, show_default=True, msgid="How many cases to invent.")
def command(out: Path, cases: int) -> None:
    """Do the main job on an invented municipality."""
    from auditkit import workflow

    with progress() as say:
        shown = workflow.demo(out, cases, say)
    click.echo("\n".join(swept_lines(shown.swept)))
    click.echo()
    click.echo(_("Everything is invented. Open these:"))
    click.echo(_("  {path}  the report: begin with the front page", path=shown.workbook))
    click.echo(_("  {path}  the same in brief, as a page", path=shown.page))
    click.echo(_("  {path}  the committee's copy: small counts hidden", path=shown.committee))
    click.echo(_("  {path}  the list that it was made from", path=shown.list_file))
    click.echo(_("And ask on, for example:"))
    case = shown.swept.judged.obligations.filter(outcome="missed")["case_id"][0]
    click.echo(f"  auditkit explain {case} --db sqlite:///{shown.database.as_posix()}")
