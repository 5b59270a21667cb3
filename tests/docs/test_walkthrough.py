"""The walk from a percentage back to a cell is true: its lines are printed, and its cells hold what it says."""

import re
import shlex
from pathlib import Path

import openpyxl
import pytest

from auditkit.cli import run

PAGE = Path(__file__).parents[2] / "docs" / "eksempel-paa-gennemgang.md"
TEXT = PAGE.read_text(encoding="utf-8")
SHOWN = re.findall(r"```sh\nauditkit (.*?)\n```\n\n```text\n(.*?)\n```", TEXT, re.DOTALL)
CELLS = re.findall(r"^\| (\w+), ([A-Z]+)(\d+) \| ([^|]+) \| ([^|]+) \|", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "--out", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(("command", "lines"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_the_page_shows_is_what_the_command_prints(demo, capsys, monkeypatch, command, lines):
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{demo}/fiktiv-kommune.sqlite3")
    capsys.readouterr()
    assert run(shlex.split(command)) == 0
    printed = iter([line.rstrip() for line in capsys.readouterr().out.splitlines()])
    for line in lines.splitlines():
        assert line == "…" or line in printed, line  # `in` walks on: the lines come in this order


def test_the_cells_that_the_page_names_hold_what_it_says(demo):
    book = openpyxl.load_workbook(demo / "fiktiv-kommune.xlsx")
    assert len(CELLS) > 10
    for sheet, column, row, header, value in CELLS:
        assert book[sheet][f"{column}1"].value == header
        assert seen(book[sheet][f"{column}{row}"].value) == value, (sheet, column, row)


def seen(value):
    if value is None:
        return "(tom)"
    if isinstance(value, str):
        return value
    return f"{value:%d-%m-%Y %H.%M}".removesuffix(" 00.00")
