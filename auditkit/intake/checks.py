"""Contradictions between cells that can each be read. They are reported; the rows are used as they stand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, RECORD_TYPES, Caseload, Problem
from auditkit.terms import field_label, law_label, translator

from .vocabulary import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

_ = translator("intake")

BARNETS_LOV_FROM = date(2024, 1, 1)

# Record type, a date, and the date it cannot come before.
_ORDER = (
    ("cases", "closed_on", "opened_on"),
    ("team_history", "to_on", "from_on"),
    ("notifications", "assessed_at", "received_at"),
    ("notifications", "acknowledged_on", "received_at"),
    ("notifications", "reassessed_on", "received_at"),
    ("investigations", "completed_on", "started_on"),
    ("investigations", "completed_on", "aware_on"),
    ("investigations", "cancelled_on", "started_on"),
    ("measures", "ended_on", "started_on"),
    ("plans", "revised_on", "made_on"),
    ("follow_ups", "next_on", "held_on"),
)

_PLACE = ("table_no", "row_no")
_AT_A_TIME = 20_000


def contradictions(caseload: Caseload) -> Iterator[Problem]:
    """Yield what does not fit together in the records."""
    for plural, later, earlier in _ORDER:
        yield from _out_of_order(caseload, plural, later, earlier)
    yield from _wrong_law(caseload)
    yield from _unknown_cases(caseload)
    yield from _unknown_links(caseload)
    yield from _teams_alike(caseload)


def _out_of_order(caseload: Caseload, plural: str, later: str, earlier: str) -> Iterator[Problem]:
    wrong = caseload[plural].filter(pl.col(later).cast(pl.Date) < pl.col(earlier).cast(pl.Date))
    name = BY_PLURAL[plural].name
    message = _(
        "{later} is before {earlier}. Correct the date that is wrong.",
        later=field_label(name, later),
        earlier=field_label(name, earlier),
    )
    for row in wrong.iter_rows(named=True):
        yield _problem(caseload, row, later, "out_of_order", row[later].strftime("%d-%m-%Y"), message)


def _wrong_law(caseload: Caseload) -> Iterator[Problem]:
    by_date = pl.when(pl.col("decided_on") < BARNETS_LOV_FROM).then(pl.lit("SEL")).otherwise(pl.lit("BL"))
    decided = pl.col("decided_on").is_not_null()
    for row in caseload["decisions"].filter(decided & (pl.col("law") != by_date)).iter_rows(named=True):
        day = row["decided_on"].strftime("%d-%m-%Y")
        message = _(
            "A decision of {day} is not under {law}. Correct the date or the law.",
            day=day,
            law=law_label(row["law"]),
        )
        yield _problem(caseload, row, "law", "law_does_not_fit_date", row["law"], message)


def _unknown_cases(caseload: Caseload) -> Iterator[Problem]:
    if not any(table.record_type == "cases" for table in caseload.tables):
        return
    known = caseload["cases"].get_column("case_id").implode()
    message = _("The case number is not on Sager. The row is used, but belongs to no team.")
    for plural, frame in caseload.frames.items():
        for row in frame.select("case_id", *_PLACE).filter(~pl.col("case_id").is_in(known)).iter_rows(named=True):
            if plural != "cases":
                yield _problem(caseload, row, "case_id", "unknown_case", row["case_id"], message)


def _unknown_links(caseload: Caseload) -> Iterator[Problem]:
    """Yield the numbers that no record of the case has, where the lists hold every record they may be of."""
    with_ids = {
        table.record_type for table in caseload.tables if BY_PLURAL[table.record_type].id_field in table.columns
    }
    message = _("The case has no record with this number, so the row belongs to none. Correct the number.")
    for record_type in RECORD_TYPES:
        for link in record_type.fields:
            if not link.targets or not with_ids.issuperset(link.targets):
                continue
            known = pl.concat(_numbers(caseload, plural, link.name) for plural in link.targets)
            named = caseload[record_type.plural].select("case_id", link.name, *_PLACE).drop_nulls()
            for row in _missing(named, known, link.name):
                yield _problem(caseload, row, link.name, "unknown_link", str(row[link.name]), message)


def _teams_alike(caseload: Caseload) -> Iterator[Problem]:
    """Yield the team names that differ from another only in case, blanks or signs: each once, where it first stands."""
    rows = pl.concat(caseload[plural].select("team", *_PLACE) for plural in ("cases", "team_history"))
    names = rows.drop_nulls().group_by("team", maintain_order=True).agg(pl.len().alias("rows"), pl.col(_PLACE).first())
    word = pl.Series([normalise(name) for name in names["team"]], dtype=pl.String)
    usual = pl.col("team").sort_by("rows", descending=True, maintain_order=True).first().over(pl.lit(word))
    for row in names.with_columns(usual.alias("usual")).filter(pl.col("team") != pl.col("usual")).iter_rows(named=True):
        message = _('Counted as a team beside "{team}". If they are one, write them alike.', team=row["usual"])
        yield _problem(caseload, row, "team", "team_spelt_otherwise", row["team"], message)


def _missing(named: pl.DataFrame, known: pl.DataFrame, link: str) -> Iterator[dict[str, object]]:
    """Yield the rows whose case and number are not known; some rows at a time, for the sake of memory."""
    for part in named.iter_slices(_AT_A_TIME):
        near = known.filter(pl.col("case_id").is_in(part["case_id"].implode()))
        yield from part.join(near, on=["case_id", link], how="anti", maintain_order="left").iter_rows(named=True)


def _numbers(caseload: Caseload, plural: str, name: str) -> pl.DataFrame:
    """Return the numbers of a record type by case, under the name of the link that may point to them."""
    numbers = pl.col(BY_PLURAL[plural].id_field or "case_id").alias(name)
    return caseload[plural].select("case_id", numbers).drop_nulls()


def _problem(caseload: Caseload, row: dict[str, object], field: str, code: str, seen: str, message: str) -> Problem:
    table = caseload.tables[int(str(row["table_no"]))]
    cell = f"{table.columns.get(field, '')}{row['row_no']}"
    return Problem(table.file, table.sheet, cell, code, seen, message)
