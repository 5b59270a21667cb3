"""``auditkit rules``: the catalogue, for the people who own the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditkit.terms import translator

from .output import format_option, show
from .spoken import Group, argument, option

_ = translator("cli")

command = Group("rules", help="The rules: list them, read one, check them, begin a new one.")
_COLUMNS = ("rule", "title", "theme", "basis", "status", "path")


def catalogue_options(function: Any) -> Any:
    """Add the options that say which rules are meant."""
    folder = option(
        "--rules",
        "folder",
        metavar="PATH",
        type=click.Path(exists=True, path_type=Path),
        msgid="Further rules: a file or a folder of your own.",
    )
    kommune = option("--kommune", metavar="CODE", msgid="Add a municipality's own rules, by its code (0101).")
    return folder(kommune(function))


@command.command("list", help="List the rules that are in force.", examples=("auditkit rules list",))
@catalogue_options
@format_option
def list_(folder: Path | None, kommune: str | None, form: str) -> None:
    """Print one line per rule."""
    from auditkit import workflow

    rules = workflow.catalogue(kommune, folder).rules
    rows = [
        {
            "rule": each.id,
            "title": each.file.title,
            "theme": each.file.theme,
            "basis": each.file.basis,
            "status": each.file.status,
            "path": each.path,
        }
        for each in rules
    ]
    show(_COLUMNS, rows, form, _COLUMNS[:-1])


@command.command("show", help="Read one rule in words.", examples=("auditkit rules show BFU-4M",))
@argument("rule", msgid="The rule's id, as in BFU-4M.")
@catalogue_options
def show_(rule: str, folder: Path | None, kommune: str | None) -> None:
    """Print a rule in words: what it asks, by which law and when, and its examples."""
    from auditkit import workflow

    click.echo(workflow.rule_in_words(rule, kommune, folder))


@command.command(
    "check",
    help="Check rule files and run their examples; silent where all is well.",
    examples=("auditkit rules check", "auditkit rules check min-regel.toml"),
)
@argument(
    "path", metavar="[PATH]", required=False, type=click.Path(exists=True, path_type=Path), msgid="A file or a folder."
)
@option("--kommune", metavar="CODE", msgid="Add a municipality's own rules, by its code (0101).")
def check(path: Path | None, kommune: str | None) -> None:
    """Read every rule file and run its examples; silent where all is well."""
    from auditkit import workflow

    workflow.check_rules(kommune, path)


@command.command(
    "new", help="Print a rule file to fill in.", examples=("auditkit rules new deadline > min-regel.toml",)
)
@argument("kind", msgid="What kind: deadline, order, presence, recurrence, count or exempt.")
def new(kind: str) -> None:
    """Print a rule file to fill in."""
    from auditkit import workflow

    click.echo(workflow.rule_template(kind))
