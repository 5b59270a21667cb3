import re
from dataclasses import replace
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from auditkit.report import committee
from auditkit.report.committee.count import counted
from auditkit.report.committee.figures import Requirement
from auditkit.report.committee.network import bounds
from auditkit.report.committee.protect import Counts, Protection
from auditkit.report.committee.ranges import LimitTooLow, Range, Ranges, percent_between
from auditkit.report.committee.sums import UNKNOWN, may_be_equal, may_stand_together, worked_out
from tests.report import invented


def copy_of(view, **said):
    figures = committee.first_edition(counted(view), view.as_of, Ranges(), [])
    return replace(committee.Copy(view.kommune, view.quarter, view.as_of, 1, view.is_sample, figures), **said)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 7), (7, 0, 7), (8, 8, 12), (12, 8, 12), (13, 13, 17), (100, 98, 102)]
)
def test_small_counts_are_hidden_and_others_shown_as_ranges(count, low, high):
    assert Ranges().of(count) == Range(low, high)


@given(st.integers(5, 40), st.integers(0, 500))
def test_every_count_lies_in_its_range_and_its_neighbours_there_have_the_same(limit, count):
    ranges = Ranges(limit)
    mine = ranges.of(count)
    assert {ranges.of(other) for other in range(mine.low, mine.high + 1)} == {mine}
    assert mine.low <= count <= mine.high


def test_a_limit_under_five_is_refused():
    with pytest.raises(LimitTooLow, match="5") as refused:
        Ranges(4)
    assert refused.value.exit_code == 5


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_true_percentage_lies_between_those_shown(met, missed):
    ends = percent_between(Ranges().of(met), Ranges().of(missed))
    if ends:
        assert ends[0] <= 100 * met / (met + missed) <= ends[1]


NARROW = st.builds(lambda low, slack: Range(low, low + slack), st.integers(0, 6), st.integers(0, 3))


@settings(deadline=None)
@given(NARROW, st.lists(NARROW, min_size=1, max_size=4))
def test_what_can_be_worked_out_of_a_sum_is_what_trying_everything_gives(total, parts):
    fitting = [
        counts
        for counts in product(*(range(part.low, part.high + 1) for part in parts))
        if total.low <= sum(counts) <= total.high
    ]
    expected = [
        Range(min(values), max(values)) for values in zip(*((sum(each), *each) for each in fitting), strict=True)
    ]
    assert worked_out(total, parts) == (expected or None)


@settings(deadline=None)
@given(st.data())
def test_what_can_be_worked_out_of_rows_and_columns_is_what_trying_everything_gives(data):
    cells = {(rule, team): data.draw(NARROW) for rule in "ab" for team in "xy"}
    arcs = {("end", "start"): data.draw(NARROW)}
    arcs |= {("start", rule): data.draw(st.one_of(NARROW, st.just(UNKNOWN))) for rule in "ab"}
    arcs |= {(team, "end"): data.draw(st.one_of(NARROW, st.just(UNKNOWN))) for team in "xy"}
    arcs |= cells
    fitting = []
    for counts in product(*(range(each.low, each.high + 1) for each in cells.values())):
        said = dict(zip(cells, counts, strict=True))
        flow = {ends: _carried(ends, said) for ends in arcs}
        if all(each.low <= flow[ends] <= each.high for ends, each in arcs.items()):
            fitting.append(flow)
    expected = {ends: Range(min(f[ends] for f in fitting), max(f[ends] for f in fitting)) for ends in arcs if fitting}
    assert bounds(arcs) == (expected or None)


def _carried(ends, said):
    return sum(count for at, count in said.items() if {*ends} <= {"start", "end", *at})


def test_parts_that_give_away_a_small_number_do_not_stand_beside_their_sum():
    seventeen, small = Range(13, 17), Range(0, 7)
    assert worked_out(Range(58, 62), [seventeen, seventeen, seventeen, small])[-1] == Range(7, 7)
    assert not may_stand_together(Range(58, 62), [seventeen, seventeen, seventeen, small])


def test_a_requirement_that_another_on_the_same_records_would_give_away_is_not_shown():
    """12 met and 7 not of the one, as many judged of the other, whose least is 19."""
    one, other = Counts(12, 7, 0), Counts(18, 1, 0)
    assert may_be_equal([Range(8, 12), Range(0, 7)], [Range(18, 22), Range(0, 7)])
    assert not may_be_equal([Range(8, 12), Range(0, 7)], [Range(18, 22), Range(1, 7)])
    facts = {rule: Requirement("law", "investigation", rule, "") for rule in ("A", "B", "C")}
    shown = Protection(Ranges(), facts).quarter({"A": one, "B": other, "C": Counts(40, 9, 0)})
    assert set(shown.rules) == {"A", "B", "C"}


def test_the_copy_holds_figures_and_nothing_that_points_at_a_case(view):
    copy = copy_of(view)
    with ZipFile(BytesIO(committee.workbook(copy))) as book:
        parts = [book.read(name).decode() for name in book.namelist()]
    lines = view.lines.collect()
    secrets = {*lines["case_id"], *lines["caseworker"], *lines["record"], *view.files}
    secrets |= {*lines["source"]} - {None}
    assert len(secrets) > 1000
    for text in (*parts, committee.page(copy).decode(), copy.figures.to_text()):
        words = set(re.findall(r"[^<>\"|]+", text))
        assert not words & secrets
        assert "27.24.00" not in text
        assert ".xlsx" not in text.replace(".xml", "")


def test_the_workbook_has_four_sheets_no_formula_no_name_and_nothing_hidden(view):
    book = load_workbook(BytesIO(committee.workbook(copy_of(view))))
    assert book.sheetnames == ["Forside", "Overblik", "Pr. team", "Udvikling"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "", list(book.defined_names)) == (
        "",
        "",
        [],
    )


def test_only_the_percentages_of_the_chart_are_numbers(view):
    book = load_workbook(BytesIO(committee.workbook(copy_of(view))))
    numbers = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "n" and cell.value
    ]
    assert {(cell.parent.title, cell.column_letter) for cell in numbers} == {("Udvikling", "E"), ("Udvikling", "F")}


def test_eight_of_twelve_do_not_look_like_ten_of_ten():
    met = [invented.obligation(case_id=f"FIKTIV-{number}") for number in range(8)]
    late = [invented.obligation(case_id=f"FIKTIV-{number}", outcome="missed", reason="late") for number in range(8, 12)]
    book = load_workbook(BytesIO(committee.workbook(copy_of(invented.view_of(invented.frame(*met, *late))))))
    row = next(row for row in book["Overblik"].iter_rows(values_only=True) if row[1] == "BL § 20, stk. 7")
    assert row[2:6] == ("8–12", "højst 7", "53–100 %", "højst 7")


def test_a_team_of_few_caseworkers_or_called_after_one_is_not_named():
    people = {"Nord": "ABC", "Syd": "DE", "Vest": ["F", "G", "Vest Hansen"], "vest hansen": "HIJ"}
    rows = [
        invented.obligation(team=team, caseworker=person, case_id=f"FIKTIV-{team}-{person}-{number}")
        for team, persons in people.items()
        for person in persons
        for number in range(15)
    ]
    found = counted(invented.view_of(invented.frame(*rows)))
    assert found.nameless == {"Syd", "vest hansen"}
    text = committee.page(copy_of(invented.view_of(invented.frame(*rows)))).decode()
    assert "Nord" in text
    assert "Syd" not in text
    assert "vest hansen" not in text


def test_a_draft_says_that_it_is_not_to_be_passed_on(view):
    draft = copy_of(view, edition=None)
    book = load_workbook(BytesIO(committee.workbook(draft)))
    assert all("UDKAST" in sheet["A2"].value for sheet in book)
    assert "må ikke gives videre" in committee.page(draft).decode()


def test_figures_come_back_from_their_text(view):
    figures = copy_of(view).figures
    assert committee.Figures.from_text(figures.to_text()) == figures
