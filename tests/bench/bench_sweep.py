"""How long the main job takes, and how much memory: ``.ci/python -m tests.bench.bench_sweep [CASES]``. Not a test.

Prints for each stage the seconds by the clock, those the processors worked, and the most memory that the process has
used so far. The lists are invented by another process. On a busy machine compare figures of one run only.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from auditkit import workflow
from auditkit.dates import Quarter
from auditkit.report.writer import write_lists
from auditkit.samples import LAST_DAY, as_sheets, municipality

from .measuring import head, number, row, title

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_RECORDS = 10  # of one case, which leaves about five records to a case
_KEPT = 0.5  # of the invented cases, at least
_T = TypeVar("_T")


def invent(cases: int, path: Path) -> None:
    """Write the lists of so many invented cases, each case whole, none of the longest."""
    records = municipality(int(cases / _KEPT))
    sizes = Counter(row["case_id"] for rows in records.values() for row in rows)
    chosen = set(islice((case for case, size in sizes.items() if size <= _MOST_RECORDS), cases))
    kept = {plural: [row for row in rows if row["case_id"] in chosen] for plural, rows in records.items()}
    write_lists(path, as_sheets(kept))


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and seconds that the processors worked."""

    clock: float
    work: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.clock + other.clock, self.work + other.work)

    def tell(self, name: str) -> None:
        """Print the cost, and the most memory that the process has used so far."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        row(name, number(self.clock), number(self.work), number(peak))


def stage(name: str, do: Callable[[], _T]) -> tuple[_T, Cost]:
    """Do something, print what it cost, and return both."""
    clock, work = time.perf_counter(), time.process_time()
    result = do()
    cost = Cost(time.perf_counter() - clock, time.process_time() - work)
    cost.tell(name)
    return result, cost


def main(cases: int) -> None:
    """Run the stages one by one in a temporary folder."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = folder / "fiktiv.xlsx"
        with ProcessPoolExecutor(1, get_context("spawn")) as other:
            other.submit(invent, cases, path).result()
        desk = workflow.Desk(f"sqlite:///{folder / 'bench.sqlite3'}")
        lists = workflow.Lists((path,), key=None)
        report = workflow.Report(folder / "rapport.xlsx", "Fiktiv Kommune")
        title("Hovedjobbet: import, bedømmelse, projektmappe", "polars", "xlsxwriter", "sqlalchemy")
        head("trin", "ur, s", "arbejde, s", "mest indtil da, MB")
        Cost(0, 0).tell("før der er læst noget")
        imported, first = stage("import", lambda: workflow.import_lists(desk, lists).intake.rows.read)
        judged, second = stage("bedømmelse", lambda: workflow.evaluate(desk, LAST_DAY).obligations)
        _view, third = stage("projektmappe", lambda: workflow.export(desk, Quarter.of(LAST_DAY), report))
        (first + second + third).tell("**i alt**")
        stage("import af det samme igen", lambda: workflow.import_lists(desk, lists))
        stage("bedømmelse igen", lambda: workflow.evaluate(desk, LAST_DAY))
        size = report.path.stat().st_size / 1e6
        told = (number(cases), number(imported), number(judged), number(size))
        print("\n{} sager, {} rækker i listerne, {} pligter, projektmappe {} MB".format(*told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
