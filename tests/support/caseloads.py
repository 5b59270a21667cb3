"""Caseloads invented at random with a bias to trouble (``random_caseload``), and by hand (``build``, ``standard``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from auditkit.dates import add_months, add_working_days
from auditkit.model import BY_PLURAL, Caseload, Kind

from .sheets import FILE, UNREADABLE, Sheet, build, standard

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["UNREADABLE", "Sheet", "build", "random_caseload", "standard"]

FACETS = {
    "conversations": ("undersøgelse", "afgørelse"),
    "plans": ("handleplan", "barnets plan", "ungeplan"),
}


PARAGRAPHS = (
    *("52", "52", "58", "76", "76 a", "51", "68 a", "75", "85"),
    *("32", "32", "32", "46", "46", "47", "47", "67", "114", "115", "116", "120"),
)
BOUNDARIES = (
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2024, 3, 30),
    date(2024, 3, 31),
    date(2024, 10, 26),
    date(2024, 10, 27),
    date(2023, 9, 30),
    date(2023, 8, 31),
    date(2023, 10, 31),
    date(2023, 7, 1),
    date(2024, 6, 30),
)
FIRST, LAST = date(2022, 6, 1), date(2025, 6, 30)
MONTH_STEPS = (0, 0, 0, 3, 3, 4, 4, 6, 6, 12, -3, -6, -24)
HOURS = (time(0), time(0), time(0, 1), time(2, 30), time(12), time(12, 1), time(23, 59))
SIZES = {
    "team_history": 2,
    "notifications": 3,
    "investigations": 2,
    "conversations": 4,
    "decisions": 3,
    "measures": 3,
    "plans": 3,
    "follow_ups": 4,
    "visits": 5,
}
PREFIX = {
    "notifications": "U",
    "investigations": "B",
    "decisions": "A",
    "measures": "I",
    "plans": "P",
}


@dataclass(frozen=True)
class Served:
    """Evidence that serves a kind of record: where its day lies from the record's, and what stands in it."""

    trigger: str
    day: str
    names: str
    plural: str
    link: str
    date: str
    months: tuple[int, ...]
    cells: tuple[tuple[str, tuple[object, ...]], ...] = ()
    often: float = 0.3


_YES = (True, True, True, False)
_PLAN_TYPES = ("handleplan", "barnets plan", "ungeplan", "helhedsorienteret plan")
SERVED = (
    Served(
        *("decisions", "decided_on", "decision_id", "conversations", "concerns", "held_on"),
        months=(0, 0, 0, -1),
        cells=(("purpose", ("afgørelse",)), ("omitted", (None, False, None, True))),
    ),
    Served(
        *("investigations", "completed_on", "investigation_id", "conversations", "concerns", "held_on"),
        months=(0, 0, -1, -3),
        cells=(
            ("purpose", ("undersøgelse",)),
            ("omitted", (None, False, None, True)),
            ("omission_reason", ("angivet", None)),
            ("other_source", (True, None)),
        ),
    ),
    Served(
        *("decisions", "decided_on", "decision_id", "plans", "decision_id", "made_on"),
        months=(0, 0, 3, 4, -3),
        cells=(("type", _PLAN_TYPES),),
        often=0.5,
    ),
    Served(
        *("measures", "started_on", "measure_id", "plans", "measure_id", "revised_on"),
        months=(0, 3, 4),
        cells=(("type", _PLAN_TYPES),),
    ),
    Served(
        *("measures", "started_on", "measure_id", "follow_ups", "measure_id", "held_on"),
        months=(0, 3, 3, 6, 9),
        often=0.6,
    ),
    Served(
        *("follow_ups", "held_on", "measure_id", "follow_ups", "measure_id", "held_on"),
        months=(3, 6, 6),
        often=0.2,
    ),
    Served(
        *("measures", "started_on", "measure_id", "visits", "measure_id", "visited_on"),
        months=(0, 3, 6, 9, 12, 12, 18),
        cells=(("conversation", _YES), ("at_placement", (True, True, None, False))),
        often=0.7,
    ),
    Served(
        *("decisions", "decided_on", "decision_id", "decisions", "", "decided_on"),
        months=(0, 1, -1),
        cells=(("type", ("ungestøtte", "andet", "anbringelse")),),
        often=0.2,
    ),
)


def _as_day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


class _Inventor:
    """Invents one case after the other; its days lie a legal period, give or take a day, from each other."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - reproducible on purpose
        self.trouble = self.random.choice((0.0, 0.02, 0.02, 0.08))
        self.blank = self.random.choice((0.05, 0.15, 0.3))
        self.as_of = self._as_of()
        self.days: list[date] = []

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _as_of(self) -> date:
        """Often late, so that most of what is recorded has happened; else a boundary or any day."""
        late = add_months(LAST, self.random.choice((-6, 0, 12)))
        return self.random.choice((late, late, self._free_day(), self.random.choice(BOUNDARIES)))

    def _free_day(self) -> date:
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))

    def _day(self) -> date:
        """A day; most often one that a due day, a window or a boundary depends on."""
        if self.days and self._chance(0.75):
            day = add_months(self.random.choice(self.days), self.random.choice(MONTH_STEPS))
            day += timedelta(days=self.random.choice((0, 0, 0, 0, -1, 1, 1, 7)))
            day = add_working_days(day, 6) if self._chance(0.05) else day
        elif self._chance(0.5):
            day = self.random.choice((*BOUNDARIES, self.as_of))
            day += timedelta(days=self.random.choice((0, 0, -1, 1)))
        else:
            day = self._free_day()
        self.days.append(day)
        return day

    def _cell(self, each, targets: Mapping[str, list[str]]) -> object:
        if self._chance(self.trouble):
            return UNREADABLE
        if self._chance(self._blanks(each)):
            return None
        return self._value(each, targets)

    def _blanks(self, each) -> float:
        often = {"law": 0.6, "ended_on": 0.6, "cancelled_on": 0.8, "closed_on": 0.7, "omitted": 0.7}
        often |= {"interim_on": 0.6, "investigation_id": 0.6, "urgent": 0.5, "revised_on": 0.7}
        seldom = {"received_at", "decided_on", "started_on", "aware_on", "paragraph", "placement"}
        if each.name in seldom | {"birth_date", "type", "notifier"}:
            return self.blank / 3
        if each.kind is Kind.LINK:
            return max(self.blank, often.get(each.name, 0.4))
        return often.get(each.name, self.blank)

    def _value(self, each, targets: Mapping[str, list[str]]) -> object:
        if each.kind is Kind.DATE:
            return self._day()
        if each.kind is Kind.MOMENT:
            return datetime.combine(self._day(), self.random.choice(HOURS))
        if each.kind is Kind.YES_NO:
            return self._chance(0.6)
        if each.kind is Kind.CODE:
            return self.random.choice(each.codes)
        if each.kind is Kind.PARAGRAPH:
            return self.random.choice(PARAGRAPHS)
        if each.kind is Kind.LINK:
            known = [wanted for plural in each.targets for wanted in targets.get(plural, [])]
            return self.random.choice([*(known * 4), "X99"])
        return "angivet" if each.kind is Kind.NOTE else self.random.choice(("Nord", "Syd", "Øst"))

    def case(self, number: int) -> dict[str, list[dict[str, object]]]:
        """Return the rows of one case by record type."""
        case_id = f"S{number}"
        self.days = [self._day()]
        sizes = {plural: self.random.randint(0, most) for plural, most in SIZES.items()}
        ids = {
            plural: [self._id(case_id, prefix, n) for n in range(sizes[plural])] for plural, prefix in PREFIX.items()
        }
        targets = {plural: [each for each in known if each] for plural, known in ids.items()}
        found: dict[str, list[dict[str, object]]] = {}
        for plural in (*SIZES, "cases"):
            record_type = BY_PLURAL[plural]
            for n in range(sizes.get(plural, 1)):
                row = {f.name: self._cell(f, targets) for f in record_type.fields}
                row["case_id"] = case_id
                if plural in ids:
                    row[record_type.id_field] = ids[plural][n]
                found.setdefault(plural, []).append(self._plausible(plural, row))
        self._serve(found)
        found["cases"] = [] if self._chance(0.06) else found["cases"]
        return found

    def _serve(self, found: dict[str, list[dict[str, object]]]) -> None:
        """Add evidence that fits the records, in time or a day beside it."""
        for serves in SERVED:
            for record in found.get(serves.trigger, []):
                day = _as_day(record[serves.day])
                while day and self._chance(serves.often):
                    row = {f.name: None for f in BY_PLURAL[serves.plural].fields}
                    values = {name: self.random.choice(words) for name, words in serves.cells}
                    linked = serves.link and self._chance(0.6)
                    values |= {serves.link: record[serves.names]} if linked else {}
                    values |= {"case_id": record["case_id"], serves.date: self._beside(day, serves)}
                    found.setdefault(serves.plural, []).append(self._spoilt(row | values))

    def _beside(self, day: date, serves: Served) -> date:
        moved = add_months(day, self.random.choice(serves.months))
        return moved + timedelta(days=self.random.choice((0, 0, 0, -1, 1, 5, -9)))

    def _spoilt(self, row: dict[str, object]) -> dict[str, object]:
        names = [name for name in row if name != "case_id" and not name.endswith(("_id", "law"))]
        if self._chance(self.trouble * 3):
            row[self.random.choice(names)] = UNREADABLE
        return row

    def _id(self, case_id: str, prefix: str, n: int) -> str | None:
        if self._chance(0.06):
            return None
        return f"{case_id}-{prefix}1" if self._chance(0.04) else f"{case_id}-{prefix}{n + 1}"

    def _plausible(self, plural: str, row: dict[str, object]) -> dict[str, object]:
        """Steer a row to where the rules look: ages around 16 and 18, ends after starts, wanted kinds."""
        if plural == "cases" and isinstance(row["birth_date"], date):
            row["birth_date"] = self._born()
        if plural in {"measures", "decisions"} and isinstance(row["paragraph"], str):
            row["paragraph"] = self._fitting(row["paragraph"], row.get("decided_on", row.get("started_on")))
        if plural == "notifications" and self._chance(0.7):
            self._answer(row)
        start, end = row.get("started_on"), row.get("ended_on")
        if isinstance(start, date) and isinstance(end, date) and end < start and self._chance(0.8):
            row["ended_on"] = add_months(start, self.random.choice((0, 2, 3, 4, 12, 13)))
        if plural == "conversations" and isinstance(row["purpose"], str) and self._chance(0.8):
            row["purpose"] = self.random.choice(FACETS["conversations"])
        if plural == "investigations" and isinstance(row["type"], str) and self._chance(0.5):
            row["type"] = "BFU"
        if plural == "plans" and isinstance(row["type"], str) and self._chance(0.6):
            row["type"] = self.random.choice(FACETS["plans"])
        return row

    def _fitting(self, paragraph: str, day: object) -> str:
        """Most often a paragraph of the law in force on the day."""
        if not isinstance(day, date) or self._chance(0.2):
            return paragraph
        return self.random.choice(PARAGRAPHS[:8] if day.year < 2024 else PARAGRAPHS[9:])

    def _answer(self, row: dict[str, object]) -> None:
        """Assess, confirm and reassess a report about when the law wants it."""
        received = row["received_at"]
        if not isinstance(received, datetime):
            return
        hours = timedelta(hours=self.random.choice((0, 1, 23, 24, 24, 25, 48)))
        minutes = timedelta(minutes=self.random.choice((0, 0, 1, -1)))
        if isinstance(row["assessed_at"], datetime):
            row["assessed_at"] = received + hours + minutes
        if isinstance(row["acknowledged_on"], date):
            due = add_working_days(received.date(), 6)
            row["acknowledged_on"] = due + timedelta(days=self.random.choice((0, 0, 1, -1, -5, -20)))
        if isinstance(row["reassessed_on"], date):
            row["reassessed_on"] = received.date() + timedelta(days=self.random.choice((0, 7, 8, -1)))

    def _born(self) -> date:
        day = self.random.choice(self.days)
        if self._chance(0.1):
            return day  # unborn, or born on the very day
        if self._chance(0.1):
            return date(2008, 2, 29)
        months = self.random.choice((-16 * 12, -16 * 12, -18 * 12 + 6, -18 * 12 + 12, -120))
        return add_months(day, months) + timedelta(days=self.random.choice((0, 0, -1, 1, 20)))

    def sheets(self, cases: list[dict[str, list[dict[str, object]]]]) -> list[Sheet]:
        """Spread the cases over one or two lists, with sheets and columns missing here and there."""
        files = [FILE] if self._chance(0.6) else [FILE, "fiktiv 2.xlsx"]
        absent = self.random.choice((0.0, 0.0, 0.03, 0.1))
        rows = {(name, plural): [] for name in files for plural in (*SIZES, "cases")}
        for case in cases:
            home = self.random.choice(files)
            for plural, records in case.items():
                name = home if self._chance(0.8) else self.random.choice(files)
                rows[name, plural].extend(records)
        return [
            sheet
            for (name, plural), records in rows.items()
            if not self._chance(absent)
            for sheet in self._tables(name, plural, records, absent)
        ]

    def _tables(self, name: str, plural: str, rows: list, absent: float) -> list[Sheet]:
        columns = [f.name for f in BY_PLURAL[plural].fields if f.name != "case_id"]
        missing = frozenset(each for each in columns if self._chance(absent))
        if plural not in FACETS or not self._chance(0.2):
            return [Sheet(plural, rows, missing, name)]
        kind = "purpose" if plural == "conversations" else "type"
        return [
            Sheet(plural, [r for r in rows if r[kind] == facet], missing - {kind}, name, facet)
            for facet in FACETS[plural]
            if self._chance(0.85)
        ]


def random_caseload(seed: int, cases: int = 20) -> tuple[Caseload, date]:
    """Return an invented caseload and the day it is judged as of; the same for the same seed."""
    sheets, as_of = random_sheets(seed, cases)
    return build(*sheets), as_of


def random_sheets(seed: int, cases: int = 20) -> tuple[list[Sheet], date]:
    """Return the tables of an invented caseload and the day it is judged as of."""
    inventor = _Inventor(seed)
    invented = [inventor.case(number) for number in range(1, cases + 1)]
    return inventor.sheets(invented), inventor.as_of
