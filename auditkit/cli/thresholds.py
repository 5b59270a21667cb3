"""``--fail-on``: what a nightly run should be woken by. A threshold that is passed gives exit code 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from auditkit.terms import translator

from .output import percent
from .spoken import option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ = translator("cli")

_FORM = re.compile(r"^([\wÆØÅæøå-]+?)\s*(?:([<>])\s*(\d+(?:[.,]\d+)?)\s*%?)?$")


@dataclass(frozen=True, slots=True)
class Threshold:
    """``problems``, ``missed>10`` or ``overdue`` for a count; ``rate<90`` or ``BFU-4M<90`` for per cent."""

    name: str
    sign: str
    limit: float

    def passed(self, value: float) -> bool:
        """Say whether a value is on the wrong side of the limit."""
        return value > self.limit if self.sign == ">" else value < self.limit


class ThresholdType(click.ParamType[Threshold]):
    """A threshold as it is written: NAME, NAME>COUNT or RULE<PERCENT."""

    name = "THRESHOLD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Threshold:
        """Return the threshold, or stop with a message that shows the forms."""
        if isinstance(value, Threshold):
            return value
        match = _FORM.match(value.strip())
        if not match:
            text = _("{value} is not a threshold. Write problems, missed>10 or BFU-4M<90.", value=value)
            self.fail(text, param, ctx)
        limit = float(match[3].replace(",", ".")) if match[3] else 0
        return Threshold(match[1], match[2] or ">", limit)


def fail_on_option(function: Any) -> Any:
    """Add ``--fail-on`` to a command."""
    return option(
        "--fail-on",
        type=ThresholdType(),
        multiple=True,
        msgid="Leave with exit code 1 if so: problems, missed>10, rate<90 or BFU-4M<90. May be repeated.",
    )(function)


def enforce(
    thresholds: Sequence[Threshold],
    counts: Mapping[str, int],
    rates: Mapping[str, float | None] | None = None,
) -> None:
    """Leave with exit code 1 where a threshold is passed, saying which; raises UsageError for an unknown name."""
    said = [text for each in thresholds for text in _breaches(each, counts, rates or {})]
    for text in said:
        click.echo(text, err=True)
    if said:
        click.get_current_context().exit(1)


def _breaches(threshold: Threshold, counts: Mapping[str, int], rates: Mapping[str, float | None]) -> list[str]:
    if threshold.name in counts:
        count = counts[threshold.name]
        text = _("Threshold: {name} is {count}.", name=threshold.name, count=count)
        return [text] if threshold.passed(count) else []
    asked = {name: rate for name, rate in rates.items() if threshold.name in (name, "rate")}
    if not asked or threshold.sign == ">":
        known = ", ".join([*counts, "rate", *rates])
        raise click.UsageError(
            _("--fail-on knows nothing of {name}. It knows: {known}.", name=threshold.name, known=known)
        )
    return [
        _("Threshold: {name} is {rate}.", name=rule, rate=percent(rate))
        for rule, rate in asked.items()
        if rate is not None and threshold.passed(100 * rate)
    ]
