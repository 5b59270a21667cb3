"""Two copies beside each other, and what was changed between them is known: a team, a requirement, a rule, a limit.

The naive way protects each copy well, and alone. Ours remembers what has been published.
"""

from dataclasses import replace

import pytest

from auditkit.report import committee
from auditkit.report.committee.protect import Counts
from auditkit.report.committee.refusals import LimitMoved, ScopeMoved
from tests.disclosure.attacker import KINDS, MOST
from tests.disclosure.municipality import LAW, QUARTER, counted
from tests.disclosure.solver import Attack, Puzzle
from tests.disclosure.test_disclosure import LIMIT, read
from tests.disclosure.two_editions import SHORT, Edition, as_called, recovered

NEXT = QUARTER.plus(1)
MET = (12, 12, 12, 7, 18, 18)  # without the last two the sum is 43, shown as 43–47: no more than 3 × 12 + 7
TEAMS, GONE = ("Anker", "Bro", "Center", "Lille", "Nord", "Syd"), ("Nord", "Syd")
RULES = ("K00", "K02", "K04", "K05", "K06", "K07")
BY_TEAM = {(str(QUARTER), "K00", team): Counts(met, 20, 0) for team, met in zip(TEAMS, MET, strict=True)}
THREE_SMALL = (12, 30, 5, 7, 3, 18)  # no two of them are told by what is left of the total
BY_RULE = {(str(QUARTER), rule, "Nord"): Counts(met, 20, 0) for rule, met in zip(RULES, THREE_SMALL, strict=True)}


def everything(_rule, team):
    return team


def without_two_teams(_rule, team):
    return None if team in GONE else team


def four_teams_as_one(_rule, team):
    return team if team in GONE else "Et team"


def all_renamed(_rule, team):
    return f"Team {team}"


def without_a_requirement(rule, team):
    return None if rule == "K05" else team


CHANGES = {
    "teams go out of scope": (BY_TEAM, everything, without_two_teams),
    "teams come into scope": (BY_TEAM, without_two_teams, everything),
    "four teams become one": (BY_TEAM, everything, four_teams_as_one),
    "a requirement is taken away": (BY_RULE, everything, without_a_requirement),
    "a requirement is added": (BY_RULE, without_a_requirement, everything),
}
changes = pytest.mark.parametrize(("cells", "before", "after"), CHANGES.values(), ids=CHANGES)


def listed(cells, quarter=QUARTER, scope=frozenset()):
    """The counts of the requirements that there are, and what is said to be out of scope."""
    there = {rule for _quarter, rule, _team in cells}
    counts = counted(cells, quarter)
    return replace(
        counts,
        quarters={
            name: {rule: each for rule, each in by_rule.items() if rule in there}
            for name, by_rule in counts.quarters.items()
        },
        requirements={rule: each for rule, each in counts.requirements.items() if rule in there},
        scope=dict.fromkeys(counts.quarters, scope),
    )


def published(cells, quarter=QUARTER, earlier=(), limit=LIMIT):
    return committee.first_edition(listed(cells, quarter), quarter.last_day, committee.Ranges(limit), list(earlier))


def alone(cells):
    """A naive copy: its own ranges are right, and nobody remembers what was published."""
    return read(published(cells))


def small_ones_hidden(cells):
    """A naive copy of another kind: what is small is hidden, and the totals are exact."""
    copy, sums = read(published(cells)), {}
    for (_quarter, rule, _team), counts in cells.items():
        for name in (rule, ""):
            sums[name] = [sum(both) for both in zip(sums.get(name, (0, 0)), counts[:2], strict=True)]
    told = {
        rule: tuple((each, each) if each >= LIMIT else (0, LIMIT - 1) for each in both) for rule, both in sums.items()
    }
    rules = {(SHORT, LAW[rule].title): each for rule, each in told.items() if rule}
    return replace(copy, totals={SHORT: told[""]}, rules=rules, teams={}, split={}, hidden=set())


@changes
def test_naive_copies_beside_each_other_give_small_numbers_away(cells, before, after):
    way = alone if cells is BY_TEAM else small_ones_hidden
    one, other = (Edition(way(as_called(cells, called)), called) for called in (before, after))
    assert recovered([one], cells, LIMIT)[0] == 0
    assert recovered([other], cells, LIMIT)[0] == 0
    assert recovered([one, other], cells, LIMIT)[0] > 0


@changes
def test_the_next_quarters_copy_repeats_what_was_measured_then(cells, before, after):
    first = published(as_called(cells, before))
    second = published(as_called(cells, after), NEXT, [first])
    assert second.quarters[str(QUARTER)] == first.quarters[str(QUARTER)]
    found, small = recovered([Edition(read(first), before), Edition(read(second), before)], cells, LIMIT)
    assert (found, small > 0) == (0, True)


@changes
def test_a_correction_does_not_follow_the_change(cells, before, after):
    first = published(as_called(cells, before))
    again = committee.corrected(listed(as_called(cells, after)), NEXT.last_day, committee.Ranges(), [first])
    assert again.figures.requirements == first.requirements
    assert again.figures.teams.totals in ({}, first.teams.totals)
    moved = {rule for rule, each in again.figures.quarter.rules.items() if each != first.quarter.rules[rule]}
    assert moved <= ({"K00"} if cells is BY_TEAM else set())


@pytest.mark.parametrize(
    ("then", "now"), [(set(), {("Nord", "")}), ({("Nord", "")}, set()), ({("", "K06")}, {("Nord", "K06")})]
)
def test_a_correction_is_refused_where_something_else_is_out_of_scope(then, now):
    first = committee.first_edition(listed(BY_TEAM, scope=frozenset(then)), QUARTER.last_day, committee.Ranges(), [])
    changed = listed(as_called(BY_TEAM, without_two_teams), scope=frozenset(now))
    with pytest.raises(ScopeMoved, match="2026K3") as refused:
        committee.corrected(changed, NEXT.last_day, committee.Ranges(), [first])
    assert refused.value.exit_code == 5


def test_teams_that_only_change_their_names_change_nothing():
    first = published(BY_TEAM)
    again = committee.corrected(listed(as_called(BY_TEAM, all_renamed)), NEXT.last_day, committee.Ranges(), [first])
    assert (again.changed, again.kept) == (0, 0)
    assert again.figures == first


def judged_alike(earlier, later, limit=LIMIT):
    """What is found by whoever knows that as many duties stand behind two figures of three counts each."""
    puzzle = Puzzle()
    for name, shown in (("then", earlier), ("now", later)):
        for kind, each in zip((*KINDS, "unclear"), shown, strict=True):
            puzzle.number((name, kind), each.low, each.high)
        puzzle.number((name, "all"), 0, MOST)
        puzzle.equal((name, "all"), [(name, kind) for kind in (*KINDS, "unclear")])
    puzzle.row([(("then", "all"), 1), (("now", "all"), -1)], 0, 0)
    attack = Attack(puzzle)
    return [name for name in puzzle.domains if (attack.recovered(name) or MOST) < limit]


def test_a_rule_that_judges_the_same_duties_otherwise_gives_nothing_away():
    """62 met, 7 missed, 7 unclear by the old rule; 43, 33 and 0 by the new one: both add up to 76, and only to that."""
    old, new = ({(str(QUARTER), "K00", "Nord"): counts} for counts in (Counts(62, 7, 7), Counts(43, 33, 0)))
    first, alone = published(old), published(new)
    assert judged_alike(first.quarter.rules["K00"], alone.quarter.rules["K00"]) == [
        ("then", "missed"),
        ("then", "unclear"),
    ]
    again = committee.corrected(listed(new), NEXT.last_day, committee.Ranges(), [first])
    assert (again.changed, again.kept) == (0, 3)
    assert again.figures.quarter == first.quarter


def test_two_requirements_on_the_same_records_are_not_corrected_into_giving_each_other_away():
    """With the limit 7: 17–21 and 0–6 beside 7–11 and 0–6 on the same records are 17, 0, 11 and 6."""
    limit, nought = 7, (0, 0)
    alike = [rule for rule, each in LAW.items() if each.record == LAW["K00"].record][:2]
    then, now = (
        {(str(QUARTER), rule, "Nord"): Counts(met, 0, 0) for rule, met in zip(alike, both, strict=True)}
        for both in ((30, 8), (17, 8))
    )
    first = published(then, limit=limit)
    assert published(now, limit=limit).quarter.rules[alike[1]] is None
    again = committee.corrected(listed(now), NEXT.last_day, committee.Ranges(limit), [first])
    assert again.figures.quarter.rules[alike[0]] == first.quarter.rules[alike[0]]
    assert (again.changed, again.kept) == (nought[0], 1)


def test_a_chain_of_corrections_never_comes_near_what_was_said_before():
    """50, 70 and then 57: told from the second edition, but too near to the first."""
    counts = [listed({(str(QUARTER), "K00", "Nord"): Counts(met, 40, 0)}) for met in (50, 70, 57)]
    editions = [committee.first_edition(counts[0], QUARTER.last_day, committee.Ranges(), [])]
    for each in counts[1:]:
        editions.append(committee.corrected(each, NEXT.last_day, committee.Ranges(), editions).figures)
    met = [(each.quarter.rules["K00"].met.low, each.quarter.rules["K00"].met.high) for each in editions]
    assert met == [(48, 52), (68, 72), (68, 72)]


def test_copies_with_several_limits_together_give_the_numbers_between_them_away_and_a_second_limit_is_refused():
    cells = {(str(QUARTER), "K00", "Nord"): Counts(5, 60, 0), (str(QUARTER), "K02", "Nord"): Counts(60, 6, 0)}
    copies = [Edition(read(published(cells, limit=limit)), everything) for limit in (8, 7, 6, 5)]
    assert recovered(copies[:1], cells, LIMIT)[0] == 0
    assert recovered(copies, cells, LIMIT)[0] > 0
    first = published(cells)
    with pytest.raises(LimitMoved, match="8"):
        committee.ranges_for(str(QUARTER), 7, [first])
    with pytest.raises(LimitMoved, match="8"):  # the quarter before stands in that copy's trend
        committee.ranges_for(str(QUARTER.plus(-1)), 7, [first])
    assert committee.ranges_for(str(QUARTER), None, [first]) == committee.Ranges(8)
    assert committee.ranges_for(str(NEXT), 7, [first]) == committee.Ranges(7)


def test_two_copies_of_the_same_day_say_the_same_of_what_is_overdue():
    cells = BY_TEAM | {(str(QUARTER.plus(-1)), *key[1:]): counts for key, counts in BY_TEAM.items()}
    day = QUARTER.last_day
    before = committee.first_edition(listed(cells, QUARTER.plus(-1)), day, committee.Ranges(), [])
    now = replace(listed(cells), overdue=listed(cells, QUARTER.plus(-1)).overdue + 20)
    assert committee.first_edition(now, day, committee.Ranges(), []).overdue != before.overdue
    assert committee.first_edition(now, day, committee.Ranges(), [before]).overdue == before.overdue
