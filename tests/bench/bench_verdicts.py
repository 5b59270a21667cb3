"""Verdicts, store and compliance together, beside the floor: ``.ci/python -m tests.bench.bench_verdicts [CASES …]``.

Not a test. Seven rules on the caseloads of ``tests.bench.evaluation``. The floor (hand-written polars, no names, no
store) is 1, and is measured before and after each; the bar is 5. "Gulvet, skrevet af driveren" names its rows, writes
them with SQLite's own ``executemany`` and counts them: the least that anybody could do who wants them in a database.
Ours judges at once or in parts as ``auditkit evaluate`` does, saves a run (or a folder of Parquet), with digests, and
counts by rule, team and quarter. Each is a process of its own. Last, compliance by itself.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from auditkit import __version__
from auditkit.compliance import Asked, added_up, measured, summarise
from auditkit.evaluate import evaluate
from auditkit.evaluate.chunks import by_case, evaluate_in_chunks, in_one
from auditkit.exchange import ObligationsWriter, whole_folder
from auditkit.samples import LAST_DAY
from auditkit.store import Store
from auditkit.workflow.evaluation import CASES_AT_A_TIME, WHOLE
from auditkit.workflow.rulebook import catalogue

from .evaluation.caseloads import caseload
from .evaluation.floor import RULES, counts, floor
from .evaluation.floor_texts import floor_with_texts
from .measuring import Cost, alone, head, number, row, title
from .store_bench import plain_sqlite

_SIZES = (10_000, 100_000, 1_000_000)
_COUNTED_BY = ("rule", "team", "quarter")
_ALL = 10**9
_STEPS = ("bedømt", "gemt", "talt")
_MODULE = "tests.bench.bench_verdicts"


@contextmanager
def spent(cost, step):
    """Add the seconds of the processor to what the step has had; what is left in the end was the store's."""
    begun = time.process_time()
    yield
    cost.found[step] = cost.found.get(step, 0) + time.process_time() - begun


def judged(cost, cases, rules, at_once):
    """Yield obligations, of all cases at once where there are so few, else in parts as the product does."""
    parts = iter([cases] if cases["cases"].height <= at_once else by_case(cases, CASES_AT_A_TIME))
    while True:
        with spent(cost, "bedømt"):
            part = next(parts, None)
            frame = None if part is None else evaluate(part, rules, LAST_DAY)
        if frame is None:
            return
        cost.found["pligter"] = cost.found.get("pligter", 0) + frame.height
        yield frame


def counted(cost, frames):
    """Hand frames on, and count them."""
    parts = []
    for frame in frames:
        with spent(cost, "talt"):
            parts.append(summarise(frame, _COUNTED_BY))
        yield frame
    with spent(cost, "talt"):
        added_up(parts, _COUNTED_BY)


def ours(save, at_once=WHOLE):
    """Return the job that judges, counts and saves."""

    def job(cost, cases):
        rules = seven()
        evaluate(caseload(300), rules, LAST_DAY)  # to warm up
        given = caseload(int(cases))
        with tempfile.TemporaryDirectory() as folder, save(Path(folder), rules, given) as saved:
            with cost.measured():
                saved(counted(cost, judged(cost, given, rules, at_once)))
            cost.found["gemt"] = cost.work - cost.found["bedømt"] - cost.found["talt"]

    return job


def seven():
    known = catalogue()
    return tuple(known[rule] for rule in RULES)


@contextmanager
def in_folder(folder, rules, _given):
    """Write a folder of Parquet, as ``auditkit evaluate -o`` does."""

    def save(frames):
        with whole_folder(folder / "pligter") as beside:
            writer = ObligationsWriter(beside, folder / "pligter")
            for _frame in writer.through(frames):
                pass
            writer.finish(rules, LAST_DAY)

    yield save


@contextmanager
def in_database(folder, rules, _given):
    """Save the first run of a new SQLite."""
    with closing(Store.open(f"sqlite:///{folder}/store.sqlite3")) as store:
        yield lambda frames: save_run(store, rules, frames)


@contextmanager
def in_database_again(folder, rules, given):
    """Save the run that finds what the last one found: what most runs of a year are like."""
    with in_database(folder, rules, given) as save:
        save(evaluate_in_chunks(given, rules, LAST_DAY))
        yield save


def save_run(store, rules, frames):
    texts = [(rule.id, rule.path, rule.text, rule.digest) for rule in rules]
    store.save_run(as_of=LAST_DAY, rules=texts, engine_version=__version__, obligations=frames)


def only_floor(cost, cases):
    floor(caseload(300).frames, LAST_DAY)
    given = caseload(int(cases))
    with cost.measured(), spent(cost, "bedømt"):
        cost.found["pligter"] = floor(given.frames, LAST_DAY).height


def floor_by_driver(cost, cases):
    """The floor's rows with their names into a plain SQLite table by the driver alone, and the counts."""
    floor_with_texts(caseload(300), LAST_DAY)
    given = caseload(int(cases))
    numbers = floor(given.frames, LAST_DAY)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "plain.sqlite3")) as connection,
    ):
        with cost.measured():
            with spent(cost, "bedømt"):
                rows = floor_with_texts(given, LAST_DAY)
            with spent(cost, "talt"):
                counts(numbers)
            plain_sqlite(connection, rows)
        cost.found |= {"pligter": rows.height, "gemt": cost.work - cost.found["bedømt"] - cost.found["talt"]}


def only_counts(ask):
    """Return the job that counts obligations which are there."""

    def job(cost, cases):
        rows = in_one(evaluate_in_chunks(caseload(int(cases)), seven(), LAST_DAY))
        cost.found["pligter"] = rows.height
        ask(rows.head(1_000))
        with cost.measured():
            ask(rows)

    return job


def floor_counts(cost, cases):
    rows = floor(caseload(int(cases)).frames, LAST_DAY)
    cost.found["pligter"] = rows.height
    with cost.measured():
        counts(rows)


JOBS = {
    "floor": only_floor,
    "driver": floor_by_driver,
    "folder": ours(in_folder),
    "folder-at-once": ours(in_folder, at_once=_ALL),
    "database": ours(in_database),
    "again": ours(in_database_again),
    "count-floor": floor_counts,
    "count": only_counts(lambda rows: summarise(rows, _COUNTED_BY)),
    "measure": only_counts(lambda rows: measured(rows, Asked(by=("team", "quarter", "rule")))),
}
_TOGETHER = {
    "folder-at-once": "auditkit: mappe med Parquet, alle sager på én gang",
    "folder": "auditkit: mappe med Parquet",
    "again": "auditkit: SQLite, samme pligter igen",
    "database": "auditkit: ny SQLite, første kørsel",
    "driver": "gulvet med navne, skrevet af sqlite3 alene",
}
_ALONE = {
    "count-floor": "gulvet: tal pr. krav, team og kvartal",
    "count": "auditkit: det samme, med alle tællere og procenter",
    "measure": "auditkit: alle mål (sager, ændring, forsinkelse, farve)",
}


def main(*sizes: str) -> None:
    title("Bedømt, gemt og talt", "polars", "sqlalchemy")
    wanted = [int(each) for each in sizes] or _SIZES
    steps = [f"{each}, s" for each in _STEPS]
    head(
        "", "sager", "pligter", *steps, "arbejde, s", "ur, s", "mod gulvet", "på uret", "mest, MB", "s pr. mio. pligter"
    )
    for cases in wanted:
        compare(cases)
    head("kun talt", "sager", "pligter", "arbejde, s", "ur, s", "mest, MB (pligterne iberegnet)")
    for cases in wanted:
        for job, label in _ALONE.items():
            cost = alone(_MODULE, job, cases)
            if cost is None:
                continue
            given = (cases, cost.found["pligter"], cost.work, cost.clock, round(cost.peak))
            row(label, *map(number, given))


def compare(cases):
    """Print a row for each job, beside the floor just before and after it: a machine's speed may vary by a half."""
    before = alone(_MODULE, "floor", cases)
    tell("gulvet, kun bedømt", cases, before, before)
    for job, label in _TOGETHER.items():
        cost, after = alone(_MODULE, job, cases), alone(_MODULE, "floor", cases)
        tell(label, cases, cost, between(before, after))
        before = after


def between(one, other):
    """Return the mean of two costs; None where one of them is not known."""
    return one and other and Cost((one.clock + other.clock) / 2, (one.work + other.work) / 2)


def tell(label, cases, cost, base):
    if cost is None or base is None:
        row(label, number(cases), *"–––––––––")
        return
    steps = [number(cost.found.get(each, 0)) for each in _STEPS]
    figures = (cost.work, cost.clock, cost.work / base.work, cost.clock / base.clock, round(cost.peak))
    million = cost.work / cost.found["pligter"] * 1e6
    row(label, number(cases), number(cost.found["pligter"]), *steps, *map(number, (*figures, million)))


if __name__ == "__main__":
    main(*sys.argv[1:])
