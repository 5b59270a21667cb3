"""Compare two engines on one caseload, and show what differs together with the case's own records."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache

from auditkit.model import BY_PLURAL, Caseload, Reason
from tests.reference.reference import RULES, reference
from tests.reference.rows import COLUMNS


@cache
def national_rules() -> tuple:
    from auditkit.rules.loader import load_catalogue

    return tuple(rule for rule in load_catalogue().active() if rule.file.id in RULES)


def engine_rows(caseload: Caseload, as_of: date) -> list[dict]:
    from auditkit.evaluate import evaluate

    frame = evaluate(caseload, national_rules(), as_of)
    return frame.select(COLUMNS).to_dicts()


def differences(caseload: Caseload, as_of: date) -> list[str]:
    """One text per case and rule where the rows are not the same."""
    engine = _grouped(engine_rows(caseload, as_of))
    naive = _grouped(reference(caseload, [rule.file.id for rule in national_rules()], as_of))
    return [
        _shown(caseload, key, engine[key] - naive[key], naive[key] - engine[key])
        for key in sorted(engine.keys() | naive.keys())
        if engine[key] != naive[key]
    ]


def _grouped(rows: list[dict]) -> defaultdict[tuple, Counter]:
    groups: defaultdict[tuple, Counter] = defaultdict(Counter)
    for row in rows:
        groups[row["rule"], row["case_id"]][tuple(_settled(row)[name] for name in COLUMNS)] += 1
    return groups


def _settled(row: dict) -> dict:
    """Where nobody can tell whether there is a duty at all, nobody can tell when it would be due either."""
    unsettled = row["reason"] == Reason.POPULATION_UNREADABLE
    return {**row, "due_on": None, "quarter": None, "team": None} if unsettled else row


def _shown(caseload: Caseload, key: tuple, engine: Counter, naive: Counter) -> str:
    rule, case_id = key
    lines = [f"{rule} {case_id}"]
    for name, rows in (("engine", engine), ("reference", naive)):
        lines += [f"  {name:9} {_compact(dict(zip(COLUMNS, row, strict=True)))}" for row in rows]
    return "\n".join([*lines, *records_of(caseload, case_id)])


def _compact(values: dict) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items() if value is not None)


def records_of(caseload: Caseload, case_id: str) -> list[str]:
    """The case's records, one a line: ``?`` is unreadable, ``-x`` a column that the list does not have."""
    lines = []
    tables = {each.table_no: each for each in caseload.tables}
    for plural, record_type in BY_PLURAL.items():
        for row in caseload[plural].iter_rows(named=True):
            if row["case_id"] != case_id:
                continue
            table = tables[row["table_no"]]
            absent = [f"-{f.name}" for f in record_type.fields if f.name not in table.columns]
            seen = {
                f.name: "?" if row["unreadable"] & record_type.bit(f.name) else row[f.name]
                for f in record_type.fields
                if f.name != "case_id"
            }
            place = f"{plural}[{table.file[:-5]}{' ' + table.facet if table.facet else ''}]"
            lines.append(f"    {place} {_compact(seen)} {' '.join(absent)}".rstrip())
    return lines
