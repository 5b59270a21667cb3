"""Compliance: obligations counted by any grouping, with both counts behind every percentage.

A rate is met / (met + missed); beside it the rate with lawful deviations counted as met. Totals are
sums of counts, never means of percentages. Bases (law, guidance, local) answer different questions and are
never added together. ``docs/maaltal.md`` defines every measure.
"""

from .cases import by_case
from .change import CHANGE_FIGURES
from .counts import FIGURES, added_up, summarise
from .groups import GROUPS, Measure, UnknownGrouping
from .intervals import wilson
from .late import LATE_BANDS, days_between, days_over, lateness
from .measures import MORE_FIGURES, Asked, MixedBases, measured
from .scope import OUT, combinations, out_of_scope
from .series import Basis, added_versions, breaks, followed, judged_by, stepped
from .settings import Colour, Limits, Settings, SettingsInvalid, colour_of, load_settings, read_settings, unknown_names

__all__ = [
    "CHANGE_FIGURES",
    "FIGURES",
    "GROUPS",
    "LATE_BANDS",
    "MORE_FIGURES",
    "OUT",
    "Asked",
    "Basis",
    "Colour",
    "Limits",
    "Measure",
    "MixedBases",
    "Settings",
    "SettingsInvalid",
    "UnknownGrouping",
    "added_up",
    "added_versions",
    "breaks",
    "by_case",
    "colour_of",
    "combinations",
    "days_between",
    "days_over",
    "followed",
    "judged_by",
    "lateness",
    "load_settings",
    "measured",
    "out_of_scope",
    "read_settings",
    "stepped",
    "summarise",
    "unknown_names",
    "wilson",
]
