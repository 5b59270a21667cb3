"""Frames that are asked for more than once."""

from __future__ import annotations

import polars as pl


def once(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return the same frame, computed here: whatever is built on it twice would else compute it twice."""
    return frame.collect().lazy()


def beside(frame: pl.LazyFrame, more: pl.LazyFrame) -> pl.LazyFrame:
    """Return the frame with the columns of another that has the same rows in the same order."""
    return pl.concat([frame, more], how="horizontal")
