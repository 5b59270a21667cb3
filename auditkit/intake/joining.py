"""Fields that are made from two columns: a moment and its hour, CPR and birth date, paragraph and law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .cpr import Person
from .unreadable import Code, Unreadable
from .vocabulary import CPR, TIME
from .words import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .reading import Reading

_ = translator("intake")

Columns = dict[str, list[object]]


@dataclass(frozen=True, slots=True)
class Fields:
    """Columns of values by field name, and the letters of the column each field is read from."""

    values: Columns
    letters: dict[str, str]


def join_fields(reading: Reading, values: Mapping[str, list[object]], letters: Mapping[str, str]) -> Fields:
    """Return the fields that the columns of one record type give. New faults go on the reading's list."""
    fields = Fields(dict(values), dict(letters))
    for target in [each for each in values if each.endswith(TIME)]:
        _join_hours(reading, fields, target.removesuffix(TIME))
    if CPR in values:
        _join_person(reading, fields)
    if "paragraph" in values:
        _join_law(reading, fields)
    return fields


def _join_hours(reading: Reading, fields: Fields, name: str) -> None:
    hours = fields.values.pop(name + TIME)
    letters = fields.letters.pop(name + TIME)
    days = fields.values.get(name, [None] * len(hours))
    joined = [_moment(day, hour) for day, hour in zip(days, hours, strict=True)]
    _report_new(reading, letters, days, joined)
    fields.values[name] = joined
    fields.letters.setdefault(name, letters)


def _moment(day: object, hour: object) -> object:
    """Return day and hour together. Where the hour cannot be read the day stands, as one without an hour."""
    if not isinstance(hour, time) or isinstance(day, Unreadable):
        return day
    if not isinstance(day, datetime):
        message = _("There is a time but no date. Write the date, or leave both cells empty.")
        return Unreadable(Code.UNREADABLE_DATE, hour.isoformat("minutes"), message)
    if day.time() not in (time(), hour):
        message = _("The date's cell and the time's cell give two different times. Correct one of them.")
        return Unreadable(Code.UNREADABLE_TIME, hour.isoformat("minutes"), message)
    return datetime.combine(day.date(), hour)


def _join_person(reading: Reading, fields: Fields) -> None:
    people = fields.values.pop(CPR)
    letters = fields.letters.pop(CPR)
    fields.values["child_key"] = [each.key if isinstance(each, Person) else each for each in people]
    fields.letters["child_key"] = letters
    born = fields.values.get("birth_date", [None] * len(people))
    fields.values["birth_date"] = [_birth(day, each) for day, each in zip(born, people, strict=True)]
    fields.letters.setdefault("birth_date", letters)
    for row, day, person in zip(reading.rows, born, people, strict=True):
        if isinstance(day, date) and isinstance(person, Person) and person.contradicts(day):
            message = _("The birth date is not the CPR number's. The birth date is used; correct what is wrong.")
            reading.report(fields.letters["birth_date"], row, "birth_date_differs", "", message)


def _birth(day: object, person: object) -> object:
    """Return the birth date, else the CPR number's; a readable one decides over one that cannot be read."""
    if isinstance(person, Person) and not isinstance(day, date):
        return person.birth_date
    return person if day is None else day


def _join_law(reading: Reading, fields: Fields) -> None:
    paragraphs = fields.values["paragraph"]
    laws = fields.values.get("law", [None] * len(paragraphs))
    joined = [_law(law, paragraph) for law, paragraph in zip(laws, paragraphs, strict=True)]
    fields.letters.setdefault("law", fields.letters["paragraph"])
    _report_new(reading, fields.letters["law"], laws, joined)
    fields.values["law"] = joined
    fields.values["paragraph"] = [each.number if isinstance(each, Paragraph) else each for each in paragraphs]


def _law(law: object, paragraph: object) -> object:
    named = paragraph.law if isinstance(paragraph, Paragraph) else None
    if law is None or named is None or isinstance(law, Unreadable):
        return named if law is None else law
    if law == named:
        return law
    message = _(
        "The paragraph names {named}, the column Lov {law}. Correct one of them.",
        named=named,
        law=law,
    )
    return Unreadable(Code.UNKNOWN_CODE, str(law), message)


def _report_new(reading: Reading, letters: str, before: list[object], after: list[object]) -> None:
    for row, old, new in zip(reading.rows, before, after, strict=True):
        if isinstance(new, Unreadable) and new is not old:
            reading.report(letters, row, new.code, new.seen, new.message)
