"""One machine, one machine in parts, and Spark on the same cases.

    .ci/python tests/bench/bench_spark.py                  # 10,000, 100,000 and 1,000,000 cases, every way
    .ci/python tests/bench/bench_spark.py 5000000 parts    # so many cases, these ways

Not a test. Each way is a process of its own, from a folder of records to a folder of verdicts. Printed are seconds by
the clock, seconds that processors worked (the process and all below it), the most memory that they used together, and
the digest of the verdicts, which must be one. ``whole`` holds all cases in memory; ``spark`` is ``local[2]``, with the
start of Spark apart. On a busy machine compare figures of one run only. Without pyspark or Java Spark is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

WAYS = ("whole", "parts", "spark")
SIZES = (10_000, 100_000, 1_000_000)
_TICKS = os.sysconf("SC_CLK_TCK")


def main(sizes: list[int], wanted: list[str]) -> None:
    """Print a line for each size and way."""
    there = WAYS if find_spec("pyspark") and shutil.which("java") else WAYS[:2]
    ways = [each for each in there if not wanted or each in wanted]
    print(f"{'cases':>9} {'way':<6} {'start':>7} {'clock':>7} {'work':>7} {'peak':>8} {'duties':>9}  digest")
    for cases in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            _apart("make", cases, folder)
            found = [_told(way, cases, _apart(way, cases, folder)) for way in ways]
        print(f"{'':>9} one digest: {'yes' if len(set(found)) == 1 else 'NO'}", flush=True)


def _apart(way: str, cases: int, folder: Path) -> dict[str, object]:
    arguments = [sys.executable, __file__, "--one", way, str(cases), str(folder)]
    answer = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(answer))


def _told(way: str, cases: int, cost: dict[str, object]) -> object:
    print(
        f"{cases:>9} {way:<6} {cost['start']:>6.1f}s {cost['clock']:>6.1f}s {cost['work']:>6.1f}s "
        f"{cost['peak']:>5.0f} MB {cost['duties']:>9}  {cost['digest']}",
        flush=True,
    )
    return cost["digest"]


def _one(way: str, cases: int, folder: Path) -> dict[str, object]:
    if way == "make":
        from tests.bench.large_caseload import write

        return {"records": write(folder / "records", cases).records}
    from auditkit import workflow
    from auditkit.samples import LAST_DAY

    begun = time.perf_counter()
    engine = "spark" if way == "spark" else "local"
    with _session(way):
        start, clock, work = time.perf_counter() - begun, time.perf_counter(), _of_all("stat")
        if way == "whole":
            written = _in_memory(folder)
        else:
            how = workflow.How(engine, source=str(folder / "records"), out=folder / way)
            written = workflow.evaluate(workflow.Desk(), LAST_DAY, how=how).written
        cost = {"start": start, "clock": time.perf_counter() - clock, "work": _of_all("stat") - work}
        cost |= {"peak": _of_all("status"), "duties": written.obligations, "digest": written.digest}
    shutil.rmtree(folder / way)
    return cost


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
    from auditkit.rules.loader import load_catalogue
    from auditkit.samples import LAST_DAY

    parts, rules = [*(records := open_records(folder / "records")).caseloads()], load_catalogue().active()
    frames = {each.plural: pl.concat([part[each.plural] for part in parts]) for each in RECORD_TYPES}
    parts.clear()
    with whole_folder(folder / "whole") as beside:
        writer = ObligationsWriter(beside, folder / "whole")
        for _frame in writer.through([evaluate(Caseload(frames, records.tables), rules, LAST_DAY)]):
            pass
        return writer.finish(rules, LAST_DAY)


def _of_all(what: str) -> float:
    """Seconds worked (``stat``), or MB at the most (``status``), of this process and all below it."""
    below: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        below.setdefault(parent, []).append(int(place.parent.name))
    found, waiting = 0.0, [os.getpid()]
    while waiting:
        process = waiting.pop()
        waiting += below.get(process, [])
        found += _worked(process) if what == "stat" else _most(process)
    return found


def _worked(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def _most(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(_one(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))))
    else:
        sizes, wanted = ([each for each in sys.argv[1:] if each.isdigit() is number] for number in (True, False))
        main([int(each) for each in sizes] or list(SIZES), wanted)
