"""``auditkit overdue``: what should have been done and is not, oldest first."""

from __future__ import annotations

import click

from auditkit.terms import translator

from .deadlines import show_deadlines
from .desk import desk
from .output import format_option
from .spoken import command as spoken_command
from .spoken import option
from .thresholds import Threshold, enforce, fail_on_option

_ = translator("cli")


@spoken_command(
    "overdue",
    "auditkit overdue --team Ungeteamet",
    msgid="What should have been done and is not. Oldest first, as of the run's day; also what can no longer be done.",
)
@option("--team", msgid="Only this team.")
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@format_option
@fail_on_option
@click.pass_context
def command(ctx: click.Context, team: str | None, run: int | None, form: str, fail_on: tuple[Threshold, ...]) -> None:
    """Print what is overdue."""
    from auditkit import workflow

    found = workflow.overdue(desk(ctx), team, run)
    show_deadlines(found.iter_rows(named=True), form)
    enforce(fail_on, {"overdue": found.height})
