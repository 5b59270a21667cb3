"""Where the stages meet: one function per command. Prints nothing, and reads no clock to decide anything.

Every function takes a ``Desk`` (which database, whose rules); lists, days and paths are arguments.
"""

from .database import back_up, purge, restore, status, upgrade
from .demo import Demo, demo
from .desk import Desk, key_at
from .diff import Moved, diff
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
from .measures import Measured, measure, settings_at
from .reports import Report
from .rulebook import catalogue, check_rules, rule_in_words, rule_template
from .runs import Judged, evaluate, explain
from .sweep import Swept, sweep

__all__ = [
    "Demo",
    "Desk",
    "Found",
    "Imported",
    "Judged",
    "Lists",
    "Measured",
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
    "import_lists",
    "key_at",
    "mapping_for",
    "measure",
    "obligations",
    "outcome_counts",
    "overdue",
    "purge",
    "rates",
    "read",
    "restore",
    "rule_in_words",
    "rule_template",
    "settings_at",
    "status",
    "sweep",
    "upgrade",
]
