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
from .scope import out_of_scope
from .settings import Colour, Limits, Settings, SettingsInvalid, colour_of, load_settings, read_settings

__all__ = [
    "CHANGE_FIGURES",
    "FIGURES",
    "GROUPS",
    "LATE_BANDS",
    "MORE_FIGURES",
    "Asked",
    "Colour",
    "Limits",
    "Measure",
    "MixedBases",
    "Settings",
    "SettingsInvalid",
    "UnknownGrouping",
    "added_up",
    "by_case",
    "colour_of",
    "days_between",
    "days_over",
    "lateness",
    "load_settings",
    "measured",
    "out_of_scope",
    "read_settings",
    "summarise",
    "wilson",
]
