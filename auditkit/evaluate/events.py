"""Evidence: dated events, and which duties each of them serves (readings, G5-G7).

An event frame has one row per date that may fulfil something: ``case_id``, ``own`` (the evidence record's own
id), ``named`` (the id of the record it says it belongs to), ``named_bad`` (that link cannot be read), ``fits``
(true, or null where a condition cannot be read), ``event_on``, ``date_bad`` and its place (``ev_table``,
``ev_row``, ``ev_field``). Dates that are blank are no events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_NAME, BY_PLURAL
from auditkit.rules.schema import Condition

from .truth import Reader, conjunction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .facts import Facts

EVENT_COLUMNS = [
    "case_id",
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


def events_of(facts: Facts, fields: Sequence[str], conditions: Sequence[Condition], serves: str) -> pl.DataFrame:
    """Return the events of ``record.field`` names, linked to records of the type ``serves`` (plural)."""
    return pl.concat(_events(facts, name, conditions, serves) for name in fields)


def _events(facts: Facts, name: str, conditions: Sequence[Condition], serves: str) -> pl.DataFrame:
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
            pl.lit(field).alias("ev_field"),
        )
        .filter(~pl.col("future") & pl.col("fits").fill_null(value=True))
        .filter(pl.col("event_on").is_not_null() | pl.col("date_bad"))
        .select(EVENT_COLUMNS)
    )


def linked(facts: Facts, plural: str, serves: str) -> pl.DataFrame:
    """Return the records with ``named`` (id of the ``serves`` record they name) and ``named_bad``."""
    if plural == "plans" and serves == "decisions":
        return _plans_by_decision(facts)
    link = next((f.name for f in BY_PLURAL[plural].fields if serves in f.targets), None)
    if link is None:
        nothing = pl.lit(None, dtype=pl.String).alias("named")
        return facts[plural].with_columns(
            nothing, pl.lit(value=False).alias("named_bad"), pl.lit(value=False).alias("names_any")
        )
    bad = (pl.col("unreadable") & BY_PLURAL[plural].bit(link)) != 0
    return facts[plural].with_columns(
        pl.col(link).alias("named"),
        (bad & pl.col(link).is_null()).alias("named_bad"),
        (bad | pl.col(link).is_not_null()).alias("names_any"),
    )


def _plans_by_decision(facts: Facts) -> pl.DataFrame:
    """A plan names the decision it gives, else the decision its measure gives (readings, G5)."""
    measure, plan = BY_PLURAL["measures"], BY_PLURAL["plans"]
    via = facts["measures"].select(
        "case_id",
        "measure_id",
        pl.col("decision_id").alias("via_decision"),
        ((pl.col("unreadable") & measure.bit("decision_id")) != 0).alias("via_bad"),
        pl.lit(value=True).alias("via_found"),
    )
    via = via.unique(["case_id", "measure_id"], keep="first", maintain_order=True)
    joined = facts["plans"].join(via, on=["case_id", "measure_id"], how="left", maintain_order="left")
    bad_decision = (pl.col("unreadable") & plan.bit("decision_id")) != 0
    bad_measure = (pl.col("unreadable") & plan.bit("measure_id")) != 0
    by_measure = pl.col("decision_id").is_null() & ~bad_decision
    dangling = by_measure & pl.col("measure_id").is_not_null() & pl.col("via_found").is_null()
    return joined.with_columns(
        pl.when(dangling)
        .then(pl.format("\x00{}", "measure_id"))  # names a record that is not there: equals no id
        .when(bad_decision)
        .then("decision_id")
        .otherwise(pl.coalesce("decision_id", "via_decision"))
        .alias("named"),
        (bad_decision | bad_measure | pl.any_horizontal(pl.col("decision_id", "measure_id").is_not_null())).alias(
            "names_any"
        ),
        (
            (bad_decision & pl.col("decision_id").is_null())
            | (by_measure & bad_measure & pl.col("measure_id").is_null())
            | (by_measure & pl.col("via_bad").fill_null(value=False) & pl.col("via_decision").is_null())
        ).alias("named_bad"),
    )
