"""A flat case list as records: what stands in one row belongs together.

A report, an investigation or a decision that a later row of the case repeats is the same record, and so are
its conversations and plans. Measures, follow-ups and visits are the row's own, because a list that repeats
the case columns has one row for each measure.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from auditkit.terms import translator

from .cases import NAMES, Cases
from .flat_tables import DECISION, EARLIER, FOLLOW_UPS, PLAN_TYPES, PURPOSES, VISITS, Slot, add_tables
from .joining import join_fields
from .reading import Reading, targets_of
from .receipt import Reason
from .records import Records, row_of
from .unreadable import Code, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ = translator("intake")

_PLURALS = (
    "cases",
    "notifications",
    "investigations",
    "conversations",
    "decisions",
    "measures",
    "plans",
    "follow_ups",
    "visits",
)
# What stands together in a row: by group, the record type and the columns.
_GROUPS = {
    "notification": ("notifications", ("received_at", "assessed_at", "acknowledged_on")),
    "investigation": ("investigations", ("aware_on", "decided_on", "started_on", "interim_on", "completed_on")),
    "conversations": ("conversations", PURPOSES),
    "omission": ("conversations", ("omission",)),
    "decision": ("decisions", DECISION),
    "law": ("decisions", ("law", "paragraph")),
    "plans": ("plans", PLAN_TYPES),
    "measure": ("measures", ("started_on", "ended_on", "placement")),
    "follow_ups": ("follow_ups", FOLLOW_UPS),
    "visits": ("visits", VISITS),
}
_Group = tuple[tuple[str, list[object]], ...]


class FlatList:
    """Makes the records of one flat list, row by row. ``label`` names the sheet in the ids that are made."""

    def __init__(self, reading: Reading, records: Records, label: str) -> None:
        self._reading, self._records, self._label = reading, records, label
        self._columns: dict[tuple[str, str], list[object]] = {}
        letters = {plural: self._join(plural) for plural in _PLURALS}
        self._tables = add_tables(records, reading.file, reading.sheet, letters)
        self._groups = {group: self._group(*columns) for group, columns in _GROUPS.items()}
        self._known: dict[tuple[object, ...], str] = {}
        self._on_several_rows = _repeated(reading.values["cases.case_id"])
        self._index = self._row_no = 0
        self._case_id = self._made_id = ""

    def _join(self, plural: str) -> dict[str, str]:
        """Take over the columns of a record type; returns their letters."""
        letters = targets_of(self._reading.letters, plural)
        fields = join_fields(self._reading, targets_of(self._reading.values, plural), letters)
        self._columns |= {(plural, name): column for name, column in fields.values.items()}
        return fields.letters

    def add(self, cases: Cases) -> None:
        """Add the records of every row; a row that repeats an earlier one whole is set aside."""
        seen: set[tuple[object, ...]] = set()
        everything = zip(*self._reading.values.values(), strict=True)
        blank: list[object] = [None] * len(self._reading.rows)
        own = zip(*(self._columns.get(("cases", name), blank) for name in NAMES), strict=True)
        for index, (whole, case) in enumerate(zip(everything, own, strict=True)):
            row_no = self._reading.rows[index]
            if case[0] in self._on_several_rows:
                if whole in seen:
                    self._reading.leave_out(row_no, Reason.DUPLICATE_IDENTICAL)
                    continue
                seen.add(whole)
            cases.add(self._reading, self._tables["cases", ""], row_no, case, repeats=True)
            self._index, self._row_no, self._case_id = index, row_no, str(case[0])
            self._made_id = f"{self._case_id}:{self._label}!{row_no}"
            self._add_row()

    def _group(self, plural: str, names: Sequence[str]) -> _Group:
        """Return those of the columns that the list has, by name."""
        found = ((name, self._columns.get((plural, name))) for name in names)
        return tuple((name, column) for name, column in found if column is not None)

    def _cells(self, group: str) -> dict[str, object]:
        """Return what the row has in the columns of a group, blanks left out."""
        index = self._index
        return {name: value for name, column in self._groups[group] if (value := column[index]) is not None}

    def _add_row(self) -> None:
        notification = self._once("notifications", self._cells("notification"))
        from_notification: dict[str, object] = {"notification_id": notification}
        investigation = self._once("investigations", self._cells("investigation"), from_notification)
        law = self._cells("law")
        decision = self._decision(law, investigation)
        self._conversations({"undersøgelse": investigation, "afgørelse": decision})
        for plan_type, made_on in self._cells("plans").items():
            values = {"type": plan_type, "made_on": made_on, "decision_id": decision}
            self._once("plans", values, facet=plan_type)
        measure = self._measure(law, decision)
        if law and not decision and not measure:
            self._report_idle_paragraph()

    def _decision(self, law: dict[str, object], investigation: str | None) -> str | None:
        said = self._cells("decision")
        return self._once("decisions", {**said, **law} if said else {}, {"investigation_id": investigation})

    def _once(
        self, plural: str, values: dict[str, object], links: dict[str, object] | None = None, facet: str = ""
    ) -> str | None:
        """Add a record unless the case has it already, whatever it was linked to there.

        Returns the record's id, or None where the row says nothing.
        """
        if not values:
            return None
        if self._case_id in self._on_several_rows:
            key = (plural, self._case_id, *values.items())
            known = self._known.setdefault(key, self._made_id)
            if known != self._made_id:
                return known
        record = {**values, **links} if links else dict(values)
        if plural in _OWN_ID:
            record[_OWN_ID[plural]] = self._made_id
        self._append((plural, facet), record)
        return self._made_id

    def _append(self, slot: Slot, values: dict[str, object]) -> None:
        values["case_id"] = self._case_id
        self._records.add(slot[0], row_of(slot[0], values, self._tables[slot], self._row_no))

    def _conversations(self, concerns: dict[str, str | None]) -> None:
        held = self._cells("conversations")
        omission = self._cells("omission").get("omission")
        for purpose in PURPOSES:
            values: dict[str, object] = {"purpose": purpose, "concerns": concerns[purpose]}
            if purpose in held:
                self._once("conversations", {**values, "held_on": held[purpose]}, facet=purpose)
            elif omission is not None:
                values |= {"omitted": _omitted(omission), "omission_reason": omission}
                self._once("conversations", values, facet=purpose)

    def _measure(self, law: dict[str, object], decision: str | None) -> str | None:
        own = self._cells("measure")
        follow_ups = self._cells("follow_ups")
        visits = self._cells("visits")
        if own in ({}, {"placement": False}) and not follow_ups and not visits:
            return None
        measure = self._made_id
        self._append(("measures", ""), {"measure_id": measure, "decision_id": decision, **own, **law})
        if follow_ups:
            self._follow_ups(measure, *(follow_ups.get(name) for name in FOLLOW_UPS))
        for days in visits.values():
            for day in days if isinstance(days, tuple) else (days,):
                self._append(("visits", ""), {"measure_id": measure, "visited_on": day})
        return measure

    def _follow_ups(self, measure: str, first: object, latest: object, following: object) -> None:
        """Add the follow-ups of a measure; the next date belongs to the later of them, and is not said of the other."""
        held: list[object] = [day for day in (first, latest) if day is not None] or [None]
        if isinstance(first, date) and isinstance(latest, date):
            held = [*sorted({first, latest})]
        for day in held[:-1]:
            self._append(("follow_ups", EARLIER), {"measure_id": measure, "held_on": day})
        self._append(("follow_ups", ""), {"measure_id": measure, "held_on": held[-1], "next_on": following})

    def _report_idle_paragraph(self) -> None:
        message = _("The row has a paragraph, but neither a decision nor a measure it could belong to. It is not used.")
        column = self._reading.letters["decisions.paragraph"]
        self._reading.report(column, self._row_no, "paragraph_without_record", "", message)


def _repeated(values: Iterable[object]) -> set[str]:
    """Return the case numbers that stand more than once."""
    return {str(value) for value, times in Counter(values).items() if times > 1}


def _omitted(omission: object) -> object:
    """Return that the conversation was omitted; where the cell says neither that nor why, what it is."""
    unclear = isinstance(omission, Unreadable) and omission.code != Code.REASON_MISSING
    return omission if unclear else True


_OWN_ID = {
    "notifications": "notification_id",
    "investigations": "investigation_id",
    "decisions": "decision_id",
}
