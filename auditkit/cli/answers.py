"""The machine-readable answers, written down once: ``auditkit schema COMMAND`` prints their JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Day = str
"""YYYY-MM-DD."""
Outcome = Literal["met", "missed", "deviation", "not_due", "not_applicable", "undeterminable"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Obligation(_Row):
    """One duty in one case."""

    run: int | None
    rule: str
    basis: Literal["law", "guidance", "local"]
    case_id: str
    record: str
    trigger_at: str | None = Field(description="ISO day, or moment with offset")
    due_at: str | None = Field(description="ISO day, or moment with offset")
    fulfilled_at: str | None = Field(description="ISO day, or moment with offset")
    outcome: Outcome
    reason: str
    law: Literal["SEL", "BL", "local"] | None
    citation: str | None
    team: str | None
    caseworker: str | None
    quarter: str | None
    derived: bool
    source: str = Field(description="file|sheet|cell of the trigger")


class Deadline(_Row):
    """One duty that falls due or is overdue."""

    due_at: str | None
    days: int
    rule: str
    case_id: str
    record: str
    team: str | None
    caseworker: str | None
    outcome: Outcome
    reason: str
    source: str


class Figures(BaseModel):
    """The counts of one group; the grouping columns stand before them."""

    model_config = ConfigDict(extra="allow")
    obligations: int
    met: int
    missed: int
    deviation: int
    not_due: int
    not_applicable: int
    undeterminable: int
    missed_open: int
    missed_late: int
    numerator: int
    denominator: int
    rate: float | None = Field(ge=0, le=1)
    rate_with_deviation: float | None = Field(ge=0, le=1)


Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=-100, le=100, description="percentage points; only between two rates")]
Days = Annotated[float, Field(ge=0, description="days; tenths where both hours are known")]
Colour = Literal["green", "yellow", "red"]


class Measures(Figures):
    """Every measure of one group (docs/maaltal.md); the grouping columns stand before them."""

    scope: Literal["in", "none", "out"] = Field(description="has duties, has none, or is not in scope")
    out_of_scope: int = Field(description="duties set aside by auditkit.toml; in no other figure")
    rate_low: Share | None = Field(description="95 % interval (Wilson), of a sample only")
    rate_high: Share | None
    previous_numerator: int | None = Field(description="the quarter before")
    previous_denominator: int | None
    previous_rate: Share | None
    previous_change: Points | None
    previous_break: bool | None = Field(description="another law, version or scope applied then")
    year_ago_numerator: int | None = Field(description="the same quarter last year")
    year_ago_denominator: int | None
    year_ago_rate: Share | None
    year_ago_change: Points | None
    year_ago_break: bool | None
    late_days_q1: Days | None = Field(description="of what was done too late")
    late_days_median: Days | None
    late_days_q3: Days | None
    late_1_7: int
    late_8_30: int
    late_31_90: int
    late_over_90: int
    late_unknown: int
    cases: int
    cases_judged: int = Field(description="with at least one duty met or missed")
    cases_with_error: int
    cases_all_met: int
    cases_in_doubt: int = Field(description="judged, nothing missed, something undeterminable")
    cases_undeterminable: int = Field(description="not judged, something undeterminable")
    case_error_rate: Share | None = Field(description="cases_with_error / cases_judged")
    case_error_low: Share | None = Field(description="95 % interval (Wilson), of a sample only")
    case_error_high: Share | None
    case_all_met_rate: Share | None = Field(description="cases_all_met / cases_judged")
    colour: Colour | None = Field(description="by the municipality's own limits; none from the start")
    case_colour: Colour | None


class Problem(_Row):
    """A fault in a list, with its place."""

    file: str
    sheet: str
    cell: str
    code: str
    seen: str
    message: str


class Ledger(_Row):
    """What became of the rows: read = used + set aside + blank."""

    read: int
    used: int
    set_aside: int
    blank: int


class Import(BaseModel):
    """The import receipt, with the records by plural name."""

    model_config = ConfigDict(extra="allow")
    status: Literal["ok", "refused"]
    files: list[Any]
    records: dict[str, list[dict[str, Any]]]
    problems: list[Problem]
    rows: Ledger


class Moved(_Row):
    """One duty that is not the same in two runs."""

    change: Literal["new", "gone", "changed"]
    why: list[str]
    rule: str
    case_id: str
    record: str
    due_on_before: Day | None
    due_on_after: Day | None
    outcome_before: Outcome | None
    reason_before: str | None
    outcome_after: Outcome | None
    reason_after: str | None
    cells: list[dict[str, Any]]


class RuleLine(_Row):
    """One rule of the catalogue."""

    rule: str
    title: str
    theme: str
    basis: str
    status: str
    path: str


class Run(_Row):
    """A run that was made. ``run`` is null where it was not saved in the database (``--from``)."""

    run: int | None
    as_of: Day
    obligations: int
    per_rule: list[Figures]
    folder: str | None = Field(None, description="where the duties were written (-o)")
    digest: str | None = Field(None, description="of the duties in the folder")


ANSWERS: dict[str, Any] = {
    "obligations": list[Obligation],
    "compliance": list[Measures],
    "due": list[Deadline],
    "overdue": list[Deadline],
    "import": Import,
    "evaluate": Run,
    "diff": list[Moved],
    "rules list": list[RuleLine],
}


def schema_of(command: str) -> dict[str, Any]:
    """Return the JSON Schema of a command's answer; raises KeyError for a command without one."""
    return TypeAdapter(ANSWERS[command]).json_schema()
