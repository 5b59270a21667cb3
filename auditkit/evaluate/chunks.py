"""A caseload some cases at a time. No obligation depends on another case, so the obligations are the same to the
byte however the cases are divided; memory is bounded by the chunk, and what a chunk needs stays near the processor.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import OBLIGATION_SCHEMA, Caseload

from .cases import numbered
from .engine import obligations_by_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from auditkit.rules import Rule

CASES_PER_CHUNK = 20_000
"""About 200,000 records: judged in less than 350 MB, Python and polars included."""
_IN_MEMORY = 100_000
"""Where the whole caseload is in memory anyway: more at a time is no faster."""


def evaluate(caseload: Caseload, rules: Sequence[Rule], as_of: date) -> pl.DataFrame:
    """Return the obligations of a caseload (``OBLIGATION_SCHEMA``), judged at the end of ``as_of``.

    Rules without logic (their columns are in no list yet) and rules whose trigger's sheet is in no list give
    no rows; ``not_run`` names the latter.
    """
    parts = [obligations_by_rule(part, rules, as_of) for part in numbered(caseload).parts(_IN_MEMORY)]
    return _together(chain.from_iterable(zip(*parts, strict=True)))


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
        for part in numbered(each).parts(cases_per_chunk):
            yield _together(obligations_by_rule(part, rules, as_of))


def by_case(caseload: Caseload, cases: int) -> Iterator[Caseload]:
    """Divide a caseload into caseloads of at most so many cases, in order of case id; no case is divided."""
    return (part.caseload() for part in numbered(caseload).parts(cases))


def in_one(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the obligations of all chunks in the order of ``evaluate``, where each chunk's case ids follow the
    ids of the chunk before.
    """
    parts: dict[str, list[pl.DataFrame]] = {}
    for frame in frames:
        for rule, rows in by_rule(frame):
            parts.setdefault(rule, []).append(rows)
    return _together(part for rule in sorted(parts) for part in parts[rule])


def by_rule(obligations: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each rule's obligations of a frame from ``evaluate``, where they stand together."""
    start = 0
    for length, rule in obligations["rule"].rle().struct.unnest().iter_rows():
        yield rule, obligations[start : start + length]
        start += length


def _together(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=OBLIGATION_SCHEMA), *frames])
