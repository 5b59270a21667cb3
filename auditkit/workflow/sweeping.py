"""The main job in one go: read the lists, store them, judge them, store the run, write the quarter's workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.compliance import Settings, out_of_scope, summarise, unknown_names
from auditkit.dates import Quarter
from auditkit.report.facts import list_facts
from auditkit.report.view import QuarterView, RowLedger, quarter_view
from auditkit.terms import translator

from .desk import Desk, Say, private_folder, silent
from .lists import Lists, read, save
from .reports import check, write
from .runs import Judged, judge

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl

    from auditkit.intake import Intake
    from auditkit.rules.rule import Rule
    from auditkit.store import ImportReceipt

    from .reports import Report

_ = translator("workflow")


@dataclass(frozen=True, slots=True)
class Swept:
    """What was read, what was judged, the figures per rule of all quarters, and where the workbook lies.

    ``out_of_scope`` duties are in no figure, by the municipality's own settings; ``unmatched`` are names
    there that are perhaps misspelt.
    """

    intake: Intake
    receipt: ImportReceipt
    judged: Judged
    quarter: Quarter
    per_rule: pl.DataFrame
    this_quarter: pl.DataFrame
    out_of_scope: int
    unmatched: tuple[str, ...]
    workbook: Path | None


def sweep(
    desk: Desk,
    lists: Lists,
    as_of: date,
    report: Report | None,
    say: Say = silent,
    settings: Settings | None = None,
) -> Swept:
    """Do the main job; the quarter is that of the as-of date. Raises what its stages raise, and stores nothing then.

    ``settings`` are for the figures that are returned, and are wanted without a report too.
    """
    if report:
        check(report, lists.files)
    rules = desk.catalogue()
    intake = read(lists, say)
    with desk.store() as store, store.alone():
        receipt = save(store, intake, lists, say)
        judged = judge(store, store.load_caseload(), rules.active(), as_of, say)
        quarter = Quarter.of(as_of)
        if report:
            say(_("Writing the workbook …"))
            facts = list_facts(judged.caseload.frames.items(), judged.caseload.tables, store.problems(), as_of)
            with private_folder() as folder:
                write(report, _view(judged, intake, quarter, report, rules.rules, folder), facts)
    own = settings or (report.settings if report else Settings())
    counted = judged.obligations.filter(~out_of_scope(own.out_of_scope))
    return Swept(
        intake,
        receipt,
        judged,
        quarter,
        per_rule=summarise(counted, ["rule"]),
        this_quarter=summarise(counted, ["rule"], quarter=quarter),
        out_of_scope=judged.obligations.height - counted.height,
        unmatched=unknown_names(own, judged.obligations, [rule.id for rule in rules.rules]),
        workbook=report.path if report else None,
    )


def _view(
    judged: Judged, intake: Intake, quarter: Quarter, report: Report, catalogue: tuple[Rule, ...], folder: Path
) -> QuarterView:
    return quarter_view(
        judged.obligations,
        catalogue,
        quarter=quarter,
        as_of=judged.as_of,
        run=str(judged.run),
        files=judged.files,
        rows=_ledger(judged, intake),
        kommune=report.kommune,
        tables=judged.caseload.tables,
        is_sample=report.is_sample,
        settings=report.settings,
        folder=folder,
    )


def _ledger(judged: Judged, intake: Intake) -> RowLedger | None:
    """Return what became of the rows; not known where the database held other lists too."""
    if {file.name for file in intake.files} != set(judged.files):
        return None
    rows = intake.rows
    return RowLedger(rows.read, rows.used, rows.set_aside, rows.blank)
