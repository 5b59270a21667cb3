"""``auditkit due``: what falls due soon."""

from __future__ import annotations

import click

from auditkit.terms import translator

from .deadlines import show_deadlines
from .desk import desk
from .output import format_option
from .spoken import command as spoken_command
from .spoken import option
from .thresholds import Threshold, enforce, fail_on_option
from .values import WITHIN

_ = translator("cli")


@spoken_command(
    "due",
    "auditkit due --within 30d",
    msgid="What falls due soon. Within some days of the run's as-of date, soonest first.",
)
@option("--within", type=WITHIN, default="30d", show_default=True, msgid="How many days ahead.")
@option("--team", msgid="Only this team.")
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@format_option
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    within: int,
    team: str | None,
    run: int | None,
    form: str,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Print what falls due."""
    from auditkit import workflow

    found = workflow.due(desk(ctx), within, team, run)
    show_deadlines(found.iter_rows(named=True), form)
    enforce(fail_on, {"due": found.height})
