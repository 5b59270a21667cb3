"""What a caseload is: record types, frames, sources, outcomes. Knows nothing of files, rules or stores."""

from .caseload import Caseload, Table, empty_frames, frame_of
from .fields import NOTED, Field, Kind, RecordType
from .outcomes import MISSED_LATE, OBLIGATION_SCHEMA, OUTCOME_OF, Outcome, Reason
from .problems import Problem
from .records import BY_NAME, BY_PLURAL, LAWS, RECORD_TYPES

__all__ = [
    "BY_NAME",
    "BY_PLURAL",
    "LAWS",
    "MISSED_LATE",
    "NOTED",
    "OBLIGATION_SCHEMA",
    "OUTCOME_OF",
    "RECORD_TYPES",
    "Caseload",
    "Field",
    "Kind",
    "Outcome",
    "Problem",
    "Reason",
    "RecordType",
    "Table",
    "empty_frames",
    "frame_of",
]
