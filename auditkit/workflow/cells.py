"""Which cells differ between two states of the same cases: what was filled in, corrected or taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import RECORD_TYPES, Caseload, Field, Kind, RecordType

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS: dict[str, type[pl.DataType]] = dict.fromkeys(
    ("case_id", "record", "field", "value_before", "cell_before", "value_after", "cell_after"), pl.String
)
"""One row per value that differs. ``field`` is ``record.field``; a cell is ``file|sheet|cell``, null where none was."""

UNREADABLE = "?"
"""Stands for a value that could not be read."""


def changed_cells(before: Caseload, after: Caseload) -> pl.DataFrame:
    """Return the values that differ (``CELLS``). A record that only stands in another row does not differ."""
    frames = [frame for each in RECORD_TYPES for frame in _of_type(each, before, after)]
    return pl.concat([pl.DataFrame(schema=CELLS), *frames]).sort("case_id", "field", "record", maintain_order=True)


def _of_type(record_type: RecordType, before: Caseload, after: Caseload) -> Iterator[pl.DataFrame]:
    content = [field.name for field in record_type.fields]
    was, now = before[record_type.plural], after[record_type.plural]
    alike = [*content, "unreadable"]
    gone = _keyed(record_type, was.join(now, on=alike, how="anti", nulls_equal=True))
    new = _keyed(record_type, now.join(was, on=alike, how="anti", nulls_equal=True))
    if gone.is_empty() and new.is_empty():
        return
    for name in content:
        old = _values(record_type, name, before, gone).rename({"value": "value_before", "cell": "cell_before"})
        fresh = _values(record_type, name, after, new).rename({"value": "value_after", "cell": "cell_after"})
        both = old.join(fresh, on=["case_id", "key"], how="full", coalesce=True)
        differs = pl.col("value_before").ne_missing(pl.col("value_after"))
        named = both.filter(differs).with_columns(
            pl.lit(f"{record_type.name}.{name}").alias("field"),
            pl.coalesce("record", "record_right").alias("record"),
        )
        yield named.select(list(CELLS))


def _keyed(record_type: RecordType, frame: pl.DataFrame) -> pl.DataFrame:
    """Say which record of before is which of after: by its id, else by its place among those that changed."""
    number = pl.int_range(pl.len()).over("case_id").cast(pl.String)
    record = pl.col(record_type.id_field) if record_type.id_field else pl.lit(None, dtype=pl.String)
    keyed = frame.sort("table_no", "row_no", maintain_order=True).with_columns(record.alias("record"))
    key = pl.coalesce(pl.format("id {}", "record"), number) if record_type.id_field else number
    repeated = pl.int_range(pl.len()).over("case_id", "key").cast(pl.String)
    return keyed.with_columns(key.alias("key")).with_columns(pl.concat_str("key", pl.lit(" "), repeated).alias("key"))


def _values(record_type: RecordType, name: str, caseload: Caseload, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a field's values as text, each with the cell it stands in."""
    unreadable = (pl.col("unreadable") & record_type.bit(name)) != 0
    places = {
        table.table_no: f"{table.file}|{table.sheet}|{table.columns[name]}"
        for table in caseload.tables
        if name in table.columns
    }
    place = pl.col("table_no").replace_strict(places, default=None, return_dtype=pl.String)
    return frame.select(
        "case_id",
        "key",
        "record",
        pl.when(unreadable).then(pl.lit(UNREADABLE)).otherwise(_text(record_type.field(name))).alias("value"),
        pl.concat_str(place, pl.col("row_no").cast(pl.String)).alias("cell"),
    )


def _text(field: Field) -> pl.Expr:
    column = pl.col(field.name)
    return column.dt.to_string("%Y-%m-%d %H:%M") if field.kind == Kind.MOMENT else column.cast(pl.String)
