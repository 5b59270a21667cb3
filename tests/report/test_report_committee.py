import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from auditkit.report import write_committee_workbook
from auditkit.report.protection import LEAST_POSSIBILITIES, may_stand_together, protected, share_between
from tests.report import invented


def cells(path):
    book = load_workbook(path)
    return [
        (sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0, 7), (7, 0, 7), (8, 8, 12), (12, 8, 12), (13, 13, 17), (100, 98, 102)]
)
def test_small_counts_are_hidden_and_others_shown_as_ranges(count, low, high):
    seen = protected(count)
    assert (seen.low, seen.high) == (low, high)
    assert seen.hidden == (count <= 7)


def test_a_share_is_the_range_that_the_protected_counts_allow():
    assert share_between(33, 42) == (33 / 42, 37 / 38)
    assert share_between(42, 42) == (38 / 42, 1.0)
    assert share_between(5, 42) == (0, 7 / 38)
    assert share_between(3, 4) is None


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_true_share_lies_in_the_range(met, missed):
    between = share_between(met, met + missed)
    if between:
        assert between[0] <= met / (met + missed) <= between[1]


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_whoever_adds_up_what_is_shown_is_left_with_possibilities(parts):
    """Tries every combination of counts that would have been shown in the same way."""
    if not may_stand_together(parts, sum(parts)):
        return
    total = protected(sum(parts))
    ranges = [range(each.low, each.high + 1) for each in map(protected, parts)]
    fitting = [counts for counts in product(*ranges) if protected(sum(counts)) == total]
    for values in zip(*fitting, strict=True):
        assert len(set(values)) >= LEAST_POSSIBILITIES


def test_parts_that_give_away_a_small_number_are_found():
    assert not may_stand_together([13, 13, 13, 13, 0], 52)


def test_the_committee_gets_figures_and_nothing_that_points_at_a_case(tmp_path, view):
    path = tmp_path / "udvalg.xlsx"
    write_committee_workbook(path, view)
    found = cells(path)
    assert list(dict.fromkeys(sheet for sheet, _cell in found)) == ["Forside", "Overblik", "Pr. team", "Udvikling"]
    texts = "\n".join(str(cell.value) for _sheet, cell in found)
    for secret in ("27.24.00", "Sagsbehandler FIKTIV", "KLM", "Undersøgelser, celle", ".xlsx"):
        assert secret not in texts
    assert {cell.data_type for _sheet, cell in found} <= {"s", "n"}


def test_the_committee_gets_no_exact_count(tmp_path, view):
    path = tmp_path / "udvalg.xlsx"
    write_committee_workbook(path, view)
    found = [cell.value for _sheet, cell in cells(path)]
    assert not [value for value in found if isinstance(value, int | float)]
    assert [value for value in found if re.fullmatch(r"[0-9]+–[0-9]+", value)]


def test_eight_of_twelve_do_not_look_like_ten_of_ten(tmp_path):
    met = [invented.obligation(case_id=f"FIKTIV-{number}") for number in range(8)]
    late = [invented.obligation(case_id=f"FIKTIV-{number}", outcome="missed", reason="late") for number in range(8, 12)]
    path = tmp_path / "udvalg.xlsx"
    write_committee_workbook(path, invented.view_of(invented.frame(*met, *late)))
    row = next(row for row in load_workbook(path)["Overblik"].iter_rows(values_only=True) if row[1] == "BFU-4M")
    assert row[4:7] == ("8–12", "8–12", "67–100 %")


def test_few_cases_are_shown_as_at_most_seven(tmp_path):
    path = tmp_path / "udvalg.xlsx"
    write_committee_workbook(path, invented.view_of(invented.frame(invented.obligation())))
    row = next(row for row in load_workbook(path)["Overblik"].iter_rows(values_only=True) if row[1] == "BFU-4M")
    assert row[4:] == ("højst 7", "højst 7", "–", "–")
