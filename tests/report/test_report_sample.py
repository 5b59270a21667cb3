"""The sample: anybody draws the same again, it is spread over teams and caseworkers, and it counts nowhere else."""

from collections import Counter
from datetime import date
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from auditkit.dates import Quarter
from auditkit.report.lines import Lines
from auditkit.report.sampling import draw
from tests.report import invented


def cases(counts, **said):
    """So many cases in each (team, caseworker)."""
    rows = [
        invented.obligation(case_id=f"FIKTIV-{team}-{who}-{number}", team=team, caseworker=who, **said)
        for (team, who), count in counts.items()
        for number in range(count)
    ]
    return invented.view_of(invented.frame(*rows)).lines.collect()


def drawn(lines, size=10, seed="2026K3"):
    return draw(lines if isinstance(lines, Lines) else Lines.of(lines), invented.QUARTER, size, seed)


def test_the_same_seed_draws_the_same_cases_whatever_the_order_of_the_rows(view):
    once, again = drawn(view.lines), drawn(view.lines.collect().sample(fraction=1, shuffle=True, seed=3))
    assert once.cases == again.cases
    assert drawn(view.lines, seed="andet").cases != once.cases


def test_the_lowest_digests_are_drawn_so_that_a_controller_can_draw_them_again():
    lines = cases({("Nord", "AB"): 30})
    ids = sorted(lines["case_id"], key=lambda case: sha256(f"frø|{case}".encode()).hexdigest())
    assert [case.case_id for case in drawn(lines, 4, "frø").cases] == ids[:4]


def test_teams_give_by_their_size_and_one_at_least():
    sample = drawn(cases({("Nord", "A"): 60, ("Syd", "B"): 38, ("Lille", "C"): 2}), 10)
    assert sample.quotas == {"Lille": 1, "Nord": 6, "Syd": 3}  # 60 and 38 share nine: 5,5 and 3,5
    assert sample.frame == {"Lille": 2, "Nord": 60, "Syd": 38}


def test_every_caseworker_gives_one_case_before_any_gives_two():
    sample = drawn(cases({("Nord", "AB"): 50, ("Nord", "CD"): 3, ("Nord", "EF"): 1}), 4)
    assert Counter(case.caseworker for case in sample.cases) in (
        {"AB": 2, "CD": 1, "EF": 1},
        {"AB": 1, "CD": 2, "EF": 1},
    )


def test_only_cases_with_a_duty_due_in_the_last_year_are_drawn_and_no_drafts():
    old = invented.obligation(case_id="GAMMEL", quarter="2025K3", due_on=date(2025, 9, 30))
    future = invented.obligation(case_id="SENERE", quarter="2026K4", due_on=date(2026, 12, 1))
    draft = invented.obligation(case_id="UDKAST", rule="SCR")
    inside = invented.obligation(case_id="MED", quarter="2025K4", due_on=date(2025, 10, 1))
    sample = drawn(invented.view_of(invented.frame(old, future, draft, inside)).lines)
    assert [case.case_id for case in sample.cases] == ["MED"]
    assert (sample.first, sample.last) == (Quarter(2025, 4), Quarter(2026, 3))


def test_a_case_that_moved_is_drawn_where_it_is_now():
    before = invented.obligation(record="U1", team="Nord", due_on=date(2026, 7, 1))
    after = invented.obligation(record="U2", team="Syd", due_on=date(2026, 8, 1))
    assert drawn(invented.view_of(invented.frame(after, before)).lines).frame == {"Syd": 1}


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 30), min_size=1), st.integers(0, 60))
def test_as_many_are_drawn_as_asked_for_or_all(teams, size):
    sample = drawn(cases({(team, "X"): count for team, count in teams.items()}), size)
    assert len(sample.cases) == len({case.case_id for case in sample.cases}) == min(size, sum(teams.values()))
    assert all(sample.quotas[team] <= count for team, count in teams.items())
    assert size < len(teams) or all(sample.quotas.values())
