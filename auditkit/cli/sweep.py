"""``auditkit sweep``: the main job in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditkit.terms import translator

from .desk import desk, desk_options, list_options, name_option, progress, pseudonym_key, sample_option, settings_option
from .figures import unmatched_note
from .output import FORMATS, show_json
from .receipt import elsewhere_lines
from .spoken import argument, option
from .spoken import command as spoken_command
from .summary import compliance_lines, intake_lines, run_lines
from .thresholds import Threshold, enforce, fail_on_option
from .values import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from auditkit.workflow import Swept

_ = translator("cli")


@spoken_command(
    "sweep",
    "auditkit sweep sager.xlsx --as-of 30-09-2026 -o rapport.xlsx",
    msgid="The main job in one go. Read lists, judge every duty, store the run, write the quarter's workbook.",
)
@argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path), msgid="The lists.")
@option("--as-of", type=DAY, required=True, msgid="The day everything is judged at the end of.")
@option(
    "-o",
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    msgid="The report to write: .xlsx, or .html for a page.",
)
@name_option
@sample_option
@settings_option
@list_options
@desk_options
@option("--format", "form", type=click.Choice(FORMATS[::3]), default="table", msgid="How the answer is written.")
@fail_on_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    as_of: date,
    out: Path | None,
    name: str | None,
    sample: bool,
    settings: Path | None,
    sheet: str | None,
    profile: Path | None,
    replace: bool,
    kommune: str | None,
    rules: Path | None,
    form: str,
    fail_on: tuple[Threshold, ...],
) -> None:
    """Do the main job."""
    from auditkit import workflow

    lists = workflow.Lists(files, pseudonym_key(), sheet, profile, replace)
    own = workflow.settings_at(settings)
    report = workflow.Report(out, name or _("The municipality"), is_sample=sample, settings=own) if out else None
    with progress() as say:
        swept = workflow.sweep(desk(ctx, kommune, rules), lists, as_of, report, say, own)
    if form == "json":
        show_json(answer(swept))
    else:
        click.echo("\n".join(swept_lines(swept, own.file, is_sample=sample)))
    counts = {
        **workflow.outcome_counts(swept.this_quarter),
        "problems": len(swept.intake.problems),
        "set_aside": swept.intake.rows.set_aside,
    }
    enforce(fail_on, counts, workflow.rates(swept.this_quarter))


def swept_lines(swept: Swept, settings: str = "", *, is_sample: bool = False) -> Iterator[str]:
    """Yield what a manager wants to see: what was read, whether the law is kept, where the workbook lies.

    ``settings`` is the file that says what is not in scope.
    """
    from auditkit.report.words import not_over

    yield from intake_lines(swept.intake)
    yield from elsewhere_lines(swept.receipt)
    judged = swept.judged
    others = sorted(set(judged.files) - {file.name for file in swept.intake.files})
    if others:
        yield _("The database holds other lists too, which count: {files}", files=", ".join(others))
    yield ""
    yield from run_lines(judged)
    titles = {rule.id: rule.file.title for rule in judged.rules}
    figures = [(str(swept.quarter), swept.this_quarter), (_("All quarters"), swept.per_rule)]
    yield from compliance_lines(figures, judged.not_run, titles, is_sample)
    yield from not_over(swept.quarter, judged.as_of)
    if swept.out_of_scope:
        yield _("Duties not in scope ({file}) and not counted: {count}.", count=swept.out_of_scope, file=settings)
    if swept.unmatched:
        yield unmatched_note(swept.unmatched, settings)
    if swept.workbook:
        yield ""
        yield _("The report: {path}", path=swept.workbook)


def answer(swept: Swept) -> dict[str, object]:
    """Return the same for a machine."""
    rows = swept.intake.rows
    return {
        "run": swept.judged.run,
        "as_of": swept.judged.as_of,
        "quarter": str(swept.quarter),
        "obligations": swept.judged.obligations.height,
        "problems": len(swept.intake.problems),
        "rows": {"read": rows.read, "used": rows.used, "set_aside": rows.set_aside, "blank": rows.blank},
        "per_rule": swept.this_quarter.to_dicts(),
        "workbook": str(swept.workbook) if swept.workbook else None,
    }
