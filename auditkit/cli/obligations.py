"""``auditkit obligations``: the rows behind every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from auditkit.terms import translator

from .desk import desk, settings_option
from .figures import scope_in_rows
from .output import format_option, show
from .spoken import command as spoken_command
from .spoken import option
from .values import QUARTER

if TYPE_CHECKING:
    from pathlib import Path

    from auditkit.dates import Quarter

_ = translator("cli")

COLUMNS = (
    "run",
    "rule",
    "basis",
    "case_id",
    "record",
    "trigger_at",
    "due_at",
    "fulfilled_at",
    "outcome",
    "reason",
    "law",
    "citation",
    "team",
    "caseworker",
    "quarter",
    "derived",
    "source",
)
_SEEN = ("rule", "case_id", "record", "due_at", "outcome", "reason", "team", "caseworker")
_OUTCOMES = ("met", "missed", "deviation", "not_due", "not_applicable", "undeterminable")


@spoken_command(
    "obligations",
    "auditkit obligations --rule BFU-4M --outcome missed",
    "auditkit obligations --quarter 2026K3 --format csv > pligter.csv",
    msgid="The rows behind every figure. One per duty, with its outcome and where it came from.",
)
@option("--run", type=int, msgid="The run to read; the latest if not given.")
@option("--rule", multiple=True, msgid="Only this rule. May be repeated.")
@option("--team", msgid="Only this team.")
@option("--quarter", type=QUARTER, msgid="Only this quarter, as in 2026K3.")
@option("--outcome", type=click.Choice(_OUTCOMES), multiple=True, msgid="Only this outcome. May be repeated.")
@option("--case", metavar="SAGSNR", msgid="Only this case.")
@settings_option
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    run: int | None,
    rule: tuple[str, ...],
    team: str | None,
    quarter: Quarter | None,
    outcome: tuple[str, ...],
    case: str | None,
    settings: Path | None,
    form: str,
) -> None:
    """Print the obligations of a run."""
    from auditkit import workflow
    from auditkit.compliance import out_of_scope

    own = workflow.settings_at(settings)
    wanted = workflow.Wanted(rule, team, quarter, outcome, case)
    with workflow.obligations_in_parts(desk(ctx), wanted, run) as found:
        rows = (row for part in found.parts for row in part.collect().iter_rows(named=True))
        show(COLUMNS, (printed(row, found.run) for row in rows), form, _SEEN)
        if own.out_of_scope:
            outside = (part.select(out_of_scope(own.out_of_scope).sum()).collect().item() for part in found.parts)
            scope_in_rows(sum(outside), own.file)


def printed(row: dict[str, Any], run: int | None) -> dict[str, Any]:
    """Return an obligation with one column per point in time: the moment where it is known, else the day."""
    points = {f"{name}_at": row[f"{name}_at"] or row[f"{name}_on"] for name in ("trigger", "due", "fulfilled")}
    return {**row, **points, "run": run}
