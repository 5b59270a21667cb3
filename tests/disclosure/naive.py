"""Copies as they are made by hand: each hides small numbers, and each gives them away."""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from auditkit.report import write_lists
from tests.disclosure.attacker import KINDS
from tests.disclosure.municipality import LAW
from tests.disclosure.solver import Attack, Puzzle

ALL = "I alt"
LIMIT = 8


def hidden_where_small(met, missed):
    """Say every count but the small ones."""
    return [str(count) if count == 0 or count >= LIMIT else f"under {LIMIT}" for count in (met, missed)]


def percent_beside_size(met, missed):
    """Say how many there were, and the share met with a decimal; no count of what was met or not."""
    judged = met + missed
    return [str(judged), f"{100 * met / judged:.1f}" if judged else "-"]


def publish(cells, way) -> bytes:
    """Return a workbook with a row for each requirement and team, and with every sum."""
    rows = [["Kvartal", "Krav", "Team", "", ""]]
    for (quarter, rule, team), (met, missed) in _sums(cells).items():
        rows.append([quarter, rule, team, *way(met, missed)])
    with TemporaryDirectory() as folder:
        write_lists(f"{folder}/udvalg.xlsx", {"Tal": rows})
        with open(f"{folder}/udvalg.xlsx", "rb") as file:  # noqa: PTH123
            return file.read()


def _sums(cells):
    sums = {}
    for (quarter, rule, team), counts in cells.items():
        for key in ((quarter, rule, team), (quarter, rule, ALL), (quarter, ALL, team), (quarter, ALL, ALL)):
            if rule in LAW:
                met, missed = sums.get(key, (0, 0))
                sums[key] = met + counts.met, missed + counts.missed
    return sums


def attacked(content: bytes, cells) -> tuple[int, int]:
    """Return how many small numbers an outsider finds in such a workbook, and how many there are."""
    puzzle, (_header, *rows) = Puzzle(), load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    keys = {(quarter, rule, team) for quarter, rule, team, *_said in rows}
    for *key, first, second in rows:
        _read(puzzle, tuple(key), first, second)
    for quarter, rule, team in keys:
        for kind in KINDS:
            if team == ALL:
                teams = [key for key in keys if key[:2] == (quarter, rule) and key[2] != ALL]
                puzzle.equal((kind, quarter, rule, ALL), [(kind, *key) for key in teams])
            if rule == ALL:
                rules = [key for key in keys if key[::2] == (quarter, team) and key[1] != ALL]
                puzzle.equal((kind, quarter, ALL, team), [(kind, *key) for key in rules])
    attack, true = Attack(puzzle), _sums(cells)
    small = {
        (KINDS[kind], *key): both[kind] for key, both in true.items() for kind in range(2) if 0 < both[kind] < LIMIT
    }
    return sum(attack.recovered(name) == count for name, count in small.items()), len(small)


def _read(puzzle, key, first, second):
    met, missed = ((kind, *key) for kind in KINDS)
    if "." in second or second == "-":
        puzzle.number(met)
        puzzle.number(missed)
        puzzle.row([(met, 1), (missed, 1)], int(first), int(first))
        if second != "-":
            tenths = round(float(second) * 10)  # the share lies within half a tenth of it
            puzzle.row([(met, 2000 - 2 * tenths + 1), (missed, 1 - 2 * tenths)], 0, 10**10)
            puzzle.row([(met, 2 * tenths + 1 - 2000), (missed, 2 * tenths + 1)], 0, 10**10)
        return
    for name, said in ((met, first), (missed, second)):
        ends = (1, LIMIT - 1) if said.startswith("under") else (int(said), int(said))
        puzzle.number(name, *ends)
