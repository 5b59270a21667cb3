"""The record types of a caseload: written down here, derived everywhere else.

Field names, kinds and words are those of the standard workbook (``docs/standardark.md``). Code words
are kept in Danish, as the lists and the rule files write them.
"""

from __future__ import annotations

from .fields import Field, Kind, RecordType

_ID, _LINK, _TEXT, _NOTE = Kind.ID, Kind.LINK, Kind.TEXT, Kind.NOTE
_DATE, _MOMENT, _YES_NO, _CODE = Kind.DATE, Kind.MOMENT, Kind.YES_NO, Kind.CODE

LAWS = ("SEL", "BL")
_CASE_ID = Field("case_id", _ID)

CASE = RecordType(
    "case",
    "cases",
    (
        _CASE_ID,
        Field("child_key", _TEXT),
        Field("birth_date", _DATE),
        Field("expected_birth_on", _DATE),
        Field("team", _TEXT),
        Field("caseworker", _TEXT),
        Field("target_group", _TEXT),
        Field("opened_on", _DATE),
        Field("closed_on", _DATE),
        Field(
            "close_reason",
            _CODE,
            ("fraflyttet", "fyldt 18", "død", "trukket tilbage", "ophørt", "andet"),
        ),
    ),
    id_field="case_id",
)

TEAM_HISTORY = RecordType(
    "team_period",
    "team_history",
    (
        _CASE_ID,
        Field("team", _TEXT),
        Field("caseworker", _TEXT),
        Field("from_on", _DATE),
        Field("to_on", _DATE),
    ),
)

NOTIFICATION = RecordType(
    "notification",
    "notifications",
    (
        Field("notification_id", _ID),
        _CASE_ID,
        Field("received_at", _MOMENT),
        Field("assessed_at", _MOMENT),
        Field("assessment", _CODE, ("akut", "ikke akut")),
        Field("type", _CODE, ("almindelig", "overgreb", "mellemkommunal")),
        Field("notifier", _CODE, ("borger", "fagperson", "anonym", "kommune", "egen forvaltning")),
        Field("acknowledged_on", _DATE),
        Field("informed_on", _DATE),
        Field("reassessed_on", _DATE),
        Field("new_participant", _YES_NO),
        Field("screened_on", _DATE),
        Field("screening", _CODE, ("ingen", "afdækning", "undersøgelse")),
    ),
    id_field="notification_id",
)

INVESTIGATION = RecordType(
    "investigation",
    "investigations",
    (
        Field("investigation_id", _ID),
        _CASE_ID,
        Field("notification_id", _LINK, targets=("notifications",)),
        Field("type", _CODE, ("BFU", "afdækning")),
        Field("aware_on", _DATE),
        Field("decided_on", _DATE),
        Field("started_on", _DATE),
        Field("interim_on", _DATE),
        Field("completed_on", _DATE),
        Field("cancelled_on", _DATE),
        Field("cancel_reason", _NOTE),
        Field("consent", _YES_NO),
    ),
    id_field="investigation_id",
)

CONVERSATION = RecordType(
    "conversation",
    "conversations",
    (
        _CASE_ID,
        Field("held_on", _DATE),
        Field("purpose", _CODE, ("undersøgelse", "afgørelse", "tilsyn", "overgreb", "opfølgning")),
        Field(
            "concerns",
            _LINK,
            targets=("investigations", "decisions", "measures", "notifications"),
        ),
        Field("form", _NOTE),
        Field("omitted", _YES_NO),
        Field("omission_reason", _NOTE),
        Field("other_source", _YES_NO),
    ),
)

DECISION = RecordType(
    "decision",
    "decisions",
    (
        Field("decision_id", _ID),
        _CASE_ID,
        Field("investigation_id", _LINK, targets=("investigations",)),
        Field("decided_on", _DATE),
        Field(
            "type",
            _CODE,
            (
                "indsats",
                "anbringelse",
                "ungestøtte",
                "hjemgivelse",
                "samvær",
                "genbehandling",
                "akut",
                "andet",
            ),
        ),
        Field("law", _CODE, LAWS),
        Field("paragraph", Kind.PARAGRAPH),
        Field("consent", _YES_NO),
        Field("urgent", _YES_NO),
        Field("plan_need_assessed_on", _DATE),
        Field("plan_need", _YES_NO),
    ),
    id_field="decision_id",
)

MEASURE = RecordType(
    "measure",
    "measures",
    (
        Field("measure_id", _ID),
        _CASE_ID,
        Field("decision_id", _LINK, targets=("decisions",)),
        Field("law", _CODE, LAWS),
        Field("paragraph", Kind.PARAGRAPH),
        Field("placement", _YES_NO),
        Field("started_on", _DATE),
        Field("ended_on", _DATE),
        Field("end_reason", _NOTE),
    ),
    id_field="measure_id",
)

PLAN = RecordType(
    "plan",
    "plans",
    (
        Field("plan_id", _ID),
        _CASE_ID,
        Field("decision_id", _LINK, targets=("decisions",)),
        Field("measure_id", _LINK, targets=("measures",)),
        Field(
            "type",
            _CODE,
            (
                "handleplan",
                "barnets plan",
                "ungeplan",
                "helhedsorienteret plan",
                "forældreplan",
            ),
        ),
        Field("made_on", _DATE),
        Field("revised_on", _DATE),
    ),
    id_field="plan_id",
)

FOLLOW_UP = RecordType(
    "follow_up",
    "follow_ups",
    (
        _CASE_ID,
        Field("measure_id", _LINK, targets=("measures",)),
        Field("held_on", _DATE),
        Field("next_on", _DATE),
    ),
)

VISIT = RecordType(
    "visit",
    "visits",
    (
        _CASE_ID,
        Field("measure_id", _LINK, targets=("measures",)),
        Field("visited_on", _DATE),
        Field("conversation", _YES_NO),
        Field("at_placement", _YES_NO),
    ),
)

RECORD_TYPES: tuple[RecordType, ...] = (
    CASE,
    TEAM_HISTORY,
    NOTIFICATION,
    INVESTIGATION,
    CONVERSATION,
    DECISION,
    MEASURE,
    PLAN,
    FOLLOW_UP,
    VISIT,
)
BY_NAME = {record_type.name: record_type for record_type in RECORD_TYPES}
BY_PLURAL = {record_type.plural: record_type for record_type in RECORD_TYPES}
