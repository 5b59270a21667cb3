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
    BY_PLURAL,
    NOTED,
    RECORD_TYPES,
    Caseload,
    Kind,
    RecordType,
    Table,
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
    return side_by_side([example])


def side_by_side(examples: Sequence[Example]) -> Caseload:
    """Return several examples as one caseload: each in a list and with cases of its own (``apart`` parts them)."""
    rows: dict[str, list[dict[str, object]]] = {each.plural: [] for each in RECORD_TYPES}
    tables: list[Table] = []
    for number, example in enumerate(examples):
        given = _with_cases(example)
        for record_type in RECORD_TYPES:
            if record_type.plural not in example.without:
                table = _table(record_type, len(tables) + 1, number, example.without)
                tables.append(table)
                rows[record_type.plural] += _rows(record_type, given.get(record_type.plural, ()), table)
    return Caseload({plural: frame_of(plural, each) for plural, each in rows.items()}, tuple(tables))


def apart(obligations: pl.DataFrame, number: int) -> pl.DataFrame:
    """Return the obligations of one of the examples that were judged side by side, under its own case numbers."""
    prefix = _prefix(number)
    if not prefix:
        return obligations.filter(~pl.col("case_id").str.contains(_BETWEEN, literal=True))
    mine = obligations.filter(pl.col("case_id").str.starts_with(prefix))
    return mine.with_columns(pl.col("case_id", "record").str.strip_prefix(prefix))


_BETWEEN = "\x1f"  # stands in no case number


def _prefix(number: int) -> str:
    return f"{number}{_BETWEEN}" if number else ""


def _with_cases(example: Example) -> dict[str, list[dict[str, Any]]]:
    given = {plural: list(records) for plural, records in example.given.items()}
    used = [record.get("case_id", DEFAULT_CASE) for records in given.values() for record in records]
    given.setdefault("cases", [{"case_id": each} for each in dict.fromkeys(used or [DEFAULT_CASE])])
    return given


def _table(record_type: RecordType, table_no: int, number: int, without: Sequence[str]) -> Table:
    names = [field.name for field in record_type.fields]
    listed = [name for name in names if f"{record_type.name}.{name}" not in without]
    columns = dict(zip(listed, ascii_uppercase, strict=False))
    file = f"eksempel {number + 1}"
    return Table(table_no, f"{_prefix(number)}{file}", record_type.plural, record_type.plural, columns=columns)


def _rows(record_type: RecordType, records: Iterable[Mapping[str, Any]], table: Table) -> Iterator[dict[str, object]]:
    prefix = table.file[: table.file.find(_BETWEEN) + 1]
    for row_no, record in enumerate(records, start=2):
        values = {name: _value(record_type, name, value) for name, value in record.items()}
        yield {
            **values,
            "case_id": f"{prefix}{record.get('case_id', DEFAULT_CASE)}",
            "unreadable": record_type.mask(name for name in record if record[name] == UNREADABLE),
            "table_no": table.table_no,
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
    """Run the examples of the catalogue's rules (or of those named); return those that fail.

    Examples of a rule with the same as-of day are judged side by side: cases do not touch each other.
    """
    chosen = [rule for rule in catalogue.rules if not only or rule.id in only]
    failures = [failure for rule in chosen for failure in _failures(catalogue, rule, evaluate)]
    return sorted(failures, key=lambda failure: (failure.rule_id, failure.line))


def _failures(catalogue: Catalogue, rule: Rule, evaluate: Evaluate) -> Iterator[ExampleFailure]:
    together: dict[tuple[date, int | None], list[int]] = {}
    for index, example in enumerate(rule.file.example):
        # A list without a whole sheet is completed from another list that has only that: it is judged alone.
        alone = index if any(name in BY_PLURAL for name in example.without) else None
        together.setdefault((example.as_of, alone), []).append(index)
    for (as_of, _alone), indices in together.items():
        caseload = side_by_side([rule.file.example[index] for index in indices])
        judged = _judged(catalogue, rule, caseload, as_of, evaluate)
        for number, index in enumerate(indices):
            failure = _failure(rule, index, apart(judged, number))
            if failure:
                yield failure


def check_example(catalogue: Catalogue, rule: Rule, index: int, evaluate: Evaluate) -> ExampleFailure | None:
    """Run a rule's example; that of an exemption together with the rule it exempts from. None where it holds."""
    example = rule.file.example[index]
    judged = _judged(catalogue, rule, example_caseload(example), example.as_of, evaluate)
    return _failure(rule, index, judged)


def _judged(catalogue: Catalogue, rule: Rule, caseload: Caseload, as_of: date, evaluate: Evaluate) -> pl.DataFrame:
    exempted = rule.file.exempts
    needed = [rule, catalogue[exempted]] if exempted else [rule]
    return evaluate(caseload, needed, as_of).filter(pl.col("rule") == (exempted or rule.id))


def _failure(rule: Rule, index: int, judged: pl.DataFrame) -> ExampleFailure | None:
    example = rule.file.example[index]
    differences = compare(example.expect, judged)
    if not differences:
        return None
    line = line_of(rule.text, ("example", index))
    return ExampleFailure(rule.id, rule.path, line, example.name, tuple(differences))
