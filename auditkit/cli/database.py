"""``auditkit db``: the store."""

from __future__ import annotations

import click

from auditkit.terms import translator

from .desk import desk
from .spoken import Group
from .status import status_lines

_ = translator("cli")

command = Group("db", help="The database: its state, and bringing it up to date.")


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

    state = workflow.upgrade(desk(ctx))
    click.echo(_("The database {place} is up to date ({revision}).", place=state.place, revision=state.revision))
