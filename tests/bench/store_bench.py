"""What the store takes, in seconds and megabytes, on SQLite and on PostgreSQL.

Run: python -m tests.bench.store_bench [OBLIGATIONS]. Nothing else should run meanwhile; where something does, look
at the seconds that the process itself worked.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA
from auditkit.store import Store
from auditkit.store.engine import make_engine, parse_url
from tests.store.examples import File, every_kind_of_value, save_run
from tests.support.postgres import database

RULES, TEAMS, QUARTERS = 30, 10, 8


def obligations(count):
    """As many obligations as asked for, with texts as long, and as often blank, as a municipality's lists give."""
    number = pl.int_range(count)
    rule, team, quarter = number % RULES, number // 3 % TEAMS, number // RULES // TEAMS % QUARTERS
    day = pl.lit(date(2020, 1, 1)) + pl.duration(days=number % 2000)
    moment = pl.lit(datetime(2026, 1, 1, tzinfo=UTC)) + pl.duration(minutes=number)
    cell = pl.concat_str(pl.lit("fiktiv-kommune.xlsx|Underretninger|D"), number // 3 + 2)
    outcomes = pl.Series(["met"] * 7 + ["missed", "not_due", "undeterminable"])
    reasons = pl.Series(["fulfilled"] * 7 + ["late", "not_yet_due", "evidence_unreadable"])
    outcome = number * 7 // 3 % 10
    return pl.select(
        rule=pl.concat_str(pl.lit("UND-"), rule),
        basis=pl.lit("law"),
        case_id=pl.concat_str(pl.lit("FIKTIV-2024-"), number // 3),
        record=pl.concat_str(pl.lit("U"), number // 3, pl.lit("-"), number % 3),
        trigger_on=day,
        trigger_at=pl.when(number % 4 == 0).then(moment),
        due_on=day.dt.offset_by("4mo"),
        due_at=pl.when(number % 8 == 0).then(moment),
        fulfilled_on=pl.when(outcome < 8).then(day.dt.offset_by("3mo")),
        fulfilled_at=pl.when(number % 8 == 0).then(moment),
        outcome=pl.lit(outcomes).gather(outcome),
        reason=pl.lit(reasons).gather(outcome),
        law=pl.lit("BL"),
        citation=pl.concat_str(pl.lit("Barnets lov § "), rule + 18, pl.lit(", stk. 2, jf. § 20")),
        version_from=pl.lit(date(2024, 1, 1)),
        team=pl.concat_str(pl.lit("Børneteam "), team),
        caseworker=pl.concat_str(pl.lit("S"), number // 3 % 60),
        target_group=pl.when(number // 3 % 2 == 0).then(pl.lit("Social")).otherwise(pl.lit("Handicap")),
        quarter=pl.concat_str(pl.lit("2026K"), quarter),
        derived=number % 2 == 0,
        source=cell,
        evidence=pl.when(outcome < 8).then(cell),
    ).match_to_schema(OBLIGATION_SCHEMA)


def one_in_a_hundred(frame):
    """The same obligations, 1 % of them judged otherwise: fulfilled on another day."""
    changed = pl.int_range(pl.len()) % 100 == 17
    new = {"outcome": "met", "reason": "fulfilled", "fulfilled_on": date(2026, 9, 1)}
    return frame.with_columns(
        pl.when(changed).then(pl.lit(value)).otherwise(name).alias(name) for name, value in new.items()
    )


@contextmanager
def told(what):
    begun, worked = time.perf_counter(), time.process_time()
    yield
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    print(f"  {what:55} {taken:8.2f} s (of which {worked:.2f} s this process at work)", flush=True)


def megabytes(url):
    if url.startswith("sqlite"):
        return Path(parse_url(url).database).stat().st_size / 1e6
    with make_engine(parse_url(url)).connect() as connection:
        return connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() / 1e6


def measure(url, count):
    """Do what a store does in its life, and print what each thing takes."""
    frame, given = obligations(count), every_kind_of_value(count // 100)
    store = Store.open(url)
    with told(f"import of {count // 10} records"):
        store.save_import([File("alt.xlsx", "d1")], given)
    with told("the same again"):
        store.save_import([File("alt.xlsx", "d1")], given)
    with told("the caseload read"):
        store.load_caseload()
    with told(f"first run, {count} obligations"):
        save_run(store, frame)
    size, other = megabytes(url), one_in_a_hundred(frame)
    with told("second run, 1 % changed"):
        save_run(store, other)
    print(f"  {'the database, and what the second run added':55} {size:8.1f} MB + {megabytes(url) - size:.1f} MB")
    with told("first run read back, digest checked"):
        store.load_obligations(1)
    print(f"  {'counts by team, quarter and rule from the summary':55} {1000 * summary_seconds(store):8.1f} ms")
    store.close()


def summary_seconds(store):
    """The median of how long it takes to read a run's summary and add it up."""
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        store.summary(2).group_by("team", "quarter", "rule", "outcome").agg(pl.col("obligations").sum())
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main(count="1000000"):
    with tempfile.TemporaryDirectory(prefix="auditkit-bench-") as folder, database() as url:
        for name, each in (("SQLite", f"sqlite:///{folder}/store.sqlite3"), ("PostgreSQL", url)):
            print(f"{name}:")
            measure(each, int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
