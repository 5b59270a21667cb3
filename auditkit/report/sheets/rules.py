"""The sheet of rules: what each asks, by which law and from when, and what it is judged by."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from auditkit.report.rules_seen import field_and_sheet, trigger_field
from auditkit.terms import basis_label, law_label, translator

from .page import Column, new_page, write_heading, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from auditkit.report.view import QuarterView
    from auditkit.report.writer import Book, Cell
    from auditkit.rules import Rule, Version

_ = translator("report")
_coded = translator("report")


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Rules")


def write_rules(book: Book, view: QuarterView) -> None:
    """Write one row per rule and version of the law, drafts last."""
    sheet = new_page(book, view, sheet_name())
    note = _("What each requirement is judged by. One row per version of the law. Drafts give no figures.")
    top = write_heading(sheet, sheet_name(), note)
    judged = view.lines.counts("rule", "version_from")
    counts = {(rule, begun): count for rule, begun, count in judged.iter_rows()}
    order = {rule.id: number for number, rule in enumerate(view.rules)}
    rules = sorted(view.catalogue, key=lambda rule: (order.get(rule.id, len(order)), rule.id))
    rows = [
        _cells(rule, version, until, counts.get((rule.id, version.from_), 0))
        for rule in rules
        for version, until in _with_end(rule)
    ]
    write_table(sheet, top, _columns(), rows)


def _columns() -> list[Column]:
    return [
        Column(_("Rule"), 12),
        Column(_("Requirement"), 26, "wrap"),
        Column(_("Basis"), 13, "wrap"),
        Column(_("Status"), 10),
        Column(_("Law"), 14, "wrap"),
        Column(_("Legal ground"), 18, "wrap"),
        Column(_("From"), 12),
        Column(_("Until"), 12),
        Column(_("Time limit"), 13, "wrap"),
        Column(_("Triggered by"), 20, "wrap"),
        Column(_("Fulfilled by"), 20, "wrap"),
        Column(_("Fulfilled when"), 34, "wrap"),
        Column(_("Exceptions"), 34, "wrap"),
        Column(_("Checked"), 12),
        Column(_("Duties judged by it"), 12, "count"),
        Column(_("Fingerprint"), 14),
    ]


def _with_end(rule: Rule) -> Iterator[tuple[Version, date | None]]:
    """Yield each version with the first day on which it no longer holds."""
    versions = rule.file.version
    for version, following in zip_longest(versions, versions[1:]):
        yield version, version.repealed_on or (following.from_ if following else None)


def _cells(rule: Rule, version: Version, until: date | None, count: int) -> list[Cell]:
    trigger, logic = trigger_field(rule), rule.file.logic
    fulfilled = logic.fulfilled_by if logic else ()
    return [
        rule.id,
        rule.file.title,
        basis_label(rule.file.basis),
        _coded(f"status:{rule.file.status}"),
        law_label(version.law),
        version.citation,
        version.from_,
        until,
        period_words(version.within) or period_words(version.waiting),
        field_and_sheet(trigger) if trigger else None,
        "\n".join(field_and_sheet(name) for name in fulfilled) or None,
        _flowing(rule.file.fulfilled_when),
        _flowing(rule.file.exceptions),
        version.checked,
        count,
        rule.digest[:12],
    ]


def _flowing(text: str) -> str:
    """Return a text without the line breaks of the rule file."""
    return " ".join(text.split())


def period_words(period: str | None) -> str | None:
    """Return a period as people say it: ``4 months`` → "4 måneder"."""
    if period is None:
        return None
    count, unit = period.split()
    return f"{count} " + _(f"unit:{unit if unit.endswith('s') else unit + 's'}" if count != "1" else f"unit:{unit}")
