"""``auditkit runs``: every run, and what one of them judged with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from auditkit.terms import translator

from .desk import desk
from .output import danish_day, format_option, show
from .spoken import argument
from .spoken import command as spoken_command

if TYPE_CHECKING:
    from collections.abc import Mapping

_ = translator("cli")

COLUMNS = ("run", "as_of", "saved_at", "engine_version", "obligations", "added", "ended", "digest")
SOURCE_COLUMNS = ("kind", "name", "digest", "import", "text")
_SHOWN = 12
"""Of a digest on the screen: enough to know two apart. Machines get all of it."""


@spoken_command(
    "runs",
    "auditkit runs 1",
    msgid="Every run; or what one run judged with: files, mapping profiles, rules and version, each with its digest.",
)
@argument("run", type=int, metavar="[RUN]", required=False, msgid="The run to tell about.")
@format_option
@click.pass_context
def command(ctx: click.Context, run: int | None, form: str) -> None:
    """Print the runs, or what one of them judged with."""
    from auditkit import workflow

    every = workflow.run_list(desk(ctx))
    if run is None:
        show(COLUMNS, [_short(row) for row in every] if form == "table" else every, form)
        return
    sources = workflow.run_sources(desk(ctx), run)
    if form != "table":
        show(SOURCE_COLUMNS, sources, form)
        return
    click.echo(_headline(next(row for row in every if row["run"] == run)))
    show(
        SOURCE_COLUMNS, [_short(row) | {"kind": _(f"kind:{row['kind']}")} for row in sources], form, SOURCE_COLUMNS[:4]
    )


def _headline(row: Mapping[str, Any]) -> str:
    return _(
        "Run {run}, as of {day}: {count} duties judged by auditkit {version} on {moment}. Digest {digest}.",
        run=row["run"],
        day=danish_day(row["as_of"]),
        count=row["obligations"],
        version=row["engine_version"],
        moment=danish_day(row["saved_at"]),
        digest=row["digest"],
    )


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "digest": row["digest"][:_SHOWN]}
