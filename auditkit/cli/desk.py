"""From the options of a call to the desk that ``workflow`` works at, and what is said on the way."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.terms import translator

from .spoken import option, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from auditkit.workflow import Desk

_ = translator("cli")

_PATIENCE = 1.0
"""Seconds that may pass in silence before a person at a terminal is told what is going on."""


def desk_options(function: Any) -> Any:
    """Add the options that say which rules there are besides the national ones."""
    rules = option(
        "--rules",
        metavar="PATH",
        type=click.Path(exists=True, path_type=Path),
        envvar="AUDITKIT_RULES",
        msgid="Further rules: a file or a folder of your own.",
    )
    kommune = option(
        "--kommune",
        metavar="CODE",
        envvar="AUDITKIT_KOMMUNE",
        msgid="Add a municipality's own rules, by its code (0101).",
    )
    return rules(kommune(function))


def desk(ctx: click.Context, kommune: str | None = None, rules: Path | None = None) -> Desk:
    """Return the desk of this call."""
    from auditkit.workflow import Desk

    return Desk(settings(ctx).db, kommune, rules)


def pseudonym_key() -> bytes:
    """Return the key that CPR numbers are made pseudonyms with, kept outside the database.

    ``AUDITKIT_KEY_FILE`` names its file; else it lies in the user's own configuration folder. It is made when it
    is first needed, readable by the user alone. Raises UsageError where it cannot be read or made.
    """
    from auditkit.workflow import key_at

    return key_at(os.environ.get("AUDITKIT_KEY_FILE"))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give a way to say what is being done; a person at a terminal sees it if it takes more than a moment."""
    if not sys.stderr.isatty():
        yield lambda _text: None
        return
    from threading import Timer

    from rich.console import Console

    status = Console(stderr=True).status("")
    timer = Timer(_PATIENCE, status.start)
    timer.start()
    try:
        yield status.update
    finally:
        timer.cancel()
        status.stop()


def settings_option(function: Any) -> Any:
    """Add ``--settings``, the municipality's own limits for colours and what is not in scope."""
    return option(
        "--settings",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="AUDITKIT_SETTINGS",
        msgid="Limits for colours and teams not in scope; auditkit.toml here, if there is one.",
    )(function)


def name_option(function: Any) -> Any:
    """Add ``--name``, what the municipality is called in the workbook."""
    return option(
        "--name",
        envvar="AUDITKIT_NAME",
        msgid="What the municipality is called in the workbook.",
    )(function)


def sample_option(function: Any) -> Any:
    """Add ``--sample``, for cases that were drawn."""
    return option("--sample", is_flag=True, msgid="The cases were drawn: show percentages with their 95 % interval.")(
        function
    )


def list_options(function: Any) -> Any:
    """Add the options that say how lists are read."""
    sheet = option("--sheet", msgid="Read only the sheet of this name.")
    replace = option("--replace", is_flag=True, msgid="Let cases go that an earlier list of the same name had.")
    profile = option(
        "--profile",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        msgid="A mapping profile: what your own headers and words mean (auditkit mapping suggest).",
    )
    return sheet(profile(replace(function)))
