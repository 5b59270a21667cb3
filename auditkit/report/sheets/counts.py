"""The counts as live formulas over the rows, with the value each has now.

The formulas use names, so that a controller can read them: ``COUNTIFS(række_krav,$A6,…)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditkit.model import Outcome
from auditkit.report.lines import LATE, OPEN
from auditkit.report.words import with_rates
from auditkit.report.writer import Formula
from auditkit.terms import outcome_label, translator

from .page import Column

_ = translator("report")

NOTHING = "–"
"""Stands where there is no percentage, because nothing was decided."""

Figures = Mapping[str, int]
Letters = Mapping[str, str]

COUNT_KEYS = (
    "obligations",
    "met",
    "missed",
    "missed_late",
    "missed_open",
    "deviation",
    "not_due",
    "not_applicable",
    "undeterminable",
)
SIX = tuple(outcome.value for outcome in Outcome)
HALVES = ("missed_late", "missed_open")


def half_label(half: str) -> str:
    """Return the words for a half of what was missed."""
    return _("done too late") if half == LATE else _("not done")


def count_columns(prefix: str = "") -> list[Column]:
    """Return the columns of the counts, in the order of ``COUNT_KEYS``."""
    headers = [_("In all"), *(_capital(outcome_label(key)) for key in ("met", "missed"))]
    headers += [_("of which {half}", half=half_label(half)) for half in (LATE, OPEN)]
    headers += [_capital(outcome_label(key)) for key in COUNT_KEYS[5:]]
    return [Column(prefix + header, 11, "count") for header in headers]


def countifs(*criteria: tuple[str, str]) -> str:
    """Return a COUNTIFS over named ranges; each criterion is a name and an expression."""
    return "COUNTIFS(" + ",".join(f"{name},{wanted}" for name, wanted in criteria) + ")"


def quoted(text: str) -> str:
    """Return a text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def extra_criteria(key: str) -> tuple[tuple[str, str], ...]:
    """Return what makes a row count under a key of ``COUNT_KEYS``."""
    if key == "obligations":
        return ()
    if key in HALVES:
        half = LATE if key == "missed_late" else OPEN
        return (("række_heraf", quoted(half_label(half))),)
    return (("række_resultat", quoted(outcome_label(key))),)


def share(part: str, whole: str, value: float | None) -> Formula:
    """Return part / whole as a formula; "–" where the whole is 0."""
    return Formula(f'=IF({whole}=0,"{NOTHING}",({part})/({whole}))', NOTHING if value is None else value)


def rate(letters: Letters, row: int, figures: Mapping[str, float | None]) -> Formula:
    """Return met / (met + missed) of a row (counted from 1)."""
    met, missed = (f"{letters[key]}{row}" for key in ("met", "missed"))
    return share(met, f"{met}+{missed}", figures["rate"])


def rate_with_deviation(letters: Letters, row: int, figures: Mapping[str, float | None]) -> Formula:
    """Return the rate of a row with lawful deviations counted as met."""
    met, missed, deviation = (f"{letters[key]}{row}" for key in ("met", "missed", "deviation"))
    return share(f"{met}+{deviation}", f"{met}+{missed}+{deviation}", figures["rate_with_deviation"])


def rates(letters: Letters, row: int, counts: Figures) -> list[Formula]:
    """Return both percentages of a row (counted from 1) with these counts."""
    figures = with_rates(counts)
    return [rate(letters, row, figures), rate_with_deviation(letters, row, figures)]


def sums(keys: Sequence[str], letters: Letters, rows: tuple[int, int], values: Figures) -> list[Formula]:
    """Return the sums of columns over rows (first and last, counted from 1)."""
    first, last = rows
    return [Formula(f"=SUM({letters[key]}{first}:{letters[key]}{last})", values[key]) for key in keys]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
