"""Digests of rows and frames, over a text that anybody can write again (never polars' own hash).

Each value is written ``length:value`` with its length in bytes, and a null as ``~``, so no two
different rows give the same text. Dates and moments are ISO (moments with six decimals, and offset
where they have one), yes/no is ``true``/``false``.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from auditkit.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SIZE = 16
_AT_A_TIME = 20_000  # rows whose texts are in memory together
_SORTED_TOGETHER = 50_000  # digests
_OF_NOTHING = blake2b(digest_size=SIZE)
_SHORT = 1_000  # bytes
_NULL = "~"
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
    spool = Spool({"number": False}, folder, _SORTED_TOGETHER)
    for digests in parts:
        spool.add(as_numbers(digests).to_frame("number"))
    in_order = (number for part in spool.in_order() for number in part.collect()["number"])
    return UNORDERED + whole_digest(number.to_bytes(SIZE, "big") for number in in_order)


def as_numbers(digests: pl.Series) -> pl.Series:
    """Return digests as numbers, which have the same order, and are sorted and compared sooner.

    0 is what is no digest: somebody else's bytes in the database.
    """
    return digests.bin.reinterpret(dtype=pl.UInt128, endianness="big").fill_null(0)


def text_digest(text: str) -> str:
    """Return the digest of a text, to write down."""
    return blake2b(text.encode(), digest_size=SIZE).hexdigest()


def _digests(frame: pl.DataFrame) -> pl.Series:
    pieces = [piece for column in frame for piece in _pieces(column)]
    texts = pl.select(pl.concat_str(pieces, ignore_nulls=True)).to_series()
    return pl.Series("digest", [*map(_digest, texts.cast(pl.Binary).to_list())], dtype=pl.Binary)


def _digest(text: bytes) -> bytes:
    digest = _OF_NOTHING.copy()  # faster than a new one
    digest.update(text)
    return digest.digest()


def _pieces(values: pl.Series) -> tuple[pl.Series, ...]:
    """Return what a column adds to the text of each row: texts as they stand, behind their length."""
    if values.dtype == pl.String:
        return _before(values.str.len_bytes()), values
    return (_each_once(values, _written),)


def _before(lengths: pl.Series) -> pl.Series:
    """Return what stands before texts of these lengths. Those of short texts are at hand."""
    if lengths.is_between(0, _SHORT).all():
        return _at_hand().gather(lengths.fill_null(_SHORT + 1))
    return _each_once(lengths, _lengths_written)


def _each_once(values: pl.Series, write: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return values as they are written: few lengths, days, moments or numbers, each on many rows."""
    different = values.unique()
    return values.replace_strict(different, write(different), return_dtype=pl.String)


@cache  # and not worked out on import: polars would start its threads, and no process could be forked any more
def _at_hand() -> pl.Series:
    return _lengths_written(pl.Series([*range(_SHORT + 1), None]))


def _lengths_written(lengths: pl.Series) -> pl.Series:
    return pl.select(pl.concat_str(lengths, pl.lit(":")).fill_null(_NULL)).to_series()


def _written(values: pl.Series) -> pl.Series:
    text = pl.lit(values.cast(pl.String))
    return pl.select(pl.concat_str(text.str.len_bytes(), pl.lit(":"), text).fill_null(_NULL)).to_series()
