"""A rule's logic in words, line by line, so that a lawyer can see what is computed and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.terms import translator

from .schema import (
    Awareness,
    CountLogic,
    DeadlineLogic,
    Logic,
    OrderLogic,
    PresenceLogic,
    RuleFile,
)
from .words import column_text, columns_text, condition_text, later, paragraphs_text, period_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_ = translator("rules")

_KINDS = {
    "deadline": later("deadline: within a period"),
    "order": later("order: before"),
    "presence": later("presence: recorded"),
    "recurrence": later("recurrence: again within a period"),
    "count": later("count: so many times in a period"),
}
_VERSION_BY = {
    "trigger": later("the day of the trigger"),
    "due": later("the due day"),
    "reference": later("the day of the reference event"),
    "outgoing_due": later("the due day under the law before the change"),
}
_AGES = {
    "under 16": later("- Only children under 16 on the day"),
    "from 16": later("- Only young people of 16 or more on the day"),
}
_OPENS = {
    "previous_decision": later("- Counts from: the day after the child's previous decision"),
    "awareness": later("- Counts from: the day the municipality became aware"),
}


def logic_lines(file: RuleFile) -> Iterator[str]:
    """Yield the rule's logic, one Markdown list item per thing that it says."""
    if file.logic is None:
        return
    yield _("- Kind: {kind}", kind=_(_KINDS[file.logic.kind]))
    yield from _population(file.logic)
    yield from _own(file.logic)
    yield from _evidence(file.logic)
    yield _("- The law in force is that of: {day}", day=_(_VERSION_BY[file.version_by]))


def _population(logic: Logic) -> Iterator[str]:
    start = logic.reference if isinstance(logic, OrderLogic) else logic.trigger
    yield _("- One duty for each: {column}", column=column_text(start))
    for condition in logic.only:
        yield _("- Only where: {condition}", condition=condition_text(condition))
    if isinstance(logic, DeadlineLogic | PresenceLogic) and logic.age:
        yield _(_AGES[logic.age])
    if logic.not_applicable:
        yield _("- Not relevant where: {condition}", condition=condition_text(logic.not_applicable))


def _own(logic: Logic) -> Iterator[str]:
    """What only some kinds have."""
    if isinstance(logic, DeadlineLogic):
        yield from _deadline(logic)
    elif isinstance(logic, OrderLogic):
        yield from _order(logic)
    elif isinstance(logic, PresenceLogic):
        yield from _presence(logic)
    elif isinstance(logic, CountLogic):
        yield _("- {times} times in each {period}", times=logic.times, period=period_text(logic.every))


def _deadline(logic: DeadlineLogic) -> Iterator[str]:
    if logic.awareness:
        yield from _aware(logic.awareness)
    if logic.birthday:
        yield _("- For the birthday: {age}", age=logic.birthday)
    if logic.opens:
        yield _("- Counts from: {period} before", period=period_text(logic.opens))
    if logic.need:
        need = {"column": column_text(logic.need.field), "paragraphs": paragraphs_text(logic.need.paragraphs)}
        yield _("- The need is asked for in: {column} ({paragraphs})", **need)
    if logic.without_consent:
        consent = logic.without_consent
        before = {"paragraphs": paragraphs_text(consent.paragraphs), "column": column_text(consent.consent_field)}
        yield _("- Before the decision: {paragraphs}, and placements where {column} is no", **before)
    if logic.interim:
        yield _("- Shown apart, but not enough: {column}", column=column_text(logic.interim))
    if not logic.ended_early:
        yield _("- Stands even where the case is closed before the due day")


def _order(logic: OrderLogic) -> Iterator[str]:
    if logic.awareness:
        yield from _aware(logic.awareness)
    if logic.opens in _OPENS:
        yield _(_OPENS[logic.opens])
    else:
        yield _("- Counts from: {period} before", period=period_text(logic.opens))
    if logic.omission:
        yield _("- An omission with a reason may be lawful")
    if logic.unborn:
        yield _("- Not relevant for a child who is not born")


def _presence(logic: PresenceLogic) -> Iterator[str]:
    if logic.in_force:
        yield _("- Only where a measure under the paragraphs is in force")
    if logic.first_since:
        yield _("- Only the first from {day}", day=f"{logic.first_since:%d-%m-%Y}")
    if logic.confirmed_by:
        yield _("- Must be yes too: {column}", column=column_text(logic.confirmed_by))


def _aware(awareness: Awareness) -> Iterator[str]:
    yield _("- The municipality became aware: {columns}", columns=columns_text(awareness.first_of))
    if awareness.no_later_than:
        bounds = columns_text(awareness.no_later_than)
        yield _("- Failing these, no later than: {columns} (only a breach can be concluded)", columns=bounds)


def _evidence(logic: Logic) -> Iterator[str]:
    yield _("- Fulfilled by: {columns}", columns=columns_text(logic.fulfilled_by))
    for condition in logic.evidence_only:
        yield _("- Counts only where: {condition}", condition=condition_text(condition))
