"""``auditkit explain``: how each verdict of a case came about."""

from __future__ import annotations

import click

from auditkit.terms import translator

from .desk import desk
from .prose import told
from .spoken import argument, option
from .spoken import command as spoken_command

_ = translator("cli")


@spoken_command(
    "explain",
    "auditkit explain FIKTIV-2024-0004 --rule BFU-4M",
    msgid="How the verdicts of a case came about. Trigger and cell, law, arithmetic, evidence, what to do.",
)
@argument("case", metavar="SAGSNR", msgid="The case number, as in the list.")
@option("--rule", multiple=True, msgid="Only this rule. May be repeated.")
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@click.pass_context
def command(ctx: click.Context, case: str, rule: tuple[str, ...], run: int | None) -> None:
    """Print the derivation of a case's verdicts."""
    from auditkit import workflow

    verdicts = workflow.explain(desk(ctx), case, rule, run)
    click.echo("\n\n".join(told(row, file) for row, file in verdicts))
