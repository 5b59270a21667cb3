"""Evidence: dated events, and which duties each of them serves (readings, G5-G7).

An event frame has one row per date that may fulfil something, in the order of the records: ``case``, ``own`` (the
evidence record's own id), ``named`` (the id of the record it says it belongs to), ``named_bad`` (that link cannot be
read), ``names_any`` (something stands in a link), ``fits`` (true, or null where a condition cannot be read),
``event_on``, ``date_bad`` and its place (``ev_table``, ``ev_row``, ``ev_field``). Dates that are blank are no events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_NAME, BY_PLURAL
from auditkit.rules.schema import Condition

from .lists import field_name
from .truth import NO, Reader, conjunction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .facts import Facts

EVENT_COLUMNS = [
    "ix",
    "case",
    "own",
    "named",
    "named_bad",
    "names_any",
    "fits",
    "event_on",
    "date_bad",
    "ev_table",
    "ev_row",
    "ev_field",
]

# A conversation that was left out is no conversation; see ``omissions`` for what it is.
_HELD = Condition(field="conversation.omitted", values=(False,))


def events_of(facts: Facts, fields: Sequence[str], conditions: Sequence[Condition], serves: str) -> pl.LazyFrame:
    """Return the events of ``record.field`` names, linked to records of the type ``serves`` (plural)."""
    events = [_events(facts, name, conditions, serves) for name in sorted(fields)]
    return pl.concat(events).sort("ix", maintain_order=True) if len(events) > 1 else events[0]


def _events(facts: Facts, name: str, conditions: Sequence[Condition], serves: str) -> pl.LazyFrame:
    record, _, field = name.partition(".")
    plural = BY_NAME[record].plural
    reader = Reader(record, facts.lists)
    if record == "conversation":
        conditions = [*conditions, _HELD]
    fits = conjunction(reader.condition(each) for each in conditions).holds
    frame = linked(facts, plural, serves)
    own = BY_NAME[record].id_field
    return (
        frame.with_columns(
            (pl.col(own) if own else pl.lit(None, dtype=pl.String)).alias("own"),
            fits.alias("fits"),
            pl.col(field).cast(pl.Date).alias("event_on"),
            (reader.unreadable(field) & pl.col(field).is_null()).alias("date_bad"),
            pl.col("table_no").alias("ev_table"),
            pl.col("row_no").alias("ev_row"),
            field_name(field).alias("ev_field"),
        )
        .filter(~pl.col("future") & pl.col("fits").fill_null(value=True))
        .filter(pl.col("event_on").is_not_null() | pl.col("date_bad"))
        .select(EVENT_COLUMNS)
    )


def linked(facts: Facts, plural: str, serves: str) -> pl.LazyFrame:
    """Return the records with ``named`` (id of the ``serves`` record they name), ``named_bad`` (that link cannot be
    read) and ``names_any`` (something stands in a link).
    """
    named, bad, any_ = _link(plural, serves)
    return facts[plural].with_columns(named.alias("named"), bad.alias("named_bad"), any_.alias("names_any"))


def _link(plural: str, serves: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    def bad(field: str) -> pl.Expr:
        return (pl.col("unreadable") & BY_PLURAL[plural].bit(field)) != 0

    if plural == "plans" and serves == "decisions":
        filled = pl.any_horizontal(pl.col("decision_id", "measure_id").is_not_null())
        return pl.col("decision"), pl.col("decision_bad"), bad("decision_id") | bad("measure_id") | filled
    link = next((f.name for f in BY_PLURAL[plural].fields if serves in f.targets), None)
    if link is None:
        return pl.lit(None, dtype=pl.String), NO, NO
    return pl.col(link), bad(link) & pl.col(link).is_null(), bad(link) | pl.col(link).is_not_null()
