"""Invented municipalities (FIKTIV) of any size: their true counts, and their copies as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.dates import Quarter
from auditkit.report import committee
from auditkit.report.committee.figures import Requirement
from auditkit.report.committee.protect import Counts
from auditkit.report.committee.ranges import LIMIT

if TYPE_CHECKING:
    from random import Random

QUARTER = Quarter(2026, 3)
TEAMS = ("Modtagelsen", "Nord", "Specialteamet", "Syd", "Ungeteamet")
RECORDS = ("notification", "notification", "investigation", "investigation", "measure", "decision")
LAW = {
    f"K{number:02}": Requirement("law", RECORDS[number % 6], f"FIKTIVT krav {number}", "BL § 0") for number in range(12)
}
REQUIREMENTS = {**LAW, "L1": Requirement("local", "measure", "FIKTIVT lokalt krav", "Egne mål")}

Cells = dict[tuple[str, str, str], Counts]
"""(quarter, rule, team) → the true counts."""


def drawn(random: Random) -> Cells:
    """Return eight quarters of a small, middling or large municipality; most counts are small."""
    size = random.choice((1, 1, 2, 4, 10))
    teams = TEAMS[: random.randint(1, 5)]
    weight = {(rule, team): random.choice((0, 0.3, 1, 3, 8)) * size for rule in REQUIREMENTS for team in teams}
    twins = random.random() < 0.5  # two requirements on the same records, judged equally often
    cells: Cells = {}
    for quarter in QUARTER.back(8):
        for (rule, team), each in weight.items():
            cells[str(quarter), rule, team] = _counts(random, random.randint(0, round(3 * each)))
        if twins:
            for team in teams:
                judged = sum(cells[str(quarter), "K00", team][:2])
                cells[str(quarter), "K01", team] = _counts(random, judged)
    return cells


def _counts(random: Random, judged: int) -> Counts:
    likely = random.choice((0.5, 0.8, 0.95))
    met = sum(random.random() < likely for _ in range(judged))
    return Counts(met, judged - met, random.choice((0, 0, 0, 1, 2)) if judged else 0)


def at_the_ends(random: Random) -> Cells:
    """Return a quarter of few requirements: some teams at the ends of ranges, and small ones beside them."""
    rules = random.sample(sorted(LAW), random.choice((1, 1, 2)))
    cells: Cells = {}
    for rule in rules:
        for team in TEAMS[: random.randint(2, 4)]:
            met, missed = random.choice((8, 12, 12, 12, 17)), random.choice((0, 1, 20))
            cells[str(QUARTER), rule, team] = Counts(met, missed, 0)
        most = (LIMIT - 1) // len(rules)
        cells[str(QUARTER), rule, "Vest"] = Counts(random.choice((0, most, most)), random.choice((0, 1)), 0)
    return cells


def later(random: Random, cells: Cells) -> Cells:
    """Return the same as the lists have it a little later: here and there some more, seldom many."""
    changed = dict(cells)
    for key in random.sample(sorted(cells), len(cells) // 6):
        more = random.choice((1, 1, 2, 12)), random.choice((0, 0, 1))
        changed[key] = Counts(cells[key].met + more[0], cells[key].missed + more[1], cells[key].unclear)
    return changed


def counted(cells: Cells, quarter: Quarter = QUARTER) -> committee.Counted:
    """Return the counts as they are taken from a quarter's view."""
    none = Counts(0, 0, 0)
    teams = {team for _quarter, _rule, team in cells}
    quarters = {
        str(each): {
            rule: Counts(*map(sum, zip(*(cells.get((str(each), rule, team), none) for team in teams), strict=True)))
            for rule in REQUIREMENTS
        }
        for each in quarter.back(8)
    }
    by_team = {(rule, team): cells.get((str(quarter), rule, team), none) for rule in REQUIREMENTS for team in teams}
    overdue = sum(counts.missed for of_quarter in quarters.values() for counts in of_quarter.values()) // 3
    return committee.Counted(quarters, by_team, frozenset(), overdue, REQUIREMENTS)


def copy_of(figures: committee.Figures, edition: int = 1) -> committee.Copy:
    """Return the copy that shows the figures."""
    year, _mark, number = figures.name.partition("K")
    quarter = Quarter(int(year), int(number))
    return committee.Copy("Fiktiv Kommune", quarter, quarter.last_day, edition, is_sample=False, figures=figures)
