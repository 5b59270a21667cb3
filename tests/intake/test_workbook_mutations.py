"""Whole workbooks damaged by the hundred: each is refused, or every row and every cell of it is accounted for.

The damage is drawn from fixed seeds: bytes, XML, dimensions that lie, types, truncation. The account is checked
against the cells themselves, counted here once more.
"""

# ruff: noqa: S311 (seeded dice)

from __future__ import annotations

import random
import re
import signal

import pytest

from auditkit.errors import InputRefused
from auditkit.intake import correction_rows, read_lists, to_json
from auditkit.intake.door import column_index, open_workbook
from auditkit.store import Store
from tests.door.door_builders import sheet_xml, workbook_parts, zipped

RUNS = [pytest.param(100, id="short"), pytest.param(10_000, id="long", marks=pytest.mark.full)]
SECONDS = 5
BLANK = {"", "-", "–", "—"}
WORDS = ["Sagsnr", "Team", "Oprettet", "Lukket", "Nord", "Syd", "31/4-24", "15/3-24", "?", "I alt", "Dato", "Type"]
WORDS += ["barnets plan", "madplan", "#I/T", "-", *(f"FIKTIV-{number}" for number in range(9))]
SPICE = [
    "<c/>",
    "</row>",
    '<row r="3">',
    "<v>7</v>",
    ' t="s"',
    ' t="e"',
    ' t="b"',
    ' r="B2"',
    "&amp;",
    "æ",
    '"',
    "<",
    "\0",
]
TYPES = ["s", "n", "b", "e", "d", "str", "inlineStr", "x"]


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="s"><v>{WORDS.index(text)}</v></c>'


def sheet(header: list[str], rows: list[list[str | int]]) -> str:
    lines = []
    for number, row in enumerate([header, *rows], start=1):
        cells = (
            cell(f"{'ABCD'[at]}{number}", value) if isinstance(value, str)
            else f'<c r="{"ABCD"[at]}{number}" s="1"><v>{value}</v></c>'
            for at, value in enumerate(row)
        )  # fmt: skip
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return sheet_xml("".join(lines), before=f'<dimension ref="A1:D{len(rows) + 1}"/>')


def good() -> dict[str, str | bytes]:
    cases = [[f"FIKTIV-{n}", "Nord", 45300 + n, "-"] for n in range(6)]
    cases += [["FIKTIV-7", "Syd", "31/4-24", "?"], ["FIKTIV-8", "#I/T", "15/3-24", 45400], ["I alt", "-", "-", "-"]]
    plans = [[f"FIKTIV-{n}", "barnets plan", 45310 + n] for n in range(4)] + [["FIKTIV-5", "madplan", "?"]]
    sheets = {
        "Sager": sheet(["Sagsnr", "Team", "Oprettet", "Lukket"], cases),
        "Planer": sheet(["Sagsnr", "Type", "Dato"], plans),
    }
    strings = "".join(f"<si><t>{word}</t></si>" for word in WORDS)
    return workbook_parts(sheets, strings=strings, formats=("dd-mm-yyyy",))


def damaged(dice: random.Random) -> bytes:
    """Return a workbook with one sort of damage."""
    parts = good()
    name = dice.choice([*[each for each in parts if "sheet" in each] * 3, *parts])
    text = str(parts[name])
    at = dice.randrange(len(text))
    to = at + dice.choice([1, 3, 10, 100])
    parts[name] = dice.choice(
        [
            lambda: text[:at] + text[to:],
            lambda: text[:to] + text[at:],
            lambda: text[:at] + dice.choice(SPICE) + text[at:],
            lambda: re.sub('ref="[^"]*"', f'ref="A1:{dice.choice(["A1", "B2", "XFD1048576", "x"])}"', text),
            lambda: re.sub('t="s"', f't="{dice.choice(TYPES)}"', text, count=dice.choice([1, 5, 99])),
            lambda: re.sub(r"<v>\d+</v>", f"<v>{dice.choice([0, 8, 60, -1, '1e9', 'x', ''])}</v>", text, count=9),
            lambda: re.sub(r' r="[A-D]\d+"', "", text, count=dice.choice([1, 9, 99])),
            lambda: re.sub(r'<row r="\d+"', dice.choice(["<row", '<row hidden="1"', '<row r="9"']), text, count=1),
            lambda: text.replace("FIKTIV-1<", f"{dice.choice(['I alt', 'FIKTIV-2', '', '45400', 'Sagsnr', 'Note:'])}<"),
            lambda: text,
        ]
    )()
    content = zipped(parts)
    if dice.random() < 0.1:
        return content[: dice.randrange(1, len(content))]
    if dice.random() < 0.1:
        place = dice.randrange(len(content))
        return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]
    return content


class TooSlowError(Exception):
    """A workbook took more than five seconds of processor time."""


@pytest.fixture
def no_hang():
    """Stop what takes too long, by the processor's time: other work on the machine does not count."""

    def stop(*_arguments):
        raise TooSlowError

    signal.signal(signal.SIGVTALRM, stop)
    yield lambda: signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@pytest.mark.parametrize("runs", RUNS)
def test_no_row_and_no_cell_of_a_damaged_workbook_is_unaccounted_for(runs, tmp_path, no_hang):
    path, read, stored = tmp_path / "liste.xlsx", 0, 0
    for seed in range(runs):
        path.write_bytes(damaged(random.Random(seed)))
        no_hang()
        try:
            intake = read_lists([path], pseudonym_key=None)
        except InputRefused:
            continue
        read += 1
        account(path, intake, seed)
        assert to_json(intake)["status"] == "ok"
        assert len(correction_rows(intake)) == len(intake.problems)
        if seed % 20 == 0 and intake.caseload["cases"].height:
            with Store.open(f"sqlite:///{tmp_path / f'{seed}.sqlite3'}") as store:
                receipt = store.save_import(intake.files, intake.caseload, intake.problems)
            stored += 1
            assert receipt.added == sum(frame.height for frame in intake.caseload.frames.values())
    assert read > runs / 4, "the damage is mild enough to reach the reader"
    assert stored


def account(path, intake, seed) -> None:
    """Check the receipt against the cells themselves."""
    total = intake.rows
    assert total.read == total.used + total.set_aside + total.blank, seed
    opened = {each.name: each for each in open_workbook(path).sheets}
    for receipt in intake.files[0].sheets:
        if not receipt.read_as:
            continue
        filled = {
            row.number: {
                column for column, each in row.cells.items() if each.text.strip() not in BLANK or is_fault(each)
            }
            for row in opened[receipt.name].rows()
            if row.number > receipt.header_row
        }
        filled = {number: columns for number, columns in filled.items() if columns}
        aside = {each.row for each in intake.set_aside if each.sheet == receipt.name}
        rows = receipt.rows
        assert rows.read == max(filled, default=receipt.header_row) - receipt.header_row, seed
        assert rows.used + rows.set_aside == len(filled), seed
        assert aside <= filled.keys(), seed
        assert rows.set_aside == len(aside), seed
        for column in receipt.columns:
            index = column_index(column.column)
            assert column.filled == sum(index in filled[row] for row in filled.keys() - aside), (seed, column)
            cells = {f"{column.column}{row}" for row in filled}
            faults = {each.cell for each in intake.problems if each.sheet == receipt.name and each.cell in cells}
            assert len(faults) >= column.unreadable, (seed, column)


def is_fault(each) -> bool:
    """Say whether a cell without text holds a formula that was never calculated."""
    return each.kind == "formula_without_value"
