"""Whether a municipality's stricter version of a national rule really is no looser.

Only what can be compared with certainty passes: a month lasts 28 to 31 days and a hverdag up to five, so
"30 days" does not tighten "1 month", but "28 days" does. A duty in hours is tightened by hours only, since
a day's deadline runs to the end of the day.
"""

from __future__ import annotations

from auditkit.dates import Period
from auditkit.terms import translator

from .schema import CountLogic, Logic, RuleFile, Version

_ = translator("rules")
_DAYS = {"hours": (0.0, 1 / 24), "days": (1, 1), "working_days": (1, 5), "months": (28, 31)}
"""How few and how many days a unit can last."""
_SAME = ("kind", "trigger", "reference", "awareness", "age", "birthday", "in_force", "confirmed_by")


def looser_because(local: RuleFile, national: RuleFile) -> str | None:
    """Return why ``local`` is not at least as strict as ``national``, or None where it is."""
    if local.logic is None or national.logic is None:
        return _("both rules must have [logic].")
    return _other_logic(local.logic, national.logic) or _longer_period(local, national)


def _other_logic(local: Logic, national: Logic) -> str | None:
    for name in _SAME:
        if getattr(local, name, None) != getattr(national, name, None):
            return _("it must have the same {key} as the rule it tightens.", key=name)
    if not set(local.fulfilled_by) <= set(national.fulfilled_by):
        return _("more things fulfil it than fulfil the rule it tightens.")
    if not set(national.evidence_only) <= set(local.evidence_only):
        return _("it asks less of the evidence than the rule it tightens.")
    if isinstance(local, CountLogic) and isinstance(national, CountLogic):
        fewer = local.times < national.times or _may_be_longer(local.every, national.every)
        return _("it asks for fewer than the rule it tightens.") if fewer else None
    return None


def _longer_period(local: RuleFile, national: RuleFile) -> str | None:
    for mine in local.version:
        for theirs in (each for each in national.version if _overlap(mine, each, national)):
            if theirs.due_by and not mine.due_by:
                return _("the law lets each case set its own date here, so no period is stricter.")
            for key in ("within", "waiting"):
                if _may_be_longer(getattr(mine, key), getattr(theirs, key)):
                    return _("its period can be longer than that of the rule it tightens.")
    return None


def _overlap(mine: Version, theirs: Version, national: RuleFile) -> bool:
    following = [each.from_ for each in national.version if each.from_ > theirs.from_]
    ends = [day for day in (theirs.repealed_on, *following) if day]
    return (mine.repealed_on is None or theirs.from_ < mine.repealed_on) and (not ends or mine.from_ < min(ends))


def _may_be_longer(mine: str | None, theirs: str | None) -> bool:
    if mine is None or theirs is None:
        return mine is not None
    ours, law = Period.parse(mine), Period.parse(theirs)
    if ours.unit == law.unit:
        return ours.count > law.count
    return max(_days(ours)) > min(_days(law))


def _days(period: Period) -> tuple[float, float]:
    fewest, most = _DAYS[period.unit]
    return period.count * fewest, period.count * most
