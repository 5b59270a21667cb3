"""Loads the published aggregates beside this file. A table says in its first lines where it was published."""

from __future__ import annotations

from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent


def table(name: str) -> pl.DataFrame:
    """Return a published table; what was not printed is null, and nothing is computed from anything."""
    return pl.read_csv(FOLDER / f"{name}.csv", comment_prefix="#", infer_schema_length=None)


def source(name: str) -> str:
    """Return the lines that say where a table was published."""
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("#"))


def rounding_explains(parts: list[int], total: int, unit: int) -> bool:
    """Say whether parts and total that were each rounded to a unit can belong together.

    Each of them is at most half a unit from what was counted, so that their sum may miss the total by half
    a unit for every figure. A difference within that is rounding and no error.
    """
    return abs(sum(parts) - total) <= unit / 2 * (len(parts) + 1)
