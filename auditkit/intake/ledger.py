"""The row ledger of one sheet: every row below the header is used, set aside with a reason, or blank."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .door.grid import Cell, CellKind, Row
from .door.remembering import Remembering
from .errors import SecondTable
from .receipt import Reason, Rows
from .unreadable import Code, Unreadable
from .vocabulary import FLAT, Vocabulary, normalise
from .words import read_id, text_of

if TYPE_CHECKING:
    from .layout import Layout

_ = translator("intake")

BLANK_TEXTS = frozenset({"", "-", "–", "—"})
# What Excel in Danish and English writes for an error; in a csv file it is only text.
_ERRORS = frozenset(
    (
        "#I/T",
        "#N/A",
        "#NAVN?",
        "#NAME?",
        "#REFERENCE!",
        "#REF!",
        "#VÆRDI!",
        "#VALUE!",
        "#DIVISION/0!",
        "#DIV/0!",
        "#NUL!",
        "#NULL!",
        "#TAL!",
        "#NUM!",
        "#OVERLØB!",
        "#SPILL!",
        "#BEREGN!",
        "#CALC!",
    )
)
_SENTENCE = 4  # words
_KNOWN = 10_000  # case numbers that are kept
_HAS_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Ledger:
    """Counts the rows of one sheet while they are read. ``set_aside`` maps row numbers to reasons."""

    header_row: int
    last_row: int = 0
    with_content: int = 0
    set_aside: dict[int, Reason] = field(default_factory=dict)

    def see(self, row: int) -> None:
        """Count a row with content."""
        self.last_row = max(self.last_row, row)
        self.with_content += 1

    @property
    def rows(self) -> Rows:
        """The rows below the header down to the last one with content."""
        read = max(self.last_row - self.header_row, 0)
        aside = len(self.set_aside)
        return Rows(read, self.with_content - aside, aside, read - self.with_content)


def reason_message(reason: Reason) -> str:
    """Return the words for why a row was set aside."""
    messages = {
        Reason.NO_CASE_ID: _("The row has no case number. Write it, or delete the row."),
        Reason.CASE_ID_UNREADABLE: _("The row's case number cannot be read."),
        Reason.CASE_ID_IS_CPR: _("The row's case number looks like a CPR number. The row is not stored."),
        Reason.TOTAL: _("The row sums up other rows."),
        Reason.NOTE: _("The row is a note, not a case."),
        Reason.REPEATED_HEADER: _("The row repeats the headers."),
        Reason.DUPLICATE_IDENTICAL: _("The row is the same as an earlier one and does not count twice."),
    }
    return messages[reason]


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing: blanks, or a dash."""
    return cell.kind is CellKind.TEXT and cell.text.strip() in BLANK_TEXTS


def cell_fault(cell: Cell) -> Unreadable | None:
    """Return what is wrong with a cell that holds no value at all, whatever column it stands in."""
    if cell.kind is CellKind.FORMULA_WITHOUT_VALUE:
        message = _("The formula has never been calculated. Open the file in Excel, save it, and import it again.")
        return Unreadable(Code.FORMULA_WITHOUT_VALUE, "", message)
    text = cell.text.strip()
    if cell.kind is not CellKind.ERROR and not text.startswith("#"):
        return None
    text = text.upper()
    if cell.kind is CellKind.ERROR or text in _ERRORS or not text.strip("#"):
        message = _("The cell holds an error ({error}). Correct the formula or the value.", error=text)
        return Unreadable(Code.ERROR_CELL, text, message)
    return None


class CaseNumbers(Remembering[Cell, str | None]):
    """The case numbers of a workbook that their cells tell by themselves; None is for what takes a look at the row.

    A case stands on many rows and in many sheets.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(self._told, _KNOWN)
        totals = "|".join(map(re.escape, vocabulary.totals))
        self._total = re.compile(rf"(?:{totals})(?:[\s:].*)?|.*\s(?:{totals})[:.]?", re.IGNORECASE | re.DOTALL)
        notes = "|".join(map(re.escape, vocabulary.notes))
        self.note = re.compile(rf"\*|(?:{notes})(?=[\s:]|$)", re.IGNORECASE)
        known = (word for words in vocabulary.headers.values() for word in words)
        self.headers = frozenset(word for word in known if not word.isdigit())

    def says_total(self, cell: Cell) -> bool:
        """Say whether a cell says that its row sums up others."""
        return cell.kind is CellKind.TEXT and self._total.fullmatch(cell.text.strip()) is not None

    def _told(self, cell: Cell) -> str | None:
        if is_blank(cell) or cell_fault(cell) or self.says_total(cell) or normalise(text_of(cell)) in self.headers:
            return None
        case_id = read_id(cell)
        return None if isinstance(case_id, Unreadable) else case_id


class RowSorter:
    """Tells the rows of a list from totals, notes and repeated headers around them."""

    def __init__(self, file: str, sheet: str, layout: Layout, numbers: CaseNumbers) -> None:
        self._place = (file, sheet)
        self._layout = layout
        self._case = layout.case_column
        self._team = layout.column_of("cases.team" if layout.kind == FLAT else "team")
        self._numbers = numbers

    def sort(self, row: Row) -> tuple[str | None, Reason | Unreadable | None]:
        """Return the case number of a row, or why it has none (an Unreadable where the cell is at fault)."""
        cell = row.cells.get(self._case)
        told = self._numbers[cell] if cell is not None else None
        if told is not None and len(row.cells) > 1 and (not told.isdigit() or _has_date(row)):
            return told, None
        return self._look(row, cell)

    def _look(self, row: Row, cell: Cell | None) -> tuple[str | None, Reason | Unreadable | None]:
        if self._is_total(row, cell):
            return None, Reason.TOTAL
        if cell is None or is_blank(cell):
            return None, Reason.NOTE if len(row.cells) == 1 else Reason.NO_CASE_ID
        fault = cell_fault(cell)
        if fault:
            return None, fault
        if self._is_header(row, text_of(cell)):
            return None, Reason.REPEATED_HEADER
        if self._is_note(row, text_of(cell)):
            return None, Reason.NOTE
        case_id = read_id(cell)
        return (None, case_id) if isinstance(case_id, Unreadable) else (case_id, None)

    def _is_total(self, row: Row, cell: Cell | None) -> bool:
        """Say whether a row sums up others: its case number says so, or is a count beside a word that does.

        A row with a number and a date is a case, also of a team called "Antal børn".
        """
        if cell is not None and not is_blank(cell):
            if not text_of(cell).isdigit():
                return self._numbers.says_total(cell)
            if _has_date(row):
                return False
        first = row.cells[min(row.cells)]
        team = row.cells.get(self._team) if self._team is not None else None
        return self._numbers.says_total(first) or (team is not None and self._numbers.says_total(team))

    def _is_header(self, row: Row, text: str) -> bool:
        if normalise(text) not in self._numbers.headers:
            return False
        texts = self._layout.header.texts
        shown = {i: normalise(text_of(cell)) for i, cell in row.cells.items() if i in self._layout.columns}
        if all(normalise(texts[index]).endswith(word) for index, word in shown.items()):
            return True
        words = [normalise(text_of(cell)) for cell in row.cells.values()]
        if sum(word in self._numbers.headers for word in words) > len(words) / 2:
            raise SecondTable(*self._place, row.number)
        return False

    def _is_note(self, row: Row, text: str) -> bool:
        if len(row.cells) > 1:
            return False
        words = len(text.split())
        speaks = words >= _SENTENCE or text.endswith(":") or self._numbers.note.match(text)
        return bool(speaks) or (words > 1 and not _HAS_DIGIT.search(text))


def _has_date(row: Row) -> bool:
    return any(cell.is_date for cell in row.cells.values())
