"""A rule as a lawyer wants to read it: law by date, reasoning, needs, examples. In Markdown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from auditkit.dates import Period
from auditkit.model import BY_NAME, BY_PLURAL
from auditkit.terms import (
    basis_label,
    field_label,
    law_label,
    outcome_label,
    reason_label,
    sheet_label,
    translator,
)

from .schema import UNREADABLE, Condition, Example, Expected, OrderLogic, RuleFile, Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rule import Rule

_ = translator("rules")


def _later(msgid: str) -> str:
    """Mark a text for translation where it stands; it is translated when it is shown."""
    return msgid


_STATUS = {
    "draft": _later("draft, not counted"),
    "active": _later("active"),
    "retired": _later("retired"),
}
_KINDS = {
    "deadline": _later("deadline: within a period"),
    "order": _later("order: before"),
    "presence": _later("presence: recorded"),
    "recurrence": _later("recurrence: again within a period"),
    "count": _later("count: so many times in a period"),
}
_VERSION_BY = {
    "trigger": _later("the day of the trigger"),
    "due": _later("the due day"),
    "reference": _later("the day of the reference event"),
    "outgoing_due": _later("the due day under the law before the change"),
}
_UNITS = {
    "hours": (_later("hour"), _later("hours")),
    "days": (_later("day"), _later("days")),
    "working_days": (_later("working day"), _later("working days")),
    "months": (_later("month"), _later("months")),
}


def status_label(status: str) -> str:
    """Return the words for a rule's status (``draft`` → "udkast, tæller ikke med")."""
    return _(_STATUS[status])


def render_rule(rule: Rule) -> str:
    """Return the rule's page: the same text for ``rules show`` and for the documentation."""
    return "\n".join(_page(rule.file)).rstrip() + "\n"


def _page(file: RuleFile) -> Iterator[str]:
    yield f"# {file.id} · {file.title}"
    yield ""
    yield f"{basis_label(file.basis)} · {status_label(file.status)} · {file.theme}"
    yield from _section(_("What is still open"), file.open_question)
    yield from _section(_("The law by date"), "\n".join(_law_table(file)))
    yield from _section(_("How the rule is read"), file.why)
    yield from _section(_("Fulfilled when"), file.fulfilled_when)
    yield from _section(_("Exceptions"), file.exceptions)
    yield from _section(_("Where it is not met"), f"{file.message}\n\n{file.remedy.strip()}")
    yield from _section(_("How it is computed"), "\n".join(_logic_lines(file)))
    yield from _section(_("What the list must have"), "\n".join(_needs(file)))
    yield from _section(_("Examples"), "\n".join(_examples(file)))


def _section(heading: str, text: str) -> Iterator[str]:
    if text.strip():
        yield from ("", f"## {heading}", "", text.strip())


def _law_table(file: RuleFile) -> Iterator[str]:
    heads = (
        _("From"),
        _("To"),
        _("Law"),
        _("Citation"),
        _("Period"),
        _("Paragraphs"),
        _("Checked"),
    )
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    following = [version.from_ for version in file.version[1:]]
    for version, next_from in zip(file.version, [*following, None], strict=True):
        yield f"| {' | '.join(_law_cells(version, next_from))} |"
    for version in file.version:
        if version.note:
            yield f"\n{version.citation}: {version.note}"


def _law_cells(version: Version, next_from: date | None) -> tuple[str, ...]:
    end = version.repealed_on or next_from
    return (
        _day(version.from_),
        _day(end - timedelta(days=1)) if end else "",
        law_label(version.law),
        f"[{version.citation}]({version.url})" if version.url else version.citation,
        _version_period(version),
        ", ".join(_paragraph(each) for each in version.paragraphs),
        _day(version.checked) if version.checked else _("not checked"),
    )


def _version_period(version: Version) -> str:
    if version.due_by:
        return _("the date decided: {field}", field=_column(version.due_by))
    period = version.within or version.waiting
    return period_text(period) if period else ""


def period_text(text: str) -> str:
    """Return a period in words: ``4 months`` → "4 måneder", ``-6 months`` → "6 måneder før"."""
    period = Period.parse(text)
    one, many = _UNITS[period.unit]
    length = f"{abs(period.count)} {_(one if abs(period.count) == 1 else many)}"
    return _("{length} before", length=length) if period.count < 0 else length


def _paragraph(text: str) -> str:
    law, _space, number = text.rpartition(" ") if text[:1].isalpha() else ("", "", text)
    if not law:
        return f"§ {number}"
    law, _space, number = text.partition(" ")
    return f"{law} " + (_("all") if number == "*" else f"§ {number}")


def _column(name: str) -> str:
    record, _dot, field = name.partition(".")
    return f"{sheet_label(BY_NAME[record].plural)}: {field_label(record, field)}"


def _columns(names: tuple[str, ...]) -> str:
    return _(" or ").join(_column(name) for name in names)


def _logic_lines(file: RuleFile) -> Iterator[str]:
    logic = file.logic
    if logic is None:
        return
    start = logic.reference if isinstance(logic, OrderLogic) else logic.trigger
    yield _("- Kind: {kind}", kind=_(_KINDS[logic.kind]))
    yield _("- One duty for each: {column}", column=_column(start))
    for condition in logic.only:
        yield _("- Only where: {condition}", condition=_condition(condition))
    yield _("- Fulfilled by: {columns}", columns=_columns(logic.fulfilled_by))
    for condition in logic.evidence_only:
        yield _("- Counts only where: {condition}", condition=_condition(condition))
    yield _("- The law in force is that of: {day}", day=_(_VERSION_BY[file.version_by]))


def _condition(condition: Condition) -> str:
    words = [_value(value) for value in condition.values]
    blank = _(" (also where blank)") if condition.blank in condition.values else ""
    return f"{_column(condition.field)} = {_(' or ').join(words)}{blank}"


def _needs(file: RuleFile) -> Iterator[str]:
    for name in file.needs:
        yield f"- {_sheet_or_column(name)}"
    for group in file.needs_one_of:
        yield f"- {_columns(group)}"
    for version in file.version:
        for name in version.needs:
            yield f"- {_column(name)} ({law_label(version.law)})"
    for words in file.missing_columns:
        yield _("- No list has this yet: {column}", column=words)


def _sheet_or_column(name: str) -> str:
    record, _dot, field = name.partition(".")
    if field == "case_id":
        return sheet_label(BY_NAME[record].plural)
    return _column(name)


def _examples(file: RuleFile) -> Iterator[str]:
    for example in file.example:
        yield f"### {example.name}\n"
        yield from (f"- {line}" for line in _given(example))
        for name in example.without:
            yield _("- Not in the list: {name}", name=_without(name))
        yield _("- Judged as of {day}", day=_day(example.as_of))
        results = [_expected(each) for each in example.expect] or [_("no duty")]
        yield from (f"- **{result}**" for result in results)
        yield ""


def _without(name: str) -> str:
    return sheet_label(name) if name in BY_PLURAL else _column(name)


def _given(example: Example) -> Iterator[str]:
    for plural, records in example.given.items():
        for record in records:
            record_type = BY_PLURAL[plural].name
            cells = (f"{field_label(record_type, key)} {_value(v)}" for key, v in record.items())
            yield f"{sheet_label(plural)}: {', '.join(cells)}"


def _expected(expected: Expected) -> str:
    parts = [outcome_label(expected.outcome)]
    if expected.reason:
        parts.append(reason_label(expected.reason))
    if expected.due:
        parts.append(_("due {day}", day=_value(expected.due)))
    if expected.citation:
        parts.append(expected.citation)
    return ", ".join(parts)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value == UNREADABLE:
        return _("(unreadable)")
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    return _day(value) if isinstance(value, date) else str(value)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
