"""``auditkit import``: lists into the database, with a receipt."""

from __future__ import annotations

from pathlib import Path

import click

from auditkit.errors import InputRefused
from auditkit.terms import translator

from .desk import desk, list_options, progress, pseudonym_key
from .output import FORMATS, show_json
from .receipt import receipt_lines
from .spoken import argument, option
from .spoken import command as spoken_command
from .thresholds import Threshold, enforce, fail_on_option

_ = translator("cli")


@spoken_command(
    "import",
    "auditkit import sager.xlsx",
    "auditkit import sager.xlsx -o fejlliste.xlsx",
    "auditkit import sager.xlsx --dry-run --format json",
    msgid="Read lists into the database. All of it or nothing, with a receipt that adds up.",
)
@argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path), msgid="The lists.")
@option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    msgid="The error list to write (.xlsx): the cells that must be corrected, and why.",
)
@list_options
@option("--dry-run", is_flag=True, msgid="Read and say what would be stored; store nothing.")
@option("--format", "form", type=click.Choice(FORMATS[::3]), default="table", msgid="How the answer is written.")
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    out: Path | None,
    sheet: str | None,
    profile: Path | None,
    replace: bool,
    dry_run: bool,
    form: str,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Read lists into the database."""
    from auditkit import workflow
    from auditkit.intake import to_json

    lists = workflow.Lists(files, pseudonym_key(), sheet, profile, replace, out)
    try:
        with progress() as say:
            if dry_run:
                intake, receipt = workflow.read(lists, say), None
            else:
                imported = workflow.import_lists(desk(ctx), lists, say)
                intake, receipt = imported.intake, imported.receipt
    except InputRefused as refusal:
        if form == "json":
            show_json(refused(refusal))
        raise
    if form == "json":
        show_json(to_json(intake))
    else:
        click.echo("\n".join(receipt_lines(intake, receipt)))
        if out:
            click.echo(_("The error list ({count} to correct): {path}", count=len(intake.problems), path=out))
    enforce(fail_on, {"problems": len(intake.problems), "set_aside": intake.rows.set_aside})


def refused(refusal: InputRefused) -> dict[str, object]:
    """Return the answer for lists that were refused: nothing was read, and why."""
    from auditkit.model import RECORD_TYPES

    return {
        "status": "refused",
        "message": str(refusal),
        "files": [],
        "records": {each.plural: [] for each in RECORD_TYPES},
        "problems": [],
        "rows": {"read": 0, "used": 0, "set_aside": 0, "blank": 0},
    }
