"""Duties that hang on a measure: while one is in force, and from follow-up to follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, Reason

from .duties import needs_of, reader_of, version_paragraphs, versioned, with_due
from .frames import once
from .lists import field_name
from .truth import Reader
from .verdict import because

if TYPE_CHECKING:
    from auditkit.rules import Rule

    from .facts import Facts

_MEASURE = BY_PLURAL["measures"]


def while_in_force(duties: pl.LazyFrame, rule: Rule, facts: Facts) -> pl.LazyFrame:
    """Keep duties on whose trigger day a measure of the case, under a paragraph of the version, is in force."""
    reader = reader_of(rule, facts, "measure")
    frame = facts["measures"]
    begun = pl.col("trigger_on") >= pl.col("started_on")
    day = pl.col("trigger_on")
    until = (
        pl.when(((day > pl.col("force_to")) | (pl.col("started_on") > pl.col("force_to"))).fill_null(value=False))
        .then(pl.lit(value=False))
        .when(~pl.col("force_open"))
        .then(pl.lit(value=True))
    )
    no_start = reader.lacks("started_on")
    started = (
        pl.when(pl.col("future_measure"))
        .then(pl.lit(value=False))
        .when(pl.col("started_on").is_not_null() | pl.col("started_unreadable") | no_start)
        .then(begun)
        .otherwise(pl.lit(value=False))
    )
    paragraph = version_paragraphs(rule, reader)
    duties = once(duties)
    held = (
        duties.select("duty", "case", "trigger_on", "version_ix")
        .join(frame.drop("ix").rename({"future": "future_measure"}), on="case", how="inner")
        .with_columns(
            (started & until & paragraph.holds).alias("in_force"), (paragraph.absent | no_start).alias("absent_")
        )
        .group_by("duty")
        .agg(
            pl.col("in_force").fill_null(value=False).any().alias("surely"),
            pl.col("in_force").is_null().any().alias("perhaps"),
            (pl.col("absent_") & pl.col("in_force").is_null()).any().alias("paragraph_absent"),
        )
    )
    no_sheet = _no_measures(facts)
    joined = duties.join(held, on="duty", how="left", maintain_order="left").with_columns(no_sheet.alias("no_sheet"))
    keep = pl.col("surely") | pl.col("perhaps") | (pl.col("no_sheet") & pl.col("surely").is_null())
    absent = pl.col("no_sheet") | pl.col("paragraph_absent")
    doubt = (
        pl.when(pl.col("surely").fill_null(value=False))
        .then(None)
        .when(absent)
        .then(because(Reason.NOT_IN_LIST))
        .otherwise(because(Reason.POPULATION_UNREADABLE))
    )
    return joined.filter(keep.fill_null(value=False)).with_columns(pl.coalesce("fault", doubt).alias("fault"))


def _no_measures(facts: Facts) -> pl.Expr:
    return facts.lists.without_evidence("notifications", "measures", "case_id")


def follow_up_duties(rule: Rule, facts: Facts) -> pl.LazyFrame:
    """Return one duty per follow-up and measure it belongs to, of the measures the rule covers. A row without a
    date is a plan and no duty; one whose date cannot be read is a duty of the measure it names only.
    """
    pairs = facts.followed.filter(pl.col("tied") | pl.col("loose"))
    follow_up = Reader("follow_up", facts.lists, needs_of(rule))
    dated = pl.col("held_on").is_not_null() | pl.col("date_bad") | follow_up.absent("held_on")
    pairs = pairs.filter(dated).select(
        "measure_ix",
        "held_on",
        "next_on",
        "date_bad",
        "loose",
        "table_no",
        "row_no",
        "unreadable",
        pl.col("label").alias("row_label"),
    )
    covered = _covered_measures(rule, facts)
    duties = pairs.join(covered, on="measure_ix", how="inner", maintain_order="left")
    day_fault = (
        pl.when(pl.col("held_on").is_not_null())
        .then(None)
        .when(pl.col("date_bad"))
        .then(because(Reason.TRIGGER_UNREADABLE))
        .otherwise(because(Reason.NOT_IN_LIST))
    )
    label = pl.format("{}@{}", "measure_label", pl.col("held_on").cast(pl.String))
    return (
        duties.with_columns(
            pl.coalesce(label, "row_label").alias("record"),
            pl.col("held_on").alias("trigger_on"),
            field_name("held_on").alias("source_field"),
            pl.col("table_no").alias("source_table"),
            pl.col("row_no").alias("source_row"),
            pl.coalesce(day_fault, "fault").alias("fault"),
        )
        .with_row_index("duty")
        .pipe(_in_versions, rule)
    )


def _covered_measures(rule: Rule, facts: Facts) -> pl.LazyFrame:
    """Return the measures the rule covers by paragraph and Lov, with ``fault`` where that cannot be known."""
    reader = reader_of(rule, facts, "measure")
    frame = facts["measures"].filter(~pl.col("future"))
    frame = frame.with_columns(pl.lit(None, dtype=pl.Int8).alias("version_ix"))
    truth = version_paragraphs(rule, reader)
    doubt = (
        pl.when(truth.absent)
        .then(because(Reason.NOT_IN_LIST))
        .when(truth.unreadable)
        .then(because(Reason.POPULATION_UNREADABLE))
    )
    return (
        frame.with_columns(truth.holds.alias("_covered"), doubt.alias("_doubt"))
        .filter(pl.col("_covered").fill_null(value=True))
        .select(
            "case",
            pl.col("ix").alias("measure_ix"),
            pl.col("label").alias("measure_label"),
            "ended_on",
            "ended_unreadable",
            "closed_on",
            "closed_unreadable",
            pl.when(reader.absent("started_on"))
            .then(because(Reason.NOT_IN_LIST))
            .when(pl.col("_covered").is_null())
            .then(pl.col("_doubt"))
            .alias("fault"),
        )
    )


def _in_versions(duties: pl.LazyFrame, rule: Rule) -> pl.LazyFrame:
    if rule.file.version_by == "outgoing_due":
        return with_due(duties, rule)
    return versioned(duties, rule, pl.col("trigger_on"))
