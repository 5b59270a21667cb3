"""What a trap is: a file, and exactly what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from auditkit.intake import Intake, to_json
from tests.support.lists import write_workbook

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Trap:
    """A file and what must come of it. ``refused`` names the refusal; the rest is empty then.

    ``records`` are all records (without blank fields) by plural name; ``rows`` are read, used, set aside, blank;
    ``problems`` are cell and code; ``aside`` row and reason; ``dropped`` the sheets and columns not stored.
    """

    name: str
    content: Callable[[], bytes]
    rows: tuple[int, int, int, int] = (0, 0, 0, 0)
    records: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    problems: Sequence[tuple[str, str]] = ()
    aside: Mapping[int, str] = field(default_factory=dict)
    dropped: Sequence[str] = ()
    refused: str = ""
    file: str = "liste.xlsx"

    @property
    def expected(self) -> dict[str, object]:
        """What the answer must be."""
        return {
            "rows": self.rows,
            "records": {plural: list(map(dict, rows)) for plural, rows in self.records.items()},
            "problems": sorted(self.problems),
            "aside": dict(self.aside),
            "dropped": sorted(self.dropped),
        }


def answer(intake: Intake) -> dict[str, object]:
    """Return what came of a file, in the form of ``Trap.expected``."""
    document = to_json(intake)
    records = {plural: list(map(_filled, rows)) for plural, rows in document["records"].items() if rows}
    rows = intake.rows
    return {
        "rows": (rows.read, rows.used, rows.set_aside, rows.blank),
        "records": records,
        "problems": sorted((each.cell, each.code) for each in intake.problems),
        "aside": {each.row: each.reason for each in intake.set_aside},
        "dropped": sorted(each.name for each in intake.ignored),
    }


def _filled(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def case(case_id: str, **fields: object) -> dict[str, object]:
    """Return a case record."""
    return {"case_id": case_id, **fields}


def workbook(*, date1904: bool = False, **sheets: Rows) -> Callable[[], bytes]:
    """Return what makes a workbook of these sheets."""
    return lambda: _written(sheets, date1904)


def changed(change: Callable[..., None], **sheets: Rows) -> Callable[[], bytes]:
    """Return what makes a workbook and changes it in a way that only another program can (merging, hiding)."""

    def make() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "liste.xlsx"
            path.write_bytes(_written(sheets, date1904=False))
            book = load_workbook(path)
            change(book)
            book.save(path)
            return path.read_bytes()

    return make


def _written(sheets: Mapping[str, Rows], date1904: bool) -> bytes:
    with TemporaryDirectory() as folder:
        return write_workbook(Path(folder) / "liste.xlsx", sheets, date1904=date1904).read_bytes()
