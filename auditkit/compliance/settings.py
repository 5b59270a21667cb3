"""A municipality's own settings (TOML): limits for colours, and which teams are not in scope of what.

Nothing is set from the start: no colours, everything in scope. Limits of rules and limits of cases are two things.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from auditkit.dates import Quarter
from auditkit.errors import UsageError
from auditkit.rules.places import line_of
from auditkit.terms import translator

from .scope import OutOfScope, unmatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

_ = translator("compliance")

EVERY_RULE, TOTAL = "alle", "i_alt"
"""Names that stand for every rule without limits of its own, and for figures of several rules together."""

_SCOPE_KEYS = ("team", "krav", "fra", "til", "fordi")
_QUOTED_HEADER = re.compile(r"^\s*\[.*\]", re.MULTILINE)
_SYNTAX_LINE = re.compile(r"\(at line (\d+)")


class Colour(StrEnum):
    """How a percentage stands against the municipality's own limits."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in per cent, unrounded. Of rules more is better; of cases with errors less is."""

    green: float
    yellow: float

    @property
    def less_is_better(self) -> bool:
        """Whether a low percentage is the good one."""
        return self.green < self.yellow


@dataclass(frozen=True, slots=True)
class Settings:
    """``rules`` are limits by rule id, ``EVERY_RULE`` and ``TOTAL``; ``cases`` those of cases with errors.

    ``file`` is where they were read, empty where there is none.
    """

    rules: Mapping[str, Limits] = field(default_factory=dict)
    cases: Limits | None = None
    out_of_scope: tuple[OutOfScope, ...] = ()
    file: str = ""

    def limits_of(self, rule: str | None) -> Limits | None:
        """Return the limits of a rule; None stands for several rules together."""
        if rule is None:
            return self.rules.get(TOTAL)
        return self.rules.get(rule, self.rules.get(EVERY_RULE))


class SettingsInvalid(UsageError):
    """The settings are not as they must be."""

    def __init__(self, path: str, line: int | None, details: str) -> None:
        place = _("{path}, line {line}", path=path, line=line) if line else path
        super().__init__(f"{place}: {details}")


def colour_of(limits: Limits | None, rate: float | None) -> Colour | None:
    """Return the colour of a rate (0 to 1); none where there is no rate or no limits."""
    if limits is None or rate is None:
        return None
    sign = -1 if limits.less_is_better else 1
    share = sign * round(100 * rate, 9)  # 0.29 is 28.999999999999996 per cent
    if share >= sign * limits.green:
        return Colour.GREEN
    return Colour.YELLOW if share >= sign * limits.yellow else Colour.RED


def unknown_names(settings: Settings, rows: pl.DataFrame, rules: Iterable[str]) -> tuple[str, ...]:
    """Return the names in the settings that are perhaps misspelt: teams and rules out of scope that no row has, and
    limits of rules that neither a row nor the catalogue (``rules``) has.
    """
    limits = set(settings.rules) - {EVERY_RULE, TOTAL, *rules, *rows["rule"].unique()}
    return tuple(sorted({*unmatched(rows, settings.out_of_scope), *limits}))


def load_settings(path: Path) -> Settings:
    """Return the settings in a file; raises SettingsInvalid with the line of the first fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsInvalid(str(path), None, _("the file is not saved as UTF-8.")) from None
    except OSError:
        raise SettingsInvalid(str(path), None, _("the file cannot be read.")) from None
    return read_settings(text, str(path))


def read_settings(text: str, name: str) -> Settings:
    """Return the settings in a text; ``name`` is what it is called in a message. Raises SettingsInvalid."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _SYNTAX_LINE.search(str(error))
        number = int(line[1]) if line else len(text.splitlines())
        raise SettingsInvalid(name, number, _("the line cannot be read as TOML.")) from None
    try:
        return _settings(document, name)
    except _Fault as fault:
        plain = _QUOTED_HEADER.sub(lambda header: header[0].replace('"', "").replace("'", ""), text)
        raise SettingsInvalid(name, line_of(plain, fault.path), fault.details) from None


class _Fault(Exception):
    def __init__(self, path: tuple[str | int, ...], details: str) -> None:
        self.path, self.details = path, details
        super().__init__(details)


def _settings(document: Mapping[str, Any], name: str) -> Settings:
    _only(document, ("farver", "ikke_omfattet"), ())
    colours = _table(document.get("farver", {}), ("farver",))
    _only(colours, ("krav", "sager"), ("farver",))
    rules = _table(colours.get("krav", {}), ("farver", "krav"))
    entries = document.get("ikke_omfattet", [])
    if not isinstance(entries, list):
        raise _Fault(("ikke_omfattet",), _("write [[{name}]] with two brackets.", name="ikke_omfattet"))
    return Settings(
        {rule: _limits(found, ("farver", "krav", rule), less_is_better=False) for rule, found in rules.items()},
        _limits(colours["sager"], ("farver", "sager"), less_is_better=True) if "sager" in colours else None,
        tuple(_entry(each, ("ikke_omfattet", number)) for number, each in enumerate(entries)),
        name,
    )


def _limits(found: object, path: tuple[str, ...], *, less_is_better: bool) -> Limits:
    table = _table(found, path)
    _only(table, ("groen", "gul"), path)
    green, yellow = (_percent(table, name, path) for name in ("groen", "gul"))
    if less_is_better and green >= yellow:
        raise _Fault(path, _("of cases with errors fewer is better: groen must be less than gul."))
    if not less_is_better and green <= yellow:
        raise _Fault(path, _("of a rule more is better: groen must be more than gul."))
    return Limits(green, yellow)


def _percent(table: Mapping[str, Any], name: str, path: tuple[str, ...]) -> float:
    value = table.get(name)
    if value is None:
        raise _Fault(path, _("{name} is missing.", name=name))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise _Fault((*path, name), _("{name} must be a number from 0 to 100, without quotes.", name=name))
    return float(value)


def _entry(found: object, path: tuple[str | int, ...]) -> OutOfScope:
    table = _table(found, path)
    _only(table, _SCOPE_KEYS, path)
    if not table.get("team") and not table.get("krav"):
        raise _Fault(path, _("name a team or a rule: else nothing at all would be in scope."))
    first, last = (_quarter(table, name, path) for name in ("fra", "til"))
    if first and last and last < first:
        raise _Fault((*path, "til"), _("til is before fra."))
    why = table.get("fordi", "")
    if not isinstance(why, str):
        raise _Fault((*path, "fordi"), _("{name} must be a text in quotes.", name="fordi"))
    return OutOfScope(_names(table, "team", path), _names(table, "krav", path), first, last, why)


def _quarter(table: Mapping[str, Any], name: str, path: tuple[str | int, ...]) -> Quarter | None:
    if name not in table:
        return None
    try:
        return Quarter.parse(str(table[name]))
    except ValueError:
        raise _Fault((*path, name), _('{name} must be a quarter, as in "2026K3".', name=name)) from None


def _names(table: Mapping[str, Any], name: str, path: tuple[str | int, ...]) -> tuple[str, ...]:
    found = table.get(name, [])
    names = [found] if isinstance(found, str) else found
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise _Fault((*path, name), _('{name} must be names in quotes, as in ["Nord", "Syd"].', name=name))
    return tuple(names)


def _table(found: object, path: tuple[str | int, ...]) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise _Fault(path, _("a table is expected, as in [farver.krav.alle]."))
    return found


def _only(table: Mapping[str, Any], known: Sequence[str], path: tuple[str | int, ...]) -> None:
    for name in table:
        if name not in known:
            raise _Fault(
                (*path, name), _("{name} is not known here. Known: {known}.", name=name, known=", ".join(known))
            )
