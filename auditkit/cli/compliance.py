"""``auditkit compliance``: counts and percentages."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from auditkit.terms import translator

from .desk import desk, settings_option
from .figures import Block, note_lines, table_lines
from .output import format_option, show
from .spoken import command as spoken_command
from .spoken import option
from .thresholds import Threshold, enforce, fail_on_option
from .values import DAY, QUARTER

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from auditkit.compliance import Measure
    from auditkit.dates import Quarter

_ = translator("cli")


@spoken_command(
    "compliance",
    "auditkit compliance --by team,rule --quarter 2026K3",
    "auditkit compliance --by team --quarter 2026K3 --show change",
    "auditkit compliance --by rule --quarter 2026K3 --fail-on 'BFU-4M<80'",
    msgid="Counts and percentages. By any of rule, theme, team, caseworker, quarter, half_year, year, law, "
    "target_group, basis and cohort.",
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
    "--show",
    "block",
    type=click.Choice(get_args(Block)),
    default="rates",
    show_default=True,
    msgid="Which figures the table shows: percentages, the six outcomes, change since earlier quarters, days too "
    "late, or cases with errors. The other forms hold them all.",
)
@option(
    "--basis",
    type=click.Choice(("law", "guidance", "local")),
    msgid="Only this kind of requirement. Kinds are never added together: law, if not counted by rule or basis.",
)
@option(
    "--new-from",
    type=DAY,
    msgid="Counted by cohort, a case opened on this day or later is new; else in the duty's own quarter or later.",
)
@option("--with-empty", is_flag=True, msgid="Show teams and rules without duties too.")
@option("--sample", is_flag=True, msgid="The cases were drawn: show percentages with their 95 % interval.")
@settings_option
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@format_option
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    by: str,
    quarter: Quarter | None,
    measure: Measure,
    block: Block,
    basis: str | None,
    new_from: date | None,
    with_empty: bool,
    sample: bool,
    settings: Path | None,
    run: int | None,
    form: str,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Print compliance by some columns."""
    from auditkit import workflow
    from auditkit.compliance import Asked

    names = tuple(dict.fromkeys(name.strip() for name in by.split(",") if name.strip()))
    if not {"rule", "basis"} & set(names):
        basis = basis or "law"
    own = workflow.settings_at(settings)
    asked = Asked(names, quarter, measure, new_from, is_sample=sample, with_empty=with_empty, settings=own)
    answer = workflow.measure(desk(ctx), asked, basis, run)
    if form == "table":
        click.echo("\n".join([*table_lines(answer, asked, block), *note_lines(answer, asked, block, basis)]))
    else:
        show(answer.figures.columns, answer.figures.iter_rows(named=True), form)
    if fail_on:
        plain = Asked(("rule",), quarter, measure, settings=own)
        per_rule = (answer if plain == asked else workflow.measure(desk(ctx), plain, basis, run)).figures
        enforce(fail_on, workflow.outcome_counts(per_rule), workflow.rates(per_rule))
