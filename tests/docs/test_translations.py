"""Every text that a person reads is there in Danish."""

import ast
import gettext
import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from auditkit.cli import output
from auditkit.terms import LOCALE

PACKAGE = LOCALE.parent
DANISH = LOCALE / "da/LC_MESSAGES"
ROOM = re.compile(r'^_ = translator\("(\w+)"\)$', re.MULTILINE)
SPOKEN = ("msgid", "help")  # keywords that hold a msgid in the command line
FACT = re.compile(r"\{(\w+)\}")


def words(mo: bytes) -> dict[str, str]:
    return {msgid: text for msgid, text in gettext.GNUTranslations(io.BytesIO(mo))._catalog.items() if msgid}  # noqa: SLF001


def literals(call: ast.Call, *, keywords: bool) -> list[ast.expr]:
    named = [each.value for each in call.keywords if keywords and each.arg in SPOKEN]
    asked = call.args[:1] if isinstance(call.func, ast.Name) and call.func.id == "_" else []
    return [*asked, *named]


def texts_of(path: Path, *, keywords: bool) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    found = [each for call in calls for each in literals(call, keywords=keywords)]
    return {each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def texts_by_room() -> dict[str, set[str]]:
    rooms: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room = ROOM.search(path.read_text(encoding="utf-8"))
        name = "cli" if path.parent.name == "cli" else room and room[1]
        if name:
            rooms.setdefault(name, set()).update(texts_of(path, keywords=name == "cli"))
    return rooms


@pytest.mark.parametrize("room", sorted(texts_by_room()))
def test_every_text_of_a_room_has_a_danish_one_with_the_same_facts(room):
    danish = words((DANISH / f"{room}.mo").read_bytes())
    for text in texts_by_room()[room]:
        assert danish.get(text), text
        assert set(FACT.findall(text)) >= set(FACT.findall(danish[text])), text


@pytest.mark.parametrize("po", sorted(LOCALE.rglob("*.po")), ids=lambda po: po.stem)
def test_the_compiled_words_are_current(po):
    with po.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    fresh = io.BytesIO()
    write_mo(fresh, catalogue)
    assert words(fresh.getvalue()) == words(po.with_suffix(".mo").read_bytes()), "kør make messages"


def test_every_column_of_an_answer_has_a_danish_header():
    from auditkit.cli import deadlines, diff, obligations, rules, runs
    from auditkit.compliance import FIGURES, GROUPS, MORE_FIGURES

    danish = words((DANISH / "cli.mo").read_bytes())
    answers = (deadlines.COLUMNS, diff.COLUMNS, obligations.COLUMNS, rules._COLUMNS, GROUPS, FIGURES, MORE_FIGURES)  # noqa: SLF001
    answers += (runs.COLUMNS, runs.SOURCE_COLUMNS)
    for columns in answers:
        for name in columns:
            assert f"column:{name}" in danish, name
    assert output.table(["rule"], [{"rule": "BFU-4M"}]).startswith("Krav")
