"""A rule file that is not as it must be is refused with file, line and a sentence that helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditkit.errors import RuleFileInvalid, UsageError
from auditkit.rules.loader import load_catalogue, load_rule

from .conftest import rule_text

Write = Callable[[str, str], Path]


def line_with(text: str, piece: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if piece in line)


FAULTS = {
    "an unknown key is told with the nearest one": (
        ('fulfilled_by = ["plan.made_on"]', 'fulfiled_by = ["plan.made_on"]'),
        "fulfiled_by",
        "»fulfilled_by«",
    ),
    "an unknown field is told with the nearest one": (
        ('"plan.made_on"', '"plan.mad_on"'),
        "plan.mad_on",
        "Mente du »made_on«?",
    ),
    "an unknown record type": (
        ('"decision.decided_on"', '"decison.decided_on"'),
        "decison",
        "Mente du »decision«?",
    ),
    "a trigger that holds no date": (
        ('"decision.decided_on"', '"decision.consent"'),
        "decision.consent",
        "hverken en dato",
    ),
    "a period that cannot be read": (('"3 months"', '"tre måneder"'), "tre måneder", "4 months"),
    "a kind that does not exist": (('"deadline"', '"frist"'), "kind =", "'recurrence'"),
    "a law that does not exist": (('"BL"', '"SL"'), "law =", "'SEL'"),
    "a text that is not closed": (('"Mangler."', '"Mangler.'), "message", "anførselstegn"),
    "a text without quotes": (('"Emne"', "Emne"), "theme", "anførselstegn"),
    "a date that does not exist": (("2024-01-01", "2024-02-30"), "from", "datoen findes ikke"),
    "a date that is a text": (("2024-01-01", '"snart"'), "from", "2024-01-31"),
    "a missing equals sign": (("theme = ", "theme "), "theme", "lighedstegn"),
    "an id in small letters": (('id = "NY"', 'id = "ny"'), "id =", "»ny«"),
    "a switch that is a word": (
        ('kind = "deadline"', 'kind = "deadline"\nended_early = "måske"'),
        "ended_early",
        "true eller false",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(fault: str, write: Write) -> None:
    (old, new), place, help_text = FAULTS[fault]
    text = rule_text().replace(old, new, 1)
    path = write("ny.toml", text)

    with pytest.raises(RuleFileInvalid) as refusal:
        load_rule(path)

    assert refusal.value.path == str(path)
    assert refusal.value.line == line_with(text, place)
    assert help_text in refusal.value.details


def test_a_key_that_stands_twice_is_told_where_it_stands_again(write: Write) -> None:
    text = rule_text().replace('theme = "Emne"', 'title = "Igen"')
    with pytest.raises(RuleFileInvalid, match="to gange") as refusal:
        load_rule(write("ny.toml", text))
    assert refusal.value.line == line_with(text, "Igen")


def test_a_missing_key_is_named(write: Write) -> None:
    path = write("ny.toml", rule_text().replace('title = "Titel"\n', ""))
    with pytest.raises(RuleFileInvalid, match="»title« mangler"):
        load_rule(path)


def test_a_key_missing_in_a_version_is_told_at_that_version(write: Write) -> None:
    text = rule_text(tail='\n[[version]]\nfrom = 2025-01-01\nlaw = "BL"\nwithin = "3 months"\nurl = ""')
    with pytest.raises(RuleFileInvalid, match="»citation« mangler") as refusal:
        load_rule(write("ny.toml", text))
    assert refusal.value.line == line_with(text, "from = 2025-01-01") - 1


def test_versions_that_overlap_are_told_at_the_later_one(write: Write) -> None:
    later = 'law = "BL"\nwithin = "3 months"\ncitation = "§ 2"\nurl = ""'
    text = rule_text(tail=f"\n[[version]]\nfrom = 2023-06-01\n{later}")
    with pytest.raises(RuleFileInvalid, match="overlapper") as refusal:
        load_rule(write("ny.toml", text))
    assert refusal.value.line == line_with(text, "2023-06-01") - 1


def test_a_version_that_begins_before_the_repeal_of_the_one_before_overlaps(write: Write) -> None:
    later = 'law = "BL"\nwithin = "3 months"\ncitation = "§ 2"\nurl = ""'
    text = rule_text(tail=f"repealed_on = 2026-01-01\n[[version]]\nfrom = 2025-06-01\n{later}")
    with pytest.raises(RuleFileInvalid, match="overlapper"):
        load_rule(write("ny.toml", text))


def test_a_gap_between_versions_is_allowed(write: Write) -> None:
    later = 'law = "BL"\nwithin = "3 months"\ncitation = "§ 2"\nurl = ""'
    text = rule_text(tail=f"repealed_on = 2025-01-01\n[[version]]\nfrom = 2025-06-01\n{later}")
    assert len(load_rule(write("ny.toml", text)).file.version) == 2


def test_a_deadline_without_a_period_is_refused(write: Write) -> None:
    text = rule_text().replace('within = "3 months"\n', "")
    with pytest.raises(RuleFileInvalid, match="mangler en frist"):
        load_rule(write("ny.toml", text))


def test_the_file_name_must_begin_with_the_id(write: Write) -> None:
    with pytest.raises(RuleFileInvalid, match="skal begynde med ny") as refusal:
        load_rule(write("gammel.toml", rule_text()))
    assert refusal.value.line == 1


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ny.toml"
    path.write_bytes(rule_text().replace("Emne", "Børn").encode("latin-1"))
    with pytest.raises(RuleFileInvalid, match="UTF-8"):
        load_rule(path)


def test_windows_line_ends_do_not_change_the_digest(tmp_path: Path, write: Write) -> None:
    unix = load_rule(write("ny.toml", rule_text()))
    (tmp_path / "ny.toml").write_bytes(rule_text().replace("\n", "\r\n").encode("utf-8-sig"))
    assert load_rule(tmp_path / "ny.toml").digest == unix.digest


def test_two_files_with_one_id_are_refused(write: Write) -> None:
    first = write("national/emne/ny-a.toml", rule_text())
    write("national/emne/ny-b.toml", rule_text())
    with pytest.raises(RuleFileInvalid, match=r"allerede brugt i national/emne/ny-a\.toml"):
        load_catalogue(first.parent.parent.parent)


def test_an_empty_folder_is_not_an_empty_catalogue(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ingen kravfiler"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize("code", ["101", "../x", "01O1", "10100"])
def test_a_municipality_code_has_four_digits(code: str) -> None:
    with pytest.raises(UsageError, match="kommunekode"):
        load_catalogue(kommune=code)


GIVEN = {
    "an unknown sheet": ("{ decision = [{ decided_on = 2024-01-01 }] }", "Mente du »decisions«?"),
    "an unknown field": ("{ decisions = [{ decidd_on = 2024-01-01 }] }", "Mente du »decided_on«?"),
    "a word no list has": ('{ decisions = [{ type = "påbud" }] }', "samvær"),
    "a date in quotes": ('{ decisions = [{ decided_on = "2024-01-01" }] }', "uden anførselstegn"),
}


@pytest.mark.parametrize("fault", GIVEN)
def test_an_example_is_checked_against_the_model(fault: str, write: Write) -> None:
    given, help_text = GIVEN[fault]
    example = f'[[example]]\nname = "E"\nas_of = 2024-06-01\ngiven = {given}\nexpect = []'
    text = rule_text(tail=example)
    with pytest.raises(RuleFileInvalid) as refusal:
        load_rule(write("ny.toml", text))
    assert refusal.value.line == line_with(text, "given =")
    assert help_text in refusal.value.details


def test_an_example_cannot_give_what_its_list_does_not_have(write: Write) -> None:
    example = (
        '[[example]]\nname = "E"\nas_of = 2024-06-01\nexpect = []\nwithout = ["plans"]\n'
        "given = { plans = [{ made_on = 2024-01-01 }] }"
    )
    with pytest.raises(RuleFileInvalid, match="plans står i »without«"):
        load_rule(write("ny.toml", rule_text(tail=example)))


def test_the_version_is_chosen_by_a_date_that_the_kind_has(write: Write) -> None:
    text = rule_text().replace('version_by = "trigger"', 'version_by = "reference"')
    with pytest.raises(RuleFileInvalid, match="skal version_by være: trigger, due") as refusal:
        load_rule(write("ny.toml", text))
    assert refusal.value.line == line_with(text, "version_by")


@pytest.mark.parametrize(
    ("old", "new", "help_text"),
    [
        ('status = "active"', 'status = "draft"', "open_question"),
        ('status = "active"', 'status = "retired"', "retired_on"),
        ("needs = []", 'needs = []\nmissing_columns = ["Dato for noget"]', 'status = "draft"'),
        ("needs = []", 'needs = "plan.type"', "kantede parenteser"),
        ("needs = []", "needs = []\nopen_question = 7", "tekst i anførselstegn"),
        ("[logic]", "[logic]\nneed = 7", "ikke den form"),
    ],
)
def test_what_a_rule_lacks_is_said(old: str, new: str, help_text: str, write: Write) -> None:
    with pytest.raises(RuleFileInvalid) as refusal:
        load_rule(write("ny.toml", rule_text().replace(old, new, 1)))
    assert help_text in refusal.value.details


def test_a_rule_without_logic_must_say_why(write: Write) -> None:
    text = rule_text()
    start, end = text.index("[logic]"), text.index("[[version]]")
    with pytest.raises(RuleFileInvalid, match=r"\[logic\] mangler"):
        load_rule(write("ny.toml", text[:start] + text[end:]))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleFileInvalid, match="kan ikke læses"):
        load_rule(tmp_path / "ny.toml")
    with pytest.raises(UsageError, match="findes ikke"):
        load_catalogue(extra=tmp_path / "ny.toml")


def test_where_nothing_is_near_all_words_are_told(write: Write) -> None:
    text = rule_text().replace('"decision.decided_on"', '"xyz.decided_on"')
    with pytest.raises(RuleFileInvalid, match="Mulighederne er: case, conversation, decision"):
        load_rule(write("ny.toml", text))
