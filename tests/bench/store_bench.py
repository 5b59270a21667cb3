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
    """As many obligations as asked for, with every column filled, spread over rules, teams and quarters."""
    number = pl.int_range(count)
    day = pl.lit(date(2020, 1, 1)) + pl.duration(days=number % 2000)
    moment = pl.lit(datetime(2026, 1, 1, tzinfo=UTC)) + pl.duration(minutes=number)
    values = {
        pl.String: pl.format("text {}", number % 1000),
        pl.Date: day,
        pl.Datetime("us", "UTC"): moment,
        pl.Boolean: number % 2 == 0,
    }
    columns = [values[dtype].cast(dtype).alias(name) for name, dtype in OBLIGATION_SCHEMA.items()]
    outcomes = pl.Series(["met"] * 7 + ["missed", "not_due", "undeterminable"])
    return pl.select(columns).with_columns(
        rule=pl.format("R{}", number % RULES),
        basis=pl.lit("law"),
        team=pl.format("Team {}", number // RULES % TEAMS),
        quarter=pl.format("2026K{}", number // RULES // TEAMS % QUARTERS),
        outcome=pl.lit(outcomes).gather(number * 7 // 3 % 10),
        case_id=pl.format("S{}", number // 3),
        record=pl.format("P{}", number),
    )


def one_in_a_hundred(frame):
    """The same obligations, 1 % of them judged otherwise."""
    changed = pl.int_range(pl.len()) % 100 == 17
    return frame.with_columns(
        outcome=pl.when(changed).then(pl.lit("met")).otherwise("outcome"),
        fulfilled_on=pl.when(changed).then(pl.lit(date(2026, 9, 1))).otherwise("fulfilled_on"),
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
