"""One record for each case, however many rows say something about it.

Rows that agree are one record. Where two rows contradict each other the field cannot be read: nobody can
know which of them holds. A blank cell contradicts a date of closing (it says that the case is open); in the
other columns it only says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL
from auditkit.terms import field_label, translator

from .receipt import Reason
from .unreadable import Unreadable

if TYPE_CHECKING:
    from .reading import Reading
    from .records import Records

_ = translator("intake")

CASES = BY_PLURAL["cases"]
NAMES = tuple(field.name for field in CASES.fields)
_BLANK_SAYS_NO = frozenset({"closed_on", "close_reason"})
CONFLICT = "duplicate_conflicting"


@dataclass(slots=True)
class _Case:
    values: tuple[object, ...]
    first: tuple[object, ...]
    reading: Reading
    table_no: int
    row_no: int

    def say(self, index: int, value: object) -> None:
        self.values = (*self.values[:index], value, *self.values[index + 1 :])


class Cases:
    """Gathers what the rows say of each case."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._cases: dict[str, _Case] = {}
        self._unions: dict[tuple[int, int], int] = {}

    def add(
        self,
        reading: Reading,
        table_no: int,
        row_no: int,
        values: tuple[object, ...],
        *,
        repeats: bool,
    ) -> None:
        """Add what a row says. ``repeats`` says that the list repeats a case on several rows by its nature."""
        case = self._cases.get(str(values[0]))
        if case is None:
            self._cases[str(values[0])] = _Case(values, values, reading, table_no, row_no)
            return
        if values == case.first and self._columns(table_no) == self._columns(case.table_no):
            if not repeats:
                reading.leave_out(row_no, Reason.DUPLICATE_IDENTICAL)
            return
        for index, name in enumerate(NAMES):
            if name in self._columns(table_no):
                self._merge(case, reading, table_no, row_no, index, values[index])
        case.table_no = self._union(case.table_no, table_no)

    def finish(self) -> None:
        """Hand the cases over, in the order in which they were first named."""
        for case in self._cases.values():
            self._records.add("cases", (*case.values, case.table_no, case.row_no))

    def _columns(self, table_no: int) -> frozenset[str]:
        return frozenset(self._records.tables[table_no].columns)

    def _merge(self, case: _Case, reading: Reading, table_no: int, row_no: int, index: int, new: object) -> None:
        name, old = NAMES[index], case.values[index]
        if new == old or isinstance(old, Unreadable):
            return
        said_before = name in self._columns(case.table_no)
        may_be_blank = name not in _BLANK_SAYS_NO or not said_before
        if old is None and may_be_blank:
            case.say(index, new)
        elif new is not None or not may_be_blank:
            case.say(index, self._conflict(case, reading, table_no, row_no, name))

    def _conflict(self, case: _Case, reading: Reading, table_no: int, row_no: int, name: str) -> Unreadable:
        here, there = self._records.tables[table_no], self._records.tables[case.table_no]
        facts = {
            "field": field_label("case", name),
            "sheet": case.reading.sheet,
            "cell": f"{there.columns.get(name, '')}{case.row_no}",
            "file": case.reading.file,
        }
        message = _(
            "The case stands on several rows that disagree on {field}: here and in {file}, sheet »{sheet}«, cell "
            "{cell}. Neither is used. Correct one of them.",
            **facts,
        )
        reading.report(here.columns[name], row_no, CONFLICT, "", message)
        return Unreadable(CONFLICT, "", message)

    def _union(self, first: int, second: int) -> int:
        """Return a table with the columns of both; a field of the second alone names the row, not a cell."""
        if self._columns(second) <= self._columns(first):
            return first
        known = self._unions.get((first, second))
        if known is None:
            table = self._records.tables[first]
            others = dict.fromkeys(self._columns(second), "")
            columns = {**others, **table.columns}
            known = self._records.table(table.file, table.sheet, "cases", columns)
            self._unions[first, second] = known
        return known
