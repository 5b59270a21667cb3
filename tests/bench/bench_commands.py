"""How long a person waits at the command line: ``.ci/python -m tests.bench.bench_commands``. Not a test.

Whole commands as somebody types them, each a process of its own, Python's start included: ``--help``, ``status``, and
``sweep`` of an invented municipality's lists with 3,000 cases, of which none is left out. The best of three by the
clock, the processors' seconds of that one, and its most memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from auditkit.samples import LAST_DAY

from .measuring import alone, head, number, row, title

_CASES = 3_000
_AS_OF = LAST_DAY.isoformat()


def invent(_cost, cases, path):
    """Write the lists of a municipality with so many cases."""
    from auditkit.report.writer import write_lists
    from auditkit.samples import as_sheets, municipality

    write_lists(Path(path), as_sheets(municipality(int(cases))))


JOBS = {"invent": invent}


def waited(arguments: list[str], folder: Path) -> tuple[float, float, float]:
    """Run a command; return the seconds by the clock and of the processors, and the most memory in MB."""
    begun = time.perf_counter()
    # Nothing of this user's, and what it writes is of the one run.
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    process = subprocess.Popen(
        [sys.executable, "-m", "auditkit", *arguments], stdout=subprocess.DEVNULL, env=os.environ | home
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:  # 1: done, with something to tell
        raise SystemExit(f"{arguments[0]}: {process.returncode}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(cases: int = _CASES) -> None:
    title("Ventetiden ved kommandolinjen", "polars")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lists = folder / "fiktiv.xlsx"
        alone("tests.bench.bench_commands", "invent", cases, lists)
        commands = {
            f"`sweep` af {number(cases)} sager (under 5 s)": ["sweep", str(lists), "--as-of", _AS_OF],
            "`--help` (under 0,3 s)": ["--help"],
            "`status` (under 1 s)": ["--db", f"sqlite:///{folder}/store.sqlite3", "status"],
        }
        imported = ["--db", f"sqlite:///{folder}/store.sqlite3", "import", str(lists)]
        waited(imported, folder)
        head("", "ur, s", "arbejde, s", "mest, MB")
        for label, arguments in commands.items():
            times = [waited(_with_report(arguments, folder, turn), folder) for turn in range(3)]
            row(label, *map(number, min(times)))


def _with_report(arguments: list[str], folder: Path, turn: int) -> list[str]:
    """A report is never written over: each turn has its own."""
    return [*arguments, "-o", str(folder / f"rapport-{turn}.xlsx")] if arguments[0] == "sweep" else arguments


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
