"""What a rule file may say. A closed set of kinds with typed parameters; no expressions.

The JSON Schema for editors is generated from these models. Everything refers to the record model by
name (``investigation.completed_on``), and a name that the model does not have is refused.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from auditkit.dates import Period
from auditkit.model import BY_NAME, BY_PLURAL, Kind, Outcome, Reason

_TIME_KINDS = (Kind.DATE, Kind.MOMENT)
_VALUE_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.DATE: (date,),
    Kind.MOMENT: (date, datetime),
    Kind.YES_NO: (bool,),
}


def _known_field(name: str) -> str:
    record, _, field = name.partition(".")
    if record not in BY_NAME:
        raise PydanticCustomError("unknown_record", "no record type {record}", {"record": record})
    if field not in (each.name for each in BY_NAME[record].fields):
        facts = {"record": record, "field": field}
        raise PydanticCustomError("unknown_field", "{record} has no field {field}", facts)
    return name


def _known_moment(name: str) -> str:
    _known_field(name)
    record, _, field = name.partition(".")
    if BY_NAME[record].field(field).kind not in _TIME_KINDS:
        raise PydanticCustomError("not_a_moment", "{name} holds no date", {"name": name})
    return name


def _known_period(text: str) -> str:
    try:
        Period.parse(text)
    except ValueError:
        raise PydanticCustomError("not_a_period", "{text} is no period", {"text": text}) from None
    return text


def _known_column_or_sheet(name: str) -> str:
    return name if name in BY_PLURAL else _known_field(name)


FieldName = Annotated[str, AfterValidator(_known_field)]
"""``record.field``."""
Moment = Annotated[str, AfterValidator(_known_moment)]
"""``record.field`` of a field that holds a date or a moment."""
PeriodText = Annotated[str, AfterValidator(_known_period)]
"""``24 hours``, ``7 days``, ``6 working_days``, ``4 months``."""
ColumnOrSheet = Annotated[str, AfterValidator(_known_column_or_sheet)]
"""``conversation.held_on`` or a whole sheet, ``conversations``."""
Paragraph = Annotated[str, Field(pattern=r"^((SEL|BL) (\*|\d+( [a-z])?)|\d+( [a-z])?)$")]
"""``52 a`` (under any law), ``SEL 52 a``, or ``SEL *`` (every paragraph of the law)."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, use_attribute_docstrings=True)


class Condition(_Strict):
    """A field must hold one of some values (``false`` holds for blank too; blank is no word).

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
    """What fulfils the duty: any of these, on the triggering record or on linked evidence."""
    evidence_only: tuple[Condition, ...] = ()
    """Conditions on the evidence record."""
    not_applicable: NotApplicable | None = None


class Awareness(_Strict):
    """When the municipality became aware: ``first_of`` the readable ones, in that order.

    Failing these, ``no_later_than`` gives only a bound, from which only a breach can be concluded.
    """

    first_of: tuple[Moment, ...]
    no_later_than: tuple[Moment, ...] = ()


class Need(_Strict):
    """The duty stands if a need was found: ``field`` ja; nej: not applicable; blank: not assessed.

    Asked for decisions under ``paragraphs`` only.
    """

    field: FieldName
    paragraphs: tuple[Paragraph, ...]


class WithoutConsent(_Strict):
    """Decisions that the evidence must precede.

    Those under ``paragraphs``, and placements (by paragraph or type) with ``consent_field`` nej.
    """

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
    """How long before the trigger evidence may lie; without it, from the trigger day."""
    age: Literal["under 16", "from 16"] | None = None
    age_unknown_under: tuple[Paragraph, ...] = ()
    """The paragraphs under which a child of unknown age gives its one row here (and not under another rule)."""
    need: Need | None = None
    without_consent: WithoutConsent | None = None
    birthday: int | None = None
    """One duty per this birthday too (UP), or only (where ``trigger`` is ``case.birth_date``)."""


class OrderLogic(_Logic):
    """B before A."""

    kind: Literal["order"]
    reference: Moment
    opens: PeriodText | Literal["previous_decision", "awareness"]
    """The window begins a period before, after the previous decision, or at awareness."""
    awareness: Awareness | None = None
    omission: bool = False
    """Whether a recorded omission of a conversation may be a lawful deviation."""
    unborn: bool = False
    """Whether the duty falls away for a child who is unborn on the reference day."""
    cancelled_by: Moment | None = None
    end_needs_reason: bool = False


class PresenceLogic(_Logic):
    """B recorded when A. No date in law: ``version.waiting`` is how long a blank may stand."""

    kind: Literal["presence"]
    trigger: Moment
    age: Literal["under 16", "from 16"] | None = None
    in_force: bool = False
    """Only where a measure under one of the version's paragraphs is in force on the trigger day."""
    dated_by: Moment | None = None
    """The day on which what stands on the record was recorded, where that has a column of its own."""
    confirmed_by: FieldName | None = None
    """A yes/no that must be ja too."""
    first_since: date | None = None
    """Only the first trigger on or after this day, per measure."""
    age_unknown_under: tuple[Paragraph, ...] = ()
    opens: PeriodText | None = None
    """How long before the trigger evidence on other records may lie; ``version.within`` is how long after."""


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


_VERSION_BY = {
    "deadline": ("trigger", "due"),
    "order": ("reference",),
    "presence": ("trigger",),
    "recurrence": ("outgoing_due",),
    "count": ("due",),
}
"""Which dates can choose the version of a rule of each kind."""


class Version(_Strict):
    """The law from a day on: to the next version, or ``repealed_on`` (the first day without)."""

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


Given = dict[str, tuple[dict[str, Any], ...]]
"""Records by plural name, as an example writes them."""

UNREADABLE = "?"
"""What an example writes for a cell that cannot be read."""


def _known_records(given: Given) -> Given:
    for plural, records in given.items():
        if plural not in BY_PLURAL:
            raise PydanticCustomError("unknown_sheet", "no records {plural}", {"plural": plural})
        for record in records:
            for name, value in record.items():
                _known_value(_known_field(f"{BY_PLURAL[plural].name}.{name}"), value)
    return given


def _known_value(name: str, value: object) -> None:
    record, _, field_name = name.partition(".")
    field = BY_NAME[record].field(field_name)
    facts = {"field": field_name, "value": str(value), "words": ", ".join(field.codes)}
    if value == UNREADABLE:
        return
    if type(value) not in _VALUE_TYPES.get(field.kind, (str,)):
        raise PydanticCustomError("wrong_value", "{value} does not fit {field}", facts)
    if field.codes and value not in field.codes:
        raise PydanticCustomError("unknown_word", "{value} is no word of {field}", facts)


class Example(_Strict):
    """A small case history and what the rule must say of it.

    ``given`` holds records by plural name. ``case_id`` may be left out ("S1"). The text ``"?"``
    stands for a value that cannot be read. ``without`` names columns (``conversation.held_on``) or
    sheets (``conversations``) that the list does not have; everything else is in the list.
    """

    name: str
    as_of: date
    given: Annotated[Given, AfterValidator(_known_records)]
    without: tuple[ColumnOrSheet, ...] = ()
    expect: tuple[Expected, ...]

    @model_validator(mode="after")
    def _nothing_given_that_is_not_listed(self) -> Example:
        for plural, records in self.given.items():
            filled = {f"{BY_PLURAL[plural].name}.{name}" for record in records for name in record}
            contradicted = (filled | {plural}) & set(self.without) if records else set()
            if contradicted:
                facts = {"name": min(contradicted)}
                raise PydanticCustomError("given_without", "{name} is given", facts)
        return self


class RuleFile(_Strict):
    """One requirement: identity, words, logic, the law by date, and examples."""

    id: str = Field(pattern=r"^([0-9]{4}-)?[A-ZÆØÅ0-9]+(-[A-ZÆØÅ0-9]+)*$")
    title: str
    theme: str
    basis: Literal["law", "guidance", "local"]
    status: Literal["draft", "active", "retired"]
    version_by: Literal["trigger", "due", "reference", "outgoing_due"]
    """Which date chooses the version; ``outgoing_due`` is the due day under the older version."""
    message: str
    remedy: str
    why: str
    fulfilled_when: str
    exceptions: str
    open_question: str = ""
    """What a lawyer must settle before a draft can be active."""
    needs: tuple[FieldName, ...]
    """The columns without which the duty is ``not_in_list``. Those asked for some records only
    (``need.field``, ``confirmed_by``, an omission's) are known to the kind."""
    needs_one_of: tuple[tuple[FieldName, ...], ...] = ()
    """Groups of columns of which the list must have one: the birth day, a plan's two dates."""
    missing_columns: tuple[str, ...] = ()
    """What the model has no column for and the duty cannot be judged without; then no ``logic``."""
    tightens: str | None = None
    exempts: str | None = None
    aliases: tuple[str, ...] = ()
    retired_on: date | None = None
    logic: Logic | None = None
    version: tuple[Version, ...] = Field(min_length=1)
    example: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _versions_rise(self) -> RuleFile:
        for index, (earlier, later) in enumerate(zip(self.version, self.version[1:], strict=False)):
            if later.from_ <= earlier.from_ or later.from_ < (earlier.repealed_on or later.from_):
                facts = {"index": index + 1, "day": later.from_}
                raise PydanticCustomError("overlap", "version from {day} overlaps", facts)
        return self

    @model_validator(mode="after")
    def _version_is_chosen_as_the_kind_can(self) -> RuleFile:
        possible = _VERSION_BY[self.logic.kind] if self.logic else (self.version_by,)
        if self.version_by not in possible:
            facts = {"words": ", ".join(possible)}
            raise PydanticCustomError("version_by", "version_by must be {words}", facts)
        return self

    @model_validator(mode="after")
    def _periods_are_given(self) -> RuleFile:
        if not isinstance(self.logic, DeadlineLogic | RecurrenceLogic):
            return self
        for index, version in enumerate(self.version):
            if version.within is None:
                raise PydanticCustomError("no_period", "no period", {"index": index})
        return self

    @model_validator(mode="after")
    def _judged_or_said_why_not(self) -> RuleFile:
        if self.logic is None and not (self.missing_columns or self.exempts):
            raise PydanticCustomError("no_logic", "a rule without [logic] must say why")
        if self.missing_columns and self.status == "active":
            raise PydanticCustomError("not_ready", "missing_columns, so not active")
        if self.status == "draft" and not self.open_question:
            raise PydanticCustomError("no_question", "a draft must say what is open")
        if self.status == "retired" and self.retired_on is None:
            raise PydanticCustomError("no_end", "a retired rule must say since when")
        return self
