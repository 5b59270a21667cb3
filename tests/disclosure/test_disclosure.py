"""An attacker reads what was published and computes. Naive copies give small numbers away; ours do not."""

from dataclasses import replace
from random import Random

import pytest

from auditkit.report import committee
from auditkit.report.committee.figures import Judged, TeamFigures
from auditkit.report.committee.protect import Counts
from tests.disclosure import naive
from tests.disclosure.attacker import KINDS, REST, Knowledge, puzzle, recovered, truth
from tests.disclosure.municipality import LAW, QUARTER, at_the_ends, copy_of, counted, drawn, later
from tests.disclosure.published import rows_of_page, rows_of_workbook, seen
from tests.disclosure.solver import Attack

FEW, MANY = range(3), range(1000)
seeds = pytest.mark.parametrize("seeds", [FEW, pytest.param(MANY, marks=pytest.mark.full)], ids=["few", "a thousand"])
LIMIT = 8


def published(cells, quarter=QUARTER, earlier=()):
    return committee.first_edition(counted(cells, quarter), quarter.last_day, committee.Ranges(), list(earlier))


def read(figures, edition=1):
    """The copy as an outsider has it, from the workbook and from the page, which say the same."""
    copy = copy_of(figures, edition)
    found = seen(rows_of_workbook(committee.workbook(copy)))
    assert found == seen(rows_of_page(committee.page(copy)))
    return found


def knowledges(cells, copy):
    """Nothing besides; and all that may be known besides, where it is true."""
    yield Knowledge()
    others = [counts for (_quarter, _rule, team), counts in cells.items() if team not in copy.teams]
    alike = [
        sum(counts[:2]) == sum(cells[quarter, "K01", team][:2])
        for (quarter, rule, team), counts in cells.items()
        if rule == "K00"
    ]
    yield Knowledge(
        noughts=frozenset(key for key, counts in cells.items() if not sum(counts[:2])),
        twins=("K00", "K01") if all(alike) else (),
        no_other_team=not any(map(sum, others)),
    )
    if small := small_others(cells, copy):
        yield Knowledge(small_others=small)


def assert_settled(hauls, record_property):
    """Numbers were sought, and the search gave up on next to none; what was found has been looked at before."""
    sought, unsettled = (sum(haul[place] for haul in hauls) for place in (1, 2))
    record_property("recovered", f"0 of {sought}, {unsettled} unsettled")
    print(f"0 of {sought} small numbers recovered, {unsettled} unsettled")  # noqa: T201 - shown by pytest -s
    assert sought
    assert unsettled <= sought / 1000


def small_others(cells, copy):
    """How many teams there are without figures, if each is small."""
    others: dict = {}
    for (quarter, rule, team), counts in cells.items():
        if quarter == str(QUARTER) and rule in LAW and team not in copy.teams:
            others[team] = [sum(both) for both in zip(others.get(team, (0, 0)), counts[:2], strict=True)]
    return len(others) if copy.teams and all(max(each) < LIMIT for each in others.values()) else 0


@pytest.mark.parametrize(
    ("way", "least"),
    [(naive.hidden_where_small, 0.1), (naive.percent_beside_size, 1.0)],
    ids=["small cells hidden", "percent beside size"],
)
def test_naive_copies_give_small_numbers_away(way, least, record_property):
    found = small = 0
    for seed in range(10):
        cells = {key: counts for key, counts in drawn(Random(seed)).items() if key[0] == str(QUARTER)}
        of_seed = naive.attacked(naive.publish(cells, way), cells)
        found, small = found + of_seed[0], small + of_seed[1]
    record_property("recovered", f"{found} of {small}")
    assert found >= least * small > 0


@seeds
def test_no_small_number_is_recovered_from_a_published_copy(seeds, record_property):
    hauls = []
    for seed in seeds:
        cells = drawn(Random(seed))
        copy = read(published(cells))
        for knows in knowledges(cells, copy):
            hauls.append(recovered([copy], [truth(cells, copy.teams)], LIMIT, knows))
            assert hauls[-1].found == [], (seed, knows)
    assert_settled(hauls, record_property)


def every_range(cells):
    """A naive copy of the quarter's teams: each in its own range, and nobody asks what is left for the others."""
    ranges = committee.Ranges()
    sums: dict = {}
    for (quarter, rule, team), counts in cells.items():
        if quarter == str(QUARTER) and rule in LAW:
            sums[team] = [sum(both) for both in zip(sums.get(team, (0, 0)), counts[:2], strict=True)]
    totals = {team: Judged(*map(ranges.of, both)) for team, both in sums.items() if max(both) >= LIMIT}
    return replace(published(cells), teams=TeamFigures(totals, {}))


@pytest.mark.parametrize("way", [every_range, published], ids=["naive", "ours"])
def test_small_teams_are_not_what_is_left_for_whoever_has_the_list_of_teams(way, record_property):
    found = small = 0
    for seed in range(60):
        cells = at_the_ends(Random(seed))
        copy = read(way(cells))
        if others := small_others(cells, copy):
            haul = recovered([copy], [truth(cells, copy.teams)], LIMIT, Knowledge(small_others=others))
            found, small = found + len(haul.found), small + haul.sought
    record_property("recovered", f"{found} of {small}")
    assert small > 100
    assert (found > 0) == (way is every_range)


@seeds
def test_none_from_neighbouring_quarters_and_a_corrected_edition_together(seeds, record_property):
    """Two quarters from lists that changed meanwhile, and the first corrected after the second."""
    hauls = []
    for seed in seeds:
        random = Random(seed)
        cells = drawn(random)
        changed = later(random, cells)
        before = QUARTER.plus(-1)
        first = published(cells, before)
        second = published(changed, QUARTER, [first])
        fixed = committee.corrected(
            counted(changed, before), QUARTER.last_day, committee.Ranges(), [first, second]
        ).figures
        copies = [read(first), read(second), read(fixed, edition=2)]
        named = {team for copy in copies for team in copy.teams}
        truths = [truth(cells, named), truth(changed, named)]
        hauls.append(recovered(copies, truths, LIMIT))
        assert hauls[-1].found == [], seed
    assert_settled(hauls, record_property)


def test_the_same_quarter_again_from_other_lists_gives_what_was_published():
    random = Random(1)
    cells = drawn(random)
    first = published(cells)
    second = published(later(random, cells), QUARTER.plus(1), [first])
    assert second.quarters[str(QUARTER)] == first.quarters[str(QUARTER)]
    assert list(second.quarters)[:-1] == list(first.quarters)[1:]


@pytest.mark.parametrize("seed", range(3))
def test_other_caseloads_with_other_small_numbers_give_the_same_bytes(seed):
    """What no attacker gets round: for each value a small number could have there is a caseload with the same copy."""
    random = Random(seed)
    cells = drawn(random)
    figures = published(cells)
    copy = read(figures)
    content = committee.workbook(copy_of(figures))
    attack = Attack(_of_shown_and_kept(copy, cells))
    quarter = str(QUARTER)
    small = [
        name
        for name, ends in attack.puzzle.domains.items()
        if name[1] == quarter and name[2] and name[3] not in ("", REST) and ends == (0, LIMIT - 1)
    ]
    tried = same = 0
    for name in random.sample(small, min(6, len(small))):
        for value in (0, 1, 4, LIMIT - 1):
            tried += 1
            if numbers := attack.witness(name, value):
                other = replace(counted(_with(cells, numbers)), overdue=counted(cells).overdue)
                made = committee.first_edition(other, QUARTER.last_day, committee.Ranges(), [])
                assert committee.workbook(copy_of(made)) == content, (name, value)
                same += 1
    assert same >= tried / 2 > 0


def _of_shown_and_kept(copy, cells):
    """Everything the copy says, and that what it does not show stays in its range."""
    found, ranges = puzzle([copy]), committee.Ranges(LIMIT)
    for name in list(found.domains):
        kind, quarter, rule, team, shown = name
        if team == REST:
            true = truth(cells, copy.teams).get(name[:4], 0)
            found.number(name, true, true)
        elif shown[0] == "?" and rule and team:
            kept = ranges.of(cells[quarter, rule, team][KINDS.index(kind)])
            found.number(name, kept.low, kept.high)
    return found


def _with(cells, numbers):
    """The caseload with these numbers in the last quarter."""
    changed = dict(cells)
    for (kind, quarter, rule, team, _shown), value in numbers.items():
        if quarter == str(QUARTER) and rule and team not in ("", REST):
            both = list(changed[quarter, rule, team])
            both[KINDS.index(kind)] = value
            changed[quarter, rule, team] = Counts(*both)
    return changed
