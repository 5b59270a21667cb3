"""How long a large list takes, and how much memory, beside the libraries that others read it with. Not a test.

Run: ``.ci/python -m tests.bench.bench_import [ROWS]``. Writes one .xlsx of so many rows x 20 columns (100,000
unless said otherwise), then reads it in a process of its own with each of: auditkit (read, judged cell by cell and
stored in a new database), openpyxl (read-only) and pandas. Prints seconds, peak megabytes and the ratios.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

from .measuring import Cost, alone, head, number, row, title

HEADER = (
    "Sagsnr", "Fødselsdato", "Team", "Rådgiver", "Oprettet", "Lukket", "Underretning modtaget", "24-timers vurdering",
    "Kvittering", "BFU startet", "BFU afsluttet", "Børnesamtale (BFU)", "Afgørelse", "Paragraf", "Barnets plan",
    "Indsats start", "Indsats slut", "Anbragt", "Seneste opfølgning", "Tilsyn 1",
)  # fmt: skip
FIRST = date(2020, 1, 1)


def invent(path: Path, rows: int) -> None:
    """Write a flat list of invented cases, with one measure each; every cell is filled."""
    from auditkit.report.writer import write_lists

    write_lists(path, {"Sagsliste": [HEADER, *(_row(Random(number), number) for number in range(rows))]})


def _row(dice: Random, number: int) -> list[object]:
    day = [FIRST + timedelta(days=dice.randrange(1500) + 30 * step) for step in range(14)]
    paragraph, team, worker = dice.choice(("52", "§ 32", "47")), f"Team {dice.randrange(8)}", f"R{dice.randrange(60)}"
    return [
        f"FIKTIV-{number}", day[0] - timedelta(days=4000), team, worker, day[0], max(day), day[1], day[1],
        day[2], day[2], day[6], day[3], day[7], paragraph, day[8],
        day[8], max(day), dice.choice(("ja", "nej")), day[12], day[13],
    ]  # fmt: skip


def auditkit_imports(path: Path) -> str:
    """Read the list and store it."""
    from auditkit import workflow

    desk = workflow.Desk(f"sqlite:///{path.with_suffix('.sqlite3')}")
    imported = workflow.import_lists(desk, workflow.Lists((path,), key=None))
    return f"{number(imported.receipt.added)} poster"


def openpyxl_reads(path: Path) -> str:
    """Walk through the cells."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return f"{sum(1 for row in book.worksheets[0].iter_rows(values_only=True) for _cell in row)} celler"


def pandas_reads(path: Path) -> str:
    """Read the sheet as a frame."""
    import pandas as pd

    return f"{pd.read_excel(path).size} celler"


READERS = {each.__name__: each for each in (auditkit_imports, openpyxl_reads, pandas_reads)}
_LABELS = {"auditkit_imports": "auditkit: læst, tolket og gemt", "openpyxl_reads": "openpyxl, kun læst"}
_LABELS |= {"pandas_reads": "pandas, kun læst"}


def _job(do):
    def job(cost, path):
        with cost.measured():
            cost.found["said"] = do(Path(path))

    return job


JOBS = {name: _job(do) for name, do in READERS.items()} | {
    "invent": lambda _cost, path, rows: invent(Path(path), int(rows)),
}


def main(rows: int = 100_000) -> None:
    """Measure each of the readers on the same file."""
    title("Import ved siden af andre læsere", "openpyxl", "pandas", "polars")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fiktiv.xlsx"
        alone("tests.bench.bench_import", "invent", path, rows)
        print(f"\n{number(rows)} rækker × {len(HEADER)} kolonner, {number(path.stat().st_size / 1e6)} MB")
        head("", "ur, s", "arbejde, s", "mest, MB", "auditkit ÷ denne: ur", "arbejde", "hukommelse", "det, der kom ud")
        found = {name: alone("tests.bench.bench_import", name, path) for name in READERS}
    ours = found["auditkit_imports"] or Cost()
    for name, cost in found.items():
        if cost is None:
            row(_LABELS[name], *"–––––––")
            continue
        ratios = (ours.clock / cost.clock, ours.work / cost.work, ours.peak / cost.peak)
        row(_LABELS[name], *map(number, (cost.clock, cost.work, cost.peak, *ratios)), cost.found["said"])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
