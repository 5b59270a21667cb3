"""Frames computed: always whole in memory, in the order they are in.

A part of a caseload fits in memory, and nearly everything is joined by small numbers in order: the streaming engine,
which polars 2 takes by itself, splits and hashes both sides and took 1.6 times as long over all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


def computed(frame: pl.LazyFrame) -> pl.DataFrame:
    """Return the frame computed."""
    return frame.collect(engine="in-memory")


def all_computed(frames: Iterable[pl.LazyFrame]) -> list[pl.DataFrame]:
    """Return frames computed together: what several are built on is computed once."""
    return pl.collect_all(frames, engine="in-memory")


def once(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the same frame, computed here: whatever is built on it twice would else compute it twice."""
    return computed(frame).lazy()


def beside(frame: pl.LazyFrame, more: pl.LazyFrame) -> pl.LazyFrame:
    """Return the frame with the columns of another that has the same rows in the same order."""
    return pl.concat([frame, more], how="horizontal")
