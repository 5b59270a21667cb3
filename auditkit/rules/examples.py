"""The examples of a rule file: records to a caseload, obligations to what differs.

Running them needs the engine, which stands above this room; ``check_examples`` is given it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from string import ascii_uppercase
from typing import Any

import polars as pl

from auditkit.dates import COPENHAGEN
from auditkit.model import (
    NOTED,
    RECORD_TYPES,
    Caseload,
    Kind,
    RecordType,
    Table,
    empty_frames,
    frame_of,
)
from auditkit.terms import translator

from .places import line_of
from .rule import Catalogue, Rule
from .schema import UNREADABLE, Example, Expected

_ = translator("rules")

DEFAULT_CASE = "S1"
Evaluate = Callable[[Caseload, Sequence[Rule], date], pl.DataFrame]
"""The engine: caseload, rules and as-of date in, obligations out."""


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example whose rule says something else than it expects."""

    rule_id: str
    path: str
    line: int
    name: str
    differences: tuple[str, ...]


def example_caseload(example: Example) -> Caseload:
    """Return an example's case history, as if read from a list with one sheet per record type."""
    given = {plural: list(records) for plural, records in example.given.items()}
    used = [record.get("case_id", DEFAULT_CASE) for records in given.values() for record in records]
    given.setdefault("cases", [{"case_id": each} for each in dict.fromkeys(used or [DEFAULT_CASE])])
    listed = [each for each in RECORD_TYPES if each.plural not in example.without]
    frames: dict[str, pl.DataFrame] = empty_frames()
    for number, record_type in enumerate(listed, start=1):
        rows = _rows(record_type, given.get(record_type.plural, ()), number)
        frames[record_type.plural] = frame_of(record_type.plural, rows)
    tables = [_table(each, number, example.without) for number, each in enumerate(listed, start=1)]
    return Caseload(frames, tuple(tables))


def _table(record_type: RecordType, number: int, without: Sequence[str]) -> Table:
    names = [field.name for field in record_type.fields]
    listed = [name for name in names if f"{record_type.name}.{name}" not in without]
    columns = dict(zip(listed, ascii_uppercase, strict=False))
    return Table(number, "eksempel", record_type.plural, record_type.plural, columns=columns)


def _rows(record_type: RecordType, records: Iterable[Mapping[str, Any]], table_no: int) -> Iterator[dict[str, object]]:
    for row_no, record in enumerate(records, start=2):
        values = {name: _value(record_type, name, value) for name, value in record.items()}
        yield {
            "case_id": DEFAULT_CASE,
            **values,
            "unreadable": record_type.mask(name for name in record if record[name] == UNREADABLE),
            "table_no": table_no,
            "row_no": row_no,
        }


def _value(record_type: RecordType, name: str, value: object) -> object:
    kind = record_type.field(name).kind
    if value == UNREADABLE:
        return None
    if kind is Kind.MOMENT and not isinstance(value, datetime) and isinstance(value, date):
        return datetime.combine(value, time())
    return NOTED if kind is Kind.NOTE else value


def compare(expected: Sequence[Expected], obligations: pl.DataFrame) -> list[str]:
    """Return how obligations differ from what an example expects; nothing where they agree.

    Each expectation needs an obligation of its own, and none may be left over; order is free.
    """
    rows = obligations.to_dicts()
    if len(rows) != len(expected):
        found = "; ".join(_told(row) for row in rows) or "–"
        return [
            _(
                "{expected} rows expected, {found} found: {rows}",
                expected=len(expected),
                found=len(rows),
                rows=found,
            )
        ]
    if _matched(list(expected), rows):
        return []
    pairs = zip(expected, rows, strict=True)
    return [text for number, (want, row) in enumerate(pairs, 1) for text in _differences(number, want, row)]


def _matched(expected: list[Expected], rows: list[dict[str, Any]]) -> bool:
    if not expected:
        return True
    return any(
        not _differences(0, expected[0], row) and _matched(expected[1:], rows[:at] + rows[at + 1 :])
        for at, row in enumerate(rows)
    )


def _differences(number: int, expected: Expected, row: Mapping[str, Any]) -> list[str]:
    wanted = {name: getattr(expected, name) for name in expected.model_fields_set}
    found = {name: _found(row, name, want) for name, want in wanted.items()}
    return [
        _(
            "row {number}: {key} is {found}, not {wanted}",
            number=number,
            key=name,
            found=found[name],
            wanted=want,
        )
        for name, want in wanted.items()
        if found[name] != want
    ]


def _found(row: Mapping[str, Any], name: str, wanted: object) -> object:
    """Return the obligation's value as the example writes it: a moment in local wall time."""
    if name not in ("trigger", "due", "fulfilled"):
        return row[name]
    if not isinstance(wanted, datetime):
        return row[f"{name}_on"]
    moment = row[f"{name}_at"]
    if moment is None or wanted.tzinfo:
        return moment
    return moment.astimezone(COPENHAGEN).replace(tzinfo=None)


def _told(row: Mapping[str, Any]) -> str:
    return f"{row['record']} {row['outcome']} ({row['reason']}, {row['due_on'] or '–'})"


def check_examples(catalogue: Catalogue, evaluate: Evaluate, only: Sequence[str] = ()) -> list[ExampleFailure]:
    """Run the examples of the catalogue's rules (or of those named); return those that fail."""
    chosen = [rule for rule in catalogue.rules if not only or rule.id in only]
    return [
        failure
        for rule in chosen
        for index in range(len(rule.file.example))
        if (failure := check_example(catalogue, rule, index, evaluate))
    ]


def check_example(catalogue: Catalogue, rule: Rule, index: int, evaluate: Evaluate) -> ExampleFailure | None:
    """Run a rule's example; that of an exemption together with the rule it exempts from. None where it holds."""
    example = rule.file.example[index]
    exempted = rule.file.exempts
    needed = [rule, catalogue[exempted]] if exempted else [rule]
    obligations = evaluate(example_caseload(example), needed, example.as_of)
    judged = obligations.filter(pl.col("rule") == (exempted or rule.id))
    differences = compare(example.expect, judged)
    if not differences:
        return None
    line = line_of(rule.text, ("example", index))
    return ExampleFailure(rule.id, rule.path, line, example.name, tuple(differences))
