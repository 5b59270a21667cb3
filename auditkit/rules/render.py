"""A rule as a lawyer wants to read it: law by date, reasoning, needs, examples. In Markdown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

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

from .logic_words import logic_lines
from .words import column_text, columns_text, paragraphs_text, period_text, status_label, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rule import Rule
    from .schema import Example, Expected, RuleFile, Version

_ = translator("rules")


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
    yield from _section(_("How it is computed"), "\n".join(logic_lines(file)))
    yield from _section(_("What the list must have"), "\n".join(_needs(file)))
    yield from _section(_("Examples"), "\n".join(_examples(file)))


def _section(heading: str, text: str) -> Iterator[str]:
    if text.strip():
        yield from ("", f"## {heading}", "", text.strip())


def _law_table(file: RuleFile) -> Iterator[str]:
    yield _("| From | To | Law | Citation | Period | Paragraphs | Checked |")
    yield "|---|---|---|---|---|---|---|"
    following = [version.from_ for version in file.version[1:]]
    for version, next_from in zip(file.version, [*following, None], strict=True):
        yield f"| {' | '.join(_law_cells(version, next_from))} |"
    for version in file.version:
        if version.note:
            yield f"\n{version.citation}: {version.note}"


def _law_cells(version: Version, next_from: date | None) -> tuple[str, ...]:
    end = version.repealed_on or next_from
    return (
        value_text(version.from_),
        value_text(end - timedelta(days=1)) if end else "",
        law_label(version.law),
        f"[{version.citation}]({version.url})" if version.url else version.citation,
        _version_period(version),
        paragraphs_text(version.paragraphs),
        value_text(version.checked) if version.checked else _("not checked"),
    )


def _version_period(version: Version) -> str:
    if version.due_by:
        return _("the date decided: {field}", field=column_text(version.due_by))
    if version.waiting:
        return _("missing after {period}", period=period_text(version.waiting))
    if version.within is None:
        return ""
    if version.or_when_finished:
        whole = period_text(version.within)
        return _("{period}, or when a parallel investigation is finished", period=whole)
    return period_text(version.within)


def _needs(file: RuleFile) -> Iterator[str]:
    for name in file.needs:
        yield f"- {_sheet_orcolumn_text(name)}"
    for group in file.needs_one_of:
        yield f"- {columns_text(group)}"
    for version in file.version:
        for name in version.needs:
            yield f"- {column_text(name)} ({law_label(version.law)})"
    for words in file.missing_columns:
        yield _("- No list has this yet: {column}", column=words)


def _sheet_orcolumn_text(name: str) -> str:
    record, _dot, field = name.partition(".")
    if field == "case_id":
        return sheet_label(BY_NAME[record].plural)
    return column_text(name)


def _examples(file: RuleFile) -> Iterator[str]:
    for example in file.example:
        yield f"### {example.name}\n"
        yield from (f"- {line}" for line in _given(example))
        for name in example.without:
            yield _("- Not in the list: {name}", name=_without(name))
        yield _("- Judged as of {day}", day=value_text(example.as_of))
        results = [_expected(each) for each in example.expect] or [_("no duty")]
        yield from (f"- **{result}**" for result in results)
        yield ""


def _without(name: str) -> str:
    return sheet_label(name) if name in BY_PLURAL else column_text(name)


def _given(example: Example) -> Iterator[str]:
    for plural, records in example.given.items():
        for record in records:
            record_type = BY_PLURAL[plural].name
            cells = (f"{field_label(record_type, key)} {value_text(v)}" for key, v in record.items())
            yield f"{sheet_label(plural)}: {', '.join(cells)}"


def _expected(expected: Expected) -> str:
    parts = [outcome_label(expected.outcome)]
    if expected.reason and reason_label(expected.reason) != parts[0]:
        parts[0] += f" ({reason_label(expected.reason)})"
    if expected.due:
        parts.append(_("due {day}", day=value_text(expected.due)))
    if expected.citation:
        parts.append(expected.citation)
    return ", ".join(parts)
