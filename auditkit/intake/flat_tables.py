"""What a flat case list says: one table for each slot that has a column, with the fields it thereby has.

Ids, links, types and purposes are said by the row itself, so they count as in the list and name the column
that made the record. What no column says (a plan's revision, the talk during a visit) is not in the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .records import Records

PURPOSES = ("undersøgelse", "afgørelse")
PLAN_TYPES = ("handleplan", "barnets plan", "ungeplan")
FOLLOW_UPS = ("first", "latest", "next")
EARLIER = "tidligere"  # a follow-up before the latest: what was decided then is not in the list
VISITS = ("first", "second")
DECISION = ("decided_on", "consent", "urgent", "plan_need")

Letters = Mapping[str, Mapping[str, str]]
"""Column letters by record type (plural) and field or slot."""
Slot = tuple[str, str]
"""Record type (plural) and facet."""


def add_tables(records: Records, file: str, sheet: str, letters: Letters) -> dict[Slot, int]:
    """Add the tables of a flat list; returns their numbers by record type and facet."""
    case = letters["cases"]["case_id"]
    columns = dict(_columns(letters))
    return {
        slot: records.table(file, sheet, slot[0], {**_linked(slot, columns), "case_id": case}, facet=slot[1])
        for slot in columns
    }


def _columns(letters: Letters) -> Iterator[tuple[Slot, dict[str, str]]]:
    """Yield the columns of each slot. The first is the one that the row's own fields are read from."""
    yield ("cases", ""), dict(letters["cases"])
    for plural, own_id in (
        ("notifications", "notification_id"),
        ("investigations", "investigation_id"),
    ):
        if letters[plural]:
            yield (plural, ""), _with_own(letters[plural], own_id)
    decision = letters["decisions"]
    if any(name in decision for name in DECISION):
        yield ("decisions", ""), _with_own(decision, "decision_id")
    for purpose in PURPOSES:
        columns = _conversation(letters["conversations"], purpose)
        if columns:
            yield ("conversations", purpose), _with_own(columns, "purpose")
    for plan_type in PLAN_TYPES:
        letter = letters["plans"].get(plan_type)
        if letter:
            yield ("plans", plan_type), {"made_on": letter, "type": letter}
    yield from _measures(letters)


def _measures(letters: Letters) -> Iterator[tuple[Slot, dict[str, str]]]:
    law = {name: each for name, each in letters["decisions"].items() if name in ("paragraph", "law")}
    own = {**letters["measures"], **letters["follow_ups"], **letters["visits"]}
    if own:
        yield (
            ("measures", ""),
            _with_own({**letters["measures"], **law}, "measure_id", next(iter(own.values()))),
        )
    held = _first(letters["follow_ups"], FOLLOW_UPS[:2], "held_on")
    following = _first(letters["follow_ups"], FOLLOW_UPS[2:], "next_on")
    if held or following:
        yield ("follow_ups", ""), {**held, **following}
    if "first" in letters["follow_ups"] and "latest" in letters["follow_ups"]:
        yield ("follow_ups", EARLIER), held
    visited = _first(letters["visits"], VISITS, "visited_on")
    if visited:
        yield ("visits", ""), visited


def _conversation(letters: Mapping[str, str], purpose: str) -> dict[str, str]:
    held = _first(letters, (purpose,), "held_on")
    omission = letters.get("omission")
    return {**held, **({"omitted": omission, "omission_reason": omission} if omission else {})}


def _first(letters: Mapping[str, str], names: tuple[str, ...], field: str) -> dict[str, str]:
    found = [letters[name] for name in names if name in letters]
    return {field: found[0]} if found else {}


def _with_own(columns: Mapping[str, str], own: str, letter: str | None = None) -> dict[str, str]:
    return {**columns, own: letter or next(iter(columns.values()))}


_LINKS = {
    "investigations": {"notification_id": ("notifications", "")},
    "decisions": {"investigation_id": ("investigations", "")},
    "measures": {"decision_id": ("decisions", "")},
    "plans": {"decision_id": ("decisions", "")},
    "follow_ups": {"measure_id": ("measures", "")},
    "visits": {"measure_id": ("measures", "")},
}


def _linked(slot: Slot, columns: Mapping[Slot, Mapping[str, str]]) -> dict[str, str]:
    """Return a slot's columns with the links that the list can give, because it has what they point to."""
    plural, facet = slot
    own = dict(columns[slot])
    letter = next(iter(own.values()))
    targets = dict(_LINKS.get(plural, {}))
    if plural == "conversations":
        targets["concerns"] = ("investigations" if facet == PURPOSES[0] else "decisions", "")
    return {**own, **{name: letter for name, target in targets.items() if target in columns}}
