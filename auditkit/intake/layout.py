"""Where in a sheet the list stands, what kind of list it is, and what each column gives.

The header is the row among the first rows that knows most headers; two rows are read as one header where
that knows more. The sheet's name decides the kind, else the headers do, and only where they are clear.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL, Kind

from .door.grid import Row, Sheet, column_letters
from .errors import HeaderTwice, NoCaseNumberColumn, SecondTable
from .hidden import shown
from .unreadable import mask
from .vocabulary import CASE_ID, FLAT, IGNORE, TIME, Vocabulary, field_of, normalise
from .words import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HEADER_WITHIN = 30  # rows with content
HEADERS_END = 16_384  # no sheet is wider
_TWO_HEADERS_MAKE_A_LIST = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The texts of a header by column, and the row above which no data stands."""

    row: int
    texts: Mapping[int, str]

    def targets(self, kind: str, vocabulary: Vocabulary) -> dict[int, str]:
        """Return what the columns give in a list of this kind."""
        found = {index: vocabulary.target(kind, text) for index, text in self.texts.items()}
        return {index: target for index, target in found.items() if target}


@dataclass(frozen=True, slots=True)
class Layout:
    """A list found in a sheet: ``columns`` says by column index what is read."""

    kind: str
    header: Header
    columns: Mapping[int, str]
    by_name: bool
    unknown: Mapping[int, str] = field(default_factory=dict)
    private: Mapping[int, str] = field(default_factory=dict)
    passed_over: Mapping[int, str] = field(default_factory=dict)
    """Columns with another word for a name that a column with the standard header gives already."""

    def column_of(self, target: str) -> int | None:
        """Return the index of the column that gives the target."""
        return next((index for index, each in self.columns.items() if each == target), None)

    @property
    def case_column(self) -> int:
        """The index of the column with the case number."""
        wanted = "cases.case_id" if self.kind == FLAT else CASE_ID
        return next(index for index, target in self.columns.items() if target == wanted)


def headers_of(rows: Sequence[Row], sheet: Sheet, vocabulary: Vocabulary) -> Iterator[Header]:
    """Yield every header that the rows may hold: each row, and each row together with the one above it."""
    plain = [Header(row.number, {i: _text(row, i) for i in sorted(row.cells)}) for row in rows]
    yield from plain
    for upper, lower in pairwise(plain):
        yield _joined(upper, lower, sheet, vocabulary)


def _text(row: Row, index: int) -> str:
    return " ".join(text_of(row.cells[index]).split())


def _joined(upper: Header, lower: Header, sheet: Sheet, vocabulary: Vocabulary) -> Header:
    """Return two rows as one header: a group's name ("BFU") goes with every header below it ("startet").

    A group reaches as far as its merged area; in a sheet without merged groups, to the next group.
    """
    areas = [(left, right) for top, left, bottom, right in sheet.merged if top == upper.row and left < right]
    ends = dict(areas)
    texts: dict[int, str] = {}
    group, last = "", -1
    for index in range(max((*upper.texts, *lower.texts), default=-1) + 1):
        if index in upper.texts:
            group, last = upper.texts[index], ends.get(index, index if areas else HEADERS_END)
        over = group if index <= last and (index in lower.texts or index in upper.texts) else ""
        over = "" if index in lower.texts and normalise(over) in vocabulary.general else over
        joined = f"{over} {lower.texts.get(index, '')}".strip()
        if joined:
            texts[index] = joined
    return Header(lower.row, texts)


def find_layout(
    file: str, sheet: Sheet, rows: Sequence[Row], vocabulary: Vocabulary, *, flat_if_both: bool
) -> Layout | None:
    """Return the list in a sheet, or None where there is none that is clear.

    ``rows`` are the sheet's first rows. ``flat_if_both`` says that a sheet with a standard name that reads
    better as a flat list is one: true where no other sheet of the file has a standard name.
    """
    named = vocabulary.sheets.get(normalise(sheet.name))
    if named == IGNORE:
        return None
    headers = list(headers_of(rows, sheet, vocabulary))
    kind = _kind_of(named, headers, vocabulary, flat_if_both)
    if kind is None:
        return None
    header = max(headers, key=lambda each: len(_fields(each, kind, vocabulary)), default=None)
    found = _fields(header, kind, vocabulary) if header else set()
    if header is None or not found:
        return None
    if not found & {CASE_ID, "cases.case_id"}:
        if len(found) < _TWO_HEADERS_MAKE_A_LIST:
            return None
        raise NoCaseNumberColumn(file, mask(sheet.name), map(shown, header.texts.values()))
    if _table_above(header, rows, vocabulary):
        raise SecondTable(file, mask(sheet.name), header.row)
    return _layout(file, mask(sheet.name), kind, header, vocabulary, by_name=kind == named)


def _table_above(header: Header, rows: Sequence[Row], vocabulary: Vocabulary) -> bool:
    """Say whether another list begins and has rows above the header: its rows would be taken for titles."""
    above = [row for row in rows if row.number < header.row]
    for row, below in pairwise(above):
        words = Header(row.number, {index: _text(row, index) for index in row.cells})
        starts = max(_best([words], kind, vocabulary) for kind in (*BY_PLURAL, FLAT))
        if starts >= _TWO_HEADERS_MAKE_A_LIST and not _is_upper_half(below, header):
            return True
    return False


def _is_upper_half(row: Row, header: Header) -> bool:
    """Say whether a row is the upper of two that are read as one header."""
    return all(header.texts.get(index, "").startswith(_text(row, index)) for index in row.cells)


def _fields(header: Header, kind: str, vocabulary: Vocabulary) -> set[str]:
    return set(header.targets(kind, vocabulary).values())


def _kind_of(named: str | None, headers: Sequence[Header], vocabulary: Vocabulary, flat_if_both: bool) -> str | None:
    score = {kind: _best(headers, kind, vocabulary) for kind in (*BY_PLURAL, FLAT)}
    if named == FLAT:
        return FLAT
    if named in BY_PLURAL:
        return FLAT if flat_if_both and score[FLAT] > score[named] else named
    best = max(score.values())
    if best < _TWO_HEADERS_MAKE_A_LIST:
        return None
    if score[FLAT] == best:
        return FLAT
    clear = [kind for kind in BY_PLURAL if score[kind] == best]
    return clear[0] if len(clear) == 1 else None


def _best(headers: Iterable[Header], kind: str, vocabulary: Vocabulary) -> int:
    """Return how many fields the best header knows; 0 for one without a case number."""
    found = [_fields(header, kind, vocabulary) for header in headers]
    return max((len(each) for each in found if each & {CASE_ID, "cases.case_id"}), default=0)


def _layout(file: str, sheet: str, kind: str, header: Header, vocabulary: Vocabulary, *, by_name: bool) -> Layout:
    targets = header.targets(kind, vocabulary)
    _add_hours(targets, kind, header, vocabulary)
    passed_over = _settle_doubles(file, sheet, kind, header, targets, vocabulary)
    rest = {i: text for i, text in header.texts.items() if i not in targets and i not in passed_over}
    private = {i: text for i, text in rest.items() if vocabulary.is_private(text)}
    unknown = {i: text for i, text in rest.items() if i not in private}
    return Layout(kind, header, targets, by_name, unknown, private, passed_over)


def _add_hours(targets: dict[int, str], kind: str, header: Header, vocabulary: Vocabulary) -> None:
    """Take a column "Kl." as the hour of the moment in the column to its left."""
    for index, text in header.texts.items():
        target = targets.get(index - 1)
        known = field_of(kind, target) if target else None
        is_moment = known is not None and known[1].kind is Kind.MOMENT
        if is_moment and index not in targets and normalise(text) in vocabulary.hours:
            targets[index] = f"{target}{TIME}"


def _settle_doubles(
    file: str, sheet: str, kind: str, header: Header, targets: dict[int, str], words: Vocabulary
) -> dict[int, str]:
    """Leave one column for each target, or refuse. Returns the columns passed over.

    Of two columns that name a team, a caseworker or the case itself ("Sagsnr" and "Journalnr") the one with
    the standard header is taken. Of dates, codes and other ids neither can be left out: "§ 50 start" may be
    filled where "BFU startet" is blank.
    """
    passed_over: dict[int, str] = {}
    for target in set(targets.values()):
        columns = [index for index, each in targets.items() if each == target]
        if len(columns) == 1:
            continue
        standard = normalise(words.canonical[kind].get(target, ""))
        keep = [index for index in columns if normalise(header.texts[index]) == standard]
        known = field_of(kind, target)
        is_name = known is not None and (known[1].kind is Kind.TEXT or known[1].name == CASE_ID)
        if len(keep) != 1 or not is_name:
            names = [f"{column_letters(i)}: {shown(header.texts[i])}" for i in columns]
            raise HeaderTwice(file, sheet, names)
        for index in columns:
            if index != keep[0]:
                passed_over[index] = header.texts[index]
                del targets[index]
    return passed_over


def known_headers(rows: Sequence[Row], vocabulary: Vocabulary) -> list[str]:
    """Return the texts of the row with most known headers, for a message: known words alone, never a name."""
    known = {word for words in vocabulary.headers.values() for word in words}
    texts = [[_text(row, index) for index in sorted(row.cells)] for row in rows]
    return max(([each for each in row if normalise(each) in known] for row in texts), key=len, default=[])
