"""``auditkit schema``: what another program may rely on."""

from __future__ import annotations

import click

from auditkit.terms import translator

from .output import show_json
from .spoken import argument
from .spoken import command as spoken_command

_ = translator("cli")


@spoken_command(
    "schema",
    "auditkit schema obligations",
    msgid="Print the JSON Schema of a command's answer.",
)
@argument("name", metavar="COMMAND", nargs=-1, required=True, msgid="The command, as in obligations.")
def command(name: tuple[str, ...]) -> None:
    """Print the JSON Schema of a command's answer."""
    from .answers import ANSWERS, schema_of

    asked = " ".join(name)
    if asked not in ANSWERS:
        known = ", ".join(ANSWERS)
        raise click.UsageError(_("{command} has no answer in JSON. These have: {known}.", command=asked, known=known))
    show_json(schema_of(asked))
