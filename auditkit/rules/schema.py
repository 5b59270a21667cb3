"""What a rule file may say. A closed set of kinds with typed parameters; no expressions.

The JSON Schema for editors is generated from these models. Everything refers to the record model by
name (``investigation.completed_on``), and a name that the model does not have is refused.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from auditkit.dates import Period
from auditkit.model import BY_NAME, BY_PLURAL, Kind, Outcome, Reason

_TIME_KINDS = (Kind.DATE, Kind.MOMENT)


def _known_field(name: str) -> str:
    record, _, field = name.partition(".")
    if record not in BY_NAME:
        raise ValueError(f"the model has no record type {record!r}")
    try:
        BY_NAME[record].field(field)
    except KeyError:
        raise ValueError(f"{record} has no field {field!r}") from None
    return name


def _known_moment(name: str) -> str:
    _known_field(name)
    record, _, field = name.partition(".")
    if BY_NAME[record].field(field).kind not in _TIME_KINDS:
        raise ValueError(f"{name} is neither a date nor a moment")
    return name


def _known_period(text: str) -> str:
    try:
        Period.parse(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a period such as '4 months' or '24 hours'") from None
    return text


FieldName = Annotated[str, AfterValidator(_known_field)]
"""``record.field``."""
Moment = Annotated[str, AfterValidator(_known_moment)]
"""``record.field`` of a field that holds a date or a moment."""
PeriodText = Annotated[str, AfterValidator(_known_period)]
"""``24 hours``, ``7 days``, ``6 working_days``, ``4 months``."""
Paragraph = Annotated[str, Field(pattern=r"^((SEL|BL) (\*|\d+( [a-z])?)|\d+( [a-z])?)$")]
"""``52 a`` (under any law), ``SEL 52 a``, or ``SEL *`` (every paragraph of the law)."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Condition(_Strict):
    """A field must hold one of some values (``false`` holds for blank too; blank is no word of a list).

    ``blank`` is what a blank cell stands for, where the workbook says so (a blank Type is BFU).
    """

    field: FieldName
    values: tuple[str | bool, ...]
    blank: str | bool | None = None


class NotApplicable(_Strict):
    """Where the field holds one of the values, the duty does not apply, for the given reason."""

    field: FieldName
    values: tuple[str | bool, ...]
    reason: Reason


class _Logic(_Strict):
    only: tuple[Condition, ...] = ()
    """Conditions on the triggering record: the population."""
    fulfilled_by: tuple[FieldName, ...]
    """What fulfils the duty: any of these, on the triggering record itself or on linked evidence."""
    evidence_only: tuple[Condition, ...] = ()
    """Conditions on the evidence record."""
    not_applicable: NotApplicable | None = None


class Awareness(_Strict):
    """When the municipality became aware: ``first_of`` the readable ones, in that order; failing these,
    ``no_later_than`` gives only a bound, from which a breach can be concluded and nothing else."""

    first_of: tuple[Moment, ...]
    no_later_than: tuple[Moment, ...] = ()


class Need(_Strict):
    """The duty stands only if a need was found: ``field`` ja; nej: not applicable; blank: not assessed.

    Asked for decisions under ``paragraphs`` only.
    """

    field: FieldName
    paragraphs: tuple[Paragraph, ...]


class WithoutConsent(_Strict):
    """Decisions that must be preceded by the evidence: those under ``paragraphs``, and placements
    (by paragraph or decision type) where ``consent_field`` says nej."""

    paragraphs: tuple[Paragraph, ...]
    placement_paragraphs: tuple[Paragraph, ...]
    placement_types: tuple[str, ...]
    consent_field: FieldName


class DeadlineLogic(_Logic):
    """B within a period after A."""

    kind: Literal["deadline"]
    trigger: Moment
    awareness: Awareness | None = None
    interim: Moment | None = None
    cancelled_by: Moment | None = None
    ended_early: bool = True
    """Whether a closed case or an ended measure lifts the duty (readings, G8)."""
    end_needs_reason: bool = False
    opens: PeriodText | None = None
    """How long before the trigger evidence may lie; without it the window opens on the trigger day."""
    age: Literal["under 16", "from 16"] | None = None
    need: Need | None = None
    without_consent: WithoutConsent | None = None
    birthday: int | None = None
    """Also (UP) or only (UNG-6M, where ``trigger`` is ``case.birth_date``) one duty per this birthday."""


class OrderLogic(_Logic):
    """B before A."""

    kind: Literal["order"]
    reference: Moment
    opens: PeriodText | Literal["previous_decision", "awareness"]
    """Where the window begins: a period before the reference, after the previous decision, or at awareness."""
    awareness: Awareness | None = None
    omission: bool = False
    """Whether a recorded omission of a conversation may be a lawful deviation."""
    unborn: bool = False
    """Whether the duty falls away for a child who is unborn on the reference day."""
    cancelled_by: Moment | None = None
    end_needs_reason: bool = False


class PresenceLogic(_Logic):
    """B recorded when A. No date in law; ``version.waiting`` is how long a blank is not yet a breach."""

    kind: Literal["presence"]
    trigger: Moment
    age: Literal["under 16", "from 16"] | None = None
    in_force: bool = False
    """Only where a measure of the case, under one of the version's paragraphs, is in force on the trigger day."""
    confirmed_by: FieldName | None = None
    """A yes/no that must be ja too."""
    first_since: date | None = None
    """Only the first trigger on or after this day, per measure."""
    or_evidence_of: str | None = None
    """Also fulfilled by what fulfils this other rule for the same record."""


class RecurrenceLogic(_Logic):
    """B again at the latest a period after each B, while a state lasts."""

    kind: Literal["recurrence"]
    trigger: Moment


class CountLogic(_Logic):
    """B so many times in each period while a state lasts."""

    kind: Literal["count"]
    trigger: Moment
    every: PeriodText
    times: int


Logic = Annotated[
    DeadlineLogic | OrderLogic | PresenceLogic | RecurrenceLogic | CountLogic,
    Field(discriminator="kind"),
]


class Version(_Strict):
    """What the law says from a day on, until the next version or ``repealed_on`` (the first day without it)."""

    from_: date = Field(alias="from")
    repealed_on: date | None = None
    law: Literal["SEL", "BL", "local"]
    within: PeriodText | None = None
    waiting: PeriodText | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    """The paragraphs the duty covers; none = all."""
    due_by: Moment | None = None
    """The due day is the one written here (a follow-up's own next date), not ``within``."""
    or_when_finished: bool = False
    """Due already when an investigation that ran alongside is finished, if that is earlier."""
    other_source: bool = False
    """A lawful omission needs another source for the child's view."""
    needs: tuple[FieldName, ...] = ()
    """Columns that the duty needs under this version only, beside the rule's own ``needs``."""
    citation: str
    url: str
    checked: date | None = None
    """The day somebody last read that this is the law; left out where nobody has."""
    note: str = ""


class Expected(_Strict):
    """One obligation that an example must give. Only what is named is compared."""

    outcome: Outcome
    reason: Reason | None = None
    record: str | None = None
    trigger: date | datetime | None = None
    due: date | datetime | None = None
    fulfilled: date | datetime | None = None
    law: Literal["SEL", "BL", "local"] | None = None
    citation: str | None = None
    derived: bool | None = None
    quarter: str | None = None
    team: str | None = None


def _known_records(given: dict[str, tuple[dict[str, Any], ...]]) -> dict[str, tuple[dict[str, Any], ...]]:
    for plural, records in given.items():
        if plural not in BY_PLURAL:
            raise ValueError(f"the model has no records {plural!r}")
        for record in records:
            for name in record:
                _known_field(f"{BY_PLURAL[plural].name}.{name}")
    return given


class Example(_Strict):
    """A small case history and what the rule must say of it.

    ``given`` holds records by plural name. ``case_id`` may be left out ("S1"). The text ``"?"`` stands for a
    value that cannot be read. ``without`` names columns (``conversation.held_on``) or whole sheets
    (``conversations``) that the list does not have; everything else is in the list.
    """

    name: str
    as_of: date
    given: Annotated[dict[str, tuple[dict[str, Any], ...]], AfterValidator(_known_records)]
    without: tuple[str, ...] = ()
    expect: tuple[Expected, ...]


class RuleFile(_Strict):
    """One requirement: identity, words, logic, the law by date, and examples."""

    id: str = Field(pattern=r"^([0-9]{4}-)?[A-ZÆØÅ0-9]+(-[A-ZÆØÅ0-9]+)*$")
    title: str
    theme: str
    basis: Literal["law", "guidance", "local"]
    status: Literal["draft", "active", "retired"]
    version_by: Literal["trigger", "due", "reference", "outgoing_due"]
    """Which date chooses the version; ``outgoing_due`` is the due day under the version before the change."""
    message: str
    remedy: str
    why: str
    fulfilled_when: str
    exceptions: str
    open_question: str = ""
    """What a lawyer must settle before a draft can be active."""
    needs: tuple[FieldName, ...]
    """The columns without which the duty is ``not_in_list`` (readings, last table). Columns that are asked
    for some records only (``need.field``, ``confirmed_by``, those of an omission) are known to the kind."""
    needs_one_of: tuple[tuple[FieldName, ...], ...] = ()
    """Groups of columns of which the list must have one: the birth day, a plan's two dates."""
    missing_columns: tuple[str, ...] = ()
    """Columns that no list exports yet and that the duty cannot be judged without; then there is no ``logic``."""
    tightens: str | None = None
    exempts: str | None = None
    aliases: tuple[str, ...] = ()
    retired_on: date | None = None
    logic: Logic | None = None
    version: tuple[Version, ...] = Field(min_length=1)
    example: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _versions_rise(self) -> RuleFile:
        for earlier, later in zip(self.version, self.version[1:], strict=False):
            if later.from_ <= (earlier.repealed_on or earlier.from_) and later.from_ != earlier.repealed_on:
                raise ValueError(f"version from {later.from_} overlaps the one before")
        return self

    @model_validator(mode="after")
    def _judged_or_said_why_not(self) -> RuleFile:
        if self.logic is None and not (self.missing_columns or self.exempts):
            raise ValueError("a rule without [logic] must name missing_columns")
        if self.missing_columns and self.status == "active":
            raise ValueError("a rule with missing_columns cannot be active")
        return self
