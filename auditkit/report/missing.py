"""What is missing where an obligation cannot be determined, in words a caseworker can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.model import Reason
from auditkit.terms import reason_label, translator

from .rules_seen import absent_columns, field_and_sheet, trigger_field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from auditkit.rules import Rule

    from .view import QuarterView

_ = translator("report")
_coded = translator("report")

_SENTENCES: Mapping[str, str] = {
    Reason.TRIGGER_UNREADABLE: "missing:trigger_unreadable",
    Reason.TRIGGER_UNKNOWN: "missing:trigger_unknown",
    Reason.EVIDENCE_UNREADABLE: "missing:evidence_unreadable",
    Reason.BEFORE_TRIGGER: "missing:before_trigger",
    Reason.NOT_IN_LIST: "missing:not_in_list",
    Reason.POPULATION_UNREADABLE: "missing:population_unreadable",
    Reason.AGE_UNKNOWN: "missing:age_unknown",
    Reason.END_UNREADABLE: "missing:end_unreadable",
    Reason.DUE_UNREADABLE: "missing:due_unreadable",
    Reason.DATES_ONLY: "missing:dates_only",
    Reason.CLOSED_WITHOUT_REASON: "missing:closed_without_reason",
    Reason.LINK_NOT_FOUND: "missing:link_not_found",
    Reason.NEED_NOT_ASSESSED: "missing:need_not_assessed",
    Reason.NO_RHYTHM_DECIDED: "missing:no_rhythm_decided",
    Reason.NEW_PARTICIPANT_UNKNOWN: "missing:new_participant_unknown",
}
"""One per reason of ``undeterminable`` (a test sees to it)."""


def what_is_missing(view: QuarterView) -> Callable[[Mapping[str, object]], str]:
    """Return a function from an undeterminable line to a sentence that names the columns to look at."""
    rules = {rule.id: rule for rule in view.catalogue}
    sentences: dict[tuple[object, object], str] = {}

    def sentence(line: Mapping[str, object]) -> str:
        key = line["rule"], line["reason"]
        if key not in sentences:
            rule = rules.get(str(line["rule"]))
            sentences[key] = _sentence(view, rule, str(line["reason"]))
        return sentences[key]

    return sentence


def _sentence(view: QuarterView, rule: Rule | None, reason: str) -> str:
    if rule is None or rule.file.logic is None:
        return reason_label(reason)
    trigger = trigger_field(rule)
    absent = absent_columns(rule, view.tables) or rule.file.needs
    return _coded(
        _SENTENCES[reason],
        trigger=field_and_sheet(trigger) if trigger else "",
        evidence=_either(rule.file.logic.fulfilled_by),
        columns=", ".join(field_and_sheet(name) for name in absent),
        population=_either([condition.field for condition in rule.file.logic.only]) or _("the paragraph or the link"),
    )


def _either(names: tuple[str, ...] | list[str]) -> str:
    return _(" or ").join(field_and_sheet(name) for name in names)
