from polars.testing import assert_frame_equal

from auditkit.model import Problem
from tests.store.examples import File, caseload, every_kind_of_value, table


def test_a_caseload_comes_back_as_it_was(store):
    given = every_kind_of_value()
    store.save_import([File("alt.xlsx", "d1")], given)
    loaded = store.load_caseload()
    assert loaded.tables == given.tables
    for plural, frame in given.frames.items():
        assert_frame_equal(loaded[plural], frame)


def test_an_empty_table_comes_back_because_it_says_that_the_list_has_the_column(store):
    given = caseload([table(1, "a.xlsx", "visits", ("case_id", "visited_on"))])
    store.save_import([File("a.xlsx", "d1")], given)
    assert store.load_caseload().tables == given.tables


def test_table_numbers_of_two_lists_do_not_collide(store):
    first = caseload([table(1, "a.xlsx", "cases")], cases=[{"case_id": "S1"}])
    second = caseload([table(1, "b.xlsx", "cases")], cases=[{"case_id": "S2"}])
    store.save_import([File("a.xlsx", "d1")], first)
    store.save_import([File("b.xlsx", "d2")], second)
    loaded = store.load_caseload()
    file_of = {each.table_no: each.file for each in loaded.tables}
    places = loaded["cases"].select("case_id", "table_no").rows()
    assert [(case, file_of[number]) for case, number in places] == [
        ("S1", "a.xlsx"),
        ("S2", "b.xlsx"),
    ]


def test_records_come_back_by_table_and_row_and_keep_their_order_within_a_row(store):
    tables = [table(5, "a.xlsx", "visits")]
    rows = [
        {"case_id": "third", "row_no": 9},
        {"case_id": "second", "row_no": 3},
        {"case_id": "first", "row_no": 2},
        {"case_id": "after second", "row_no": 3},
    ]
    store.save_import([File("a.xlsx", "d1")], caseload(tables, visits=rows))
    cases = store.load_caseload()["visits"]["case_id"].to_list()
    assert cases == ["first", "second", "after second", "third"]


def test_problems_come_back_for_the_lists_in_force(store):
    problem = Problem("a.xlsx", "Sager", "C7", "date_unreadable", "32-13-2026", "Datoen findes ikke")
    given = caseload([table(1, "a.xlsx", "cases")], cases=[{"case_id": "S1"}])
    store.save_import([File("a.xlsx", "d1")], given, [problem])
    assert store.problems() == (problem,)
    store.save_import([File("a.xlsx", "d2")], given, [])
    assert store.problems() == ()
