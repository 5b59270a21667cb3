from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = """\
id = "{id}"
title = "Titel"
theme = "Emne"
basis = "{basis}"
status = "active"
version_by = "trigger"
message = "Mangler."
remedy = "Gør noget."
why = "Derfor."
fulfilled_when = "Når det er sket."
exceptions = "Ingen."
needs = []
{extra}
[logic]
kind = "deadline"
trigger = "decision.decided_on"
fulfilled_by = ["plan.made_on"]
{logic}
[[version]]
from = 2024-01-01
law = "{law}"
within = "{within}"
citation = "§ 1"
url = ""
{tail}
"""


DEFAULTS = {"basis": "law", "law": "BL", "within": "3 months", "extra": "", "logic": "", "tail": ""}


def rule_text(rule_id: str = "NY", **parts: str) -> str:
    """The text of a small valid rule file, with what a test wants to be different."""
    return RULE.format(id=rule_id, **{**DEFAULTS, **parts})


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file below a rules folder and return its path."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file
