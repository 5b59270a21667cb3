"""The copy as one web page: the same parts as the workbook, one below the other. No script, nothing from outside."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditkit.report.style import BAND
from auditkit.report.words import danish_day
from auditkit.terms import current_language, translator

from .parts import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .parts import Bar, Copy

_ = translator("committee")

_TEMPLATES = Path(__file__).parents[1] / "templates"
_STEP, _TALL, _TOP = 90, 180, 30


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A bar in the chart's own units: pale up to what the share is at most, dark up to what it is at least."""

    label: str
    x: int
    low: int
    high: int
    words: str


def page(copy: Copy) -> bytes:
    """Return the copy as a page; the same copy gives the same bytes."""
    style = (_TEMPLATES / "committee.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    written = parts(copy)
    return (
        environment.get_template("committee.html")
        .render(
            language=current_language(),
            copy=copy,
            style=Markup(style),  # noqa: S704 - our own file; its digest stands in the policy
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            parts=written,
            bars=_drawn(written[0].bars),
            base=_TOP + _TALL,
            width=_STEP * len(written[0].bars),
            colours={"low": BAND, "high": "#A9BDD3"},
            legend=_("Dark: at least. Pale: at most."),
            hint=_("Swipe sideways to see more."),
            foot=_(
                "{kommune} · as of {day} · {edition}",
                kommune=copy.kommune,
                day=danish_day(copy.as_of),
                edition=copy.edition_mark,
            ),
        )
        .encode()
    )


def _drawn(bars: Sequence[Bar]) -> list[_Drawn]:
    return [
        _Drawn(
            bar.label,
            _STEP * number + 15,
            round(_TALL * (bar.low or 0) / 100),
            round(_TALL * (bar.high or 0) / 100),
            f"{bar.low}–{bar.high} %" if bar.low is not None else _("too few"),
        )
        for number, bar in enumerate(bars)
    ]
