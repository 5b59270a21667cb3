"""The page of readings covers what is judged: every active rule, every paragraph, every section the code names."""

import re
from pathlib import Path

import pytest

from auditkit.rules.loader import load_catalogue

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "laesninger.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-Z0-9]+-?[A-Z0-9]*) (\|.*)$", TEXT, re.MULTILINE))
ACTIVE = [rule for rule in load_catalogue().rules if rule.file.status == "active"]


@pytest.mark.parametrize("rule", ACTIVE, ids=lambda rule: rule.id)
def test_every_active_rule_has_a_row_with_its_paragraphs(rule):
    wanted = {
        re.sub("^[A-Z]+ ", "", text) for version in rule.file.version for text in version.paragraphs if "*" not in text
    }
    row = ROWS[rule.id]
    referred = "".join(ROWS[other] for other in re.findall(r"som i ([A-Z0-9-]+)", row))
    assert wanted <= set(re.findall(r"\d+(?: [a-z]\b)?", row + referred))


def test_the_sections_that_the_code_names_are_there():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "auditkit").rglob("*.py"))
    named = set(re.findall(r"[Rr]eadings, (G\d+)", code))
    assert {"G1", "G7", "G8"} <= named
    assert named <= set(re.findall(r"^### (G\d+) ", TEXT, re.MULTILINE))
