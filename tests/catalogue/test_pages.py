"""A rule's page says what a lawyer asks for, in Danish."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from auditkit.rules.loader import load_catalogue, load_rule
from auditkit.rules.pages import EXAMPLE_KOMMUNE, write_pages
from auditkit.rules.places import find_places, line_of
from auditkit.rules.render import render_rule
from auditkit.rules.words import paragraphs_text, period_text
from auditkit.terms import LOCALE, use_language

from .conftest import rule_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from auditkit.rules import Rule

CATALOGUE = load_catalogue(kommune=EXAMPLE_KOMMUNE)


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("da")


def page(rule_id: str) -> str:
    return render_rule(CATALOGUE[rule_id])


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("24 hours", "24 timer"),
        ("1 days", "1 dag"),
        ("6 working_days", "6 hverdage"),
        ("4 months", "4 måneder"),
        ("-6 months", "6 måneder før"),
    ],
)
def test_periods_are_told_in_words(period: str, words: str) -> None:
    assert period_text(period) == words


def test_paragraphs_are_told_by_law() -> None:
    assert paragraphs_text(("SEL *", "BL 32", "BL 46")) == "SEL alle; BL §§ 32, 46"
    assert paragraphs_text(("52", "52 a")) == "§§ 52, 52 a"
    assert paragraphs_text(("BL 47",)) == "BL § 47"
    assert paragraphs_text(()) == ""


def test_a_page_tells_the_law_by_date() -> None:
    assert "| 01-01-2011 | 31-12-2023 | serviceloven | [Serviceloven § 50, stk. 7](" in page("BFU-4M")
    assert "| 01-01-2024 |  | barnets lov | [Barnets lov § 20, stk. 3](" in page("BFU-4M")


def test_a_page_tells_when_nobody_has_read_the_law() -> None:
    assert "| ikke efterset |" in page("AFG-BFU")


@pytest.mark.parametrize(
    ("rule_id", "line"),
    [
        ("BFU-4M", "- Kommunen blev opmærksom: Undersøgelser: Opmærksom eller Underretninger: Modtaget"),
        ("BFU-4M", "- Vises for sig, men opfylder ikke kravet: Undersøgelser: Foreløbig vurdering"),
        ("UND-24T", "- Gælder, også når sagen lukkes før fristen"),
        ("UND-KVIT", "- Ikke relevant, når: Underretninger: Underretter = anonym eller egen forvaltning"),
        ("UND-GENV", "- Skal også være ja: Underretninger: Ny deltager"),
        ("UND-GENV", "- Indsatser"),
        ("BP", "- Kun børn under 16 år på dagen"),
        ("BP", "- Behovet fremgår af: Afgørelser: Planbehov (ved BL § 32)"),
        ("BP", "- Sager: Fødselsdato eller Sager: Termin"),
        ("UP", "- Fødselsdag: det fyldte 16. år"),
        ("AFG-SAMT", "- En begrundet undladelse kan være lovlig"),
        ("AFG-SAMT", "- Afgørelser: Paragraf (serviceloven)"),
        ("AFG-BFU", "- Det, der opfylder kravet, tæller fra: 24 måneder før"),
        ("OPF-PLAN", "- Kun den første fra 01-01-2024"),
        ("TILSYN", "- Antal: 2 gange i hver periode på 12 måneder"),
        ("TILSYN", "- Tæller kun, når: Tilsynsbesøg: På anbringelsesstedet = ja (også når feltet er tomt)"),
        ("GENB", "- Ingen liste har dette endnu: Dato for udvalgets nye afgørelse"),
    ],
)
def test_a_page_tells_what_is_computed_and_needed(rule_id: str, line: str) -> None:
    assert line in page(rule_id).splitlines()


def test_a_draft_begins_with_what_is_open() -> None:
    lines = page("GENB").splitlines()
    assert lines[4] == "## Det, der endnu er åbent"


def test_an_example_is_told_as_a_small_case(write_rule: Rule) -> None:
    text = render_rule(write_rule)
    assert "- Afgørelser: Dato 02-01-2024, Akut nej" in text
    assert "- Underretninger: Modtaget 03-01-2024 12:30" in text
    assert "- Afgørelser: Dato (kan ikke læses)" in text
    assert "- Ikke i listen: Planer" in text
    assert "- Ikke i listen: Samtaler: Dato" in text
    assert "- Opgjort pr. 01-06-2024" in text
    assert "- **ingen pligt**" in text


def test_what_an_example_expects_is_told(write_rule: Rule) -> None:
    assert "- **ikke overholdt, frist 02-04-2024, § 1**" in render_rule(write_rule)


@pytest.fixture
def write_rule(tmp_path: Path) -> Rule:
    tail = """
[[example]]
name = "Ingen"
as_of = 2024-06-01
without = ["plans", "conversation.held_on"]
expect = []
[example.given]
decisions = [{ decided_on = 2024-01-02, urgent = false }, { decided_on = "?" }]
notifications = [{ received_at = 2024-01-03T12:30:00 }]

[[example]]
name = "En"
as_of = 2024-06-01
given = {}
expect = [{ outcome = "missed", due = 2024-04-02, citation = "§ 1" }]
"""
    path = tmp_path / "ny.toml"
    path.write_text(rule_text(tail=tail), encoding="utf-8")
    return load_rule(path)


@pytest.mark.usefixtures("english")
def test_a_page_can_be_had_in_english() -> None:
    assert "## The law by date" in page("BFU-4M")
    assert "- Fulfilled by: " in page("BFU-4M")


def test_every_text_of_the_room_is_translated() -> None:
    keywords = {"_": None, "later": None, "_plain": None}
    found = extract_from_dir(LOCALE.parent / "rules", keywords=keywords)
    texts = {message for _file, _line, message, _comments, _context in found}
    with (LOCALE / "da" / "LC_MESSAGES" / "rules.po").open("rb") as file:
        translated = {message.id for message in read_po(file) if message.id and message.string}
    assert texts == translated


def test_a_page_of_a_rule_that_is_no_more_is_removed(tmp_path: Path) -> None:
    (tmp_path / "gammel.md").write_text("# Gammel", encoding="utf-8")
    write_pages(tmp_path)
    assert not (tmp_path / "gammel.md").exists()
    assert (tmp_path / "for-stoet.md").exists()


TEXT = '''\
id = "A"  # [not] a header
why = """
[version]
from = 1
"""
list = [
  ["a"],
  { b = "]" },
]
[logic]
kind = """on one line"""
[logic.need]
field = 'x = ['
[[version]]
from = 1
[[version]]
from = 2
[version.more]
key = 3
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 1),
        (("why",), 2),
        (("list",), 6),
        (("logic", "kind"), 11),
        (("logic", "need", "field"), 13),
        (("version", 0, "from"), 15),
        (("version", 1), 16),
        (("version", 1, "from"), 17),
        (("version", 1, "more", "key"), 19),
        (("version", 1, "nothing", "such"), 16),
        (("nothing",), 1),
    ],
)
def test_every_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


def test_what_stands_inside_a_text_or_a_list_is_no_key() -> None:
    assert ("version", "from") not in find_places(TEXT)
    assert ("a",) not in find_places(TEXT)


def test_the_line_of_a_long_value_is_the_one_with_the_culprit() -> None:
    assert line_of(TEXT, ("list",), '"a"') == 7


@pytest.mark.parametrize("rule", CATALOGUE.rules, ids=[rule.id for rule in CATALOGUE.rules])
def test_every_place_that_is_found_in_a_rule_file_is_in_the_document(rule: Rule) -> None:
    document = tomllib.loads(rule.text)
    places = find_places(rule.text)
    assert {path[0] for path in places} == set(document)
    for path in places:
        value: Any = document
        for step in path:
            value = value[step]
