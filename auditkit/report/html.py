"""The quarter as one web page: self-contained, without scripts, readable by a screen reader, figures only."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditkit.terms import current_language, translator

from . import page_sections as parts
from .atomic import replacing
from .words import danish_day, not_over, quarter_words

if TYPE_CHECKING:
    from .view import QuarterView

_ = translator("report")

_TEMPLATES = Path(__file__).parent / "templates"
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_NOT_HTML = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def write_page(path: Path | str, view: QuarterView) -> None:
    """Write the quarter's page; the same view gives the same bytes. Raises CannotWrite."""
    with replacing(path) as file:
        file.write(page(view).encode())


def page(view: QuarterView) -> str:
    """Return the quarter's page. It holds no case numbers, but small counts: it is not for publication."""
    style = (_TEMPLATES / "quarter.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    make = (parts.brief, parts.overview, parts.teams, parts.trend, parts.left_out, parts.origin)
    return environment.get_template("quarter.html").render(
        language=current_language(),
        title=_("Management review of children's cases") + ": " + quarter_words(view),
        style=Markup(style),  # noqa: S704 - our own file; its digest stands in the policy
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        kommune=view.kommune,
        contents=_("Contents"),
        hint=_("Swipe sideways to see more figures."),
        warnings=[*not_over(view.quarter, view.as_of), _("Figures only, but small counts too: for internal use.")],
        sections=[each(view) for each in make],
        foot=_("run {run} · as of {day}", run=view.run, day=danish_day(view.as_of)),
    )


def _shown(value: object) -> object:
    """Return a text as a page can hold it: what HTML drops or forbids is shown as a sign, and not lost."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = value.replace("\r\n", "\n")
    text = _UNSEEN.sub(lambda sign: "\u2421" if sign[0] == "\x7f" else chr(0x2400 + ord(sign[0])), text)
    return _NOT_HTML.sub("\ufffd", text)
