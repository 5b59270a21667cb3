"""Where the stages meet: one function per command. Prints nothing, and reads no clock to decide anything.

Every function takes a ``Desk`` (which database, whose rules); lists, days and paths are arguments.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .database import back_up, purge, purge_closed, restore, run_list, run_sources, status, upgrade
    from .demonstration import Demo, demo
    from .desk import Desk, key_at
    from .differences import Moved, diff
    from .evaluation import CASES_AT_A_TIME, Evaluated, How, evaluate, export_records
    from .figures import (
        Found,
        Wanted,
        compliance,
        due,
        export,
        obligations,
        obligations_in_parts,
        outcome_counts,
        overdue,
        rates,
    )
    from .handouts import Handout, export_per_team, export_template
    from .lists import Imported, Lists, import_lists, mapping_for, read
    from .measures import Measured, measure, settings_at
    from .publishing import CommitteeCopy, Publishing, export_to_committee
    from .reports import Report
    from .rulebook import catalogue, check_rules, rule_in_words, rule_template
    from .runs import Judged, explain
    from .sweeping import Swept, sweep

__all__ = [
    "CASES_AT_A_TIME",
    "CommitteeCopy",
    "Demo",
    "Desk",
    "Evaluated",
    "Found",
    "Handout",
    "How",
    "Imported",
    "Judged",
    "Lists",
    "Measured",
    "Moved",
    "Publishing",
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
    "export_per_team",
    "export_records",
    "export_template",
    "export_to_committee",
    "import_lists",
    "key_at",
    "mapping_for",
    "measure",
    "obligations",
    "obligations_in_parts",
    "outcome_counts",
    "overdue",
    "purge",
    "purge_closed",
    "rates",
    "read",
    "restore",
    "rule_in_words",
    "rule_template",
    "run_list",
    "run_sources",
    "settings_at",
    "status",
    "sweep",
    "upgrade",
]

_HOMES = {
    "database": "back_up purge purge_closed restore run_list run_sources status upgrade",
    "demonstration": "Demo demo",
    "desk": "Desk key_at",
    "differences": "Moved diff",
    "evaluation": "CASES_AT_A_TIME Evaluated How evaluate export_records",
    "figures": "Found Wanted compliance due export obligations obligations_in_parts outcome_counts overdue rates",
    "handouts": "Handout export_per_team export_template",
    "lists": "Imported Lists import_lists mapping_for read",
    "measures": "Measured measure settings_at",
    "publishing": "CommitteeCopy Publishing export_to_committee",
    "reports": "Report",
    "rulebook": "catalogue check_rules rule_in_words rule_template",
    "runs": "Judged explain",
    "sweeping": "Swept sweep",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for: ``auditkit status`` needs no rule, list or workbook."""
    if name not in _HOME_OF:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
