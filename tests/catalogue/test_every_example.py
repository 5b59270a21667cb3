"""Every example of every rule, as one test each: ``BFU-4M: Dagen efter fristen er for sent``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from auditkit.evaluate import evaluate
from auditkit.rules.examples import check_example
from auditkit.rules.loader import load_catalogue
from auditkit.rules.pages import EXAMPLE_KOMMUNE

if TYPE_CHECKING:
    from auditkit.rules import Rule

CATALOGUE = load_catalogue(kommune=EXAMPLE_KOMMUNE)
EXAMPLES = [(rule, index) for rule in CATALOGUE.rules for index in range(len(rule.file.example))]
NAMES = [f"{rule.id}: {rule.file.example[index].name}" for rule, index in EXAMPLES]


@pytest.mark.parametrize(("rule", "index"), EXAMPLES, ids=NAMES)
def test_the_rule_says_what_its_example_expects(rule: Rule, index: int) -> None:
    failure = check_example(CATALOGUE, rule, index, evaluate)
    assert failure is None, f"{rule.path}, line {failure.line}: {'; '.join(failure.differences)}"
