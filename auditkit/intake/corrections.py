"""The error list (fejlliste): the cells that somebody must correct in the case system, in the list's own order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .door.grid import column_index
from .unreadable import Code

if TYPE_CHECKING:
    from auditkit.model import Caseload, Problem

    from .receipt import Intake

_ = translator("intake")

_CELL = re.compile(r"([A-Z]*)(\d+)")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of the error list. ``header`` is that of the cell's column.

    ``expected`` is what should stand in the cell, empty where that is not one thing.

    ``case_id`` is empty where the row has no case number that can be read.
    """

    file: str
    sheet: str
    cell: str
    header: str
    case_id: str
    seen: str
    expected: str
    what_to_do: str


def correction_rows(intake: Intake) -> tuple[Correction, ...]:
    """Return the rows to correct, by file, sheet, row and column."""
    files = {file.name: place for place, file in enumerate(intake.files)}
    sheets = {(file.name, sheet.name): place for file in intake.files for place, sheet in enumerate(file.sheets)}

    def place(problem: Problem) -> tuple[int, ...]:
        return (files[problem.file], sheets[problem.file, problem.sheet], *_row_and_column(problem.cell))

    cases = _case_ids(intake.caseload, {_row_of(each) for each in intake.problems})
    headers = _headers(intake)
    return tuple(
        _correction(each, headers.get(_column_of(each), ""), cases.get(_row_of(each), ""))
        for each in sorted(intake.problems, key=place)
    )


def _headers(intake: Intake) -> dict[tuple[str, str, str], str]:
    """Return the columns' headers by file, sheet and letters."""
    return {
        (file.name, sheet.name, column.column): column.header
        for file in intake.files
        for sheet in file.sheets
        for column in sheet.columns
    }


def _column_of(problem: Problem) -> tuple[str, str, str]:
    return (problem.file, problem.sheet, problem.cell.rstrip("0123456789"))


_Row = tuple[str, str, int]


def _row_of(problem: Problem) -> _Row:
    return (problem.file, problem.sheet, _row_and_column(problem.cell)[0])


def _case_ids(caseload: Caseload, wanted: set[_Row]) -> dict[_Row, str]:
    """Return whose rows they are."""
    rows = [row for _file, _sheet, row in wanted]
    found: dict[_Row, str] = {}
    for frame in caseload.frames.values():
        places = frame.select("table_no", "row_no", "case_id").filter(frame["row_no"].is_in(rows))
        for table_no, row_no, case_id in places.iter_rows():
            table = caseload.tables[table_no]
            found[table.file, table.sheet, row_no] = case_id
    return found


def _row_and_column(cell: str) -> tuple[int, int]:
    match = _CELL.fullmatch(cell)
    if match is None:
        return (0, -1)
    return (int(match[2]), column_index(match[1]) if match[1] else -1)


def _correction(problem: Problem, header: str, case_id: str) -> Correction:
    expected = _expected().get(problem.code, "")
    place = (problem.file, problem.sheet, problem.cell, header)
    return Correction(*place, case_id, problem.seen, expected, problem.message)


def _expected() -> dict[str, str]:
    day = _("a date (dd-mm-yyyy), or empty")
    number = _("a number or id, written as text")
    return {
        Code.UNREADABLE_DATE: day,
        Code.IMPOSSIBLE_DATE: day,
        Code.PLACEHOLDER: _("the value, or empty if it has not happened"),
        Code.ERROR_CELL: _("the value, or empty if it has not happened"),
        Code.UNREADABLE_TIME: _("a time (14:30), or empty"),
        Code.UNREADABLE_YES_NO: _("ja, nej or empty"),
        Code.UNREADABLE_PARAGRAPH: _("one paragraph, such as 52 or § 57 a"),
        Code.UNREADABLE_ID: number,
        Code.ID_IS_DATE: number,
        Code.UNREADABLE_CPR: _("a CPR number"),
        Code.CPR_IN_TEXT: _("no CPR number"),
        Code.REASON_MISSING: _("the reason"),
    }
