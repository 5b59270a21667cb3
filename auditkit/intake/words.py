"""Everything in a cell that is not a date: ids, names, ja/nej, code words, paragraphs, free text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from auditkit.model import NOTED
from auditkit.terms import translator

from .cells import NO_ANSWER, shown_date
from .door.formats import with_zeros
from .door.grid import Cell, CellKind
from .hidden import shown_cell
from .unreadable import Code, Unreadable, holds_cpr, resembles_cpr

if TYPE_CHECKING:
    from collections.abc import Mapping

_ = translator("intake")

YES = frozenset({"ja", "j", "x", "true", "sand", "1", "1.0"})
NO = frozenset({"nej", "n", "false", "falsk", "0", "0.0"})
_EXACT_DIGITS = 1e15  # beyond this Excel has already lost digits


class Paragraph(NamedTuple):
    """A paragraph without its sub-section, and the law where the cell names one."""

    number: str
    law: str | None


def text_of(cell: Cell) -> str:
    """Return a cell's text without outer blanks; a whole number without decimals, with the zeros that Excel shows."""
    if cell.number is None or not _is_whole(cell.number):
        return cell.text.strip()
    digits = str(int(cell.number))
    return with_zeros(digits, cell.zeros) if cell.zeros and cell.number >= 0 else digits


def _is_whole(number: float) -> bool:
    return number.is_integer() and abs(number) < _EXACT_DIGITS


def read_id(cell: Cell) -> str | Unreadable:
    """Return an id exactly as written; one that Excel has turned into a date cannot be recovered."""
    text = text_of(cell)
    if cell.is_date:
        return _turned_into_date(cell)
    if holds_cpr(text):
        return _cpr_in_text()
    damaged = cell.number is not None and not _is_whole(cell.number)
    if cell.kind is CellKind.BOOL or damaged or text.casefold() in NO_ANSWER:
        message = _('"{seen}" cannot be used as a number or id.', seen=shown_cell(text))
        return Unreadable(Code.UNREADABLE_ID, shown_cell(text), message)
    return text


def read_text(cell: Cell) -> str | Unreadable:
    """Return a short name (team, caseworker); text with a CPR number in it is not kept."""
    if cell.is_date:
        return _turned_into_date(cell)
    text = text_of(cell)
    return _cpr_in_text() if resembles_cpr(text) else " ".join(text.split())


def _turned_into_date(cell: Cell) -> Unreadable:
    message = _(
        "Excel has turned this number into a date, and what was written is lost. "
        "Format the column as text, and write the number again."
    )
    return Unreadable(Code.ID_IS_DATE, shown_date(cell, date1904=False), message)


def _cpr_in_text() -> Unreadable:
    message = _("The cell looks like a CPR number. It is neither kept nor shown: remove it from this column.")
    return Unreadable(Code.CPR_IN_TEXT, "", message)


def read_note(cell: Cell) -> str | Unreadable:
    """Return that something was written; what was written is not kept."""
    if text_of(cell).casefold() in NO_ANSWER:
        message = _("The cell does not say what it should. Write the reason, or leave the cell empty.")
        return Unreadable(Code.PLACEHOLDER, shown_cell(cell.text), message)
    return NOTED


def read_omission(cell: Cell) -> str | Unreadable | None:
    """Return NOTED for a reason why no conversation was held, None for "nej".

    "ja" says that it was omitted and not why, and whether there is a reason decides the duty.
    """
    text = text_of(cell).casefold()
    if cell.kind is CellKind.BOOL or text in YES | NO:
        if text in NO:
            return None
        message = _("The cell says that the conversation was omitted, but not why. Write the reason.")
        return Unreadable(Code.REASON_MISSING, shown_cell(cell.text), message)
    return read_note(cell)


def read_yes_no(cell: Cell) -> bool | Unreadable:
    """Return True for ja, False for nej."""
    text = text_of(cell).casefold()
    if text in YES:
        return True
    if text in NO:
        return False
    seen = shown_cell(cell.text)
    message = _('"{seen}" is neither ja nor nej. Write ja or nej, or leave the cell empty.', seen=seen)
    return Unreadable(Code.UNREADABLE_YES_NO, seen, message)


def read_code(cell: Cell, words: Mapping[str, str]) -> str | Unreadable:
    """Return the word as the model spells it; ``words`` maps what may be written (casefolded) to that."""
    known = words.get(unicodedata.normalize("NFC", text_of(cell)).casefold())
    if known is not None:
        return known
    seen = shown_cell(cell.text)
    facts = {"seen": seen, "words": ", ".join(dict.fromkeys(words.values()))}
    message = _('"{seen}" is not one of the words of this column: {words}.', **facts)
    return Unreadable(Code.UNKNOWN_CODE, seen, message)


_LAW_WORDS = {
    "sel": "SEL",
    "servicelov": "SEL",
    "serviceloven": "SEL",
    "servicelovens": "SEL",
    "lov om social service": "SEL",
    "bl": "BL",
    "barnets lov": "BL",
    "barnets lovs": "BL",
}
_LAW = "|".join(sorted(_LAW_WORDS, key=len, reverse=True))
_PARAGRAPH = re.compile(
    rf"(?:(?P<before>{_LAW})\b,? ?)?(?:jf\.? ?)?(?:§|paragraf|par\.?)? ?"
    r"(?P<number>\d{1,3})(?: ?(?P<letter>[a-h])\b)?"
    r"(?:-undersøgelse)?(?:,? ?stk\.? ?\d+\.?)?(?:,? ?nr\.? ?\d+\.?)?(?:,? ?litra [a-z])?"
    rf"(?:,? ?\(?(?:i )?(?P<after>{_LAW})\)?)?"
)


def read_paragraph(cell: Cell) -> Paragraph | Unreadable:
    """Return one paragraph ("§ 47, stk. 1" gives 47); two in one cell, or a number alone of another law, none."""
    text = " ".join(text_of(cell).replace("­", "").split()).casefold()
    match = None if cell.is_date else _PARAGRAPH.fullmatch(text)
    laws = {_LAW_WORDS[match[side]] for side in ("before", "after") if match[side]} if match else set()
    if match and int(match["number"]) and len(laws) < 2:
        number = str(int(match["number"]))
        return Paragraph(f"{number} {match['letter']}" if match["letter"] else number, next(iter(laws), None))
    seen = shown_cell(cell.text)
    message = _('"{seen}" is not one paragraph. Write one, such as 52 or § 57 a.', seen=seen)
    return Unreadable(Code.UNREADABLE_PARAGRAPH, seen, message)
