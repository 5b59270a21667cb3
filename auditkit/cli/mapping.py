"""``auditkit mapping``: what a municipality's own headers and words mean."""

from __future__ import annotations

from pathlib import Path

import click

from .spoken import Group, argument

command = Group("mapping", help="Mapping profiles: what your own headers and words mean.")


@command.command(
    "suggest",
    help="Draft a mapping profile from a list. What is known is filled in, the rest is yours to decide.",
    examples=("auditkit mapping suggest sager.xlsx > profil.toml",),
)
@argument("file", metavar="FILE", type=click.Path(path_type=Path), msgid="The list.")
def suggest(file: Path) -> None:
    """Print a mapping profile to complete."""
    from auditkit import workflow

    click.echo(workflow.mapping_for(file), nl=False)
