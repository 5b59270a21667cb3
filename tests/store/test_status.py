"""What stands in the database is told at once, and without what only the other commands need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from auditkit import workflow

HEAVY = {"alembic", "pydantic", "jinja2", "xlsxwriter", "openpyxl", "rapidfuzz", "holidays", "auditkit.rules"}
ASKED = """
import sys
from auditkit.cli import run
assert run(sys.argv[1:]) == 0
print(*sys.modules)
"""


@pytest.mark.parametrize("command", [["status"], ["db", "status"]])
def test_status_loads_neither_rules_nor_lists_nor_reports(url, monkeypatch, command):
    monkeypatch.setenv("AUDITKIT_DB", url)
    done = subprocess.run([sys.executable, "-c", ASKED, *command], capture_output=True, text=True, check=True)
    *_said, loaded = done.stdout.splitlines()
    assert HEAVY & set(loaded.split()) == set()


def test_every_name_of_the_workflow_is_there():
    assert all(getattr(workflow, name) for name in workflow.__all__)
    with pytest.raises(AttributeError):
        workflow.nothing_of_that_name  # noqa: B018 - it is the asking that fails
