"""``auditkit compliance``: counts and percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .desk import desk
from .output import format_option, show
from .spoken import command as spoken_command
from .spoken import option
from .thresholds import Threshold, enforce, fail_on_option
from .values import QUARTER

if TYPE_CHECKING:
    from auditkit.compliance import Measure
    from auditkit.dates import Quarter

_ = translator("cli")

_SEEN = ("numerator", "denominator", "rate", "missed_open", "missed_late", "undeterminable", "not_due")


@spoken_command(
    "compliance",
    "auditkit compliance --by team,quarter,rule",
    "auditkit compliance --by rule --quarter 2026K3 --fail-on 'BFU-4M<80'",
    msgid="Counts and percentages. By any of rule, team, caseworker, quarter, law and target_group.",
)
@option("--by", default="rule", show_default=True, msgid="What to count by, separated by commas.")
@option("--quarter", type=QUARTER, msgid="Only this quarter, as in 2026K3.")
@option(
    "--measure",
    type=click.Choice(("due", "completed")),
    default="due",
    show_default=True,
    msgid="Count what fell due in the quarter, or what was completed in it.",
)
@option(
    "--basis",
    type=click.Choice(("law", "guidance", "local")),
    msgid="Only this kind of requirement. Kinds are never added together: law, if not counted by rule or basis.",
)
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@format_option
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    by: str,
    quarter: Quarter | None,
    measure: Measure,
    basis: str | None,
    run: int | None,
    form: str,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Print compliance by some columns."""
    from auditkit import workflow

    names = [name.strip() for name in by.split(",") if name.strip()]
    if not {"rule", "basis"} & set(names):
        basis = basis or "law"
    found = workflow.obligations(desk(ctx), workflow.Wanted(basis=basis), run)
    figures = workflow.compliance(found.obligations, names, quarter, measure)
    show(figures.columns, figures.iter_rows(named=True), form, (*names, *_SEEN))
    if fail_on:
        per_rule = workflow.compliance(found.obligations, ["rule"], quarter, measure)
        enforce(fail_on, workflow.outcome_counts(per_rule), workflow.rates(per_rule))
