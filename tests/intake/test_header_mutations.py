"""Headers with slips of the keyboard: each is read as what it was, or not read at all, and then it is said.

A column that is silently read as another field would make a child's case into a false figure.
"""

# ruff: noqa: S311 (seeded dice)

from __future__ import annotations

import random
from datetime import date

import pytest

from auditkit.errors import InputRefused
from auditkit.intake import read_lists
from auditkit.intake.vocabulary import CASE_ID, FLAT, TIME, field_of, normalise, standard_vocabulary
from auditkit.model import Kind
from tests.support.lists import write_workbook

RUNS = [pytest.param(200, id="short"), pytest.param(2_000, id="long", marks=pytest.mark.full)]
KINDS = {
    "Sager": "cases",
    "Underretninger": "notifications",
    "Undersøgelser": "investigations",
    "Afgørelser": "decisions",
    "Indsatser": "measures",
    "Planer": "plans",
    "Sagsliste": FLAT,
}
LETTERS = "abcdefghijklmnoprstuvyæøå"
QUIET = [" ", ".", ":", "-", "\u00a0", "\u00ad", "*", "\u200b", "\n"]


def date_columns(kind: str) -> dict[str, str]:
    """Return the targets of a kind that hold dates, with the standard header of each."""
    found = {}
    for target, header in standard_vocabulary().canonical[kind].items():
        field = field_of(kind, target)
        is_date = field is None or field[1].kind in (Kind.DATE, Kind.MOMENT)
        if is_date and not target.endswith((TIME, CASE_ID, "cpr", "omission")):
            found[target] = header
    return found


def mutated(header: str, dice: random.Random) -> str:
    """Return a header with one to three slips: letters changed, lost, doubled, swapped; or only set otherwise."""
    for _ in range(dice.choice([1, 1, 2, 3])):
        at = dice.randrange(len(header))
        header = dice.choice(
            [
                header[:at] + dice.choice(LETTERS) + header[at + 1 :],
                header[:at] + header[at + 1 :],
                header[:at] + header[at] + header[at:],
                header[:at] + header[at : at + 2][::-1] + header[at + 2 :],
                header[:at] + dice.choice(QUIET) + header[at:],
                header.upper(),
                f"{header} {dice.choice(['dato', 'slut', 'start', '1', '2', 'kl', 'stk. 1'])}",
                f"{dice.choice(['BFU', 'Ny', 'Ikke', 'Forventet', 'Sag', 'Indsats'])} {header}",
            ]
        )
        header = header or "x"
    return header


@pytest.mark.parametrize("runs", RUNS)
def test_no_mutated_header_is_silently_read_as_another_field(runs, tmp_path):
    words = standard_vocabulary()
    outcomes = {"as it was": 0, "said": 0, "another word": 0, "refused": 0}
    for seed in range(runs):
        dice = random.Random(seed)
        sheet, kind = dice.choice(list(KINDS.items()))
        columns = date_columns(kind)
        target, header = dice.choice(list(columns.items()))
        other_target, other = dice.choice([each for each in columns.items() if each[0] != target])
        slip = mutated(header, dice)
        rows = [["Sagsnr", "Rådgiver", other, slip], ["FIKTIV-1", "AB", date(2024, 1, 2), date(2024, 3, 4)]]
        path = write_workbook(tmp_path / "liste.xlsx", {sheet: rows})
        try:
            (receipt,) = read_lists([path], pseudonym_key=None).files[0].sheets
        except InputRefused:
            outcomes["refused"] += 1
            continue
        if receipt.read_as != kind:  # the slip made it another kind of list, which the receipt says
            assert receipt.read_as in ("", FLAT), (seed, slip)
            continue
        read_as = {each.column: each.field for each in receipt.columns}
        assert read_as["C"] == columns[other_target], (seed, slip)
        if "D" not in read_as:
            outcomes["said"] += 1
            assert is_said(path, slip), (seed, slip)
        elif read_as["D"] == columns[target]:
            outcomes["as it was"] += 1
        else:
            # Only a slip that gives exactly a known word of the other field may be read as that field.
            outcomes["another word"] += 1
            assert normalise(slip) in words.headers[kind], (seed, header, slip, read_as["D"])
    assert outcomes["said"] > runs / 3
    assert outcomes["as it was"] > runs / 20
    assert outcomes["another word"] <= runs / 50


def is_said(path, header: str) -> bool:
    """Say whether the receipt names the column as not read."""
    shown = " ".join(header.replace("\u200b", "").replace("\xad", "").split())
    return shown in {each.name for each in read_lists([path], pseudonym_key=None).ignored}
