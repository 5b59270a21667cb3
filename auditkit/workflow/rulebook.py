"""The catalogue, for the people who own the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.errors import ExamplesFailed
from auditkit.evaluate import evaluate
from auditkit.rules.examples import check_examples
from auditkit.rules.loader import load_catalogue
from auditkit.rules.render import render_rule

from .runs import UnknownRule

if TYPE_CHECKING:
    from pathlib import Path

    from auditkit.rules.rule import Catalogue


def catalogue(kommune: str | None = None, extra: Path | None = None) -> Catalogue:
    """Return all rules in force, drafts too; raises RuleFileInvalid."""
    return load_catalogue(kommune=kommune, extra=extra)


def rule_in_words(rule_id: str, kommune: str | None = None, extra: Path | None = None) -> str:
    """Return a rule as a page to read; raises UnknownRule."""
    rules = catalogue(kommune, extra)
    known = [rule.id for rule in rules.rules]
    if rule_id not in known:
        raise UnknownRule(rule_id, known)
    return render_rule(rules[rule_id])


def check_rules(kommune: str | None = None, extra: Path | None = None) -> None:
    """Read every rule file and run its examples; raises RuleFileInvalid and ExamplesFailed."""
    failures = check_examples(catalogue(kommune, extra), evaluate)
    if failures:
        raise ExamplesFailed(
            f"{each.path}, {each.line}: {each.rule_id}, »{each.name}«: {'; '.join(each.differences)}"
            for each in failures
        )


def rule_template(kind: str) -> str:
    """Return a rule file of a kind to fill in."""
    from auditkit.rules.templates import template

    return template(kind)
