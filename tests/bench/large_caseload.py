"""A caseload of any size as a folder: ``.ci/python tests/bench/large_caseload.py 5000000 FOLDER``. Not a test.

Invents some FIKTIV cases once, and writes them again and again under new numbers, part by part, so memory does not
grow. The cases of a part follow those of the part before in order of case id, as ``export-records`` writes them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from auditkit import workflow
from auditkit.exchange import write_records
from auditkit.model import RECORD_TYPES, Caseload, Kind
from auditkit.report.writer import write_lists
from auditkit.samples import as_sheets, municipality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.exchange import RecordsFolder
    from auditkit.model import RecordType

INVENTED = 2_000
PER_PART = 12_000


def invented(cases: int) -> Caseload:
    """Return invented cases as they come out of a list."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "fiktiv.xlsx"
        write_lists(path, as_sheets(municipality(cases)))
        return workflow.read(workflow.Lists((path,), key=None)).caseload


def copies(caseload: Caseload, cases: int, per_part: int = PER_PART) -> Iterator[Caseload]:
    """Yield so many cases, part by part, each copy under new case numbers and in rows of its own."""
    have = caseload["cases"].height
    for begin in range(0, cases, per_part):
        numbers = range(begin // have, -(-min(begin + per_part, cases) // have))
        frames = {
            each.plural: pl.concat(_copy(caseload[each.plural], each, number) for number in numbers)
            for each in RECORD_TYPES
        }
        yield Caseload(frames, caseload.tables)


def _copy(frame: pl.DataFrame, record_type: RecordType, number: int) -> pl.DataFrame:
    ids = [each.name for each in record_type.fields if each.kind in {Kind.ID, Kind.LINK}]
    moved = (pl.col("row_no") + number * frame.height).alias("row_no")
    return frame.with_columns(moved, *(pl.format("{}-{}", pl.lit(f"{number:05}"), name).alias(name) for name in ids))


def write(path: Path, cases: int) -> RecordsFolder:
    """Write so many invented cases as a folder. A part holds whole copies, so the count is a multiple of them."""
    if cases % INVENTED:
        raise SystemExit(f"a multiple of {INVENTED}, please")
    return write_records(path, copies(invented(INVENTED), cases))


if __name__ == "__main__":
    made = write(Path(sys.argv[2]), int(sys.argv[1]))
    print(f"{made.cases} cases, {made.records} records, {len(made.parts)} parts in {made.path}")
