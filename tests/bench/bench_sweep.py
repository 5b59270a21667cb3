"""How long the main job takes, and how much memory: ``.ci/python tests/bench/bench_sweep.py [CASES]``. Not a test.

Prints seconds and peak megabytes after each stage, on an invented municipality (20,000 cases unless said otherwise).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit import workflow
from auditkit.dates import Quarter
from auditkit.report.writer import write_lists
from auditkit.samples import LAST_DAY, as_sheets, municipality

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print how long a stage took, and the most memory the process has used so far."""
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:<22} {seconds:8.1f} s   {peak:6} MB", flush=True)


def main(cases: int) -> None:
    """Run the stages one by one in a temporary folder."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        desk = workflow.Desk(f"sqlite:///{folder / 'bench.sqlite3'}")
        with stage(f"invent {cases} cases"):
            write_lists(folder / "fiktiv.xlsx", as_sheets(municipality(cases)))
        with stage("import"):
            imported = workflow.import_lists(desk, workflow.Lists((folder / "fiktiv.xlsx",), key=None))
        with stage("import again"):
            workflow.import_lists(desk, workflow.Lists((folder / "fiktiv.xlsx",), key=None))
        with stage("evaluate"):
            judged = workflow.evaluate(desk, LAST_DAY)
        with stage("evaluate again"):
            workflow.evaluate(desk, LAST_DAY)
        with stage("export"):
            report = workflow.Report(folder / "rapport.xlsx", "Fiktiv Kommune")
            workflow.export(desk, Quarter.of(LAST_DAY), report)
        rows = imported.intake.rows.read
        print(f"{rows} rows, {judged.obligations.height} obligations")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
