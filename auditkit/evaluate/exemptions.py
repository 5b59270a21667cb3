"""A frikommune's exemption from a national rule: the duty does not apply while the exemption is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import Reason

from .verdict import because

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditkit.rules import Rule
    from auditkit.rules.schema import Version


def exemptions_from(rule: Rule, rules: Sequence[Rule]) -> list[Version]:
    """Return the dated exemptions from a rule among the rules that are judged by."""
    return [version for each in rules if each.file.exempts == rule.id for version in each.file.version]


def exempted(duties: pl.LazyFrame, exemptions: Sequence[Version]) -> pl.LazyFrame:
    """Set aside the duties whose reference day lies in an exemption, under the reason ``exempt``."""
    for version in exemptions:
        day = pl.col("reference_on")
        inside = day >= version.from_
        if version.repealed_on:
            inside &= day < version.repealed_on
        inside = inside.fill_null(value=False)
        reason = pl.when(inside).then(because(Reason.EXEMPT)).otherwise("reason")
        duties = duties.with_columns(reason.alias("reason"))
    return duties
