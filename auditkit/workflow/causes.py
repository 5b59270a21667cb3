"""Why a verdict moved between two runs: what must be put back as it was for the verdict to be another.

Each thing that differs (the data, the rules, the as-of day) is put back alone, and the cases are judged again. What
makes the verdict another is a cause. So a verdict can have two causes: a list with a new date, and the day it fell on.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from auditkit import evaluate as engine
from auditkit.model import Caseload
from auditkit.rules.rule import Rule
from auditkit.rules.schema import RuleFile

if TYPE_CHECKING:
    from datetime import date

    from auditkit.store import Store

KEY = ["rule", "case_id", "record", "ordinal"]
VERDICT = ["outcome", "reason", "due_on", "fulfilled_on", "team"]

DATA, RULE, TIME, ENGINE = "data", "rule", "time", "engine"


@dataclass(frozen=True, slots=True)
class Side:
    """A run: its verdicts, and what it judged with."""

    verdicts: pl.DataFrame
    data: tuple[int, ...]
    rule: tuple[tuple[str, ...], ...]
    time: date
    engine: str


def side(store: Store, run: int) -> Side:
    """Return a run; raises StoreError."""
    verdicts = keyed(store.load_obligations(run))
    about = store.runs().row(by_predicate=pl.col("run") == run, named=True)
    rules = store.run_rules(run).select("path", "text", "digest").rows()
    return Side(verdicts, tuple(store.run_imports(run)), tuple(rules), about["as_of"], about["engine_version"])


def keyed(obligations: pl.DataFrame) -> pl.DataFrame:
    """Return the verdicts of obligations under a key that is theirs alone."""
    ordinal = pl.int_range(pl.len()).over(KEY[:3])
    return obligations.with_columns(ordinal=ordinal).select(*KEY, *VERDICT)


def moved(before: Side, after: Side) -> pl.DataFrame:
    """Return the verdicts that are new, gone or otherwise, those of the later run with the suffix ``_after``."""
    both = before.verdicts.join(after.verdicts, on=KEY, how="full", coalesce=True, suffix="_after", nulls_equal=True)
    return both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in VERDICT))


def with_causes(store: Store, before: Side, after: Side, found: pl.DataFrame) -> pl.DataFrame:
    """Add ``causes`` to what moved: a list of ``data``, ``rule``, ``time`` and ``engine``."""
    differing = [name for name in (DATA, RULE, TIME) if getattr(before, name) != getattr(after, name)]
    if len(differing) < 2:
        alone = differing or [ENGINE]
        return found.with_columns(causes=pl.lit(alone, dtype=pl.List(pl.String)))
    columns = []
    for name in differing:
        put_back = replace(after, **{name: getattr(before, name)})
        judged = _judge(store, put_back, found["case_id"].unique())
        found = found.with_columns(_differs(found, judged).alias(f"by_{name}"))
        columns.append(pl.when(f"by_{name}").then(pl.lit(name)))
    needed = pl.concat_list(columns).list.drop_nulls()
    together = pl.lit([ENGINE] if before.engine != after.engine else differing, dtype=pl.List(pl.String))
    causes = pl.when(needed.list.len() > 0).then(needed).otherwise(together)
    return found.with_columns(causes=causes).drop(f"by_{name}" for name in differing)


def caseload_of(store: Store, run: Side, cases: pl.Series) -> Caseload:
    """Return some cases as a run saw them."""
    whole = store.load_caseload(run.data)
    wanted = pl.col("case_id").is_in(cases.implode())
    return Caseload({name: frame.filter(wanted) for name, frame in whole.frames.items()}, whole.tables)


def rule_file(text: str) -> RuleFile:
    """Return a rule as it read when the run was made; the text passed every check then."""
    return RuleFile.model_validate(tomllib.loads(text))


def _judge(store: Store, run: Side, cases: pl.Series) -> pl.DataFrame:
    """Judge some cases again. No obligation depends on another case, so the others are not needed."""
    rules = [Rule(rule_file(text), path, text, digest) for path, text, digest in run.rule]
    return keyed(engine.evaluate(caseload_of(store, run, cases), rules, run.time))


def _differs(found: pl.DataFrame, judged: pl.DataFrame) -> pl.Series:
    """Say of each obligation whether it is judged otherwise than in the later run."""
    again = {name: f"{name}_again" for name in VERDICT}
    both = found.join(judged.rename(again), on=KEY, how="left", nulls_equal=True, maintain_order="left")
    return both.select(
        pl.any_horizontal(pl.col(f"{name}_after").ne_missing(pl.col(f"{name}_again")) for name in VERDICT)
    ).to_series()
