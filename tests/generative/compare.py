"""Compare two engines on one caseload, and show what differs together with the case's own records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from auditkit.model import BY_PLURAL, Caseload, Outcome, Reason
from tests.reference.reference import RULES, reference
from tests.reference.rows import COLUMNS

if TYPE_CHECKING:
    from datetime import date

# Where the readings are silent, and both engines are careful: (rule, engine's reason, reference's).
OPEN = {
    # an unreadable Type besides an unknown Dato, where the paragraph alone would do
    ("BP", "population_unreadable", "trigger_unknown"),
    ("BP", "population_unreadable", "trigger_unreadable"),
    ("BP", "population_unreadable", "not_in_list"),
    ("UP", "population_unreadable", "trigger_unknown"),
    ("UP", "population_unreadable", "trigger_unreadable"),
    ("UP", "population_unreadable", "not_in_list"),
    # an unreadable Planbehov whose answer is dated after the as-of date
    ("BP", "population_unreadable", "need_not_assessed"),
    ("UP", "population_unreadable", "need_not_assessed"),
    # several follow-ups on the first day, one of them with an unreadable Næste opfølgning
    ("OPF-PLAN", "end_unreadable", "evidence_unreadable"),
    # a plan that came too late in any case, with an unreadable link
    ("HP", "after", "missing"),
}


@cache
def national_rules() -> tuple:
    from auditkit.rules.loader import load_catalogue

    return tuple(rule for rule in load_catalogue().active() if rule.file.id in RULES)


def engine_rows(caseload: Caseload, as_of: date) -> list[dict]:
    from auditkit.evaluate import evaluate

    frame = evaluate(caseload, national_rules(), as_of)
    return frame.select(COLUMNS).to_dicts()


OpenQuestions = Callable[[str, tuple, tuple], bool]
"""Whether a rule's two rows of one record differ only by what the readings leave open."""


def is_open(rule: str, engine: tuple, naive: tuple) -> bool:
    """Whether the two reasons are a question that is still open (``OPEN``)."""
    reason = COLUMNS.index("reason")
    return (rule, engine[reason], naive[reason]) in OPEN


def is_open_among_several_causes(rule: str, engine: tuple, naive: tuple) -> bool:
    """As ``is_open``; and where several cells are lost at once, which of them is named as the cause."""
    outcome = COLUMNS.index("outcome")
    return is_open(rule, engine, naive) or engine[outcome] == naive[outcome] == Outcome.UNDETERMINABLE


def differences(caseload: Caseload, as_of: date, tolerated: OpenQuestions = is_open) -> list[str]:
    """One text per case and rule where the rows are not the same."""
    return disagreements(engine_rows(caseload, as_of), caseload, as_of, tolerated)


def disagreements(rows: list[dict], caseload: Caseload, as_of: date, tolerated: OpenQuestions = is_open) -> list[str]:
    """The same for rows that came out elsewhere."""
    engine = _grouped(rows)
    naive = _grouped(reference(caseload, [rule.file.id for rule in national_rules()], as_of))
    return [
        _shown(caseload, key, engine[key] - naive[key], naive[key] - engine[key])
        for key in sorted(engine.keys() | naive.keys())
        if engine[key] != naive[key] and not _tolerated(engine[key], naive[key], tolerated)
    ]


def _grouped(rows: list[dict]) -> defaultdict[tuple, Counter]:
    groups: defaultdict[tuple, Counter] = defaultdict(Counter)
    for row in rows:
        groups[row["rule"], row["case_id"]][tuple(_settled(row)[name] for name in COLUMNS)] += 1
    return groups


def _tolerated(engine: Counter, naive: Counter, open_questions: OpenQuestions) -> bool:
    """Whether what is left between the two are only questions that are still open."""
    theirs, ours = ({row[2]: row for row in rows} for rows in (engine - naive, naive - engine))
    return theirs.keys() == ours.keys() and all(
        open_questions(theirs[record][0], theirs[record], ours[record]) for record in theirs
    )


def _settled(row: dict) -> dict:
    """Where nobody can tell whether there is a duty, the day it would be due is not compared."""
    unsettled = row["reason"] in {Reason.POPULATION_UNREADABLE, Reason.NOT_IN_LIST}
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
