"""What moved between two runs, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from auditkit.store import Store

    from .desk import Desk

_KEY = ["rule", "case_id", "record", "ordinal"]
_COMPARED = ("outcome", "reason", "due_on", "fulfilled_on", "team")


def diff(desk: Desk, earlier: int, later: int) -> pl.DataFrame:
    """Return one row per obligation that is new, gone or judged otherwise, with both verdicts and ``why``.

    ``why`` is ``rule`` (the rule's file changed), ``data`` (its lists changed), or ``time`` (only the as-of date did).
    Raises StoreError.
    """
    with desk.store() as store:
        before, after = _keyed(store, earlier), _keyed(store, later)
        changed_rules = _changed_rules(store, earlier, later)
        same_data = store.run_imports(earlier) == store.run_imports(later)
    both = before.join(after, on=_KEY, how="full", coalesce=True, suffix="_after")
    moved = [pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in _COMPARED]
    otherwise = pl.lit("time" if same_data else "data")
    why = pl.when(pl.col("rule").is_in(changed_rules)).then(pl.lit("rule")).otherwise(otherwise)
    found = both.filter(pl.any_horizontal(moved)).with_columns(why=why, change=_change())
    return found.select(
        "change",
        "why",
        *_KEY[:3],
        pl.col("outcome").alias("outcome_before"),
        pl.col("reason").alias("reason_before"),
        "outcome_after",
        "reason_after",
    ).sort("change", *_KEY[:3])


def _keyed(store: Store, run: int) -> pl.DataFrame:
    rows = store.load_obligations(run)
    ordinal = pl.int_range(pl.len()).over(_KEY[:3])
    return rows.with_columns(ordinal=ordinal).select(*_KEY, *_COMPARED)


def _changed_rules(store: Store, earlier: int, later: int) -> list[str]:
    """Return the rules whose file is not the same in the two runs, those in one run only among them."""
    texts = [set(store.run_rules(run).select("rule", "digest").iter_rows()) for run in (earlier, later)]
    return sorted({rule for rule, _digest in texts[0] ^ texts[1]})


def _change() -> pl.Expr:
    new = pl.when(pl.col("outcome").is_null()).then(pl.lit("new"))
    return new.when(pl.col("outcome_after").is_null()).then(pl.lit("gone")).otherwise(pl.lit("changed"))
