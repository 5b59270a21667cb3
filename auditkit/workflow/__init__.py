"""Where the stages meet: one function per command. Prints nothing, and reads no clock to decide anything.

Every function takes a ``Desk`` (which database, whose rules); lists, days and paths are arguments.
"""

from .database import back_up, purge, restore, status, upgrade
from .demo import Demo, demo
from .desk import Desk, key_at
from .diff import Moved, diff
from .evaluation import CASES_AT_A_TIME, Evaluated, How, evaluate, export_records
from .figures import (
    Found,
    Wanted,
    compliance,
    due,
    export,
    obligations,
    outcome_counts,
    overdue,
    rates,
)
from .lists import Imported, Lists, import_lists, mapping_for, read
from .reports import Report
from .rulebook import catalogue, check_rules, rule_in_words, rule_template
from .runs import Judged, explain
from .sweep import Swept, sweep

__all__ = [
    "CASES_AT_A_TIME",
    "Demo",
    "Desk",
    "Evaluated",
    "Found",
    "How",
    "Imported",
    "Judged",
    "Lists",
    "Moved",
    "Report",
    "Swept",
    "Wanted",
    "back_up",
    "catalogue",
    "check_rules",
    "compliance",
    "demo",
    "diff",
    "due",
    "evaluate",
    "explain",
    "export",
    "export_records",
    "import_lists",
    "key_at",
    "mapping_for",
    "obligations",
    "outcome_counts",
    "overdue",
    "purge",
    "rates",
    "read",
    "restore",
    "rule_in_words",
    "rule_template",
    "status",
    "sweep",
    "upgrade",
]
