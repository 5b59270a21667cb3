"""The municipality's own limits as a word with its colour. The word is a formula, and the colour follows the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.compliance import Colour, colour_of
from auditkit.report.writer import Formula
from auditkit.terms import translator

from .counts import NOTHING, quoted

if TYPE_CHECKING:
    from auditkit.compliance import Limits
    from auditkit.report.writer import Book, Sheet

_ = translator("report")
_coded = translator("report")


def colour_header() -> str:
    """Return the header of a column of colours."""
    return _("By own limits")


def colour_word(colour: Colour) -> str:
    """Return the word for a colour."""
    return _coded(f"colour:{colour}")


def write_colour(
    book: Book, sheet: Sheet, at: tuple[int, int], limits: Limits | None, rate: tuple[str, object]
) -> None:
    """Write the word for a rate (its cell and its value) at a row and column; a blank cell where it has no limits."""
    row, column = at
    cell, value = rate
    if limits is None:
        sheet.write(row, column, None, "text")
        return
    words = {colour: colour_word(colour) for colour in Colour}
    sign = "<=" if limits.less_is_better else ">="
    green, yellow = (f"ROUND(100*{cell},9){sign}{limit:g}" for limit in (limits.green, limits.yellow))
    said = [quoted(words[colour]) for colour in (Colour.GREEN, Colour.YELLOW, Colour.RED)]
    text = f'=IF(ISNUMBER({cell}),IF({green},{said[0]},IF({yellow},{said[1]},{said[2]})),"{NOTHING}")'
    colour = colour_of(limits, value if isinstance(value, float) else None)
    sheet.write(row, column, Formula(text, words[colour] if colour else NOTHING), "text indented")
    for each, word in words.items():
        look = {"type": "cell", "criteria": "==", "value": quoted(word), "format": book.format(f"colour {each}")}
        sheet.page.conditional_format(row, column, row, column, look)
