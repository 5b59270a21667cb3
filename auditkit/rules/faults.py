"""What is wrong with a rule file, told to its author: one line number and one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from auditkit.model import BY_NAME, BY_PLURAL
from auditkit.terms import translator

from . import schema
from .places import Path, line_of

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
_KINDS = ("deadline", "order", "presence", "recurrence", "count")
_SYNTAX_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def _syntax_advice(details: str) -> str:
    if "overwrite" in details or "twice" in details or "Duplicate" in details:
        return _("The same key stands twice. Delete one of them.")
    if "date" in details:
        return _("There is no such date. A date is written 2024-01-31, without quotes.")
    if "Illegal character" in details or "Unterminated" in details:
        return _("A text is not closed. Put a quotation mark at its end.")
    if "Invalid value" in details:
        return _("The value cannot be read. A text must stand in quotation marks.")
    if "Unclosed" in details:
        return _("A list is not closed. Look for a missing bracket or comma.")
    if "Expected '='" in details:
        return _("An equals sign is missing between the key and its value.")
    return _("The line cannot be read as TOML. Look for a missing sign here or just above.")


def syntax_fault(text: str, details: str) -> tuple[int, str]:
    """Return line and message of a text that is not TOML; ``details`` is what the reader said."""
    place = _SYNTAX_PLACE.search(details)
    line = int(place[1]) if place else len(text.splitlines())
    return line, _syntax_advice(details)


def validation_fault(text: str, error: ValidationError) -> tuple[int, str]:
    """Return line and message of the first fault in a file that is TOML but not a rule."""
    details = error.errors()[0]
    path = _path_in_text(details)
    culprit = str(details["input"]) if isinstance(details["input"], str) else ""
    return line_of(text, path, _culprit(details, culprit)), _message(details)


def _path_in_text(details: ErrorDetails) -> Path:
    """Return the place as the text knows it: pydantic puts the kind after ``logic``."""
    path = tuple(details["loc"])
    if "index" in details.get("ctx", {}):
        return ("version", details["ctx"]["index"])
    return path[:1] + path[2:] if path[:1] == ("logic",) and path[1:2] != () else path


def _culprit(details: ErrorDetails, value: str) -> str:
    if details["type"] == "extra_forbidden":
        return str(details["loc"][-1])
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
    return (
        f"{text} {nearest(facts['field'], [each.name for each in BY_NAME[facts['record']].fields])}"
    )


def _not_one_of(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    expected = str(facts.get("expected", facts.get("expected_tags", ""))).replace(" or ", ", ")
    return _(
        '"{key}" cannot be "{value}". It may be: {expected}.', **{**facts, "expected": expected}
    )


def _wrong_form(_details: ErrorDetails, facts: dict[str, Any]) -> str:
    return _('the value of "{key}" does not have the form that is needed here.', **facts)


def _plain(msgid: str) -> Any:
    return lambda _details, facts: _(msgid, **facts)


def _N(msgid: str) -> str:  # noqa: N802 - gettext's customary name for "to be translated later"
    return msgid


_SAY: Mapping[str, Any] = {
    "extra_forbidden": _unknown_key,
    "unknown_record": _unknown_record,
    "unknown_sheet": _unknown_sheet,
    "unknown_field": _unknown_field,
    "literal_error": _not_one_of,
    "enum": _not_one_of,
    "union_tag_invalid": _not_one_of,
    "union_tag_not_found": _plain(_N('"kind" is missing under [logic].')),
    "missing": _plain(_N('the key "{key}" is missing.')),
    "not_a_moment": _plain(
        _N('"{name}" holds neither a date nor a time, so it cannot be used here.')
    ),
    "not_a_period": _plain(
        _N(
            '"{text}" is not a period. Write it like "4 months", "24 hours", "7 days" or "6 working_days".'
        )
    ),
    "wrong_value": _plain(_N('"{value}" cannot stand in {field}. {expected}')),
    "overlap": _plain(
        _N(
            "the version from {day} overlaps the one before it. Versions stand oldest first, and one ends where the next begins."
        )
    ),
    "no_period": _plain(_N('the version has no period. Write for example within = "4 months".')),
    "no_logic": _plain(
        _N("[logic] is missing. A rule that no list can answer names missing_columns instead.")
    ),
    "not_ready": _plain(
        _N('a rule with missing_columns cannot be active. Write status = "draft".')
    ),
    "no_question": _plain(_N("a draft must say in open_question what has to be settled.")),
    "no_end": _plain(_N("a retired rule must say in retired_on since when.")),
    "date_from_datetime_parsing": _plain(
        _N('"{key}" must be a date, written 2024-01-31 without quotes.')
    ),
    "date_type": _plain(_N('"{key}" must be a date, written 2024-01-31 without quotes.')),
    "string_type": _plain(_N('"{key}" must be a text in quotation marks.')),
    "bool_type": _plain(_N('"{key}" must be true or false.')),
    "bool_parsing": _plain(_N('"{key}" must be true or false.')),
    "int_type": _plain(_N('"{key}" must be a whole number.')),
    "int_parsing": _plain(_N('"{key}" must be a whole number.')),
    "tuple_type": _plain(_N('"{key}" must be a list in square brackets.')),
    "string_pattern_mismatch": _plain(
        _N('"{value}" is not written as "{key}" must be, see rules/README.md.')
    ),
    "too_short": _plain(_N('there must be at least one "{key}".')),
}
