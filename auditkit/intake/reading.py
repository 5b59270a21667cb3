"""One sheet, read: its used rows as columns of values, its ledger, and what was wrong with its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from auditkit.model import Problem

from .door.grid import Cell, Row, column_letters
from .ledger import Ledger, RowSorter, is_blank, reason_message
from .receipt import Reason
from .unreadable import Code, Unreadable
from .vocabulary import FLAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .layout import Layout
    from .readers import Readers

_CASE_ID_REASON = {Code.CPR_IN_TEXT: Reason.CASE_ID_IS_CPR}
TEAM = {"cases": "team", FLAT: "cases.team"}
"""What gives a case's team, by kind of list."""
_AT_A_TIME = 500  # rows
_REPORTED = {Reason.NO_CASE_ID, Reason.DUPLICATE_IDENTICAL}


@dataclass(slots=True)
class Reading:
    """``values`` holds by target one value (or None, or Unreadable) for each row of ``rows``."""

    file: str
    sheet: str
    layout: Layout
    ledger: Ledger
    rows: list[int] = field(default_factory=list)
    values: dict[str, list[object]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    hidden_rows: int = 0
    beyond: set[int] = field(default_factory=set)
    """Columns with content and no header."""
    given: list[str] = field(default_factory=list)
    """Targets that no column gives, but the profile."""

    @property
    def letters(self) -> dict[str, str]:
        """The column letters of each target."""
        letters = {target: column_letters(index) for index, target in self.layout.columns.items()}
        return letters | dict.fromkeys(self.given, "")

    def give_team(self, team: str) -> None:
        """Take a team for every case of the list, unless a column has it."""
        target = TEAM.get(self.layout.kind)
        if target and target not in self.values:
            self.given.append(target)
            self.values[target] = [team] * len(self.rows)

    def report(self, column: str, row: int, code: str, seen: str, message: str) -> None:
        """Add a problem at a cell."""
        self.problems.append(Problem(self.file, self.sheet, f"{column}{row}", str(code), seen, message))

    def leave_out(self, row: int, reason: Reason) -> None:
        """Set a row aside; what a person may have meant as a record is a problem as well."""
        self.ledger.set_aside[row] = reason
        if reason in _REPORTED:
            column = column_letters(self.layout.case_column)
            self.report(column, row, reason, "", reason_message(reason))


def read_sheet(file: str, sheet: str, rows: Iterable[Row], layout: Layout, readers: Readers) -> Reading:
    """Read the rows below a sheet's header, some at a time and column by column."""
    values: dict[str, list[object]] = {target: [] for target in layout.columns.values()}
    reading = Reading(file, sheet, layout, Ledger(layout.header.row), values=values)
    columns = [
        (index, values[target], readers.reader(layout.kind, target))
        for index, target in layout.columns.items()
        if index != layout.case_column
    ]
    used = _used(_below(rows, layout.header.row), reading, RowSorter(file, sheet, layout, readers.case_numbers))
    while some := list(islice(used, _AT_A_TIME)):
        for index, column, read in columns:
            column.extend(map(read, [cells.get(index) for cells in some]))
    reading.beyond -= layout.header.texts.keys()
    _report_unreadable(reading)
    return reading


def _used(rows: Iterable[Row], reading: Reading, sorter: RowSorter) -> Iterator[Mapping[int, Cell]]:
    """Enter every row in the ledger, and yield the cells of those that are records."""
    case_ids = reading.values[reading.layout.columns[reading.layout.case_column]]
    for row in rows:
        reading.ledger.see(row.number)
        reading.hidden_rows += row.hidden
        reading.beyond.update(row.cells)
        case_id, fault = sorter.sort(row)
        if case_id is None:
            _set_aside(reading, row, fault)
            continue
        reading.rows.append(row.number)
        case_ids.append(case_id)
        yield row.cells


def _below(rows: Iterable[Row], header_row: int) -> Iterator[Row]:
    """Yield the rows with content below the header."""
    for row in rows:
        if row.number > header_row and not all(map(is_blank, row.cells.values())):
            yield row


def _set_aside(reading: Reading, row: Row, fault: Reason | Unreadable | None) -> None:
    if isinstance(fault, Unreadable):
        reason = _CASE_ID_REASON.get(Code(fault.code), Reason.CASE_ID_UNREADABLE)
        column = column_letters(reading.layout.case_column)
        reading.report(column, row.number, fault.code, fault.seen, fault.message)
        reading.leave_out(row.number, reason)
    elif fault is not None:
        reading.leave_out(row.number, fault)


def _report_unreadable(reading: Reading) -> None:
    for target, letters in reading.letters.items():
        for row, value in zip(reading.rows, reading.values[target], strict=True):
            if type(value) is Unreadable:
                reading.report(letters, row, value.code, value.seen, value.message)


_Each = TypeVar("_Each")


def targets_of(by_target: Mapping[str, _Each], plural: str) -> dict[str, _Each]:
    """Return what belongs to one record type of a flat list, by what follows the dot of its targets."""
    prefix = f"{plural}."
    return {name.removeprefix(prefix): each for name, each in by_target.items() if name.startswith(prefix)}
