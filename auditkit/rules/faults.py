"""What is wrong with a rule file, told to its author: one line number and one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from auditkit.model import BY_NAME, BY_PLURAL
from auditkit.terms import translator

from . import schema
from .places import Path, line_of
from .words import later

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_ = translator("rules")

_MODELS: Mapping[str, type[BaseModel]] = {
    "version": schema.Version,
    "example": schema.Example,
    "expect": schema.Expected,
    "only": schema.Condition,
    "evidence_only": schema.Condition,
    "not_applicable": schema.NotApplicable,
    "awareness": schema.Awareness,
    "need": schema.Need,
    "without_consent": schema.WithoutConsent,
    "deadline": schema.DeadlineLogic,
    "order": schema.OrderLogic,
    "presence": schema.PresenceLogic,
    "recurrence": schema.RecurrenceLogic,
    "count": schema.CountLogic,
}
Say = Callable[["ErrorDetails", dict[str, Any]], str]
"""From pydantic's account of a fault, and the facts in it, to a sentence."""
_SYNTAX_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


_SYNTAX = {
    r"overwrite|twice|Duplicate": later("The same key stands twice. Delete one of them."),
    r"date": later("There is no such date. A date is written 2024-01-31, without quotes."),
    r"Illegal character|Unterminated": later("A text is not closed. Put a quotation mark at its end."),
    r"Invalid value": later("The value cannot be read. A text must stand in quotation marks."),
    r"Unclosed": later("A list is not closed. Look for a missing bracket or comma."),
    r"Expected '='": later("An equals sign is missing between the key and its value."),
    r"": later("The line cannot be read as TOML. Look for a missing sign here or just above."),
}
"""What the TOML reader says (a pattern), and what to do about it. The last fits everything."""


def syntax_fault(text: str, details: str) -> tuple[int, str]:
    """Return line and message of a text that is not TOML; ``details`` is what the reader said."""
    place = _SYNTAX_PLACE.search(details)
    line = int(place[1]) if place else len(text.splitlines())
    return line, next(_(advice) for said, advice in _SYNTAX.items() if re.search(said, details))


def validation_fault(text: str, error: ValidationError) -> tuple[int, str]:
    """Return line and message of the first fault in a file that is TOML but not a rule."""
    found = error.errors()
    # A misspelt key is also a missing one; the misspelling is what its author can see.
    details = next((each for each in found if each["type"] == "extra_forbidden"), found[0])
    return line_of(text, _path_in_text(details), _culprit(details)), _message(details)


def _path_in_text(details: ErrorDetails) -> Path:
    """Return the place as the text knows it: pydantic puts the kind after ``logic``."""
    path = tuple(details["loc"])
    if "index" in details.get("ctx", {}):
        return ("version", details["ctx"]["index"])
    if details["type"] == "version_by":
        return ("version_by",)
    if details["type"] == "union_tag_invalid":
        return (*path, "kind")
    return path[:1] + path[2:] if path[:1] == ("logic",) and path[1:2] != () else path


def _culprit(details: ErrorDetails) -> str:
    if details["type"] == "extra_forbidden":
        return str(details["loc"][-1])
    value = details["input"] if isinstance(details["input"], str) else ""
    return str(details.get("ctx", {}).get("field", value))


def _message(details: ErrorDetails) -> str:
    say = _SAY.get(details["type"])
    key = next((str(part) for part in reversed(details["loc"]) if isinstance(part, str)), "")
    facts = {"key": key, "value": details["input"], **details.get("ctx", {})}
    return say(details, facts) if say else _wrong_form(details, facts)


def _unknown_key(details: ErrorDetails, facts: dict[str, Any]) -> str:
    known = _known_keys([str(part) for part in details["loc"][:-1]])
    text = _('there is no key "{key}" here.', **facts)
    return f"{text} {nearest(facts['key'], known)}"


def _known_keys(way: list[str]) -> list[str]:
    model = next((_MODELS[part] for part in reversed(way) if part in _MODELS), schema.RuleFile)
    return [field.alias or name for name, field in model.model_fields.items()]


def nearest(word: str, known: list[str]) -> str:
    """Return a sentence that suggests what was meant; the whole list where nothing is near."""
    close = get_close_matches(word, known, n=1)
    if close:
        return _('Did you mean "{word}"?', word=close[0])
    return _("It may be: {words}.", words=", ".join(sorted(known)))


def _unknown_record(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    text = _('there is no record type "{record}".', **facts)
    return f"{text} {nearest(facts['record'], list(BY_NAME))}"


def _unknown_sheet(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    text = _('there are no records "{plural}".', **facts)
    return f"{text} {nearest(facts['plural'], list(BY_PLURAL))}"


def _unknown_field(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    text = _('"{record}" has no field "{field}".', **facts)
    return f"{text} {nearest(facts['field'], [each.name for each in BY_NAME[facts['record']].fields])}"


def _not_one_of(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    words = str(facts["expected"]).replace(" or ", ", ")
    return _('"{key}" cannot be "{value}". It may be: {words}.', **facts, words=words)


def _unknown_kind(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    facts = {"key": "kind", "value": facts["tag"], "words": facts["expected_tags"]}
    return _('"{key}" cannot be "{value}". It may be: {words}.', **facts)


def _wrong_form(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    return _('the value of "{key}" does not have the form that is needed here.', **facts)


def _plain(msgid: str) -> Say:
    """Say the sentence as it stands, with the facts put in (also a mark for translation)."""
    return lambda _details, facts: _(msgid, **facts)


_MUST_BE_DATE = _plain('"{key}" must be a date, written 2024-01-31 without quotes.')
_MUST_BE_YES_NO = _plain('"{key}" must be true or false.')
_MUST_BE_NUMBER = _plain('"{key}" must be a whole number.')

_SAY: Mapping[str, Say] = {
    "extra_forbidden": _unknown_key,
    "unknown_record": _unknown_record,
    "unknown_sheet": _unknown_sheet,
    "unknown_field": _unknown_field,
    "literal_error": _not_one_of,
    "enum": _not_one_of,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _plain('"kind" is missing under [logic].'),
    "missing": _plain('the key "{key}" is missing.'),
    "not_a_moment": _plain('"{name}" holds neither a date nor a time, so it cannot be used here.'),
    "not_a_period": _plain('"{text}" is not a period. Write it like "4 months", "24 hours" or "6 working_days".'),
    "wrong_value": _plain('"{value}" cannot stand in {field}. Dates and true/false stand without quotes, texts with.'),
    "unknown_word": _plain('{field} cannot be "{value}". It may be: {words}.'),
    "given_without": _plain('{name} stands in "without", so the list does not have it, but the example gives it.'),
    "version_by": _plain("for this kind of rule, version_by must be: {words}."),
    "overlap": _plain(
        "the version from {day} overlaps the one before it. "
        "Versions stand oldest first, and each lasts until the next begins."
    ),
    "no_period": _plain('the version has no period. Write for example within = "4 months".'),
    "no_logic": _plain("[logic] is missing. A rule that no list can answer names missing_columns instead."),
    "not_ready": _plain('a rule with missing_columns cannot be active. Write status = "draft".'),
    "no_question": _plain("a draft must say in open_question what has to be settled."),
    "no_end": _plain("a retired rule must say in retired_on since when."),
    "date_from_datetime_parsing": _MUST_BE_DATE,
    "date_type": _MUST_BE_DATE,
    "bool_type": _MUST_BE_YES_NO,
    "bool_parsing": _MUST_BE_YES_NO,
    "int_type": _MUST_BE_NUMBER,
    "int_parsing": _MUST_BE_NUMBER,
    "string_type": _plain('"{key}" must be a text in quotation marks.'),
    "tuple_type": _plain('"{key}" must be a list in square brackets.'),
    "string_pattern_mismatch": _plain('"{value}" is not written as "{key}" must be, see rules/README.md.'),
    "too_short": _plain('there must be at least one "{key}".'),
}
