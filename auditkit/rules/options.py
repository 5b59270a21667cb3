"""The shapes of duty that the engine has, and which words of ``[logic]`` each of them reads."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from auditkit.dates import Period

from .schema import Awareness, OrderLogic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .schema import CountLogic, DeadlineLogic, PresenceLogic, RecurrenceLogic, RuleFile

    AnyLogic = DeadlineLogic | OrderLogic | PresenceLogic | RecurrenceLogic | CountLogic

_EVIDENCE = ("notification", "investigation", "conversation", "decision", "measure", "plan", "visit")
_AWARENESS = Awareness(
    first_of=("investigation.aware_on", "notification.received_at"),
    no_later_than=("investigation.started_on", "investigation.decided_on"),
)


class Shape(Enum):
    """A way of judging. A kind has several, by what its duties hang on."""

    DEADLINE = "deadline"
    AWARE = "deadline from awareness"
    HOURS = "deadline in hours"
    PLAN = "deadline for plans, with a birthday"
    BIRTHDAY = "deadline before a birthday"
    ORDER = "order"
    ORDER_AWARE = "order from awareness"
    PRESENCE = "presence"
    FOLLOWED = "presence on follow-ups"
    RECURRENCE = "recurrence"
    COUNT = "count"

    def evidence(self, own: str) -> tuple[str, ...]:
        """Return the records and fields that may fulfil a duty on a record of the type ``own``."""
        others = tuple(record for record in _EVIDENCE if record != own)
        if self in (Shape.RECURRENCE, Shape.COUNT, Shape.PLAN, Shape.HOURS, Shape.FOLLOWED):
            return _EVIDENCE_OF[self]
        if self is Shape.BIRTHDAY:
            return others
        return ("own", *others, "follow_up.held_on") if own == "measure" else ("own", *others)


_EVIDENCE_OF = {
    Shape.RECURRENCE: ("follow_up.held_on",),
    Shape.COUNT: ("visit.visited_on",),
    Shape.PLAN: ("plan.made_on", "plan.revised_on"),
    Shape.HOURS: ("own",),
    Shape.FOLLOWED: ("follow_up.next_on",),
}

_RECORD = ("notification", "investigation", "decision", "measure")
RECORDS: Mapping[Shape, tuple[str, ...]] = {
    Shape.DEADLINE: _RECORD,
    Shape.AWARE: ("investigation.aware_on",),
    Shape.HOURS: ("notification.received_at", "notification.assessed_at"),
    Shape.PLAN: ("decision.decided_on",),
    Shape.BIRTHDAY: ("case.birth_date",),
    Shape.ORDER: _RECORD,
    Shape.ORDER_AWARE: ("investigation.completed_on",),
    Shape.PRESENCE: _RECORD,
    Shape.FOLLOWED: ("follow_up.held_on",),
    Shape.RECURRENCE: ("follow_up.held_on",),
    Shape.COUNT: ("measure.started_on",),
}
"""What a duty of each shape can hang on: a record type, or one field."""

_COMMON = dict.fromkeys(("only", "evidence_only"))
_PLANS = dict.fromkeys(("opens", "age", "age_unknown_under", "need", "without_consent"))
_DEADLINE = _COMMON | dict.fromkeys(("not_applicable", "interim", "cancelled_by", "ended_early", "opens"))
_OPTIONS: Mapping[Shape, Mapping[str, Any]] = {
    Shape.DEADLINE: _DEADLINE,
    Shape.AWARE: _DEADLINE | {"awareness": _AWARENESS},
    Shape.HOURS: {"only": None, "ended_early": False},
    Shape.PLAN: _DEADLINE | _PLANS | {"birthday": None},
    Shape.BIRTHDAY: dict.fromkeys(("evidence_only", "opens", "birthday")),
    Shape.ORDER: _COMMON | dict.fromkeys(("opens", "omission", "unborn")),
    Shape.ORDER_AWARE: _COMMON
    | dict.fromkeys(("opens", "omission", "unborn"))
    | {"awareness": _AWARENESS, "cancelled_by": "investigation.cancelled_on", "end_needs_reason": True},
    Shape.PRESENCE: _COMMON | dict.fromkeys(("dated_by", "confirmed_by", "opens")),
    Shape.FOLLOWED: dict.fromkeys(("first_since", "dated_by", "confirmed_by")),
    Shape.RECURRENCE: {},
    Shape.COUNT: _COMMON | dict.fromkeys(("every", "times")),
}
_OF_RECORD = {
    (Shape.DEADLINE, "decision"): tuple(_PLANS),
    (Shape.DEADLINE, "investigation"): ("end_needs_reason",),
    (Shape.AWARE, "investigation"): ("end_needs_reason",),
    (Shape.PRESENCE, "decision"): ("age", "age_unknown_under"),
    (Shape.PRESENCE, "measure"): ("age", "age_unknown_under"),
    (Shape.PRESENCE, "notification"): ("in_force",),
}


def options(shape: Shape, own: str) -> Mapping[str, Any]:
    """Return the words of ``[logic]`` that are read for duties on a record of the type ``own``, and what each must
    be where the engine knows one answer only (None: anything)."""
    return {**_OPTIONS[shape], **dict.fromkeys(_OF_RECORD.get((shape, own), ()))}


def duty_on(logic: AnyLogic) -> str:
    """Return the ``record.field`` whose day gives the duty."""
    return logic.reference if isinstance(logic, OrderLogic) else logic.trigger


def shape_of(file: RuleFile) -> Shape:
    """Return how the engine judges a rule that has logic."""
    logic = file.logic
    if logic is None:
        raise ValueError(file.id)
    if logic.kind == "order":
        return Shape.ORDER_AWARE if logic.opens == "awareness" else Shape.ORDER
    if logic.kind == "presence":
        return Shape.FOLLOWED if logic.trigger.startswith("follow_up.") else Shape.PRESENCE
    if logic.kind == "deadline":
        return _shape_of_deadline(logic, file)
    return Shape(logic.kind)


def _shape_of_deadline(logic: DeadlineLogic, file: RuleFile) -> Shape:
    if logic.trigger == "case.birth_date":
        return Shape.BIRTHDAY
    if any(v.within and Period.parse(v.within).unit == "hours" for v in file.version):
        return Shape.HOURS
    if logic.birthday is not None:
        return Shape.PLAN
    return Shape.AWARE if logic.awareness else Shape.DEADLINE
