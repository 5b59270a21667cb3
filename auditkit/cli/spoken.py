"""Commands and options whose texts are read in the language in force, and that share --db, --lang and --debug."""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from auditkit.terms import LANGUAGES, LOCALE, translator, use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ = translator("cli")


@dataclass(slots=True)
class Settings:
    """What was asked for on any level of the command line."""

    db: str | None = None
    debug: bool = False


class _Spoken:
    """Keeps a help text as its msgid and reads it in the language in force."""

    _msgid: str | None

    @property
    def help(self) -> str | None:
        return _(self._msgid) if self._msgid else self._msgid

    @help.setter  # noqa: A003 - click's own name for it
    def help(self, msgid: str | None) -> None:
        self._msgid = msgid


class Option(_Spoken, click.Option):
    """An option with a translated help text."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value, in the language in force."""
        return _word(super().make_metavar(ctx))

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """Return the value of ``AUDITKIT_COMMAND_OPTION``, where OPTION is what a person writes after ``--``."""
        written = max(self.opts, key=len).lstrip("-").replace("-", "_").upper()
        own = os.environ.get(f"{ctx.auto_envvar_prefix}_{written}") if ctx.auto_envvar_prefix else None
        return super().resolve_envvar_value(ctx) or own or None


class Argument(_Spoken, click.Argument):
    """An argument with a translated help text."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value, in the language in force."""
        return _word(super().make_metavar(ctx))


class Command(_Spoken, click.Command):
    """A command with a translated help text, the options that all commands share, and examples."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples
        self.params.extend(shared_options())

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces of the usage line, in the language in force."""
        return [_word(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one a line."""
        if self.examples:
            with formatter.section(_("Examples")):
                for line in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Group(_Spoken, click.Group):
    """A group whose commands are imported when they are needed: name → module that has ``command``."""

    command_class = Command

    def __init__(self, *args: Any, modules: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._modules = dict(modules or {})
        self.params.extend(shared_options())

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the pieces of the usage line, in the language in force."""
        return [_word(piece) for piece in super().collect_usage_pieces(ctx)]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they are worth reading."""
        return [*self._modules, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command, importing its module on first use."""
        if name in self._modules:
            found: click.Command = importlib.import_module(self._modules[name]).command
            return found
        return super().get_command(ctx, name)


def _word(word: str) -> str:
    """Return what stands for a value; what has no translation is a name of its own."""
    return _(word) if word else word


def command(name: str, *examples: str, msgid: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command that stands alone in its module."""
    return click.command(name, cls=Command, help=msgid, examples=examples)


def option(*names: str, msgid: str, **kwargs: Any) -> Callable[[Any], Any]:
    """Add an option with a translated help text."""
    return click.option(*names, cls=Option, help=msgid, **kwargs)


def argument(name: str, *, msgid: str, **kwargs: Any) -> Callable[[Any], Any]:
    """Add an argument with a translated help text."""
    return click.argument(name, cls=Argument, help=msgid, **kwargs)


def shared_options() -> list[click.Parameter]:
    """Return the options that stand on every level: ``auditkit --db X due`` and ``auditkit due --db X``."""
    return [
        Option(
            ["--db"],
            metavar="URL",
            envvar="AUDITKIT_DB",
            expose_value=False,
            callback=_set_db,
            help="The database: sqlite:///FILE or postgresql://…  Default: a file of your own.",
        ),
        Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            envvar="AUDITKIT_LANG",
            is_eager=True,
            expose_value=False,
            callback=_set_language,
            help="The language of messages.",
        ),
        Option(
            ["--debug"],
            is_flag=True,
            envvar="AUDITKIT_DEBUG",
            expose_value=False,
            callback=_set_debug,
            help="Show where in the program an error arose.",
        ),
    ]


def settings(ctx: click.Context) -> Settings:
    """Return the settings of this call."""
    found: Settings = ctx.find_root().ensure_object(Settings)
    return found


def speak(language: str) -> None:
    """Use a language for our own words and for click's."""
    import gettext

    use_language(language)
    gettext.bindtextdomain("click", str(LOCALE))
    gettext.textdomain("click")
    # gettext asks the environment which language a catalogue is wanted in, each time a word is needed.
    os.environ["LANGUAGE"] = language


def _set_db(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value and _counts(ctx, param):
        settings(ctx).db = value


def _set_language(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value and _counts(ctx, param):
        speak(value)


def _counts(ctx: click.Context, param: click.Parameter) -> bool:
    """Say whether a shared option counts here: the environment does not overrule what stood before the command."""
    source = ctx.get_parameter_source(str(param.name))
    return ctx.parent is None or source is ParameterSource.COMMANDLINE


def _set_debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        settings(ctx).debug = True
