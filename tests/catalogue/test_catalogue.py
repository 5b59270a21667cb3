"""What every file on the shelf must have. Loading the catalogue already checks schema, ids and file names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from auditkit.errors import UsageError
from auditkit.rules.checks import file_stem
from auditkit.rules.loader import load_catalogue, load_rule, rules_folder
from auditkit.rules.pages import EXAMPLE_KOMMUNE, pages
from auditkit.rules.schema import DeadlineLogic, RecurrenceLogic
from auditkit.rules.schema_file import schema_text
from auditkit.rules.templates import template, template_kinds

if TYPE_CHECKING:
    from pathlib import Path

    from auditkit.rules import Rule

CATALOGUE = load_catalogue(kommune=EXAMPLE_KOMMUNE)
NATIONAL = [rule for rule in CATALOGUE.rules if rule.file.basis != "local"]
ACTIVE = [rule for rule in CATALOGUE.active() if rule.file.basis == "law"]
DOCS = rules_folder().parent / "docs" / "krav"

TIER_1 = """
UND-24T UND-KVIT UND-ORI UND-GENV UND-SAMT SCR BFU-4M BFU-FV BFU-SAMT AFG-SAMT AFG-BFU HP HP-AKUT BP-STIL BP UP
OPF-1 OPF-N OPF-PLAN TILSYN HJEM-AFG HJEM-PLAN UNG-6M UNG-PLAN OVG-16 GENB AKUT-24 AKUT-7 AKUT-1M BFU-2M
FOR-STØT FOR-PLAN MKU BHUS
""".split()  # noqa: SIM905 - read as a sentence, not as a column
COUNTED = """
UND-24T UND-KVIT UND-GENV BFU-4M BFU-SAMT AFG-SAMT AFG-BFU HP HP-AKUT BP-STIL BP UP OPF-1 OPF-N OPF-PLAN TILSYN UNG-6M
""".split()  # noqa: SIM905 - the same


def ids(rules: list[Rule]) -> list[str]:
    return [rule.id for rule in rules]


DATED = [rule for rule in ACTIVE if isinstance(rule.file.logic, DeadlineLogic | RecurrenceLogic)]
each_rule = pytest.mark.parametrize("rule", CATALOGUE.rules, ids=ids(list(CATALOGUE.rules)))
each_active = pytest.mark.parametrize("rule", ACTIVE, ids=ids(ACTIVE))


def test_every_requirement_of_the_fact_sheet_is_on_the_shelf() -> None:
    assert sorted(ids(NATIONAL)) == sorted(TIER_1)


def test_exactly_these_count() -> None:
    assert sorted(ids(ACTIVE)) == sorted(COUNTED)


def test_rules_come_ordered_by_id() -> None:
    assert ids(list(CATALOGUE.rules)) == sorted(ids(list(CATALOGUE.rules)))


def test_a_municipality_adds_its_own_rules_and_hides_none() -> None:
    assert set(ids(list(load_catalogue().rules))) == set(TIER_1)
    assert "0000-OPF-N" in ids(list(CATALOGUE.rules))
    assert CATALOGUE["0000-OPF-N"].file.basis == "local"


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="BFU-5M"):
        CATALOGUE["BFU-5M"]


@each_rule
def test_every_version_has_its_citation_and_official_address(rule: Rule) -> None:
    for version in rule.file.version:
        assert version.citation
        if version.law != "local":
            assert version.url.startswith("https://www.retsinformation.dk/eli/lta/")
        if version.checked:
            assert version.checked <= date(2100, 1, 1)


@each_rule
def test_the_two_laws_meet_at_new_year_2024(rule: Rule) -> None:
    for version in rule.file.version:
        if version.law == "BL":
            assert version.from_ >= date(2024, 1, 1)
        if version.law == "SEL":
            following = [other.from_ for other in rule.file.version if other.from_ > version.from_]
            assert version.repealed_on == date(2024, 1, 1) or date(2024, 1, 1) in following


@each_rule
def test_every_text_says_something(rule: Rule) -> None:
    file = rule.file
    for text in (file.title, file.theme, file.message, file.remedy, file.why, file.exceptions):
        assert text.strip()
    assert file.basis == "local" or "Sikkerhed:" in file.why, "say how sure we are"


@each_rule
def test_a_draft_says_what_is_open_and_no_other_rule_does(rule: Rule) -> None:
    assert bool(rule.file.open_question) == (rule.file.status == "draft")


@each_rule
def test_a_rule_file_without_its_examples_fits_on_two_screens(rule: Rule) -> None:
    assert len(rule.text.split("[[example]]")[0].splitlines()) <= 85


@each_rule
def test_a_rule_stands_in_the_folder_that_the_file_says(rule: Rule) -> None:
    path = rules_folder() / rule.path
    assert path.read_text(encoding="utf-8") == rule.text
    assert path.name.startswith(file_stem(rule.id))
    assert path.name.isascii()


REASONS_PER_KIND = {
    "deadline": ["late", "overdue", "not_yet_due", "evidence_unreadable", "not_in_list"],
    "order": ["missing", "after", "evidence_unreadable", "not_in_list"],
    "presence": ["missing", "not_in_list"],
    "recurrence": ["late", "overdue", "not_yet_due", "not_in_list", "ended_before_due"],
    "count": ["no_visit", "one_visit", "not_yet_due", "not_in_list", "ended_before_due"],
}


@each_active
def test_the_examples_show_what_the_kind_can_say(rule: Rule) -> None:
    assert rule.file.logic is not None
    expected = [each for example in rule.file.example for each in example.expect]
    reasons = {str(each.reason) for each in expected if each.reason}
    assert set(REASONS_PER_KIND[rule.file.logic.kind]) <= reasons
    assert {"met", "missed", "undeterminable"} <= {str(each.outcome) for each in expected}


@each_active
def test_the_examples_show_both_laws_where_there_are_two(rule: Rule) -> None:
    expected = [each for example in rule.file.example for each in example.expect]
    assert {version.law for version in rule.file.version} <= {each.law for each in expected}


@each_active
def test_some_example_gives_two_duties_in_one_case(rule: Rule) -> None:
    assert any(len(example.expect) > 1 for example in rule.file.example)


@pytest.mark.parametrize("rule", DATED, ids=ids(DATED))
def test_an_example_of_a_deadline_is_fulfilled_on_its_last_day(rule: Rule) -> None:
    expected = [each for example in rule.file.example for each in example.expect]
    assert any(each.due and each.due == each.fulfilled for each in expected)


@each_active
def test_what_the_logic_provides_for_has_an_example(rule: Rule) -> None:
    logic = rule.file.logic
    reasons = {str(each.reason) for example in rule.file.example for each in example.expect if each.reason}
    if getattr(logic, "interim", None):
        assert {"late_with_interim", "overdue_with_interim"} <= reasons
    if getattr(logic, "omission", False):
        assert {"omitted_lawfully", "omitted_without_reason"} <= reasons
    if getattr(logic, "unborn", False):
        assert "unborn" in reasons
    if getattr(logic, "need", None):
        assert "need_not_assessed" in reasons
    if getattr(logic, "not_applicable", None):
        assert "no_reachable_notifier" in reasons


@each_rule
def test_no_two_examples_of_a_rule_have_one_name(rule: Rule) -> None:
    names = [example.name for example in rule.file.example]
    assert len(set(names)) == len(names)


def test_the_committed_schema_is_current() -> None:
    committed = rules_folder() / "schema" / "rule.schema.json"
    assert committed.read_text(encoding="utf-8") == schema_text(), "run: python -m auditkit.rules.schema_file"


def test_the_committed_pages_are_current() -> None:
    committed = {page.name: page.read_text(encoding="utf-8") for page in DOCS.glob("*.md")}
    assert committed == pages(CATALOGUE), "run: python -m auditkit.rules.pages"


@pytest.mark.parametrize("kind", template_kinds())
def test_every_template_is_a_valid_draft(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "0000-nyt-krav.toml"
    path.write_text(template(kind), encoding="utf-8")
    assert load_rule(path).file.status == "draft"


def test_there_is_a_template_for_each_kind_and_for_an_exemption() -> None:
    assert template_kinds() == ["count", "deadline", "exempt", "order", "presence", "recurrence"]


def test_a_template_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(UsageError, match="Mente du »deadline«"):
        template("deadlin")
