"""Tables of a caseload as a workbook that a municipality could have made: Danish headers, cells as people write them.

Written from the description of the standard workbook alone; nothing here comes from the program's own reader.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL, Caseload, Kind
from tests.support.caseloads import UNREADABLE, Sheet, build
from tests.support.lists import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SHEETS = {
    "cases": "Sager",
    "team_history": "Teamhistorik",
    "notifications": "Underretninger",
    "investigations": "Undersøgelser",
    "conversations": "Samtaler",
    "decisions": "Afgørelser",
    "measures": "Indsatser",
    "plans": "Planer",
    "follow_ups": "Opfølgninger",
    "visits": "Tilsynsbesøg",
}
_ANYWHERE = {
    "case_id": "Sagsnr",
    "team": "Team",
    "caseworker": "Rådgiver",
    "notification_id": "Underretningsnr",
    "investigation_id": "Undersøgelsesnr",
    "decision_id": "Afgørelsesnr",
    "measure_id": "Indsatsnr",
    "plan_id": "Plannr",
    "type": "Type",
    "consent": "Samtykke",
    "law": "Lov",
    "paragraph": "Paragraf",
}
HEADERS = {
    "cases": {
        "birth_date": "Fødselsdato",
        "expected_birth_on": "Termin",
        "target_group": "Målgruppe",
        "opened_on": "Oprettet",
        "closed_on": "Lukket",
        "close_reason": "Lukkeårsag",
    },
    "team_history": {"from_on": "Fra", "to_on": "Til"},
    "notifications": {
        "received_at": "Modtaget",
        "assessed_at": "Vurderet",
        "assessment": "Vurdering",
        "notifier": "Underretter",
        "acknowledged_on": "Kvittering",
        "informed_on": "Orientering",
        "reassessed_on": "Genvurderet",
        "new_participant": "Ny deltager",
        "screened_on": "Screenet",
        "screening": "Screening",
    },
    "investigations": {
        "aware_on": "Opmærksom",
        "decided_on": "Besluttet",
        "started_on": "Startet",
        "interim_on": "Foreløbig vurdering",
        "completed_on": "Afsluttet",
        "cancelled_on": "Annulleret",
        "cancel_reason": "Annulleringsårsag",
    },
    "conversations": {
        "held_on": "Dato",
        "purpose": "Formål",
        "concerns": "Vedrører",
        "form": "Form",
        "omitted": "Undladt",
        "omission_reason": "Begrundelse",
        "other_source": "Anden kilde",
    },
    "decisions": {
        "decided_on": "Dato",
        "urgent": "Akut",
        "plan_need_assessed_on": "Planbehov vurderet",
        "plan_need": "Planbehov",
    },
    "measures": {
        "placement": "Anbringelse",
        "started_on": "Start",
        "ended_on": "Slut",
        "end_reason": "Slutårsag",
    },
    "plans": {"made_on": "Dato", "revised_on": "Revideret"},
    "follow_ups": {"held_on": "Dato", "next_on": "Næste opfølgning"},
    "visits": {"visited_on": "Dato", "conversation": "Samtale", "at_placement": "På anbringelsesstedet"},
}
_NOT_READABLE = {
    Kind.DATE: ("?", "31-02-2024", "xx-xx-xxxx", "=NA()", "uge 12", date(1900, 1, 1), "n/a"),
    Kind.MOMENT: ("?", "30-02-2024 10:00", "=NA()", "i går"),
    Kind.YES_NO: ("?", "måske", "=NA()"),
    Kind.CODE: ("?", "noget andet", "=NA()"),
    Kind.PARAGRAPH: ("?", "52 og 58", "=NA()"),
    Kind.LINK: ("?", "=NA()"),
    Kind.TEXT: ("=NA()", date(2024, 3, 1)),
    Kind.NOTE: ("?", "=NA()"),
}
_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august")
_MONTHS += ("september", "oktober", "november", "december")


def caseload_of(sheets: Iterable[Sheet]) -> Caseload:
    """Return what the workbook says, put together without the program's reader."""
    caseload = build(*sheets)
    tables = (replace(table, sheet=SHEETS[table.record_type]) for table in caseload.tables)
    return Caseload(caseload.frames, tuple(tables))


def letters_of(sheet: Sheet) -> dict[str, str]:
    """Return the column of each field in the workbook, where absent columns leave no gap."""
    return {name: chr(ord("A") + place) for place, name in enumerate(sheet.columns)}


def write_workbooks(folder: Path, sheets: Iterable[Sheet], seed: int) -> list[Path]:
    """Write one workbook for each file that the sheets name, in order; cells vary with the seed."""
    random = Random(seed)  # noqa: S311 - reproducible on purpose
    books: dict[str, dict[str, list[list[object]]]] = {}
    for sheet in sheets:
        books.setdefault(sheet.file, {})[SHEETS[sheet.plural]] = _grid(sheet, random)
    return [write_workbook(folder / name, book) for name, book in books.items()]


def _grid(sheet: Sheet, random: Random) -> list[list[object]]:
    fields = [field for field in BY_PLURAL[sheet.plural].fields if field.name in sheet.columns]
    words = _ANYWHERE | HEADERS[sheet.plural]
    header = [_header(words.get(field.name, "Ukendt kolonne"), random) for field in fields]
    return [header, *([_cell(field, row.get(field.name), random) for field in fields] for row in sheet.rows)]


def _header(word: str, random: Random) -> str:
    return random.choice((word, word, word.upper(), f" {word} ", word + "."))


def _cell(field, value: object, random: Random) -> object:
    if value is UNREADABLE:
        return random.choice(_NOT_READABLE[field.kind])
    if value is None:
        return random.choice((None, None, None, "", " ", "-"))
    ways = _WAYS.get(field.kind)
    return random.choice(ways(value)) if ways else value


def _days(day: date) -> tuple[object, ...]:
    return (
        day,
        day,
        datetime.combine(day, time()),
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}-{day:%y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}. {_MONTHS[day.month - 1]} {day.year}",
        day.isoformat(),
        (day - date(1899, 12, 30)).days,
    )


def _moments(moment: datetime) -> tuple[object, ...]:
    if moment.time() == time():
        return *_days(moment.date()), f"{moment:%d-%m-%Y %H:%M}"
    return moment, moment, f"{moment:%d-%m-%Y %H:%M}", f"{moment:%d.%m.%Y} kl. {moment:%H.%M}"


def _paragraphs(number: str) -> tuple[object, ...]:
    plain = int(number) if number.isdigit() else number
    return number, f"§ {number}", f"§ {number}, stk. 1", f"{number}, stk. 3, nr. 2", plain


_WAYS: dict[Kind, Callable[..., tuple[object, ...]]] = {
    Kind.DATE: _days,
    Kind.MOMENT: _moments,
    Kind.PARAGRAPH: _paragraphs,
    Kind.YES_NO: lambda said: ("ja", "Ja", "J", "x", True, 1) if said else ("nej", "NEJ", "n", False, 0),
    Kind.CODE: lambda word: (word, word.upper(), f" {word} "),
    Kind.NOTE: lambda _noted: ("fordi", "Fordi det var bedst"),
}
