"""Rows put in an order, however many there are: they lie on disk, and some at a time are in memory."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    Order = Mapping[str, bool]
    """The columns that rows are ordered by, the first first, and whether each goes downwards."""

AT_A_TIME = 10_000
"""About how many rows of many columns are in memory together."""

_EVERY = 100  # of so many rows one is looked at, to see where the order may be cut into parts
_BATCH = 1_000  # rows that are read from a file together


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows, in order among themselves, and some of their keys, evenly taken."""

    rows: pl.LazyFrame
    height: int
    keys: pl.DataFrame


class Spool:
    """Takes frames with the same columns, in any order, and gives their rows back in one.

    Rows that are equal in all that they are ordered by stay in the order in which they came. ``folder`` is where the
    rows lie: they are personal data, so it is for the user alone, and who made it removes it. None: in memory.
    ``at_a_time`` is how many rows are put in order together; the more, the faster.
    """

    def __init__(self, order: Order, folder: Path | None, at_a_time: int = AT_A_TIME) -> None:
        self._order, self._by, self._at_a_time = order, list(order), at_a_time
        self._folder = Path(mkdtemp(dir=folder)) if folder else None
        self._waiting: list[pl.DataFrame] = []
        self._pieces: list[_Piece] = []
        self._files = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Put the rows of a frame away."""
        for some in frame.iter_slices(self._at_a_time) if frame.height else [frame]:
            self._waiting.append(some)
            if sum(each.height for each in self._waiting) >= self._at_a_time:
                self._put_away()

    def in_order(self) -> tuple[pl.LazyFrame, ...]:
        """Return all rows as parts, one after the other; nothing is read before it is asked for."""
        if self._waiting:
            self._put_away()
        if len(self._pieces) == 1:
            return (self._pieces[0].rows,)
        cuts = self._cuts()
        stretches = [list(pairwise(self._places(piece, cuts))) for piece in self._pieces]
        return tuple(self._kept(self._merged(ends)) for ends in zip(*stretches, strict=True))

    def _put_away(self) -> None:
        rows = self._sorted(pl.concat(self._waiting))
        self._waiting = []
        self._pieces.append(_Piece(self._kept(rows), rows.height, compact(rows.select(self._by).gather_every(_EVERY))))

    def _kept(self, rows: pl.DataFrame) -> pl.LazyFrame:
        if self._folder is None:
            return rows.lazy()
        path = self._folder / f"{self._files}.arrow"
        self._files += 1
        rows.write_ipc(path, compression="lz4", record_batch_size=_BATCH)
        return pl.scan_ipc(path)

    def _cuts(self) -> pl.DataFrame:
        """Return keys that cut the order into parts of about the same size."""
        step = self._at_a_time // _EVERY
        return self._sorted(pl.concat([piece.keys for piece in self._pieces])).gather_every(step, step)

    def _places(self, piece: _Piece, cuts: pl.DataFrame) -> list[int]:
        """Return where the parts of a piece begin and end: a row that is equal to a cut stands before it."""
        keys = piece.rows.select(self._by).collect()
        marked = pl.concat([keys.with_columns(_cut=False), cuts.with_columns(_cut=True)])
        places = self._sorted(marked)["_cut"].arg_true() - pl.int_range(cuts.height, eager=True)
        return [0, *places, piece.height]

    def _merged(self, ends: tuple[tuple[int, int], ...]) -> pl.DataFrame:
        pieces = zip(self._pieces, ends, strict=True)
        found = [piece.rows.slice(first, last - first) for piece, (first, last) in pieces if last > first]
        return self._sorted(pl.concat(found or [self._pieces[0].rows.head(0)]).collect())

    def _sorted(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.sort(self._by, descending=list(self._order.values()), maintain_order=True)


def compact(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the same rows; a few that were chosen among many would else keep the texts of all of them in memory."""
    written = BytesIO()
    rows.write_ipc(written)
    written.seek(0)
    return pl.read_ipc(written)
