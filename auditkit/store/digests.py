"""Digests of rows and frames, over a text that anybody can write again (never polars' own hash).

Each value is written ``length:value`` with its length in bytes, and a null as ``~``, so no two
different rows give the same text. Dates and moments are ISO (moments with six decimals, and offset
where they have one), yes/no is ``true``/``false``.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from auditkit.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SIZE = 16
_AT_A_TIME = 5_000  # rows whose texts are in memory together
_SORTED_TOGETHER = 50_000  # digests
UNORDERED = b"\x02"
"""How the digest of a run begins that holds whatever order its rows stand in. Older ones are without: shorter."""


def row_digests(frame: pl.DataFrame) -> pl.Series:
    """Return the digest of each row (16 bytes)."""
    nothing = pl.Series("digest", dtype=pl.Binary)
    return pl.concat([nothing, *(_digests(part) for part in frame.iter_slices(_AT_A_TIME))])


def whole_digest(digests: Iterable[bytes]) -> bytes:
    """Return the digest of a frame from those of its rows, in order."""
    whole = blake2b(digest_size=SIZE)
    for digest in digests:
        whole.update(digest)
    return whole.digest()


def unordered_digest(parts: Iterable[pl.Series], folder: Path | None = None) -> bytes:
    """Return the digest of a frame from those of its rows: the same in whatever order and parts they come.

    ``folder``: where they lie meanwhile (None: in memory).
    """
    spool = Spool({"digest": False}, folder, _SORTED_TOGETHER)
    for digests in parts:
        spool.add(digests.to_frame("digest"))
    return UNORDERED + whole_digest(digest for part in spool.in_order() for digest in part.collect()["digest"])


def text_digest(text: str) -> str:
    """Return the digest of a text, to write down."""
    return blake2b(text.encode(), digest_size=SIZE).hexdigest()


def _digests(frame: pl.DataFrame) -> pl.Series:
    texts = frame.select(pl.concat_str(_written(frame[name]) for name in frame.columns)).to_series()
    digests = [blake2b(text, digest_size=SIZE).digest() for text in texts.cast(pl.Binary)]
    return pl.Series("digest", digests, dtype=pl.Binary)


def _written(values: pl.Series) -> pl.Series:
    if values.dtype == pl.Date:  # few days, each on many rows: write each once
        days = values.unique()
        return values.replace_strict(days, _texts(days), return_dtype=pl.String)
    return _texts(values)


def _texts(values: pl.Series) -> pl.Series:
    text = pl.lit(values.cast(pl.String))
    return pl.select(pl.concat_str(text.str.len_bytes().cast(pl.String), pl.lit(":"), text).fill_null("~")).to_series()
