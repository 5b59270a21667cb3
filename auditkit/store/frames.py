"""Frames in and out of tables, fast on both databases, inside SQLAlchemy's transaction.

SQLite: statements of many rows. PostgreSQL: binary COPY. Values are made ready by polars,
column by column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl
import sqlalchemy as sa

from .engine import place_of
from .errors import Purged, from_driver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

Schema = Mapping[str, type[pl.DataType] | pl.DataType]
Columns = Mapping[str, sa.ColumnElement[Any]]

_BATCH = 5_000  # rows that are Python's own values at a time: they take ten times the memory of a frame's
_PARAMETERS = 10_000  # both databases take at least 32,766 in one statement
_COPY_TYPES: tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...] = (
    (sa.BigInteger, "int8"),
    (sa.Integer, "int4"),
    (sa.Boolean, "bool"),
    (sa.Date, "date"),
    (sa.LargeBinary, "bytea"),
    (sa.Text, "text"),
)


def insert(connection: Connection, table: sa.Table, frame: pl.DataFrame) -> None:
    """Add the rows of a frame whose columns are columns of the table."""
    if frame.is_empty():
        return
    if connection.dialect.name == "sqlite":
        _insert_sqlite(connection, table, frame)
    else:
        _copy_postgres(connection, table, frame)


def next_id(connection: Connection, table: sa.Table) -> int:
    """Return the number of the table's next row. Safe, because nobody else writes meanwhile."""
    return int(connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0) + 1


def numbered(frame: pl.DataFrame, first: int) -> pl.DataFrame:
    """Return the frame with ``id`` counting from ``first``."""
    return frame.with_columns(pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias("id"))


def select(
    connection: Connection,
    columns: Columns,
    schema: Schema,
    *where: sa.ColumnElement[bool],
) -> pl.DataFrame:
    """Return the rows where every condition holds, as a frame with exactly this schema."""
    return pl.concat(select_parts(connection, columns, schema, *where))


def select_parts(
    connection: Connection,
    columns: Columns,
    schema: Schema,
    *where: sa.ColumnElement[bool],
) -> Iterator[pl.DataFrame]:
    """Yield the rows that ``select`` returns, some at a time; the first frame is empty."""
    stored = {name: _stored_type(connection, each) for name, each in schema.items()}
    wanted = [
        columns[name] if stored[name] == each else _as_stored(columns[name], stored[name])
        for name, each in schema.items()
    ]
    read = [_read(name, stored[name], each) for name, each in schema.items()]
    yield pl.DataFrame(schema=stored).select(read)
    for rows in _batches(connection, sa.select(*wanted).where(*where)):
        yield pl.DataFrame(rows, schema=stored, orient="row").select(read)


def _batches(connection: Connection, query: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    """Yield the rows of a query, some at a time: never more of them are in memory."""
    if connection.dialect.name == "sqlite":
        # The driver's own rows: SQLAlchemy would make an object of each, and polars turns the values by column.
        cursor = connection.execute(query).cursor
        yield from iter(lambda: cursor.fetchmany(_BATCH), [])
        return
    # PostgreSQL's driver gives all rows at once, unless SQLAlchemy asks it not to.
    for rows in connection.execute(query.execution_options(yield_per=_BATCH)).partitions():
        yield [tuple(row) for row in rows]


def holds(table: sa.Table, unit: str, at: int) -> sa.ColumnElement[bool]:
    """Return the condition that a row held when import or run ``at`` had been saved."""
    begun, ended = table.c[f"{unit}_from"], table.c[f"{unit}_to"]
    return (begun <= at) & (ended.is_(None) | (ended > at))


def refuse_purged(connection: Connection, table: sa.Table, number: int) -> None:
    """Raise Purged where the details of an import or a run have been deleted."""
    query = sa.select(table.c.purged_at).where(table.c.id == number)
    if connection.execute(query).scalar() is not None:
        raise Purged


def end_rows(connection: Connection, table: sa.Table, column: str, at: int, ids: Sequence[int]) -> None:
    """Write into rows that they ended with import or run ``at``."""
    for start in range(0, len(ids), _PARAMETERS):
        batch = ids[start : start + _PARAMETERS]
        connection.execute(sa.update(table).where(table.c.id.in_(batch)).values({column: at}))


def delete(connection: Connection, table: sa.Table, where: sa.ColumnElement[bool]) -> int:
    """Delete the rows where the condition holds, and return how many."""
    return connection.execute(sa.delete(table).where(where)).rowcount


def delete_by(connection: Connection, column: sa.Column[Any], values: Sequence[object]) -> int:
    """Delete the rows that have one of these values, and return how many."""
    batches = (values[start : start + _PARAMETERS] for start in range(0, len(values), _PARAMETERS))
    return sum(delete(connection, column.table, column.in_(batch)) for batch in batches)


def _insert_sqlite(connection: Connection, table: sa.Table, frame: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in frame.columns)
    marks = f"({', '.join('?' for _ in frame.columns)})"
    text = [_written(name, dtype) for name, dtype in frame.schema.items()]
    for batch in frame.iter_slices(_BATCH):
        # Many rows in each statement, and no tuple of each: a third less than the driver's own executemany takes.
        for part in batch.select(text).iter_slices(_PARAMETERS // frame.width):
            rows = ", ".join([marks] * part.height)
            statement = f'INSERT INTO "{table.name}" ({names}) VALUES {rows}'  # noqa: S608 - our own names
            connection.exec_driver_sql(statement, _row_by_row(part))


def _row_by_row(frame: pl.DataFrame) -> tuple[Any, ...]:
    """Return all values, those of the first row first."""
    values = [None] * (frame.height * frame.width)
    for place, column in enumerate(frame):
        values[place :: frame.width] = column.to_list()
    return tuple(values)


def _copy_postgres(connection: Connection, table: sa.Table, frame: pl.DataFrame) -> None:
    import psycopg
    from psycopg import sql

    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    )
    driver: Any = connection.connection.driver_connection
    failure = None
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types([_copy_type(table.c[name].type) for name in frame.columns])
            for row in frame.iter_rows():
                copy.write_row(row)
    except psycopg.Error as error:
        failure = from_driver(error, place_of(connection.engine.url))
    if failure:
        raise failure


def _copy_type(kind: sa.types.TypeEngine[Any]) -> str:
    if isinstance(kind, sa.DateTime):
        return "timestamptz" if kind.timezone else "timestamp"
    return next(name for each, name in _COPY_TYPES if isinstance(kind, each))


def _written(name: str, dtype: pl.DataType) -> pl.Expr:
    """Write a value as SQLAlchemy's own types do on SQLite: dates as text, yes/no as 0 and 1."""
    column = pl.col(name)
    if dtype == pl.Date:
        return column.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("%Y-%m-%d %H:%M:%S%.6f")
    if dtype == pl.Boolean:
        return column.cast(pl.Int8)
    return column


def _as_stored(column: sa.ColumnElement[Any], stored: object) -> sa.ColumnElement[Any]:
    """Fetch a value as SQLite keeps it, so that polars can turn a whole column at once."""
    return sa.type_coerce(column, sa.Text if stored == pl.String else sa.Integer)


def _stored_type(connection: Connection, dtype: type[pl.DataType] | pl.DataType) -> type[pl.DataType] | pl.DataType:
    if connection.dialect.name != "sqlite":
        return dtype
    if dtype == pl.Boolean:
        return pl.Int8
    return pl.String if dtype == pl.Date or isinstance(dtype, pl.Datetime) else dtype


def _read(name: str, stored: object, dtype: type[pl.DataType] | pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if stored == dtype:
        return column
    if dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        moment = column.str.to_datetime("%Y-%m-%d %H:%M:%S%.6f", time_unit="us")
        return moment.dt.replace_time_zone(dtype.time_zone)
    return column.cast(dtype)
