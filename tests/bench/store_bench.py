"""How long the store takes. Run: python -m tests.bench.store_bench [OBLIGATIONS] [URL]."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA
from auditkit.store import Store
from tests.store.examples import File, every_kind_of_value, save_run


def obligations(count):
    """As many obligations as asked for, with every column filled."""
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
    return pl.select(columns).with_columns(case_id=pl.format("S{}", number))


@contextmanager
def told(what):
    begun = time.perf_counter()
    yield
    sys.stdout.write(f"{what:45} {time.perf_counter() - begun:8.2f} s\n")


def main(count=100_000, url=None):
    folder = Path(tempfile.mkdtemp(prefix="auditkit-bench-"))
    url = url or f"sqlite:///{folder / 'store.sqlite3'}"
    frame = obligations(int(count))
    changed = pl.col("team").is_in(["text 1", "text 2", "text 3"])
    other = frame.with_columns(pl.when(changed).then(pl.lit("new")).otherwise("team").alias("team"))
    given = every_kind_of_value(int(count) // 20)
    with told("open a new database"):
        store = Store.open(url)
    with told(f"import {int(count) // 2} records"):
        store.save_import([File("alt.xlsx", "d1")], given)
    with told("the same again"):
        store.save_import([File("alt.xlsx", "d1")], given)
    with told("load the caseload"):
        store.load_caseload()
    with told(f"first run, {count} obligations"):
        save_run(store, frame)
    size = sum(each.stat().st_size for each in folder.iterdir())
    with told("second run, 0.3 % changed"):
        save_run(store, other)
    grown = sum(each.stat().st_size for each in folder.iterdir()) - size
    with told("load the obligations of the first run"):
        store.load_obligations(1)
    sys.stdout.write(f"{size / 1e6:.1f} MB, grown by {grown / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
