"""Which periods, paragraphs and other words of a ``[[version]]`` a rule of each shape reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.dates import Period
from auditkit.terms import translator

from .options import Shape, duty_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .options import AnyLogic
    from .places import Path
    from .schema import RuleFile, Version

_ = translator("rules")
_WITHIN = {
    Shape.HOURS: ("hours",),
    Shape.ORDER: (),
    Shape.ORDER_AWARE: (),
    Shape.FOLLOWED: (),
    Shape.COUNT: (),
}
_DAYS = ("days", "working_days", "months")
_PRESENCE = (Shape.PRESENCE, Shape.FOLLOWED)
_BY_PARAGRAPH = ("decision", "measure", "follow_up")


def period_faults(file: RuleFile, shape: Shape) -> Iterator[tuple[Path, str]]:
    """Give the words of the versions that the engine cannot run or would pass over, and periods in the wrong unit."""
    logic = file.logic
    if logic is None:
        return
    if shape is Shape.BIRTHDAY and logic.birthday is None:  # type: ignore[union-attr]
        yield ("logic",), _('the key "{key}" is missing.', key="birthday")
    yield from _in_logic(logic)
    for number, version in enumerate(file.version):
        for key, text in _in_version(logic, shape, version):
            yield ("version", number, key), text
        if shape in (Shape.HOURS, Shape.BIRTHDAY, Shape.PLAN) and version.within != file.version[0].within:
            yield ("version", number, "within"), _("the period must be the same in all versions of this kind of rule.")


def _in_logic(logic: AnyLogic) -> Iterator[tuple[Path, str]]:
    opens = getattr(logic, "opens", None)
    if opens and opens not in ("previous_decision", "awareness"):
        yield from ((("logic", "opens"), text) for text in _wrong(opens, _DAYS))
    if logic.kind == "count":
        yield from ((("logic", "every"), text) for text in _wrong(logic.every, ("months",)))
        if Period.parse(logic.every).count < 1 or logic.times < 1:
            yield ("logic", "times"), _('"every" and "times" must be at least 1.')


def _wrong(text: str, units: tuple[str, ...]) -> Iterator[str]:
    if Period.parse(text).unit not in units:
        yield _('"{text}" cannot stand here; the unit may be: {units}.', text=text, units=", ".join(units))


def _in_version(logic: AnyLogic, shape: Shape, version: Version) -> Iterator[tuple[str, str]]:
    own = duty_on(logic).partition(".")[0]
    units = _WITHIN.get(shape, _DAYS)
    if version.within and units:
        yield from (("within", text) for text in _wrong(version.within, units))
    if version.waiting and shape in _PRESENCE:
        yield from (("waiting", text) for text in _wrong(version.waiting, _DAYS))
    by_paragraph = own in _BY_PARAGRAPH or getattr(logic, "in_force", False)
    read = {
        "within": bool(units),
        "waiting": shape in _PRESENCE,
        "paragraphs": by_paragraph,
        "due_by": shape is Shape.RECURRENCE and version.due_by == "follow_up.next_on",
        "or_when_finished": shape is Shape.DEADLINE and own == "measure",
        "other_source": getattr(logic, "omission", False),
    }
    for key, does in read.items():
        if getattr(version, key) and not does:
            facts = {"key": key, "kind": logic.kind, "trigger": duty_on(logic)}
            yield key, _('"{key}" would do nothing here ({kind}, {trigger}). Leave it out.', **facts)
