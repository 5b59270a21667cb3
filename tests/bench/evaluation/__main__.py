"""How long it takes to judge, beside others: ``.ci/python -m tests.bench.evaluation [CASES …]``. Not a test.

Prints one table for each size (10,000, 100,000 and 1,000,000 cases unless told): the seconds by the clock and of the
processors, the ratio to the floor by the clock, the memory beyond the caseload's own, and the seconds for a million
rows; then the growth exponents. Each contender runs in a process of its own, one at a time, on the same caseload, once
small to warm up and then for the record; ``--repeat N`` takes the best of N. Compare the figures of one run only.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .contenders import Contender, contenders

_SIZES = (10_000, 100_000, 1_000_000)
_LIBRARIES = ("polars", "pandas", "pointblank", "pandera")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one contender took on one caseload."""

    clock: float
    work: float
    memory: int
    """The most memory it used, in MB, less what the process held when it began."""
    rows: int


def measure(contender: Contender, cases: int, repeat: int) -> Figure:
    """Run a contender in this process."""
    from .caseloads import caseload

    contender.prepare(caseload(300))()
    job = contender.prepare(caseload(cases))
    before = _held()
    taken = [_timed(job) for _ in range(repeat)]
    clock, work, rows = min(taken)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Figure(clock, work, max(0, peak - before), rows)


def _timed(job: object) -> tuple[float, float, int]:
    clock, work = time.perf_counter(), time.process_time()
    rows = job()  # type: ignore[operator]
    return time.perf_counter() - clock, time.process_time() - work, rows


def _held() -> int:
    """The memory that this process holds now, in MB; the peak so far where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def apart(name: str, cases: int, repeat: int) -> Figure | None:
    """Run a contender in a process of its own; None where it could not."""
    command = [sys.executable, "-m", "tests.bench.evaluation", "--one", name, "--repeat", str(repeat), str(cases)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
    if done.returncode:
        print(done.stderr.splitlines()[-1] if done.stderr else f"kode {done.returncode}", file=sys.stderr)
        return None
    return Figure(**json.loads(done.stdout.splitlines()[-1]))


def tell(cases: int, repeat: int, known: dict[str, Contender]) -> dict[str, Figure]:
    """Measure everyone on one size and print the table."""
    print(f"\n{cases:,} sager".replace(",", "."))
    print("| hvem | krav | rækker | sek. | processor | mod gulvet | MB ud over sagerne | sek. pr. mio. rækker |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    found: dict[str, Figure] = {}
    for name, each in known.items():
        figure = apart(name, cases, repeat) if cases <= each.most else None
        if figure is None:
            print(f"| {each.label} | {each.rules} | – | – | – | – | – | – |", flush=True)
            continue
        found[name] = figure
        base = found[_base_of(name)].clock if _base_of(name) in found else math.nan
        cells = (each.label, each.rules, figure.rows, f"{figure.clock:.2f}", f"{figure.work:.2f}")
        ratio = f"{figure.clock / base:.1f}" if each.rules != 17 else ""
        print("|", " | ".join(map(str, (*cells, ratio, figure.memory, _each_million(figure)))), "|", flush=True)
    return found


def _base_of(name: str) -> str:
    """Which contender another's time is divided by: the one that does the same in hand-written polars."""
    return {"ours+counts": "floor+counts", "loop": "ours-3", "pointblank": "check", "pandera": "check"}.get(
        name, name if name in ("floor+counts", "check", "ours-3") else "floor"
    )


def _each_million(figure: Figure) -> str:
    return f"{figure.clock / figure.rows * 1e6:.2f}"


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"(uden {name})"


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.evaluation")
    options.add_argument("cases", nargs="*", type=int, default=list(_SIZES))
    options.add_argument("--repeat", type=int, default=1)
    options.add_argument("--one", help=argparse.SUPPRESS)
    options.add_argument("--only", nargs="*", help="kun disse: " + ", ".join(contenders()))
    asked = options.parse_args()
    known = contenders()
    if asked.one:
        print(json.dumps(asdict(measure(known[asked.one], asked.cases[0], asked.repeat))))
        return
    print("Python", sys.version.split()[0], *map(_library, _LIBRARIES), "kerner", os.cpu_count())
    chosen = {name: each for name, each in known.items() if not asked.only or name in asked.only}
    found = {cases: tell(cases, asked.repeat, chosen) for cases in asked.cases}
    smallest, largest = min(found), max(found)
    if smallest == largest:
        return
    print(f"\nVæksteksponent fra {smallest} til {largest} sager (1 er lineær):")
    for name in found[largest]:
        if name in found[smallest]:
            growth = math.log(found[largest][name].clock / found[smallest][name].clock) / math.log(largest / smallest)
            print(f"  {known[name].label}: {growth:.2f}")


if __name__ == "__main__":
    main()
