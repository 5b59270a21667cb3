"""Digests of rows and frames, over a text that anybody can write again (never polars' own hash).

Each value is written ``length:value`` with its length in bytes, and a null as ``~``, so no two
different rows give the same text. Dates and moments are ISO (moments with six decimals, and offset
where they have one), yes/no is ``true``/``false``.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIZE = 16
_AT_A_TIME = 20_000  # rows whose texts are in memory together


def row_digests(frame: pl.DataFrame) -> pl.Series:
    """Return the digest of each row (16 bytes)."""
    written = pl.concat_str(_written(name) for name in frame.columns)
    digests = [
        blake2b(text.encode(), digest_size=_SIZE).digest()
        for part in frame.iter_slices(_AT_A_TIME)
        for text in part.select(written).to_series()
    ]
    return pl.Series("digest", digests, dtype=pl.Binary)


def whole_digest(digests: Iterable[bytes]) -> bytes:
    """Return the digest of a frame from those of its rows, in order."""
    return blake2b(b"".join(digests), digest_size=_SIZE).digest()


def text_digest(text: str) -> str:
    """Return the digest of a text, to write down."""
    return blake2b(text.encode(), digest_size=_SIZE).hexdigest()


def _written(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    return pl.concat_str(text.str.len_bytes().cast(pl.String), pl.lit(":"), text).fill_null("~")
