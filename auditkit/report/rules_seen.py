"""The rules as a report shows them: in sections that are never added together, and which were not run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from auditkit.model import BY_NAME, BY_PLURAL, Table
from auditkit.terms import field_label, sheet_label, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from auditkit.compliance.scope import OutOfScope
    from auditkit.dates import Quarter
    from auditkit.rules import Rule, Version

_ = translator("report")
_coded = translator("report")

Section = Literal["law", "guidance", "local", "draft"]
SECTIONS: tuple[Section, ...] = ("law", "guidance", "local", "draft")
"""Where a rule stands. Only ``law`` is the legal headline; ``draft`` also holds retired and unknown rules."""


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """A rule in a report's tables, with the citation in force at the end of the quarter."""

    id: str
    title: str
    section: Section
    citation: str


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule without figures, and why."""

    id: str
    title: str
    why: str


def section_label(section: Section) -> str:
    """Return the heading of a section."""
    return _coded(f"section:{section}")


def rules_seen(rules: Sequence[Rule], obligations: pl.DataFrame, quarter: Quarter) -> tuple[RuleSeen, ...]:
    """Return the rules to show, by section and id: active ones, and others that have obligations.

    A rule that has obligations but no file any more is shown by its id, among the drafts.
    """
    used = set(obligations["rule"].unique())
    known = {rule.id for rule in rules}
    shown = [_seen(rule, quarter) for rule in rules if rule.file.status == "active" or rule.id in used]
    lost = [RuleSeen(rule_id, rule_id, "draft", "") for rule_id in used - known]
    return tuple(sorted([*shown, *lost], key=lambda rule: (SECTIONS.index(rule.section), rule.id)))


def trigger_field(rule: Rule) -> str | None:
    """Return the field whose date makes a duty of the rule (``investigation.aware_on``)."""
    logic = rule.file.logic
    if logic is None:
        return None
    return logic.reference if logic.kind == "order" else logic.trigger


def field_and_sheet(name: str) -> str:
    """Return how people find a field: "Modtaget (Underretninger)"."""
    record, _dot, field = name.partition(".")
    return f"{field_label(record, field)} ({sheet_label(BY_NAME[record].plural)})"


def not_run(rules: Sequence[Rule], tables: Sequence[Table] | None) -> tuple[NotRun, ...]:
    """Return the rules that gave no figures: first those whose trigger sheet is absent, then drafts.

    Without ``tables`` it is not known which sheets the lists had.
    """
    reasons = ((rule, _why_not(rule, tables)) for rule in rules)
    found = [NotRun(rule.id, rule.file.title, why) for rule, why in reasons if why]
    active = {rule.id for rule in rules if rule.file.status == "active"}
    return tuple(sorted(found, key=lambda rule: (rule.id not in active, rule.id)))


def not_in_scope(entries: Sequence[OutOfScope], quarter: Quarter) -> tuple[NotRun, ...]:
    """Return what the municipality's own settings leave out of the quarter."""
    return tuple(
        NotRun(", ".join(each.rules) or _("All rules"), ", ".join(each.teams) or _("All teams"), _why_out(each))
        for each in entries
        if (each.first or quarter) <= quarter <= (each.last or quarter)
    )


def _why_out(entry: OutOfScope) -> str:
    return _("not in scope: {why}", why=entry.why) if entry.why else _("not in scope")


def absent_columns(rule: Rule, tables: Sequence[Table]) -> tuple[str, ...]:
    """Return the fields that the rule needs and no list has a column for."""
    present = {f"{BY_PLURAL[table.record_type].name}.{name}" for table in tables for name in table.columns}
    either = [name for group in rule.file.needs_one_of if not present.intersection(group) for name in group]
    return (*(name for name in rule.file.needs if name not in present), *either)


def _seen(rule: Rule, quarter: Quarter) -> RuleSeen:
    section: Section = rule.file.basis if rule.file.status == "active" else "draft"
    return RuleSeen(rule.id, rule.file.title, section, _version(rule, quarter).citation)


def _version(rule: Rule, quarter: Quarter) -> Version:
    """Return the version in force on the quarter's last day; failing that, the first."""
    begun = [version for version in rule.file.version if version.from_ <= quarter.last_day]
    return (begun or list(rule.file.version[:1]))[-1]


def _why_not(rule: Rule, tables: Sequence[Table] | None) -> str:
    if rule.file.missing_columns:
        return _("no list has the columns: {columns}", columns=", ".join(rule.file.missing_columns))
    if rule.file.status == "draft":
        return _("draft: {question}", question=" ".join(rule.file.open_question.split()) or _("awaits a lawyer"))
    if rule.file.status == "retired":
        return _("no longer in use")
    trigger = trigger_field(rule)
    if trigger is None or tables is None:
        return ""
    plural = BY_NAME[trigger.partition(".")[0]].plural
    if any(table.record_type == plural for table in tables):
        return ""
    return _("the sheet {sheet} is not in the lists", sheet=sheet_label(plural))
