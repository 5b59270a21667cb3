"""``auditkit db``: the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .desk import desk, progress
from .spoken import Group, argument, option
from .status import status_lines
from .values import DAY

if TYPE_CHECKING:
    from datetime import date

_ = translator("cli")

command = Group("db", help="The database: its state, copies of it, and clearing up.")


@command.command("status", examples=("auditkit db status",), help="What stands in the database.")
@click.pass_context
def status(ctx: click.Context) -> None:
    """Print what stands in the database."""
    from auditkit import workflow

    click.echo("\n".join(status_lines(workflow.status(desk(ctx)))))


@command.command("upgrade", examples=("auditkit db upgrade",), help="Bring the database up to date.")
@click.pass_context
def upgrade(ctx: click.Context) -> None:
    """Bring the database up to date."""
    from auditkit import workflow

    state, copy = workflow.upgrade(desk(ctx))
    if copy:
        click.echo(_("A copy of the database as it was: {path}", path=copy))
    click.echo(_("The database {place} is up to date ({revision}).", place=state.place, revision=state.revision))


@command.command("backup", examples=("auditkit db backup kopi.sqlite3",), help="Copy the database to a new file.")
@argument("file", metavar="FILE", type=click.Path(path_type=Path), msgid="The copy to write.")
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy the database."""
    from auditkit import workflow

    workflow.back_up(desk(ctx), file)
    click.echo(_("The copy: {path}", path=file))


@command.command("restore", examples=("auditkit db restore kopi.sqlite3",), help="Put a copy in the database's place.")
@argument("file", metavar="FILE", type=click.Path(path_type=Path), msgid="The copy to take.")
@option("--yes", is_flag=True, msgid="Do it without asking.")
@click.pass_context
def restore(ctx: click.Context, file: Path, yes: bool) -> None:
    """Put a copy in the database's place."""
    from auditkit import workflow

    if not yes:
        click.confirm(_("What is in the database now is replaced. Go on?"), abort=True, err=True)
    click.echo("\n".join(status_lines(workflow.restore(desk(ctx), file))))


@command.command(
    "purge",
    examples=("auditkit db purge --before 2024-01-01",),
    help="Delete old history. The current cases and the latest run stay.",
)
@option("--before", type=DAY, required=True, msgid="Delete what was replaced before this day.")
@option("--yes", is_flag=True, msgid="Do it without asking.")
@click.pass_context
def purge(ctx: click.Context, before: date, yes: bool) -> None:
    """Delete old history."""
    from auditkit import workflow

    if not yes:
        click.confirm(_("What is deleted cannot be brought back. Go on?"), abort=True, err=True)
    receipt = workflow.purge(desk(ctx), before)
    click.echo(
        _(
            "Deleted: {records} records and {obligations} verdicts; "
            "{runs} runs and {imports} imports can no longer be read",
            records=receipt.records,
            obligations=receipt.obligations,
            runs=receipt.runs,
            imports=receipt.imports,
        )
    )


@command.command(
    "export-records",
    examples=("auditkit db export-records sager",),
    help="Write the current cases as a folder of Parquet files, for evaluate --from and for Spark.",
)
@argument("folder", metavar="FOLDER", type=click.Path(path_type=Path), msgid="The folder to make.")
@option(
    "--chunk",
    metavar="CASES",
    type=click.IntRange(min=1),
    default=8_000,
    show_default=True,
    msgid="Cases in each part; a part is judged by itself, and must fit in memory.",
)
@click.pass_context
def export_records(ctx: click.Context, folder: Path, chunk: int) -> None:
    """Write the current cases as a folder."""
    from auditkit import workflow

    with progress() as say:
        say(_("Writing the cases …"))
        made = workflow.export_records(desk(ctx), folder, chunk)
    click.echo(
        _(
            "{folder}: {records} records of {cases} cases in {parts} parts. The folder holds the same personal data "
            "as the database: keep it as safe, and delete it after use.",
            folder=folder,
            records=made.records,
            cases=made.cases,
            parts=len(made.parts),
        )
    )
