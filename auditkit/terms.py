"""Words for people. English msgids stand in the code; each room has a catalogue ``locale/da/LC_MESSAGES/<room>.po``.

Danish is the default language; ``use_language("en")`` shows the msgids themselves, but for those that are
codes (``outcome:met``), which an English catalogue puts into words.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("da", "en")

_language: ContextVar[str] = ContextVar("auditkit_language", default="da")


def use_language(language: str) -> None:
    """Show texts in ``da`` or ``en`` from now on, in this context."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _language.set(language)


def current_language() -> str:
    """Return the language that texts are shown in: ``da`` or ``en``."""
    return _language.get()


@cache
def _catalogue(room: str, language: str) -> gettext.NullTranslations:
    """Return a room's texts; an English catalogue holds only what is not English as it stands in the code."""
    return gettext.translation(room, localedir=LOCALE, languages=[language], fallback=language == "en")


def translator(room: str) -> Callable[..., str]:
    """Return ``_`` for a room: ``_("File {file} is empty", file="x")`` gives the text in the language in force."""

    def translate(message: str, /, **facts: object) -> str:
        text = _catalogue(room, _language.get()).gettext(message)
        return text.format(**facts) if facts else text

    return translate


_ = translator("terms")


def one_decimal(value: float) -> str:
    """Return a figure as people write it ("56,3"). Half a tenth is rounded away from 0, as a spreadsheet does."""
    tenths = Decimal(repr(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0  # + 0: no "-0.0"
    return str(tenths).replace(".", ",") if current_language() == "da" else str(tenths)


def outcome_label(outcome: str) -> str:
    """Return the words for an outcome (``met`` → "overholdt")."""
    return _(f"outcome:{outcome}")


def reason_label(reason: str) -> str:
    """Return the words for a reason code (``late`` → "afsluttet for sent")."""
    return _(f"reason:{reason}")


def field_label(record_type: str, field: str) -> str:
    """Return the standard workbook's header of a field (``investigation``, ``completed_on`` → "Afsluttet")."""
    return _(f"field:{record_type}.{field}")


def sheet_label(plural: str) -> str:
    """Return the standard workbook's sheet name of a record type (``measures`` → "Indsatser")."""
    return _(f"sheet:{plural}")


def law_label(law: str) -> str:
    """Return the name of a law (``SEL`` → "serviceloven")."""
    return _(f"law:{law}")


def basis_label(basis: str) -> str:
    """Return the name of a basis (``law`` → "lovkrav")."""
    return _(f"basis:{basis}")
