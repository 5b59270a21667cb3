"""What a manager wants to see in the terminal: what was read, and whether the law is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .output import align, percent

if TYPE_CHECKING:
    import polars as pl

    from auditkit.intake import Intake
    from auditkit.store import ImportReceipt

_ = translator("cli")

_PROBLEMS_SHOWN = 5


def intake_lines(intake: Intake) -> Iterator[str]:
    """Yield what was read: files, the row ledger, and the first problems."""
    for file in intake.files:
        used = [sheet for sheet in file.sheets if sheet.read_as]
        yield _("{file}: {count} sheets read", file=file.name, count=len(used))
    rows = intake.rows
    yield _(
        "Rows: {read} read = {used} used + {set_aside} set aside + {blank} blank",
        read=rows.read,
        used=rows.used,
        set_aside=rows.set_aside,
        blank=rows.blank,
    )
    yield from _problem_lines(intake)


def _problem_lines(intake: Intake) -> Iterator[str]:
    if not intake.problems:
        yield _("No problems in the lists")
        return
    yield _("{count} problems in the lists; the first:", count=len(intake.problems))
    for problem in intake.problems[:_PROBLEMS_SHOWN]:
        where = f"{problem.file}, {problem.sheet}, {problem.cell}"
        yield f"  {where}: {problem.message}"


def compliance_lines(
    per_rule: pl.DataFrame, not_run: Mapping[str, str], titles: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Yield one line per rule with "x of y" and per cent, and which rules could not be run."""
    header = [_("column:rule"), _("Met"), _("column:rate"), _("column:undeterminable"), _("column:not_due")]
    rows = [_figures(row, titles or {}) for row in per_rule.iter_rows(named=True)]
    if rows:
        yield align(header, rows, [False, True, True, True, True])
    if not_run:
        yield _("Not run, because no list holds what triggers them: {rules}", rules=", ".join(sorted(not_run)))


def _figures(row: Mapping[str, object], titles: Mapping[str, str]) -> Sequence[str]:
    rule = str(row["rule"])
    counts = _("{part} of {whole}", part=row["numerator"], whole=row["denominator"])
    shown = counts if row["denominator"] else "–"
    name = f"{rule}  {titles[rule]}" if rule in titles else rule
    rate = percent(row["rate"]) or "–"  # type: ignore[arg-type]
    return name, shown, rate, str(row["undeterminable"]), str(row["not_due"])


def receipt_lines(intake: Intake, receipt: ImportReceipt | None) -> Iterator[str]:
    """Yield the import receipt: what was read, what was left out and why, what changed in the database."""
    yield from intake_lines(intake)
    for row in intake.set_aside[:_PROBLEMS_SHOWN]:
        yield _("Set aside: {file}, {sheet}, row {row}: {message}", file=row.file, sheet=row.sheet, row=row.row, message=row.message)
    for left in intake.ignored:
        yield left.message
    for each in intake.suggestions:
        yield _(
            "{file}, {sheet}: the column »{header}« is not known; it looks like »{looks_like}«",
            file=each.file,
            sheet=each.sheet,
            header=each.header,
            looks_like=each.looks_like,
        )
    if receipt is None:
        yield _("Nothing was stored (--dry-run)")
    elif not receipt.changed:
        yield _("The database held all of it already")
    else:
        yield _(
            "Stored as import {number}: {added} records new, {ended} ended, {unchanged} unchanged",
            number=receipt.import_id,
            added=receipt.added,
            ended=receipt.ended,
            unchanged=receipt.unchanged,
        )
