"""A municipality's own rules: beside the national ones, never looser where they say they are stricter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from auditkit.errors import RuleFileInvalid
from auditkit.evaluate import evaluate
from auditkit.rules.examples import check_examples
from auditkit.rules.loader import load_catalogue, rules_folder

from .conftest import rule_text

if TYPE_CHECKING:
    from auditkit.rules import Catalogue

Write = Callable[[str, str], Path]


def shelf(write: Write, local: str, national: str | None = None, code: str = "0000") -> Catalogue:
    """A catalogue with one national rule, NY, and one local one."""
    folder = write("national/emne/ny.toml", national or rule_text()).parent.parent.parent
    write(f"local/{code}/0000-ny.toml", local)
    return load_catalogue(folder, kommune=code)


def local_text(**parts: str) -> str:
    return rule_text("0000-NY", basis="local", law="local", **parts)


def tightening(**parts: str) -> str:
    return local_text(extra='tightens = "NY"', **parts)


def of_moments(text: str) -> str:
    """The same rule between two moments, which can be judged in hours."""
    text = text.replace("decision.decided_on", "notification.received_at")
    return text.replace('["plan.made_on"]', '["notification.assessed_at"]\nended_early = false')


def test_a_local_rule_stands_beside_the_national_one(write: Write) -> None:
    catalogue = shelf(write, local_text())
    assert [rule.id for rule in catalogue.rules] == ["0000-NY", "NY"]


def test_another_municipality_does_not_see_it(write: Write) -> None:
    shelf(write, local_text())
    folder = write("national/emne/ny.toml", rule_text()).parent.parent.parent
    assert [rule.id for rule in load_catalogue(folder, kommune="0001").rules] == ["NY"]


def test_further_rules_can_come_from_elsewhere(write: Write) -> None:
    folder = write("a/national/emne/ny.toml", rule_text()).parent.parent.parent
    extra = write("b/0000-ny.toml", local_text())
    assert len(load_catalogue(folder, extra=extra).rules) == 2
    assert len(load_catalogue(folder, extra=extra.parent).rules) == 2


def test_a_file_of_the_shelf_can_be_named_again(write: Write) -> None:
    path = write("national/emne/ny.toml", rule_text())
    folder = path.parent.parent.parent
    assert len(load_catalogue(folder, extra=path).rules) == 1


def test_the_whole_shelf_can_be_named() -> None:
    folder = rules_folder()
    everything = load_catalogue(folder, extra=folder)
    assert len(everything.rules) == len(load_catalogue(kommune="0000").rules)


@pytest.mark.parametrize("within", ["3 months", "2 months", "84 days", "12 working_days"])
def test_a_period_that_is_never_longer_tightens(within: str, write: Write) -> None:
    assert shelf(write, tightening(within=within))["0000-NY"].file.tightens == "NY"


@pytest.mark.parametrize("within", ["4 months", "85 days", "60 working_days"])
def test_a_period_that_can_be_longer_does_not_tighten(within: str, write: Write) -> None:
    local = tightening(within=within)
    with pytest.raises(RuleFileInvalid, match="kan blive længere") as refusal:
        shelf(write, local)
    line = local.splitlines().index('tightens = "NY"') + 1
    assert refusal.value.line == line


@pytest.mark.parametrize(("within", "fits"), [("12 hours", True), ("1 days", False), ("25 hours", False)])
def test_hours_are_tightened_by_hours_only(within: str, fits: bool, write: Write) -> None:
    national, local = (of_moments(text) for text in (rule_text(within="24 hours"), tightening(within=within)))
    if fits:
        assert shelf(write, local, national)["0000-NY"].file.tightens
    else:
        with pytest.raises(RuleFileInvalid, match="kan blive længere"):
            shelf(write, local, national)


@pytest.mark.parametrize(("within", "fits"), [("-7 months", True), ("-5 months", False), ("-170 days", False)])
def test_a_deadline_before_a_day_is_tightened_by_an_earlier_one(within: str, fits: bool, write: Write) -> None:
    national = rule_text(within="-6 months")
    if fits:
        assert shelf(write, tightening(within=within), national)["0000-NY"].file.tightens
    else:
        with pytest.raises(RuleFileInvalid, match="kan blive længere"):
            shelf(write, tightening(within=within), national)


def test_a_looser_period_counts_only_while_both_versions_are_in_force(write: Write) -> None:
    later = (
        'repealed_on = 2025-01-01\n[[version]]\nfrom = 2025-01-01\nlaw = "BL"\nwithin = "6 months"\n'
        'citation = "§ 1"\nurl = ""'
    )
    local = tightening(within="5 months").replace("from = 2024-01-01", "from = 2025-01-01")
    assert shelf(write, local, rule_text(tail=later))["0000-NY"].file.tightens == "NY"


@pytest.mark.parametrize(
    ("old", "new", "help_text"),
    [
        ('"decision.decided_on"', '"measure.started_on"', "samme trigger"),
        ('["plan.made_on"]', '["plan.made_on", "plan.revised_on"]', "opfyldes af mere"),
        ('kind = "deadline"', 'kind = "presence"', "samme kind"),
    ],
)
def test_a_tightening_asks_for_the_same_and_no_less(old: str, new: str, help_text: str, write: Write) -> None:
    with pytest.raises(RuleFileInvalid, match=help_text):
        shelf(write, tightening().replace(old, new))


def test_a_tightening_keeps_what_the_law_asks_of_the_evidence(write: Write) -> None:
    only = 'evidence_only = [{ field = "plan.type", values = ["ungeplan"] }]'
    with pytest.raises(RuleFileInvalid, match="mindre krav"):
        shelf(write, tightening(), rule_text(logic=only))


def test_no_fixed_period_tightens_a_date_that_each_case_sets(write: Write) -> None:
    def again(text: str) -> str:
        text = text.replace("decision.decided_on", "follow_up.held_on").replace("plan.made_on", "follow_up.held_on")
        return text.replace('"deadline"', '"recurrence"').replace('by = "trigger"', 'by = "outgoing_due"')

    national = again(rule_text()).replace('law = "BL"', 'law = "BL"\ndue_by = "follow_up.next_on"')
    with pytest.raises(RuleFileInvalid, match="selvstændigt krav"):
        shelf(write, again(tightening(within="1 months")), national)


def test_fewer_visits_do_not_tighten(write: Write) -> None:
    def count(text: str, times: int) -> str:
        counting = f'kind = "count"\nevery = "12 months"\ntimes = {times}'
        text = text.replace("decision.decided_on", "measure.started_on").replace("plan.made_on", "visit.visited_on")
        text = text.replace('within = "3 months"', "")
        return text.replace('kind = "deadline"', counting).replace('by = "trigger"', 'by = "due"')

    with pytest.raises(RuleFileInvalid, match="færre"):
        shelf(write, count(tightening(), 1), count(rule_text(), 2))


@pytest.mark.parametrize("key", ["tightens", "exempts"])
def test_a_rule_that_does_not_exist_cannot_be_built_on(key: str, write: Write) -> None:
    with pytest.raises(RuleFileInvalid, match=r"intet krav NYT\. Mente du »NY«"):
        shelf(write, local_text(extra=f'{key} = "NYT"'))


def test_an_exemption_needs_no_logic(write: Write) -> None:
    text = local_text(extra='exempts = "NY"')
    start, end = text.index("[logic]"), text.index("[[version]]")
    catalogue = shelf(write, text[:start] + text[end:])
    assert catalogue["0000-NY"].file.exempts == "NY"


EXEMPTION = """
[[example]]
name = "En afgørelse i fritagelsens tid giver ingen pligt"
as_of = 2024-12-01
given = { decisions = [{ decision_id = "A1", decided_on = 2024-05-01 }] }
expect = [{ record = "A1", outcome = "not_applicable", reason = "exempt" }]

[[example]]
name = "En afgørelse efter fritagelsen giver den igen"
as_of = 2025-12-01
given = { decisions = [{ decision_id = "A1", decided_on = 2025-05-01 }] }
expect = [{ record = "A1", outcome = "missed" }]
"""


def test_an_exempted_duty_does_not_apply_while_the_exemption_lasts(write: Write) -> None:
    text = local_text(extra='exempts = "NY"', tail=f"repealed_on = 2025-01-01\n{EXEMPTION}")
    start, end = text.index("[logic]"), text.index("[[version]]")
    catalogue = shelf(write, text[:start] + text[end:])
    assert check_examples(catalogue, evaluate) == []


@pytest.mark.parametrize(
    ("text", "help_text"),
    [
        (rule_text("0000-NY"), 'basis = "local"'),
        (rule_text("0000-NY", basis="guidance"), 'basis = "local"'),
    ],
)
def test_a_local_id_is_of_local_basis(text: str, help_text: str, write: Write) -> None:
    with pytest.raises(RuleFileInvalid, match=help_text):
        shelf(write, text)


@pytest.mark.parametrize(
    "text", [rule_text(basis="local"), rule_text(extra='tightens = "X"'), rule_text(extra='exempts = "X"')]
)
def test_a_national_rule_does_nothing_local(text: str, write: Write) -> None:
    with pytest.raises(RuleFileInvalid, match="begynder med kommunekoden"):
        shelf(write, local_text(), national=text)


def test_a_local_rule_stands_in_its_own_municipality(write: Write) -> None:
    with pytest.raises(RuleFileInvalid, match="begynde med 0001-"):
        shelf(write, local_text(), code="0001")


def test_what_has_no_logic_cannot_be_tightened(write: Write) -> None:
    national = rule_text().replace('status = "active"', 'status = "draft"\nopen_question = "Hvad?"')
    national = national.replace("needs = []", 'needs = []\nmissing_columns = ["Dato"]')
    start, end = national.index("[logic]"), national.index("[[version]]")
    with pytest.raises(RuleFileInvalid, match=r"skal have \[logic\]"):
        shelf(write, tightening(), national[:start] + national[end:])
