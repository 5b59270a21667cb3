"""``auditkit diff``: what moved between two runs, and why."""

from __future__ import annotations

import click

from auditkit.terms import translator

from .desk import desk
from .output import format_option, show
from .spoken import argument
from .spoken import command as spoken_command

_ = translator("cli")

COLUMNS = (
    "change",
    "why",
    "rule",
    "case_id",
    "record",
    "outcome_before",
    "reason_before",
    "outcome_after",
    "reason_after",
)


@spoken_command(
    "diff",
    "auditkit diff 1 2",
    msgid="What moved between two runs, and why. The data, a rule, or the passage of time.",
)
@argument("earlier", type=int, metavar="RUN", msgid="The earlier run.")
@argument("later", type=int, metavar="RUN", msgid="The later run.")
@format_option
@click.pass_context
def command(ctx: click.Context, earlier: int, later: int, form: str) -> None:
    """Print what moved."""
    from auditkit import workflow

    moved = workflow.diff(desk(ctx), earlier, later)
    show(COLUMNS, moved.iter_rows(named=True), form)
