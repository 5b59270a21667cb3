"""The review of 50 cases that Lejre published in 2016, as an invented case list that gives its figures.

Published: the child heard in 10 of 50, a section 50 investigation made in 17 of 50 (counted as
successes). Relevant information lacking in 17 and documentation in 13 of 50 are judgements that no
date in a list can give, and of systematic follow-up no count was published: the list says nothing
of the three. Only the counts are the paper's; every case, day and team is invented.
"""

from __future__ import annotations

from datetime import date, timedelta

from auditkit.terms import translator

from .sheets import Cell, Sheets, about

_ = translator("samples")

CASES, HEARD, INVESTIGATED = 50, 10, 17
_HEADER: list[Cell] = [
    "Sagsnr.",
    "Fødselsdato",
    "Team",
    "Rådgiver",
    "Oprettet",
    "§ 50 start",
    "§ 50 slut",
    "Børnesamtale (afgørelse)",
    "Afgørelse",
    "Paragraf",
    "Akut",
]


def lejre_review() -> Sheets:
    """Return a list of 50 invented cases under serviceloven, each with one decision in 2016."""
    rows = [_row(number) for number in range(1, CASES + 1)]
    return {_("About"): about(_("After Lejre's review of 2016")), "Sagsliste": [_HEADER, *rows]}


def _row(number: int) -> list[Cell]:
    decided = date(2016, 1, 11) + timedelta(days=3 * number)
    # The cases that were heard and those that were investigated overlap in part, as in any real list.
    investigated = number <= INVESTIGATED
    heard = INVESTIGATED - HEARD // 2 < number <= INVESTIGATED + HEARD - HEARD // 2
    return [
        f"FIKTIV-2016-{number:04d}",
        date(2004 + number % 9, 1 + number % 12, 1 + number % 28),
        "Familieafdelingen",
        ("AB", "CD", "EF", "GH")[number % 4],
        decided - timedelta(days=200),
        decided - timedelta(days=120) if investigated else None,
        decided - timedelta(days=10) if investigated else None,
        decided - timedelta(days=5) if heard else None,
        decided,
        "§ 52",
        "nej",
    ]
