"""Plans by decision (barnets lov §§ 91, 108): who is covered, by age; whether the plan must precede the decision
for want of consent; whether a plan was found to be needed at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Reason
from auditkit.rules.schema import DeadlineLogic, Need, PresenceLogic

from .duties import version_paragraphs
from .truth import Reader, Truth
from .verdict import because
from .windows import after_previous_decision

if TYPE_CHECKING:
    from auditkit.rules import Rule

    from .facts import Facts
    from .verdict import Branch

_SIXTEEN = "192mo"


def population(rule: Rule, logic: DeadlineLogic, reader: Reader) -> Truth:
    """Return whether a decision is covered: by its paragraph, or as a placement by its type."""
    types = list(logic.without_consent.placement_types) if logic.without_consent else []
    by_type = reader.test("type", lambda v: v.is_in(types))
    laws = pl.col("law_of").is_in([version.law for version in rule.file.version])
    law = Truth(laws, pl.lit(value=False), pl.col("law_bad"))
    return version_paragraphs(rule, reader) | (by_type & law)


def of_age(duties: pl.LazyFrame, logic: DeadlineLogic | PresenceLogic, reader: Reader) -> pl.LazyFrame:
    """Leave out children of another age. Where age is unknown, the rule that ``age_unknown_under`` names for the
    paragraph keeps the one row (readings, BP); a birth day that cannot be read keeps a row under each.
    """
    under = pl.col("trigger_on") < pl.col("birth_on").dt.offset_by(_SIXTEEN)
    wanted = under if logic.age == "under 16" else ~under
    here = reader.paragraphs(logic.age_unknown_under).holds.fill_null(value=True)
    no_birth = pl.col("birth_on").is_null()
    absent = no_birth & pl.col("birth_absent")
    unreadable = no_birth & pl.col("birth_unreadable")
    no_trigger = pl.col("trigger_on").is_null()
    keeps_unknown_day = here if isinstance(logic, DeadlineLogic) else pl.lit(value=True)
    keep = (
        pl.when(no_trigger)
        .then(keeps_unknown_day)
        .when(absent | unreadable)
        .then(pl.lit(value=True))
        .when(no_birth)
        .then(here)
        .otherwise(wanted)
    )
    lost = (
        pl.when(absent).then(because(Reason.NOT_IN_LIST)).when(unreadable).then(because(Reason.POPULATION_UNREADABLE))
    )
    unknown = pl.when(no_birth).then(because(Reason.AGE_UNKNOWN))
    return duties.filter(keep).with_columns(pl.coalesce(lost, "fault", unknown).alias("fault"))


def before_decision(duties: pl.LazyFrame, logic: DeadlineLogic, facts: Facts, reader: Reader) -> pl.LazyFrame:
    """Where consent is lacking the plan comes first: due on the day itself, in the window of an order rule."""
    without = logic.without_consent
    if without is None:
        return duties
    by_type = reader.test("type", lambda v: v.is_in(list(without.placement_types)))
    if logic.need:  # § 32 without consent has its three months, whatever the decision's type
        asked = _asked(logic.need, reader)
        by_type = Truth(by_type.holds & ~asked, by_type.absent, by_type.unreadable)
    placement = reader.paragraphs(without.placement_paragraphs) | by_type
    refused = reader.test(without.consent_field.partition(".")[2], lambda v: ~v)
    precede = (reader.paragraphs(without.paragraphs) | (placement & refused)).holds
    doubt = pl.when(precede.is_null()).then(because(Reason.POPULATION_UNREADABLE))
    duties = duties.with_columns(
        precede.fill_null(value=False).alias("precede"),
        pl.coalesce("fault", doubt).alias("fault"),
        precede.is_null().alias("consent_bad"),
    )
    duties = after_previous_decision(duties, facts)
    first = pl.col("precede")
    return duties.with_columns(
        pl.when(first).then("trigger_on").when(~pl.col("consent_bad")).then("due_on").alias("due_on"),
        pl.when(first).then("after_previous").otherwise("lo").alias("lo"),
        first.alias("free_lo"),
    )


def order_branches(logic: DeadlineLogic) -> list[Branch]:
    """What must precede the decision and did not."""
    if logic.without_consent is None:
        return []
    after = pl.col("late_on").is_not_null()
    return [
        (pl.col("precede") & after, Reason.AFTER),
        (pl.col("precede"), Reason.MISSING),
    ]


def _asked(need: Need, reader: Reader) -> pl.Expr:
    return reader.paragraphs(need.paragraphs).holds.fill_null(value=False)


def no_need(logic: DeadlineLogic, reader: Reader) -> list[Branch]:
    """No plan is needed where that was the answer."""
    if logic.need is None:
        return []
    answer = pl.col(logic.need.field.partition(".")[2])
    return [(_asked(logic.need, reader) & ~answer, Reason.NO_PLAN_NEEDED)]


def need_doubts(logic: DeadlineLogic, reader: Reader) -> list[Branch]:
    """Where no plan is there in time, an answer that is absent, unreadable or blank leaves the duty unknown."""
    if logic.need is None:
        return []
    field = logic.need.field.partition(".")[2]
    unanswered = _asked(logic.need, reader) & pl.col(field).is_null()
    return [
        (unanswered & reader.lacks(field), Reason.NOT_IN_LIST),
        (unanswered & reader.unreadable(field), Reason.POPULATION_UNREADABLE),
        (unanswered, Reason.NEED_NOT_ASSESSED),
    ]
