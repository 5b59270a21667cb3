"""``auditkit overdue``: what should have been done and is not, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .deadlines import show_deadlines
from .desk import desk, settings_option
from .figures import scope_in_rows
from .output import format_option
from .spoken import command as spoken_command
from .spoken import option
from .thresholds import Threshold, enforce, fail_on_option

if TYPE_CHECKING:
    from pathlib import Path

_ = translator("cli")


@spoken_command(
    "overdue",
    "auditkit overdue --team Ungeteamet",
    msgid="What should have been done and is not. Oldest first, as of the run's day; also what can no longer be done.",
)
@option("--team", msgid="Only this team.")
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@settings_option
@format_option
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    team: str | None,
    run: int | None,
    settings: Path | None,
    form: str,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Print what is overdue."""
    from auditkit import workflow
    from auditkit.compliance import out_of_scope

    own = workflow.settings_at(settings)
    found = workflow.overdue(desk(ctx), team, run)
    show_deadlines(found.iter_rows(named=True), form)
    scope_in_rows(found.filter(out_of_scope(own.out_of_scope)).height, own.file)
    enforce(fail_on, {"overdue": found.height})
