"""The command line: parses, delegates to ``workflow``, prints. Nothing heavy is imported here.

Results go to stdout, everything else to stderr. Exit codes are in ``docs/kommandoer.md``.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from auditkit import __version__
from auditkit.errors import AuditkitError
from auditkit.terms import LANGUAGES, translator

from .spoken import Group, Option, Settings, speak

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = translator("cli")

_BUG = 70
_COMMANDS = {
    "demo": "demo",
    "sweep": "sweep",
    "import": "imports",
    "evaluate": "evaluate",
    "compliance": "compliance",
    "obligations": "obligations",
    "overdue": "overdue",
    "due": "due",
    "explain": "explain",
    "export": "export",
    "diff": "diff",
    "runs": "runs",
    "rules": "rules",
    "mapping": "mapping",
    "schema": "schema",
    "db": "database",
    "status": "status",
}


def program() -> Group:
    """Return the whole command line."""
    version = Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_say_version,
        help="Show the version and stop.",
    )
    return Group(
        "auditkit",
        help="From messy case lists to figures that can be recounted: is the law kept?",
        modules={name: f"auditkit.cli.{module}" for name, module in _COMMANDS.items()},
        params=[version],
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "AUDITKIT"},
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    # Told to end, it ends as by Ctrl-C: temporary files hold personal data, and go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    # Here already, because --help is answered before the environment is asked about --lang.
    wanted = os.environ.get("AUDITKIT_LANG", "")
    speak(wanted if wanted in LANGUAGES else "da")
    asked = Settings(debug=bool(os.environ.get("AUDITKIT_DEBUG")))
    try:
        code = program().main(list(arguments), prog_name="auditkit", standalone_mode=False, obj=asked)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped. Nothing was left half done."), err=True)
        return 130
    except BrokenPipeError:
        return _quietly()
    except AuditkitError as error:
        click.echo(str(error), err=True)
        return _exit_code(error, asked)
    except Exception as error:  # noqa: BLE001 - the last line of defence; what it says is chosen with care
        return _bug(error, asked)
    return code or 0  # click returns what a command left with by ctx.exit


def _exit_code(error: AuditkitError, asked: Settings) -> int:
    if asked.debug:
        _trace(error)
    return error.exit_code


def _bug(error: Exception, asked: Settings) -> int:
    """Say that the program is at fault. The error's own text may hold a row's content, so it is not shown."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - pathlib is not loaded for this
    text = _(
        "auditkit made a mistake ({kind} in {place}). Nothing is wrong with how you used it. "
        "Run again with --debug to see where, and report it.",
        kind=type(error).__name__,
        place=place,
    )
    click.echo(text, err=True)
    if asked.debug:
        _trace(error)
    return _BUG


def _trace(error: Exception) -> None:
    """Show where an error arose. Its text, and those of the errors behind it, may hold a row's content."""
    import traceback

    click.echo("Traceback (most recent call last):", err=True)
    click.echo("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__, err=True)


def _quietly() -> int:
    """Leave without a word when the reader of our output has gone (``auditkit … | head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _say_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"auditkit {__version__}")
        ctx.exit()


__all__ = ["main", "run"]
