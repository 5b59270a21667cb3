"""Hides what looks like a person's name where a list's own words are shown: headers, and cells nobody can use.

A name cannot be known for certain. Two words or more with a capital each that no list uses are taken for one;
the place of the cell or the column is always told, so nothing has to be read here to be found.
"""

from __future__ import annotations

import re
from functools import cache

from .unreadable import mask, scrub
from .vocabulary import normalise, standard_words

_NAME = "(navn?)"
_LIKE = 78  # per cent, rapidfuzz's scale
_WORD = r"[A-ZÆØÅÉÖÜ][a-zæøåéöüä]+[\w'’]*(?:-[A-ZÆØÅ][a-zæøå]\w*)*"
_CAPITALS = re.compile(rf"(?<!\w){_WORD}(?:,? (?:[A-ZÆØÅ]\. ?)*{_WORD})+")
_ONE = re.compile(_WORD)
# Words that stand with a capital in a header or a date cell and are in no list of words.
_PLAIN = (
    "af ca den der det dato eller er for forfald første fra frist gælder husk i ikke ja kommune medio med mangler "
    "med ny nye nyt næste og om pr primo på sidste som startet til uge ultimo under ved år år "
    "januar februar marts april maj juni juli august september oktober november december "
    "nord syd øst vest midt by øvrige social special forår sommer efterår vinter"
)


def shown(text: str) -> str:
    """Return a header as it may be shown: no CPR number, no name of a person, no unseen characters."""
    return hide_names(mask(text.replace("\xad", "")))


def shown_cell(text: str) -> str:
    """Return a cell's text as it may be shown: short, with neither CPR numbers nor names."""
    return hide_names(scrub(text))


def hide_names(text: str) -> str:
    """Return the text with each run of two or more capital words that no list uses as ``(navn?)``."""
    return _CAPITALS.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    run: list[re.Match[str]] = []
    shown_text, at = "", 0
    for word in [*_ONE.finditer(match[0]), None]:
        if word is not None and not _is_known(normalise(word[0])):
            run.append(word)
            continue
        if len(run) > 1:
            shown_text += match[0][at : run[0].start()] + _NAME
            at = run[-1].end()
        run = []
    return shown_text + match[0][at:]


@cache
def _is_known(word: str) -> bool:
    """Say whether a list uses the word; one with a slip of the pen is still that word."""
    from rapidfuzz import fuzz, process

    return word in _known() or process.extractOne(word, _known(), scorer=fuzz.ratio, score_cutoff=_LIKE) is not None


@cache
def _known() -> frozenset[str]:
    return standard_words() | frozenset(map(normalise, _PLAIN.split()))
