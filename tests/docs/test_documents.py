"""What the documents say is true: their commands run, their links lead somewhere, their pages are current."""

import re
import shlex
from pathlib import Path

import click
import pytest

from auditkit.cli import program, run
from auditkit.cli.page import PAGE, page
from auditkit.errors import AuditkitError

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def commands_in(text: str) -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("auditkit ")]


def test_every_command_in_the_readme_works(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.setenv("AUDITKIT_KEY_FILE", str(tmp_path / "key"))
    (tmp_path / "sager.xlsx").write_bytes((ROOT / "samples/fiktiv-kommune.xlsx").read_bytes())
    commands = commands_in(README)
    assert len(commands) >= 6
    for command in commands:
        assert run(command) == 0, (command, capsys.readouterr().err)
        assert capsys.readouterr().out
    assert (tmp_path / "rapport.xlsx").is_file()


def test_the_make_targets_that_are_named_are_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        name
        for path in DOCUMENTS
        for name in re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"demo", "test", "check"} <= named
    for name in named:
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_repository_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_page_of_commands_is_current():
    written = PAGE.read_text(encoding="utf-8")
    assert page(written) + "\n" == written, "kør make docs"


def every_command(group: click.Group, path: str = "") -> dict[str, click.Command]:
    context = click.Context(group)
    found = {}
    for name in group.list_commands(context):
        below = group.get_command(context, name)
        if isinstance(below, click.Group):
            found |= every_command(below, f"{path}{name} ")
        else:
            found[path + name] = below
    return found


@pytest.mark.parametrize(("name", "command"), every_command(program()).items(), ids=every_command(program()))
def test_every_command_has_help_for_each_of_its_options_and_an_example(name, command):
    assert command.help
    assert all(option.help for option in command.params), name
    assert all(each.startswith(f"auditkit {name}") for each in command.examples)
    assert command.examples, name


def test_every_exit_code_is_documented():
    def below(kind: type[AuditkitError]) -> set[int]:
        return {kind.exit_code}.union(*(below(each) for each in kind.__subclasses__()))

    for document in (README, PAGE.read_text(encoding="utf-8")):
        for code in below(AuditkitError):
            assert f"| {code} |" in document, code
