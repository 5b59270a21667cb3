"""What it costs to keep obligations, beside the drivers alone: ``.ci/python -m tests.bench.store_bench [ROWS]``.

Not a test. On both databases: the first run of 1,000,000 obligations (unless told), and the same rows written by the
driver alone into one plain table of the same columns, no key, no digest, no history: ``executemany``, and PostgreSQL's
binary COPY. Each writer is a process of its own, and commits. Then what a store does in its life. Nothing else should
run meanwhile; where something does, look at the seconds of the processor, which leave out PostgreSQL's own.
"""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA
from auditkit.store import Store
from auditkit.store.engine import make_engine, parse_url
from tests.store.examples import File, every_kind_of_value, save_run
from tests.support.postgres import database

from .measuring import Cost, alone, head, number, row, title

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


def megabytes(url):
    if url.startswith("sqlite"):
        return Path(parse_url(url).database).stat().st_size / 1e6
    with make_engine(parse_url(url)).connect() as connection:
        return connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() / 1e6


def auditkit(cost, url, count):
    """Save a run, then the same with 1 % changed, and read it back."""
    frame, given = obligations(int(count)), every_kind_of_value(int(count) // 100)
    with closing(Store.open(url)) as store:
        cost.found["import"] = seconds(lambda: store.save_import([File("alt.xlsx", "d1")], given))
        cost.found["import igen"] = seconds(lambda: store.save_import([File("alt.xlsx", "d1")], given))
        cost.found["sagerne læst"] = seconds(store.load_caseload)
        with cost.measured():
            save_run(store, frame)
        size, other = megabytes(url), one_in_a_hundred(frame)
        cost.found["databasen, MB"] = size
        cost.found["anden kørsel, 1 % bedømt anderledes"] = seconds(lambda: save_run(store, other))
        cost.found["den anden kørsel lagde til, MB"] = megabytes(url) - size
        cost.found["første kørsel læst tilbage med kontrolsum"] = seconds(lambda: store.load_obligations(1))
        cost.found["tal pr. team, kvartal og krav, ms"] = 1_000 * summary_seconds(store)


def seconds(do):
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def summary_seconds(store):
    """The median of how long it takes to read a run's summary and add it up."""
    count = pl.col("obligations").sum()
    return statistics.median(
        seconds(lambda: store.summary(2).group_by("team", "quarter", "rule", "outcome").agg(count)) for _ in range(9)
    )


def sqlite_rows(frame):
    """Yield rows as SQLite keeps them, some at a time: days and moments are text there."""
    written = [
        pl.col(name).dt.to_string("%Y-%m-%d")
        if kind == pl.Date
        else pl.col(name).dt.to_string("%Y-%m-%d %H:%M:%S%.6f")
        if isinstance(kind, pl.Datetime)
        else pl.col(name)
        for name, kind in frame.schema.items()
    ]
    for part in frame.iter_slices(5_000):
        yield part.select(written).rows()


def executemany_sqlite(cost, url, count):
    frame = obligations(int(count))
    with closing(sqlite3.connect(parse_url(url).database)) as connection:
        with cost.measured():
            plain_sqlite(connection, frame)
        cost.found["databasen, MB"] = megabytes(url)


def plain_sqlite(connection, frame):
    """Write a frame into one new table, and commit."""
    connection.execute(f"CREATE TABLE plain ({', '.join(frame.columns)})")
    insert = f"INSERT INTO plain VALUES ({', '.join('?' * frame.width)})"
    for rows in sqlite_rows(frame):
        connection.executemany(insert, rows)
    connection.commit()


_POSTGRES = {pl.Date: "date", pl.Boolean: "bool", pl.String: "text"}


def postgres_type(kind):
    return "timestamptz" if isinstance(kind, pl.Datetime) else _POSTGRES[kind]


def postgres_table(url):
    """Connect to PostgreSQL by its driver, with an empty plain table."""
    import psycopg

    connection = psycopg.connect(parse_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    columns = (f"{name} {postgres_type(kind)}" for name, kind in OBLIGATION_SCHEMA.items())
    connection.execute(f"CREATE TABLE plain ({', '.join(columns)})")
    return connection


def executemany_postgres(cost, url, count):
    frame = obligations(int(count))
    with closing(postgres_table(url)) as connection:
        with cost.measured():
            insert = f"INSERT INTO plain VALUES ({', '.join(['%s'] * frame.width)})"
            with connection.cursor() as cursor:
                for part in frame.iter_slices(5_000):
                    cursor.executemany(insert, part.rows())
            connection.commit()
        cost.found["databasen, MB"] = megabytes(url)


def copy_postgres(cost, url, count):
    frame = obligations(int(count))
    with closing(postgres_table(url)) as connection:
        with cost.measured():
            with connection.cursor() as cursor, cursor.copy("COPY plain FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types([postgres_type(kind) for kind in frame.dtypes])
                for each in frame.iter_rows():
                    copy.write_row(each)
            connection.commit()
        cost.found["databasen, MB"] = megabytes(url)


JOBS = {
    "auditkit": auditkit,
    "sqlite3": executemany_sqlite,
    "psycopg": executemany_postgres,
    "copy": copy_postgres,
}
_WRITERS = {
    "SQLite": {"auditkit": "auditkit, første kørsel", "sqlite3": "sqlite3 alene: executemany"},
    "PostgreSQL": {
        "auditkit": "auditkit, første kørsel",
        "copy": "psycopg alene: binær COPY",
        "psycopg": "psycopg alene: executemany",
    },
}


def measured_on(place, urls, count):
    """Print a row for each writer, each with a database of its own; return what our store found besides."""
    found = {job: alone("tests.bench.store_bench", job, next(urls), count) for job in _WRITERS[place]}
    ours = found["auditkit"] or Cost()
    for job, cost in found.items():
        label = f"{place}: {_WRITERS[place][job]}"
        if cost is None:
            row(label, *"–––––––")
            continue
        figures = (cost.clock, cost.work, round(count / cost.clock), cost.peak, cost.found["databasen, MB"])
        row(label, *map(number, (*figures, ours.work / cost.work, ours.clock / cost.clock)))
    return ours.found


def main(count="1000000"):
    title("Databasen ved siden af driverne alene", "sqlalchemy", "psycopg", "polars")
    print(f"\n{number(int(count))} pligter, SQLite {sqlite3.sqlite_version}")
    head("", "ur, s", "arbejde, s", "rækker/s", "mest, MB", "databasen, MB", "auditkit ÷ denne, arbejde", "ur")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="auditkit-bench-"))
        files = (f"sqlite:///{folder}/{each}.sqlite3" for each in itertools.count())
        servers = (stack.enter_context(database()) for _ in itertools.count())
        lives = [measured_on("SQLite", files, int(count)), measured_on("PostgreSQL", servers, int(count))]
    head("auditkit, s på uret, hvor intet andet står", "SQLite", "PostgreSQL")
    for name in lives[0]:
        row(name, *(number(each[name]) for each in lives))


if __name__ == "__main__":
    main(*sys.argv[1:])
