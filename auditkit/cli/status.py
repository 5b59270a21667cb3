"""``auditkit status``: version, database, last import, last run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from auditkit import __version__
from auditkit.terms import translator

from .desk import desk
from .output import danish_day
from .spoken import command as spoken_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.store import Status

_ = translator("cli")


@spoken_command("status", "auditkit status", msgid="Version, database, last import and last run.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print the state of things."""
    from auditkit import workflow

    lines = status_lines(workflow.status(desk(ctx)))
    click.echo("\n".join([f"auditkit {__version__}", *lines]))


def status_lines(state: Status) -> Iterator[str]:
    """Yield what stands in the database."""
    yield _("Database: {place} (schema {revision})", place=state.place, revision=state.revision)
    if state.last_import_at is None:
        yield _("No list has been imported yet. Run: auditkit import FILE")
        return
    yield _(
        "Last import: {moment}; {cases} cases, {records} records from {files}",
        moment=danish_day(state.last_import_at),
        cases=state.cases,
        records=state.records,
        files=", ".join(state.files),
    )
    if state.last_run_at is None or state.last_run_as_of is None:
        yield _("No run yet. Run: auditkit evaluate --as-of DATE")
        return
    yield _(
        "Last run: {run}, as of {day}, made {moment}",
        run=state.last_run,
        day=danish_day(state.last_run_as_of),
        moment=danish_day(state.last_run_at),
    )
