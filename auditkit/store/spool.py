"""The obligations of a run on disk: however many there are, a rule's at a time are in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows of a rule, in a file of their own."""

    rule: str
    path: Path


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder that frames are put in, in any order, and read back from in one.

    It holds personal data: who made the folder makes sure that it is for the user alone, and removes it.
    """

    folder: Path
    pieces: list[_Piece] = field(default_factory=list)

    def add(self, frame: pl.DataFrame) -> None:
        """Put the rows of a frame away, each rule's apart."""
        for (rule,), rows in frame.partition_by("rule", as_dict=True).items():
            piece = _Piece(str(rule), self.folder / f"piece-{len(self.pieces)}.arrow")
            rows.write_ipc(piece.path, compression="lz4")
            self.pieces.append(piece)

    def in_order(self, order: Sequence[str], schema: pl.Schema) -> pl.LazyFrame:
        """Return all rows, by rule and then by ``order``; nothing is read before it is asked for."""
        files = [self._sorted(number, rule, order) for number, rule in enumerate(sorted(self._rules()))]
        return pl.scan_ipc(files) if files else pl.LazyFrame(schema=schema)

    def _rules(self) -> set[str]:
        return {piece.rule for piece in self.pieces}

    def _sorted(self, number: int, rule: str, order: Iterable[str]) -> Path:
        paths = [piece.path for piece in self.pieces if piece.rule == rule]
        whole = self.folder / f"rule-{number}.arrow"
        rows = pl.concat([pl.read_ipc(path) for path in paths]).sort(*order)
        rows.write_ipc(whole, compression="lz4", record_batch_size=_BATCH)
        for path in paths:
            path.unlink()
        return whole


_BATCH = 20_000  # rows that are read from a file together
