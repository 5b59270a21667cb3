"""Saving a run and reading back what it was: its rules, its imports, its counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
import sqlalchemy as sa

from auditkit.model import OBLIGATION_SCHEMA, Outcome

from .errors import NoSuchRun
from .frames import next_id, refuse_purged, select
from .imports import latest_import
from .obligations import obligations_at, save_obligations, spool_obligations
from .tables import (
    COUNTED_BY,
    list_files,
    rule_texts,
    run_counts,
    run_imports,
    run_rules,
    runs,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

RuleText = tuple[str, str, str, str]
"""The id of a rule, the path of its file, its text, and the text's digest."""

_NOTHING_YET = {"obligations": 0, "added": 0, "ended": 0, "digest": b""}


def save_run(
    connection: Connection,
    *,
    as_of: date,
    rules: Sequence[RuleText],
    engine_version: str,
    frames: Iterable[pl.DataFrame],
) -> int:
    """Save a run and return its number. Only what is new, different or gone is written."""
    run = next_id(connection, runs)
    row = {
        "id": run,
        "saved_at": datetime.now(UTC),
        "as_of": as_of,
        "engine_version": engine_version,
        "import_id": latest_import(connection) or None,
    }
    connection.execute(sa.insert(runs).values(row | _NOTHING_YET))
    _save_sources(connection, run, rules)
    written = save_obligations(connection, run, frames)
    connection.execute(sa.update(runs).where(runs.c.id == run).values(written))
    return run


def load_obligations(connection: Connection, run: int | None) -> pl.DataFrame:
    """Return the obligations of a run (the newest where None); raises unless they are as saved."""
    number, digest = _run_digest(connection, run)
    refuse_purged(connection, runs, number)
    return obligations_at(connection, number, digest)


def spool_run(connection: Connection, run: int | None, folder: Path) -> tuple[pl.LazyFrame, ...]:
    """Return what ``load_obligations`` returns, in parts that lie in a folder of the caller's; raises as it does."""
    number, digest = _run_digest(connection, run)
    refuse_purged(connection, runs, number)
    return spool_obligations(connection, number, digest, folder)


def latest_run(connection: Connection) -> int | None:
    """Return the number of the newest run, None where there is none."""
    return (next_id(connection, runs) - 1) or None


def list_runs(connection: Connection) -> pl.DataFrame:
    """Return every run, oldest first."""
    schema: dict[str, type[pl.DataType] | pl.DataType] = {
        "run": pl.Int32,
        "saved_at": pl.Datetime("us", "UTC"),
        "as_of": pl.Date,
        "engine_version": pl.String,
        "import_id": pl.Int32,
        **dict.fromkeys(("obligations", "added", "ended"), pl.Int32),
        "digest": pl.Binary,
    }
    frame = select(connection, {**runs.c, "run": runs.c.id}, schema).sort("run")
    return frame.with_columns(pl.col("digest").bin.encode("hex"))


def list_run_rules(connection: Connection, run: int | None) -> pl.DataFrame:
    """Return the rule files that a run judged with: rule, path, digest and text."""
    number, _digest = _run_digest(connection, run)
    schema = dict.fromkeys(("rule", "path", "digest", "text"), pl.String)
    columns = {**run_rules.c, "text": rule_texts.c.text}
    joined = run_rules.c.digest == rule_texts.c.digest
    return select(connection, columns, schema, joined, run_rules.c.run_id == number).sort("rule", "path")


def list_run_imports(connection: Connection, run: int | None) -> list[int]:
    """Return the imports whose files a run judged."""
    number, _digest = _run_digest(connection, run)
    query = sa.select(run_imports.c.import_id).where(run_imports.c.run_id == number)
    return sorted(connection.execute(query).scalars())


def summary(connection: Connection, run: int | None) -> pl.DataFrame:
    """Return the counts of a run by rule, basis, team, quarter and outcome."""
    number, _digest = _run_digest(connection, run)
    outcomes = [each.value for each in Outcome]
    schema = {name: OBLIGATION_SCHEMA[name] for name in COUNTED_BY} | dict.fromkeys(outcomes, pl.Int32)
    frame = select(connection, dict(run_counts.c), schema, run_counts.c.run_id == number)
    counts = frame.unpivot(outcomes, index=COUNTED_BY, variable_name="outcome", value_name="obligations")
    return counts.filter(pl.col("obligations") > 0).sort(*COUNTED_BY, "outcome")


def _save_sources(connection: Connection, run: int, rules: Sequence[RuleText]) -> None:
    """Save what the run judged with: rules (each text once) and the imports of files in force."""
    known = set(connection.execute(sa.select(rule_texts.c.digest)).scalars())
    texts = {digest: text for _rule, _path, text, digest in rules if digest not in known}
    used = [{"run_id": run, "rule": rule, "path": path, "digest": digest} for rule, path, _text, digest in rules]
    files = sa.select(list_files.c.import_from).where(list_files.c.import_to.is_(None))
    # The newest import is always among them: it is the state that was judged, new files or not.
    seen = {*connection.execute(files).scalars(), latest_import(connection)} - {0}
    judged = [{"run_id": run, "import_id": each} for each in sorted(seen)]
    for table, rows in (
        (rule_texts, [{"digest": digest, "text": text} for digest, text in texts.items()]),
        (run_rules, used),
        (run_imports, judged),
    ):
        if rows:
            connection.execute(sa.insert(table), rows)


def _run_digest(connection: Connection, run: int | None) -> tuple[int, bytes]:
    """Return the number of a run (the newest where None) and its digest; raises NoSuchRun."""
    number = latest_run(connection) if run is None else run
    query = sa.select(runs.c.digest).where(runs.c.id == number)
    digest = connection.execute(query).scalar() if number else None
    if number is None or digest is None:
        raise NoSuchRun(run)
    return number, bytes(digest)
