"""``auditkit evaluate``: a new run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .desk import desk, desk_options, progress
from .output import FORMATS, show_json
from .spoken import command as spoken_command
from .spoken import option
from .summary import compliance_lines, run_lines
from .thresholds import Threshold, enforce, fail_on_option
from .values import DAY

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_ = translator("cli")


@spoken_command(
    "evaluate",
    "auditkit evaluate --as-of 30-09-2026",
    msgid="Judge the stored cases as of a day. Every duty, kept as a new run.",
)
@option("--as-of", type=DAY, required=True, msgid="The day everything is judged at the end of.")
@option("--rule", multiple=True, msgid="Only this rule. May be repeated.")
@option(
    "--engine",
    type=click.Choice(("local",)),
    default="local",
    show_default=True,
    msgid="Where the judging is done: local is this machine.",
)
@option("--format", "form", type=click.Choice(FORMATS[::3]), default="table", msgid="How the answer is written.")
@desk_options
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    as_of: date,
    rule: tuple[str, ...],
    engine: str,  # noqa: ARG001 - the one engine there is; the option is in scripts already
    form: str,
    kommune: str | None,
    rules: Path | None,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Make a new run."""
    from auditkit import workflow

    with progress() as say:
        judged = workflow.evaluate(desk(ctx, kommune, rules), as_of, rule, say)
    per_rule = workflow.compliance(judged.obligations, ["rule"])
    if form == "json":
        show_json(
            {
                "run": judged.run,
                "as_of": as_of,
                "obligations": judged.obligations.height,
                "per_rule": per_rule.to_dicts(),
            }
        )
    else:
        titles = {each.id: each.file.title for each in judged.rules}
        lines = compliance_lines([(_("All quarters"), per_rule)], judged.not_run, titles)
        click.echo("\n".join([*run_lines(judged), *lines]))
    enforce(fail_on, workflow.outcome_counts(per_rule), workflow.rates(per_rule))
