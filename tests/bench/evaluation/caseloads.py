"""Caseloads of any size for the benchmarks: an invented municipality, repeated under other case numbers.

What one invented municipality has, so have all: the shares of the outcomes do not change with the size. The records
come in the order of case number, as the store and a folder of records give them. Cells that
cannot be read are made blank, because the hand-written scripts it is compared with know only blank.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from auditkit import workflow
from auditkit.model import Caseload
from auditkit.report.writer import write_lists
from auditkit.samples import as_sheets, municipality

_BASE = 3_000


def caseload(cases: int) -> Caseload:
    """Return a caseload of about so many cases: whole municipalities of the same size, at most 3,000 each."""
    copies = -(-cases // _BASE)
    base = _base(cases // copies)
    return Caseload({plural: _repeated(frame, copies) for plural, frame in base.frames.items()}, base.tables)


def _base(cases: int) -> Caseload:
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "fiktiv.xlsx"
        write_lists(path, as_sheets(municipality(cases)))
        desk = workflow.Desk(f"sqlite:///{path.with_suffix('.sqlite3')}")
        workflow.import_lists(desk, workflow.Lists((path,), key=None))
        with desk.store() as store:
            read = store.load_caseload()
    frames = {plural: frame.with_columns(unreadable=pl.lit(0, pl.UInt32)) for plural, frame in read.frames.items()}
    # A period without its first day is no period that a hand-written join would find.
    frames["team_history"] = frames["team_history"].filter(pl.col("from_on").is_not_null())
    return Caseload(frames, read.tables)


def _repeated(frame: pl.DataFrame, copies: int) -> pl.DataFrame:
    """Whole copies one after the other, each with its own ending on the case numbers."""
    numbers = pl.DataFrame({"copy": range(copies)}, schema={"copy": pl.Int32})
    named = pl.format("{}-{}", "case_id", "copy").alias("case_id")
    copied = numbers.join(frame, how="cross", maintain_order="left_right").with_columns(named).select(frame.columns)
    return copied.sort("case_id", "table_no", "row_no")
