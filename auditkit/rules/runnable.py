"""What the engine can judge: a rule that could not run, or whose words it would pass over, is refused with its line.

The schema says how each word is written. Which words go together depends on what kind of record the duty hangs on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.model import BY_NAME, Kind
from auditkit.terms import translator

from .options import RECORDS, Shape, duty_on, options, shape_of
from .periods import period_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.model import Field

    from .options import AnyLogic
    from .places import Path
    from .schema import Condition, NotApplicable, RuleFile

    Fault = tuple[Path, str]

_ = translator("rules")
_DAYS = (Kind.DATE, Kind.MOMENT)
_OF_THE_RECORD = ("interim", "cancelled_by", "dated_by", "confirmed_by")


def first_fault(file: RuleFile) -> Fault | None:
    """Return the first thing that the engine could not run as it is written, with the way to it; None: all is well."""
    if file.logic is None:
        return None
    logic, shape = file.logic, shape_of(file)
    checks = (_duty, _options, _evidence, _conditions, _own_fields)
    for check in checks:
        for fault in check(logic, shape):
            return fault
    return next(period_faults(file, shape), None)


def _duty(logic: AnyLogic, shape: Shape) -> Iterator[Fault]:
    key = "reference" if logic.kind == "order" else "trigger"
    allowed = RECORDS[shape]
    name = duty_on(logic)
    if name not in allowed and name.partition(".")[0] not in allowed:
        yield ("logic", key), _not_here(key, name, logic.kind, allowed)


def _not_here(key: str, value: str, kind: str, words: tuple[str, ...]) -> str:
    text = _('"{key}" cannot be "{value}" in this kind of rule ({kind}).', key=key, value=value, kind=kind)
    return text + " " + _("It may be: {words}.", words=", ".join(words))


def _options(logic: AnyLogic, shape: Shape) -> Iterator[Fault]:
    read = options(shape, duty_on(logic).partition(".")[0])
    for key in sorted(logic.model_fields_set - {"kind", "trigger", "reference", "fulfilled_by"}):
        silent = getattr(logic, key) == type(logic).model_fields[key].default
        if key not in read and not silent:
            facts = {"key": key, "kind": logic.kind, "trigger": duty_on(logic)}
            yield ("logic", key), _('"{key}" would do nothing here ({kind}, {trigger}). Leave it out.', **facts)
    for key, value in read.items():
        if value is not None and getattr(logic, key, None) != value:
            text = _('"{key}" must be {value} here, for nothing else can be judged.', key=key, value=_plain(value))
            yield ("logic", key), text


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _evidence(logic: AnyLogic, shape: Shape) -> Iterator[Fault]:
    at = ("logic", "fulfilled_by")
    own = duty_on(logic).partition(".")[0]
    if not logic.fulfilled_by:
        yield at, _('there must be at least one "{key}".', key="fulfilled_by")
    others = {name.partition(".")[0] for name in logic.fulfilled_by}
    if logic.kind == "presence":
        others -= {own}
    if len(others) > 1:
        yield at, _('the fields of "{key}" must be of one record type here.', key="fulfilled_by")
    for name in logic.fulfilled_by:
        said = logic.kind == "presence" and name.partition(".")[0] == own
        if said and _field(name).kind is Kind.ID:  # a record always has one
            yield at, _('"{name}" stands on every record, so it shows nothing.', name=name)
        if not said and _field(name).kind not in _DAYS:
            yield at, _('"{name}" holds neither a date nor a time, so it cannot be used here.', name=name)
    yield from _evidence_of_shape(logic, shape, own, others)


def _evidence_of_shape(logic: AnyLogic, shape: Shape, own: str, others: set[str]) -> Iterator[Fault]:
    at = ("logic", "fulfilled_by")
    allowed = shape.evidence(own)
    for name in logic.fulfilled_by:
        record = name.partition(".")[0]
        if record == own and "own" in allowed:
            continue
        if name not in allowed and record not in allowed:
            words = tuple(own if word == "own" else word for word in allowed)
            yield at, _not_here("fulfilled_by", name, logic.kind, words)
    if shape is Shape.HOURS and (len(logic.fulfilled_by) > 1 or _field(logic.fulfilled_by[0]).kind is not Kind.MOMENT):
        yield at, _not_here("fulfilled_by", logic.fulfilled_by[0], logic.kind, ("notification.assessed_at",))
    if logic.evidence_only and (not others - {own} or others == {"follow_up"}):
        facts = {"key": "evidence_only", "kind": logic.kind, "trigger": duty_on(logic)}
        yield ("logic", "evidence_only"), _('"{key}" would do nothing here ({kind}, {trigger}). Leave it out.', **facts)


def _conditions(logic: AnyLogic, _shape: Shape) -> Iterator[Fault]:
    own = duty_on(logic).partition(".")[0]
    evidence = {name.partition(".")[0] for name in logic.fulfilled_by} - {own}
    for key, records in (("only", {own}), ("evidence_only", evidence)):
        for condition in getattr(logic, key):
            yield from _condition(condition, ("logic", key), records)
    exempt = logic.not_applicable
    if exempt is not None:
        yield from _condition(exempt, ("logic", "not_applicable"), {own})


def _condition(condition: Condition | NotApplicable, at: Path, records: set[str]) -> Iterator[Fault]:
    name, field = condition.field, _field(condition.field)
    if name.partition(".")[0] not in records:
        yield at, _('"{name}" must be a field of {record} here.', name=name, record=", ".join(sorted(records)))
    if field.kind in _DAYS:
        yield at, _('"{name}" holds a date, and a condition asks for words or true/false.', name=name)
    blank = getattr(condition, "blank", None)
    for value in (*condition.values, *(() if blank is None else (blank,))):
        if isinstance(value, bool) is not (field.kind is Kind.YES_NO):
            yield at, _('"{value}" does not fit {field}, see rules/README.md.', value=value, field=name)
        elif field.codes and value not in field.codes:
            facts = {"field": name, "value": value, "words": ", ".join(field.codes)}
            yield at, _('{field} cannot be "{value}". It may be: {words}.', **facts)
    if not condition.values:
        yield at, _('there must be at least one "{key}".', key="values")


def _own_fields(logic: AnyLogic, _shape: Shape) -> Iterator[Fault]:
    own = duty_on(logic).partition(".")[0]
    named = [(key, getattr(logic, key, None)) for key in _OF_THE_RECORD]
    need, consent = getattr(logic, "need", None), getattr(logic, "without_consent", None)
    named += [("need", need and need.field), ("without_consent", consent and consent.consent_field)]
    for key, name in named:
        if name and name.partition(".")[0] != own:
            yield ("logic", key), _('"{name}" must be a field of {record} here.', name=name, record=own)
        elif name and key in ("need", "without_consent", "confirmed_by") and _field(name).kind is not Kind.YES_NO:
            yield ("logic", key), _('"{name}" must be a field that holds yes or no.', name=name)


def _field(name: str) -> Field:
    record, _dot, field = name.partition(".")
    return BY_NAME[record].field(field)
