"""How long a large list takes, and how much memory, beside the libraries that others read it with. Not a test.

Run: ``PYTHONPATH=. python tests/bench/bench_import.py [ROWS]``. Writes one .xlsx of so many rows x 20 columns (100,000
unless said otherwise), then reads it in a process of its own with each of: auditkit (read, judged cell by cell and
stored in a new database), openpyxl (read-only) and pandas. Prints seconds, peak megabytes and the ratios.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

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
    return f"{imported.receipt.added} records stored, {imported.intake.rows.used} rows used"


def openpyxl_reads(path: Path) -> str:
    """Walk through the cells."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return f"{sum(1 for row in book.worksheets[0].iter_rows(values_only=True) for _cell in row)} cells"


def pandas_reads(path: Path) -> str:
    """Read the sheet as a frame."""
    import pandas as pd

    return f"{pd.read_excel(path).size} cells"


READERS = {each.__name__: each for each in (auditkit_imports, openpyxl_reads, pandas_reads)}


def apart(name: str, *arguments: object) -> list[str]:
    """Run a function of this module in a process of its own, whose memory is then its own; return what it said."""
    command = [sys.executable, __file__, name, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("|")


def measure(name: str, path: Path) -> tuple[float, float]:
    """Run one reader; return its seconds and its peak megabytes."""
    seconds, cpu, megabytes, said = apart(name, path)
    used = f"{float(seconds):7.1f} s ({float(cpu):.1f} s of processor) {float(megabytes):7.0f} MB"
    print(f"{name:<18} {used}   {said.strip()}", flush=True)
    return float(seconds), float(megabytes)


def main(rows: int) -> None:
    """Measure each of the readers on the same file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fiktiv.xlsx"
        apart("invent", path, rows)
        print(f"{rows} rows x {len(HEADER)} columns, {path.stat().st_size / 1e6:.1f} MB")
        found = {name: measure(name, path) for name in READERS}
    seconds, megabytes = found["auditkit_imports"]
    for name in list(READERS)[1:]:
        theirs = found[name]
        print(f"auditkit / {name}: {seconds / theirs[0]:.2f} x the time, {megabytes / theirs[1]:.2f} x the memory")


def one(name: str, path: Path) -> None:
    """Run one reader and say what it cost."""
    started = time.perf_counter()
    said = READERS[name](path)
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds}|{time.process_time()}|{megabytes}|{said}")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in READERS:
        one(sys.argv[1], Path(sys.argv[2]))
    elif sys.argv[1:2] == ["invent"]:
        invent(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
