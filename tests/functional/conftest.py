"""Runs the command line in this process, with a database and a key of the test's own."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from auditkit.cli import run
from auditkit.report.writer import write_lists
from auditkit.terms import use_language
from tests.support.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder that everything is written in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.setenv("AUDITKIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("LANGUAGE", "da")
    yield tmp_path
    use_language("da")  # a command may have been asked for English


@pytest.fixture
def auditkit(home, capsys):
    """Run a command and return its exit code and what it wrote."""

    def call(*arguments: object) -> Answer:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        return Answer(code, *capsys.readouterr())

    return call


@pytest.fixture
def a_list(home):
    """Write a list and return its path: sheet name → rows."""

    def write(name: str, **sheets: list[list[object]]):
        write_lists(home / name, sheets)
        return home / name

    return write
