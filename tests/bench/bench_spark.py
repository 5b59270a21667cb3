"""One machine at once, one machine in parts, and Spark on the same cases: ``.ci/python -m tests.bench.bench_spark``.

    .ci/python -m tests.bench.bench_spark                  # 10,000, 100,000 and 1,000,000 cases, every way
    .ci/python -m tests.bench.bench_spark 5000000 parts    # so many cases, these ways

Not a test. Each way is a process of its own, from a folder of records to a folder of verdicts. Printed are seconds by
the clock (the start of Spark apart), seconds that processors worked (the process and all below it from first to last,
and of these the process itself, which on Spark starts, fetches and writes), the most memory that they held together at
one time (what they share counted once, looked at once a second; at least what the process itself has held), and the
digest of the verdicts, which must be one. ``whole`` holds all cases in memory; ``spark`` is ``local[2]``. The first
row of a size is what writing its cases took. On a busy machine compare figures of one run only. Without pyspark or
Java Spark is left out, and said to be.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from .measuring import head, is_there, number, row, title

WAYS = {"whole": "på én gang", "parts": "i dele", "spark": "Spark, local[2]"}
SIZES = (10_000, 100_000, 1_000_000)
_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK = 1.0  # second


def main(sizes: list[int], wanted: list[str]) -> None:
    """Print a row for each size and way."""
    title("På én gang, i dele og på Spark", "polars", "pyspark", "pyarrow")
    ways = [way for way in WAYS if not wanted or way in wanted]
    if "spark" in ways and not (is_there("pyspark") and shutil.which("java")):
        print("\nSpark er udeladt: der er ingen pyspark eller Java på maskinen.")
        ways.remove("spark")
    head("", "sager", "pligter", "start, s", "ur, s", "arbejde, s", "heraf selv", "mest, MB", "kontrolsum")
    for cases in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            made = _apart("make", cases, folder)
            figures = (made["clock"], made["work"], made["itself"], round(made["peak"]))
            row("(sagerne skrevet)", number(cases), "", "", *map(number, figures), "")
            found = [_told(way, cases, _apart(way, cases, folder)) for way in ways]
        print(f"| kontrolsum | {'den samme' if len(set(found)) == 1 else 'IKKE DEN SAMME'} |" + " |" * 7, flush=True)


def _apart(way: str, cases: int, folder: Path) -> dict[str, float | str]:
    """Run a way in a process of its own; look at what it and all below it hold and have worked meanwhile."""
    arguments = [sys.executable, "-m", __spec__.name, "--one", way, str(cases), str(folder)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    peak, worked = 0.0, {}
    while process.poll() is None:
        tree = _tree(process.pid)
        peak = max(peak, sum(map(_held, tree)))
        worked |= {each: _worked(each, worked.get(each, 0.0)) for each in tree}
        time.sleep(_LOOK)
    if process.returncode:
        raise SystemExit(f"{way}, {cases}: {process.returncode}")
    found = json.loads(process.stdout.read())
    worked[process.pid] = found["itself"]
    return found | {"peak": max(peak, found["own"]), "work": sum(worked.values())}


def _told(way: str, cases: int, cost: dict[str, float | str]) -> float | str:
    figures = (cost["start"], cost["clock"], cost["work"], cost["itself"], round(cost["peak"]))
    row(WAYS[way], number(cases), number(cost["duties"]), *map(number, figures), cost["digest"])
    return cost["digest"]


def _one(way: str, cases: int, folder: Path) -> dict[str, float | str]:
    begun = time.perf_counter()
    with _session(way):
        start, clock = time.perf_counter() - begun, time.perf_counter()
        found = _done(way, cases, folder)
        found |= {"start": start, "clock": time.perf_counter() - clock}
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found | {"own": own, "itself": time.process_time()}


def _done(way: str, cases: int, folder: Path) -> dict[str, float | str]:
    """Write the cases, or judge them."""
    if way == "make":
        from .large_caseload import write

        return {"records": write(folder / "records", cases).records}
    from auditkit import workflow
    from auditkit.samples import LAST_DAY

    if way == "whole":
        written = _in_memory(folder)
    else:
        engine = "spark" if way == "spark" else "local"
        how = workflow.How(engine, source=str(folder / "records"), out=folder / way)
        written = workflow.evaluate(workflow.Desk(), LAST_DAY, how=how).written
    shutil.rmtree(folder / way)
    return {"duties": written.obligations, "digest": written.digest}


def _session(way: str):
    if way != "spark":
        return nullcontext()
    from auditkit.spark import spark_session

    return spark_session({"spark.master": "local[2]", "spark.driver.memory": "2g"})


def _in_memory(folder: Path):
    """All cases at once, as ``evaluate`` does it for a municipality."""
    import polars as pl

    from auditkit.evaluate import evaluate
    from auditkit.exchange import ObligationsWriter, open_records, whole_folder
    from auditkit.model import RECORD_TYPES, Caseload
    from auditkit.samples import LAST_DAY
    from auditkit.workflow.rulebook import catalogue

    parts, rules = [*(records := open_records(folder / "records")).caseloads()], catalogue().active()
    frames = {each.plural: pl.concat([part[each.plural] for part in parts]) for each in RECORD_TYPES}
    parts.clear()
    with whole_folder(folder / "whole") as beside:
        writer = ObligationsWriter(beside, folder / "whole")
        for _frame in writer.through([evaluate(Caseload(frames, records.tables), rules, LAST_DAY)]):
            pass
        return writer.finish(rules, LAST_DAY)


def _tree(process: int) -> list[int]:
    """Return a process and all below it."""
    below: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        below.setdefault(parent, []).append(int(place.parent.name))
    found = [process]
    for each in found:
        found += below.get(each, [])
    return found


def _worked(process: int, before: float) -> float:
    """Seconds that a process has worked; what was known before when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return before
    return sum(map(int, fields[11:13])) / _TICKS


def _held(process: int) -> float:
    """The memory that a process holds now, its share of what it holds with others, in MB; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(_one(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
    else:
        sizes, wanted = ([each for each in sys.argv[1:] if each.isdigit() is numeric] for numeric in (True, False))
        main([int(each) for each in sizes] or list(SIZES), wanted)
