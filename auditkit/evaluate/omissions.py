"""Child conversations that were left out on purpose, and whether lawfully (readings, Lawful omission).

Undladt = ja with Begrundelse; under barnets lov the child's view must have come from another source too. An
omission needs no date; if it has one it is treated as evidence of that date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_NAME, BY_PLURAL, Reason

from .duties import by_version
from .events import linked
from .frames import once
from .matching import pairs_of
from .truth import Reader, conjunction

if TYPE_CHECKING:
    from auditkit.rules import Rule
    from auditkit.rules.schema import OrderLogic

    from .facts import Facts
    from .verdict import Branch

_CONVERSATION = BY_PLURAL["conversations"]

_FOUND = ("om_bad", "om_absent", "om_lawful", "om_tied", "om_no_source", "om_no_reason")


def with_omissions(duties: pl.LazyFrame, rule: Rule, logic: OrderLogic, facts: Facts, record: str) -> pl.LazyFrame:
    """Add what the recorded omissions that serve a duty come to: ``om_lawful`` … (one yes/no each)."""
    needs_source = by_version(rule, lambda v: v.other_source, pl.Boolean).fill_null(value=False)
    duties = once(duties.with_columns(needs_source.alias("needs_source")))
    omissions = _omissions(facts, logic, BY_NAME[record].plural)
    pairs = pairs_of(duties, omissions, "evidence_names_duty")
    pairs = pairs.join(duties.select("duty", "needs_source"), on="duty", how="left")
    found = pairs.with_columns(**_serving()).group_by("duty").agg(pl.col(name).any() for name in _FOUND)
    return duties.join(found, on="duty", how="left", maintain_order="left").with_columns(
        pl.col(name).fill_null(value=False) for name in _FOUND
    )


def _omissions(facts: Facts, logic: OrderLogic, serves: str) -> pl.LazyFrame:
    reader = Reader("conversation", facts.lists)
    fits = conjunction(reader.condition(each) for each in logic.evidence_only).holds
    omitted = reader.test("omitted", lambda v: v).holds
    without = facts.lists.without
    return (
        linked(facts, "conversations", serves)
        .with_columns(
            pl.lit(None, dtype=pl.String).alias("own"),
            (fits & omitted).alias("fits"),
            pl.col("held_on").alias("event_on"),
            (reader.unreadable("held_on") & pl.col("held_on").is_null()).alias("date_bad"),
            pl.col("omission_reason").is_not_null().alias("reasoned"),
            reader.unreadable("omission_reason").alias("reason_bad"),
            without("conversations", "omission_reason").alias("reason_absent"),
            reader.unreadable("other_source").alias("other_bad"),
            without("conversations", "other_source").alias("other_absent"),
        )
        .filter(pl.col("fits").fill_null(value=True))
    )


def _serving() -> dict[str, pl.Expr]:
    day = pl.col("event_on")
    undated = day.is_null() & ~pl.col("date_bad")
    from_lo = (day >= pl.col("lo")).fill_null(value=True)
    in_window = ((pl.col("tied") | pl.col("tie_bad") | from_lo) & (day <= pl.col("hi"))).fill_null(value=False)
    in_time = undated | in_window
    sure = pl.col("fits").fill_null(value=False) & (pl.col("tied") | pl.col("loose")) & in_time
    doubtful = pl.col("date_bad") | pl.col("fits").is_null() | pl.col("tie_bad")
    source = pl.col("other_source").fill_null(value=False) | ~pl.col("needs_source")
    reason_bad = pl.col("reason_bad") & ~pl.col("reasoned")
    source_bad = ~source & pl.col("other_bad")
    known = ~reason_bad & ~pl.col("reason_absent")
    return {
        "om_bad": (doubtful & (in_time | pl.col("date_bad")))
        | (sure & (reason_bad | (pl.col("reasoned") & source_bad))),
        "om_absent": sure & (pl.col("reason_absent") | (pl.col("reasoned") & ~source & pl.col("other_absent"))),
        "om_lawful": sure & pl.col("reasoned") & source,
        "om_tied": sure & pl.col("reasoned") & source & pl.col("tied"),
        "om_no_source": sure & pl.col("reasoned") & ~source & ~pl.col("other_bad"),
        "om_no_reason": sure & known & ~pl.col("reasoned"),
    }


def lawful_branches() -> list[Branch]:
    """A conversation left out lawfully, or perhaps."""
    return [
        (pl.col("om_bad"), Reason.EVIDENCE_UNREADABLE),
        (pl.col("om_lawful"), Reason.OMITTED_LAWFULLY),
        (pl.col("om_absent"), Reason.NOT_IN_LIST),
    ]


def unlawful_branches() -> list[Branch]:
    """A conversation left out without what the law asks for."""
    return [
        (pl.col("om_no_source"), Reason.OMITTED_WITHOUT_OTHER_SOURCE),
        (pl.col("om_no_reason"), Reason.OMITTED_WITHOUT_REASON),
    ]
