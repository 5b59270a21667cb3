"""The 95 % interval (Wilson) of a share found in a sample. A count of everything has no sampling error."""

from __future__ import annotations

from math import sqrt

import polars as pl

_Z_95 = 1.959963984540054


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval for a share found in a sample of ``n``; raises ValueError for n = 0."""
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes}/{n}")
    share, z2 = successes / n, _Z_95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def with_interval(frame: pl.DataFrame, successes: str, n: str, names: tuple[str, str]) -> pl.DataFrame:
    """Add the two ends for the counts in two columns; null where ``n`` is 0."""
    pairs = frame.select(successes, n).iter_rows()
    ends = [wilson(part, whole) if whole else (None, None) for part, whole in pairs]
    columns = (pl.Series(name, [each[i] for each in ends], dtype=pl.Float64) for i, name in enumerate(names))
    return frame.with_columns(columns)
