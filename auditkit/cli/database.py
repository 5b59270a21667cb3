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
    from collections.abc import Iterator
    from datetime import date

    from auditkit.store import PurgeReceipt

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
    state = workflow.restore(desk(ctx), file)
    if state is None:
        click.echo(_("The copy stands in the database's place. It is from an older version; run: auditkit db upgrade"))
    else:
        click.echo("\n".join(status_lines(state)))


@command.command(
    "purge",
    examples=("auditkit db purge --before 2024-01-01", "auditkit db purge --closed-before 2021-01-01"),
    help="Delete old history, or the cases that were closed long ago. Say at least one of the two days.",
)
@option("--before", type=DAY, msgid="Delete what was replaced before this day.")
@option("--closed-before", type=DAY, msgid="Delete every case closed before this day, wherever it stands.")
@option("--yes", is_flag=True, msgid="Do it without asking.")
@click.pass_context
def purge(ctx: click.Context, before: date | None, closed_before: date | None, yes: bool) -> None:
    """Delete what is no longer needed."""
    from auditkit import workflow

    if before is None and closed_before is None:
        raise click.UsageError(_("Say --before, --closed-before, or both."), ctx)
    if not yes:
        click.confirm(_("What is deleted cannot be brought back. Go on?"), abort=True, err=True)
    if before:
        click.echo("\n".join(_history_lines(workflow.purge(desk(ctx), before))))
    if closed_before:
        click.echo("\n".join(_closed_lines(workflow.purge_closed(desk(ctx), closed_before))))


def _history_lines(receipt: PurgeReceipt) -> Iterator[str]:
    yield _(
        "Deleted: {records} records and {obligations} verdicts; "
        "{runs} runs and {imports} imports can no longer be read",
        records=receipt.records,
        obligations=receipt.obligations,
        runs=receipt.runs,
        imports=receipt.imports,
    )
    yield from _left_lines(receipt)


def _closed_lines(receipt: PurgeReceipt) -> Iterator[str]:
    yield _(
        "Deleted: {cases} closed cases with {records} records and {obligations} verdicts",
        cases=receipt.cases,
        records=receipt.records,
        obligations=receipt.obligations,
    )
    if receipt.cases:
        yield _("If they still stand in the list, they come back with the next import: take them out of it first.")
    yield from _left_lines(receipt)


def _left_lines(receipt: PurgeReceipt) -> Iterator[str]:
    """Yield where what was deleted can still be read."""
    if not receipt.overwritten:
        yield _(
            "NOTE: It can still be read in the server's files until the owner of the tables runs "
            "auditkit db purge too: only the owner may write the tables anew."
        )
    for copy in receipt.copies:
        yield _("NOTE: This copy from an upgrade still holds it: {path}", path=copy)
    yield _("Copies that you have made yourself still hold it too, until you delete them.")


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
    default=12_000,
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
