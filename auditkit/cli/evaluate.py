"""``auditkit evaluate``: a new run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from auditkit.terms import translator

from .desk import desk, desk_options, progress
from .output import FORMATS, danish_day, show_json
from .spoken import command as spoken_command
from .spoken import option
from .summary import compliance_lines, run_line
from .thresholds import Threshold, enforce, fail_on_option
from .values import DAY, SETTING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from auditkit.workflow import Evaluated

_ = translator("cli")


@spoken_command(
    "evaluate",
    "auditkit evaluate --as-of 30-09-2026",
    "auditkit evaluate --as-of 30-09-2026 --from sager -o pligter --engine spark",
    msgid="Judge the stored cases as of a day. Every duty, kept as a new run.",
)
@option("--as-of", type=DAY, required=True, msgid="The day everything is judged at the end of.")
@option("--rule", multiple=True, msgid="Only this rule. May be repeated.")
@option(
    "--engine",
    type=click.Choice(("local", "spark")),
    default="local",
    show_default=True,
    msgid="Where the judging is done: local is this machine, spark is a cluster (pip install 'auditkit[spark]').",
)
@option(
    "--from",
    "source",
    metavar="FOLDER",
    msgid="Judge the cases of a folder (auditkit db export-records), not those of the database.",
)
@option(
    "-o",
    "--out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    msgid="Write the duties as a new folder of Parquet files too.",
)
@option(
    "--chunk",
    metavar="CASES",
    type=click.IntRange(min=1),
    msgid="Judge at most so many of the database's cases at a time, for less memory. Above 100,000 it is done anyway.",
)
@option(
    "--spark-conf",
    metavar="NAME=VALUE",
    multiple=True,
    type=SETTING,
    msgid="A setting for Spark, such as spark.master=spark://server:7077. May be repeated.",
)
@option("--jdbc", is_flag=True, msgid="Let Spark read the database (PostgreSQL) itself; needs its JDBC driver.")
@option("--format", "form", type=click.Choice(FORMATS[::3]), default="table", msgid="How the answer is written.")
@desk_options
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    as_of: date,
    rule: tuple[str, ...],
    engine: Literal["local", "spark"],
    source: str | None,
    out: Path | None,
    chunk: int | None,
    spark_conf: tuple[tuple[str, str], ...],
    jdbc: bool,
    form: str,
    kommune: str | None,
    rules: Path | None,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Make a new run."""
    from auditkit import workflow

    how = workflow.How(engine, source, out, chunk, dict(spark_conf), jdbc)
    with progress() as say:
        found = workflow.evaluate(desk(ctx, kommune, rules), as_of, rule, say, how)
    if form == "json":
        show_json(_answer(found))
    else:
        titles = {each.id: each.file.title for each in found.rules}
        lines = compliance_lines([(_("All quarters"), found.per_rule)], found.not_run, titles)
        click.echo("\n".join([*_found_lines(found), *lines]))
    enforce(fail_on, workflow.outcome_counts(found.per_rule), workflow.rates(found.per_rule))


def _answer(found: Evaluated) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "run": found.run,
        "as_of": found.as_of,
        "obligations": found.obligations,
        "per_rule": found.per_rule.to_dicts(),
    }
    if found.written:
        facts |= {"folder": str(found.written.path), "digest": found.written.digest}
    return facts


def _found_lines(found: Evaluated) -> Iterator[str]:
    """Yield which run it is, and where else it stands."""
    if found.run:
        yield run_line(found.run, found.obligations, found.as_of)
    if found.written:
        yield _(
            "{count} duties judged as of {day}, written to {folder}",
            count=found.obligations,
            day=danish_day(found.as_of),
            folder=found.written.path,
        )
        yield _("Digest: {digest}", digest=found.written.digest)
