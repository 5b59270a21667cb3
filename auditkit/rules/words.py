"""The small words of a rule's page: columns, periods, paragraphs, values and conditions, in the language in force."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from auditkit.dates import Period
from auditkit.model import BY_NAME
from auditkit.terms import field_label, sheet_label, translator

from .schema import UNREADABLE, Condition, NotApplicable

_ = translator("rules")


def later(msgid: str) -> str:
    """Mark a text for translation where it stands; it is translated when it is shown."""
    return msgid


_STATUS = {
    "draft": later("draft, not counted"),
    "active": later("active"),
    "retired": later("retired"),
}
_UNITS = {
    "hours": (later("hour"), later("hours")),
    "days": (later("day"), later("days")),
    "working_days": (later("working day"), later("working days")),
    "months": (later("month"), later("months")),
}


def status_label(status: str) -> str:
    """Return the words for a rule's status (``draft`` → "udkast, tæller ikke med")."""
    return _(_STATUS[status])


def period_text(text: str) -> str:
    """Return a period in words: ``4 months`` → "4 måneder", ``-6 months`` → "6 måneder før"."""
    period = Period.parse(text)
    one, many = _UNITS[period.unit]
    unit = _(one if abs(period.count) == 1 else many)
    length = f"{abs(period.count)} {unit}"
    return _("{length} before", length=length) if period.count < 0 else length


def paragraphs_text(paragraphs: tuple[str, ...]) -> str:
    """Return paragraphs by law: ``("SEL *", "BL 32", "BL 46")`` → "SEL alle; BL §§ 32, 46"."""
    parts = [each.partition(" ") if each[0].isalpha() else ("", "", each) for each in paragraphs]
    return "; ".join(_of_law(law, [part[2] for part in group]) for law, group in groupby(parts, lambda p: p[0]))


def _of_law(law: str, numbers: list[str]) -> str:
    if numbers == ["*"]:
        return f"{law} " + _("all")
    sign = "§" if len(numbers) == 1 else "§§"
    return f"{law} {sign} {', '.join(numbers)}".strip()


def column_text(name: str) -> str:
    """Return where a list has a field: ``decision.decided_on`` → "Afgørelser: Dato"."""
    record, _dot, field = name.partition(".")
    return f"{sheet_label(BY_NAME[record].plural)}: {field_label(record, field)}"


def columns_text(names: tuple[str, ...]) -> str:
    """Return several columns of which one is enough."""
    return _(" or ").join(column_text(name) for name in names)


def condition_text(condition: Condition | NotApplicable) -> str:
    """Return a condition: "Planer: Type = ungeplan eller helhedsorienteret plan"."""
    words = _(" or ").join(value_text(value) for value in condition.values)
    blank = isinstance(condition, Condition) and condition.blank in condition.values
    return f"{column_text(condition.field)} = {words}" + (_(" (also where blank)") if blank else "")


def value_text(value: object) -> str:
    """Return a value as a list shows it: days as dd-mm-åååå, yes and no as words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value == UNREADABLE:
        return _("(unreadable)")
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
