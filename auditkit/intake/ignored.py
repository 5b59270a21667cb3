"""What of a file is not stored, named on the receipt: sheets, columns, and what an unknown header looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .door.grid import column_letters
from .hidden import shown
from .receipt import Ignored, Left, Suggestion
from .vocabulary import Vocabulary, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .reading import Reading

_ = translator("intake")

_SHORTEST = 3  # letters of an abbreviation
_LIKE = 80  # per cent, rapidfuzz's scale


def ignored_sheet(file: str, sheet: str, *, empty: bool) -> Ignored:
    """Return that a sheet gave no list."""
    if empty:
        message = _("The sheet is empty and has no header row: the list does not say anything of this.")
    else:
        message = _(
            "The sheet is not one of the standard workbook's, and its headers are not clear. Nothing is read from it."
        )
    return Ignored(file, sheet, str(Left.SHEET), sheet, message)


def ignored_columns(reading: Reading) -> Iterator[Ignored]:
    """Yield the columns of a list that are not stored. No content is named, only headers."""
    layout = reading.layout
    reasons = (
        (
            layout.unknown,
            Left.HEADER,
            _("The header is not known. Nothing is read from the column."),
        ),
        (layout.private, Left.PRIVATE, _("Names, addresses and free text are not stored.")),
        (
            layout.passed_over,
            Left.HEADER,
            _("Another column has the standard header of the same field, and that one is read."),
        ),
        (
            dict.fromkeys(sorted(reading.beyond), ""),
            Left.HEADER,
            _("The column has content but no header. Nothing is read from it."),
        ),
    )
    for columns, what, message in reasons:
        for index, header in columns.items():
            letters = column_letters(index)
            name = shown(header) or letters
            name = f"{letters} {name}" if "(navn?)" in name else name
            yield Ignored(reading.file, reading.sheet, str(what), name, message)


def suggestions(reading: Reading, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    """Yield what the unknown headers may have been meant as. Nothing is read on the strength of it."""
    layout = reading.layout
    if not layout.unknown:
        return
    from rapidfuzz import fuzz, process

    words = list(vocabulary.headers[layout.kind])
    for index, header in layout.unknown.items():
        best = process.extractOne(normalise(header), words, scorer=fuzz.ratio, score_cutoff=_LIKE)
        word = best[0] if best else _written_out(header, vocabulary.headers[layout.kind])
        if word:
            target = vocabulary.headers[layout.kind][word]
            like = vocabulary.canonical[layout.kind].get(target, word)
            column = column_letters(index)
            yield Suggestion(reading.file, reading.sheet, column, shown(header), like)


def _written_out(header: str, words: Mapping[str, str]) -> str | None:
    """Return the known header that an abbreviated one ("Afd.", "Foranst. ophør") stands for, where it is one field."""
    parts = [normalise(part) for part in header.split()]
    if "." not in header or not parts or len(parts[0]) < _SHORTEST:
        return None
    pattern = re.compile(r"\w*".join(map(re.escape, parts)) + r"\w*")
    found = [word for word in words if pattern.fullmatch(word)]
    return found[0] if len({words[word] for word in found}) == 1 else None
