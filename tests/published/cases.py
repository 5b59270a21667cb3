"""Turns published counts into lists of cases (all FIKTIV): each counted case gets dates that put it in its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from auditkit.model import BY_PLURAL, Caseload, Table, empty_frames
from auditkit.rules import Rule, RuleFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

UNKNOWN = "ukendt dato"
"""What the list says where the day was not known: it is written, and cannot be read."""


@dataclass(frozen=True)
class Alike:
    """So many investigations of one team that began and ended on the same days; ended None: on an unknown day."""

    team: str
    began: date
    ended: date | None
    count: int


def limit(within: str) -> Rule:
    """Return the rule "an investigation is finished within the period", for a law that is not Danish."""
    file = RuleFile.model_validate(
        {
            "id": "0000-FRIST",
            "title": f"Undersøgelsen er afsluttet inden {within}",
            "theme": "FIKTIV",
            "basis": "local",
            "status": "active",
            "version_by": "trigger",
            "message": "FIKTIV",
            "remedy": "FIKTIV",
            "why": "FIKTIV",
            "fulfilled_when": "FIKTIV",
            "exceptions": "FIKTIV",
            "needs": ("investigation.completed_on",),
            "logic": {
                "kind": "deadline",
                "trigger": "investigation.aware_on",
                "awareness": {"first_of": ("investigation.aware_on",)},
                "fulfilled_by": ("investigation.completed_on",),
            },
            "version": [{"from": "1990-01-01", "law": "local", "within": within, "citation": "FIKTIV", "url": ""}],
        }
    )
    return Rule(file, "local/0000/FRIST.toml", "", "0" * 64)


def as_caseload(groups: Iterable[Alike]) -> Caseload:
    """Return the cases as if a list had been read: Sager (Sagsnr, Team) and Undersøgelser (Sagsnr, two dates)."""
    rows = _rows(groups)
    unreadable = BY_PLURAL["investigations"].mask(["completed_on"])
    numbered = rows.with_columns(row_no=pl.int_range(2, pl.len() + 2))
    studies = numbered.select(
        "case_id",
        "row_no",
        investigation_id="case_id",
        aware_on="began",
        completed_on="ended",
        table_no=2,
        unreadable=pl.when(pl.col("ended").is_null()).then(unreadable).otherwise(0),
    )
    cases = numbered.select("case_id", "team", "row_no", table_no=1, unreadable=0)
    frames = empty_frames()
    filled = {"cases": cases, "investigations": studies}
    return Caseload(frames | {name: _fitted(rows, frames[name]) for name, rows in filled.items()}, _TABLES)


def as_sheets(groups: Iterable[Alike]) -> dict[str, list[list[object]]]:
    """Return the same cases as the sheets of a workbook."""
    rows = _rows(groups).rows(named=True)
    cases = [[row["case_id"], row["team"]] for row in rows]
    studies = [[row["case_id"], row["case_id"], row["began"], row["ended"] or UNKNOWN] for row in rows]
    return {
        "Sager": [["Sagsnr", "Team"], *cases],
        "Undersøgelser": [["Sagsnr", "Undersøgelsesnr", "Opmærksom", "Afsluttet"], *studies],
    }


_TABLES = (
    Table(1, "fiktiv.xlsx", "Sager", "cases", "", {"case_id": "A", "team": "B"}),
    Table(
        2,
        "fiktiv.xlsx",
        "Undersøgelser",
        "investigations",
        "",
        {"case_id": "A", "investigation_id": "B", "aware_on": "C", "completed_on": "D"},
    ),
)


def _rows(groups: Iterable[Alike]) -> pl.DataFrame:
    schema = {"team": pl.String, "began": pl.Date, "ended": pl.Date, "count": pl.Int64}
    alike = pl.DataFrame([(each.team, each.began, each.ended, each.count) for each in groups], schema, orient="row")
    repeated = alike.select(pl.all().repeat_by("count")).explode(pl.all())
    number = pl.int_range(1, pl.len() + 1).cast(pl.String)
    return repeated.select("team", "began", "ended", case_id="FIKTIV-" + number)


def _fitted(rows: pl.DataFrame, like: pl.DataFrame) -> pl.DataFrame:
    """Return rows with every column of the record type; what they do not say is null."""
    said = rows.columns
    return rows.select(
        (pl.col(name) if name in said else pl.lit(None)).cast(dtype).alias(name) for name, dtype in like.schema.items()
    )
