"""How long it takes to judge, beside others: ``.ci/python -m tests.bench.evaluation [CASES …]``. Not a test.

Prints one table for each size (10,000, 100,000 and 1,000,000 cases unless told): the seconds by the clock and of the
processors, both as ratios to the floor, the memory beyond the caseload's own, and the seconds of the processors for a
million rows; then the growth exponents. Each contender runs in a process of its own, one at a time, on the same
caseload, once small to warm up and then for the record; ``--repeat N`` takes the best of N. Whoever takes more than
``--limit`` seconds is stopped, and what it would have taken is reckoned from the smaller sizes and marked ≈. Compare
the figures of one run only.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.measuring import LIMIT, head, number, row, title

from .contenders import Contender, contenders

_ALL = 17  # active rules: there is no floor of so many
_FIGURES = ("ur, s", "processor, s", "mod gulvet", "processor", "MB ud over sagerne", "processor, s pr. mio. rækker")
_SIZES = (10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one contender took on one caseload."""

    clock: float
    work: float
    memory: int
    """The most memory it used, in MB, less what the process held when it began."""
    rows: int


Found = dict[int, dict[str, Figure]]
"""What was found, by number of cases and contender."""


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


def apart(name: str, cases: int, options: argparse.Namespace) -> Figure | str:
    """Run a contender in a process of its own; where it could not, return why."""
    command = [
        sys.executable,
        "-m",
        "tests.bench.evaluation",
        "--one",
        name,
        "--repeat",
        str(options.repeat),
        str(cases),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=options.limit, check=False)
    except subprocess.TimeoutExpired:
        return f"stoppet efter {options.limit} s"
    if done.returncode:
        return done.stderr.splitlines()[-1] if done.stderr else f"stoppet (kode {done.returncode})"
    return Figure(**json.loads(done.stdout.splitlines()[-1]))


def tell(cases: int, options: argparse.Namespace, known: dict[str, Contender], before: Found) -> dict[str, Figure]:
    """Measure everyone on one size and print the table; ``before`` holds the smaller sizes."""
    print(f"\n{number(cases)} sager")
    head("hvem", "krav", "rækker", *_FIGURES)
    found: dict[str, Figure] = {}
    for name, each in known.items():
        figure = apart(name, cases, options)
        if isinstance(figure, str):
            row(f"{each.label} ({figure})", each.rules, "–", _reckoned(name, cases, before), *"–––––")
            continue
        found[name] = figure
        base = found.get(_base_of(name))
        took = (number(figure.rows), number(figure.clock), number(figure.work))
        ratios = ("", "") if base is None or each.rules == _ALL else map(number, _ratio_of(figure, base))
        row(each.label, each.rules, *took, *ratios, number(figure.memory), number(figure.work / figure.rows * 1e6))
    return found


def _reckoned(name: str, cases: int, before: Found) -> str:
    """Say what a contender would have taken, had it gone on as it grew between the two largest sizes measured."""
    sizes = [each for each in sorted(before) if name in before[each]][-2:]
    if len(sizes) < 2:
        return "–"
    one, two = (before[each][name].clock for each in sizes)
    growth = math.log(two / one) / math.log(sizes[1] / sizes[0])
    return f"≈ {number(round(two * (cases / sizes[1]) ** growth))}"


def _base_of(name: str) -> str:
    """Which contender another's time is divided by: the one that does the same in hand-written polars."""
    return {"ours+counts": "floor+counts", "loop": "ours-3", "pointblank": "check", "pandera": "check"}.get(
        name, name if name in ("floor+counts", "check", "ours-3") else "floor"
    )


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.evaluation")
    options.add_argument("cases", nargs="*", type=int, default=list(_SIZES))
    options.add_argument("--repeat", type=int, default=1)
    options.add_argument("--limit", type=float, default=LIMIT)
    options.add_argument("--one", help=argparse.SUPPRESS)
    options.add_argument("--only", nargs="*", help="kun disse: " + ", ".join(contenders()))
    asked = options.parse_args()
    known = contenders()
    if asked.one:
        print(json.dumps(asdict(measure(known[asked.one], asked.cases[0], asked.repeat))))
        return
    title("Bedømmelsen ved siden af andre", "polars", "pandas", "pointblank", "pandera")
    chosen = {name: each for name, each in known.items() if not asked.only or name in asked.only}
    found: Found = {}
    for cases in sorted(asked.cases):
        found[cases] = tell(cases, asked, chosen, found)
    if len(found) > 1:
        _tell_growth(found, known)


def _tell_growth(found: Found, known: dict[str, Contender]) -> None:
    smallest, largest = min(found), max(found)
    head(f"væksteksponent, {number(smallest)} til {number(largest)} sager (1 er lineær)", "ur", "processor")
    for name in (each for each in found[smallest] if each in found[largest]):
        ratios = _ratio_of(found[largest][name], found[smallest][name])
        row(known[name].label, *(f"{math.log(each, largest / smallest):.2f}".replace(".", ",") for each in ratios))


def _ratio_of(figure: Figure, base: Figure) -> tuple[float, float]:
    return figure.clock / base.clock, figure.work / base.work


if __name__ == "__main__":
    main()
