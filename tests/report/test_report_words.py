"""Every text has Danish words, and every code has English ones too."""

import ast
import gettext
from pathlib import Path
from string import Formatter

import pytest

import auditkit
from auditkit.model import OUTCOME_OF, RECORD_TYPES, Outcome, Reason
from auditkit.report.missing import _SENTENCES
from auditkit.report.rules_seen import SECTIONS
from auditkit.terms import LOCALE, outcome_label, use_language

CODE = Path(auditkit.__file__).parent
ROOM = [path for path in (CODE / "report").rglob("*.py") if '_ = translator("report")' in path.read_text("utf-8")]
UNITS = ("hour", "hours", "day", "days", "working_day", "working_days", "month", "months")
CODES = [
    *(f"section:{section}" for section in SECTIONS),
    *(f"status:{status}" for status in ("active", "draft", "retired")),
    *(f"unit:{unit}" for unit in UNITS),
    *(f"name:{name}" for name in ("kvartal", "kvartal_fra", "kvartal_til", "kvartal_før", "kvartal_året_før")),
    *(f"meaning:{outcome}" for outcome in Outcome),
    *(f"colour:{colour}" for colour in ("green", "yellow", "red")),
    *_SENTENCES.values(),
]
TERMS = [
    *(f"outcome:{outcome}" for outcome in Outcome),
    *(f"reason:{reason}" for reason in Reason),
    *(f"law:{law}" for law in ("SEL", "BL", "local")),
    *(f"basis:{basis}" for basis in ("law", "guidance", "local")),
    *(f"sheet:{each.plural}" for each in RECORD_TYPES),
    *(f"field:{each.name}.{field.name}" for each in RECORD_TYPES for field in each.fields),
]


def words(room, language):
    return gettext.translation(room, LOCALE, [language])._catalog


def sentences():
    calls = (node for file in ROOM for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "_" and isinstance(call.args[0], ast.Constant)
    }


def places(text):
    return {name for _text, name, _form, _conversion in Formatter().parse(text) if name}


def test_every_sentence_has_danish_words_with_the_same_facts():
    danish = words("report", "da")
    found = sentences()
    assert len(found) > 100
    assert [text for text in found if not danish.get(text)] == []
    assert [text for text in found if places(text) != places(danish[text])] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_code_has_words(language):
    assert [code for code in CODES if not words("report", language).get(code)] == []
    assert [code for code in TERMS if not words("terms", language).get(code)] == []


def test_no_words_stand_for_codes_that_are_gone():
    assert set(words("terms", "da")) - {""} == set(TERMS)
    assert set(words("report", "da")) - {""} == sentences() | set(CODES)


def test_every_reason_that_nothing_can_be_determined_says_what_is_missing():
    undeterminable = {reason for reason, outcome in OUTCOME_OF.items() if outcome is Outcome.UNDETERMINABLE}
    assert set(_SENTENCES) == undeterminable


def test_outcomes_are_said_in_both_languages():
    try:
        assert outcome_label("missed") == "ikke overholdt"
        use_language("en")
        assert outcome_label("missed") == "not met"
    finally:
        use_language("da")
