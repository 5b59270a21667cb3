"""``docs/kommandoer.md``: below its mark stands every command's own help. ``--check`` says if it is not current."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import program
from .spoken import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs/kommandoer.md"
MARK = "<!-- Herfra er siden skrevet af `make docs`. -->"
_WIDTH = 100


def page(written: str) -> str:
    """Return the page with its generated part made anew."""
    speak("da")
    kept = written.partition(MARK)[0]
    return kept + "\n".join([MARK, *_commands(program(), "auditkit", None)])


def _commands(command: click.Command, path: str, parent: click.Context | None) -> Iterator[str]:
    names = program().context_settings["help_option_names"]
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent, help_option_names=names)
    context.max_content_width = context.terminal_width = _WIDTH
    if not isinstance(command, click.Group):
        yield f"\n## `{path}`\n\n```text\n{command.get_help(context)}\n```"
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below:
            yield from _commands(below, f"{path} {name}", context)


def main() -> int:
    """Write the page, or with ``--check`` compare."""
    written = PAGE.read_text(encoding="utf-8")
    made = page(written) + "\n"
    if "--check" in sys.argv:
        return int(made != written)
    PAGE.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
