"""From the workbook to ``obligations --format csv``, against the reference fed by a second translation of the rows."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest

from auditkit.model import BY_PLURAL
from tests.generative.compare import disagreements
from tests.reference.reference import RULES
from tests.reference.rows import COLUMNS
from tests.support.caseloads import Sheet, random_sheets
from tests.support.workbooks import SHEETS, caseload_of, letters_of, write_workbooks

NORMAL, FULL = range(10), range(10, 150)


@pytest.fixture
def chain(auditkit, home):
    """Write the tables as workbooks, import and judge them, and return the rows of the CSV."""

    def run(sheets: list[Sheet], as_of: date, seed: int) -> list[dict[str, str]]:
        files = write_workbooks(home, sheets, seed)
        for step in (["import", *files], ["evaluate", "--as-of", as_of]):
            answer = auditkit(*step)
            assert answer.code == 0, answer.err
        return list(csv.DictReader(io.StringIO(auditkit("obligations", "--format", "csv").out)))

    return run


def as_a_list_writes_them(seed: int) -> tuple[list[Sheet], date]:
    """Random tables with one sheet per kind and file, as the standard workbook has it."""
    sheets, as_of = random_sheets(seed)
    joined: dict[tuple[str, str], Sheet] = {}
    for each in sheets:
        known = joined.setdefault((each.file, each.plural), Sheet(each.plural, [], each.absent, each.file))
        known.rows.extend(each.rows)
        known.absent &= each.absent
    for each in joined.values():
        each.absent |= {"child_key"}
    return list(joined.values()), as_of


def point(text: str) -> tuple[date | None, datetime | None]:
    """Return a day or a moment of the CSV as day and, where it has an hour, moment."""
    if "T" not in text:
        return (date.fromisoformat(text) if text else None), None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00", text), text
    return date.fromisoformat(text[:10]), datetime.fromisoformat(text).astimezone(UTC)


def as_reference_row(row: dict[str, str]) -> dict[str, object]:
    trigger_on, trigger_at = point(row["trigger_at"])
    due_on, due_at = point(row["due_at"])
    points = {
        "trigger_on": trigger_on,
        "trigger_at": trigger_at,
        "due_on": due_on,
        "due_at": due_at,
        "fulfilled_on": point(row["fulfilled_at"])[0],
        "derived": {"true": True, "false": False}[row["derived"]],
    }
    return {name: points[name] if name in points else row[name] or None for name in COLUMNS}


def assert_whole_chain(chain, seed: int) -> None:
    sheets, as_of = as_a_list_writes_them(seed)
    rows = [row for row in chain(sheets, as_of, seed) if row["rule"] in RULES]
    found = disagreements([as_reference_row(row) for row in rows], caseload_of(sheets), as_of)
    assert not found, f"\nseed {seed}, as of {as_of}\n" + "\n\n".join(found[:3])
    assert rows
    for row in rows:
        assert_source(row, sheets)


# --- the source: file|sheet|cell of the trigger ------------------------------------------------

TRIGGERING = {
    **dict.fromkeys(("UND-24T", "UND-KVIT", "UND-GENV"), "notifications"),
    **dict.fromkeys(("BFU-4M", "BFU-SAMT"), "investigations"),
    **dict.fromkeys(("AFG-SAMT", "AFG-BFU", "HP", "HP-AKUT", "BP-STIL", "BP"), "decisions"),
    **dict.fromkeys(("OPF-1", "TILSYN"), "measures"),
}
_MAIN = {"notifications": "received_at", "decisions": "decided_on", "measures": "started_on"}
TRIGGERS = {rule: {_MAIN[plural]} for rule, plural in TRIGGERING.items() if plural in _MAIN} | {
    "BFU-4M": {"aware_on", "received_at", "started_on", "decided_on"},
    "UP": {"decided_on", "birth_date", "expected_birth_on", "started_on"},
    "OPF-N": {"held_on"},
    "OPF-PLAN": {"held_on"},
}
# The cell holds another day than the trigger: a year or a birthday is counted from it.
COUNTED = {"TILSYN", "UP", "UNG-6M", "BFU-SAMT"}


def assert_source(row: dict[str, str], sheets: list[Sheet]) -> None:
    file, name, cell = row["source"].split("|")
    letter, number = re.fullmatch(r"([A-Z]*)(\d+)", cell).groups()
    (sheet,) = [each for each in sheets if each.file == file and SHEETS[each.plural] == name]
    record = sheet.rows[int(number) - 2]
    fields = {field for field, own in letters_of(sheet).items() if own == letter}
    assert record["case_id"] == row["case_id"], row
    assert fields <= TRIGGERS.get(row["rule"], fields), row
    if row["rule"] not in COUNTED and fields and row["trigger_at"]:
        assert row["trigger_at"][:10] == record[fields.pop()].isoformat()[:10], row
    if sheet.plural == TRIGGERING.get(row["rule"]):
        assert row["record"].split("#")[0] == record_label(sheet, record, number), row


def record_label(sheet: Sheet, record: dict, number: str) -> str:
    own = BY_PLURAL[sheet.plural].id_field
    here = f"{record['case_id']}:{SHEETS[sheet.plural]}!{number}"
    return (own in sheet.columns and record[own]) or here


@pytest.mark.parametrize("seed", NORMAL)
def test_a_workbook_is_judged_as_the_readings_say(chain, seed):
    assert_whole_chain(chain, seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", FULL)
def test_a_workbook_is_judged_as_the_readings_say_at_length(chain, seed):
    assert_whole_chain(chain, seed)


def test_both_databases_answer_byte_for_byte_alike(auditkit, home, postgres_url):
    sheets, as_of = as_a_list_writes_them(3)
    files = write_workbooks(home, sheets, 3)

    def answers(url: str) -> list[str]:
        assert auditkit("--db", url, "import", *files).code == 0
        assert auditkit("--db", url, "evaluate", "--as-of", as_of).code == 0
        questions = (["obligations"], ["compliance", "--by", "team,quarter,rule"], ["overdue"])
        return [auditkit("--db", url, *each, "--format", "csv").out for each in questions]

    first, second = answers(f"sqlite:///{home}/first.sqlite3"), answers(postgres_url)
    assert first == second
    assert len(first[0].splitlines()) > 100
