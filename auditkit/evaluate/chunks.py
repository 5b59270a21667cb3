"""A caseload some cases at a time. No obligation depends on another case, so the obligations are the same to the
byte however the cases are divided, and memory is bounded by the chunk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA, Caseload

from .engine import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from auditkit.rules import Rule

CASES_PER_CHUNK = 50_000


def evaluate_in_chunks(
    caseload: Caseload | Iterable[Caseload],
    rules: Sequence[Rule],
    as_of: date,
    cases_per_chunk: int = CASES_PER_CHUNK,
) -> Iterator[pl.DataFrame]:
    """Yield the obligations of at most so many cases at a time, each frame ordered as ``evaluate`` orders.

    A caseload is divided in order of case id. Where several are given (each holding all records of its cases),
    they are judged in the order given. ``in_one`` puts the frames together.
    """
    for each in [caseload] if isinstance(caseload, Caseload) else caseload:
        for part in by_case(each, cases_per_chunk):
            yield evaluate(part, rules, as_of)


def by_case(caseload: Caseload, cases: int) -> Iterator[Caseload]:
    """Divide a caseload into caseloads of at most so many cases, in order of case id; no case is divided, and the
    records of a case keep their order.
    """
    frames = {plural: _sorted_by_case(frame) for plural, frame in caseload.frames.items()}
    ids = pl.concat(_distinct(frame["case_id"]) for frame in frames.values()).unique().sort()
    first = ids.gather_every(cases)
    starts = {plural: [*frame["case_id"].search_sorted(first), frame.height] for plural, frame in frames.items()}
    for number in range(len(first)):
        parts = {plural: frame[starts[plural][number] : starts[plural][number + 1]] for plural, frame in frames.items()}
        yield Caseload(parts, caseload.tables)


def in_one(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the obligations of all chunks in the order of ``evaluate``, where each chunk's case ids follow the
    ids of the chunk before.
    """
    by_rule: dict[str, list[pl.DataFrame]] = {}
    for frame in frames:
        for rule in frame["rule"].unique(maintain_order=True):
            by_rule.setdefault(rule, []).append(frame.filter(pl.col("rule") == rule))
    empty = pl.DataFrame(schema=OBLIGATION_SCHEMA)
    return pl.concat([empty, *(part for rule in sorted(by_rule) for part in by_rule[rule])])


def _sorted_by_case(frame: pl.DataFrame) -> pl.DataFrame:
    return frame if frame["case_id"].is_sorted() else frame.sort("case_id", maintain_order=True)


def _distinct(ids: pl.Series) -> pl.Series:
    """The different ids of a sorted column."""
    return ids.filter((ids != ids.shift()).fill_null(value=True))
