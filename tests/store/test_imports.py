"""What an import changes, and what it leaves."""

import pytest
from polars.testing import assert_frame_equal

from auditkit.store import CasesLacking
from tests.store.examples import File, caseload, cases_list, every_kind_of_value, table


def cases_of(store, plural="cases"):
    return sorted(store.load_caseload()[plural]["case_id"].to_list())


def save(store, name, digest, given, **options):
    return store.save_import([File(name, digest)], given, **options)


def test_the_same_file_again_changes_nothing(store):
    first = save(store, "alt.xlsx", "d1", every_kind_of_value())
    again = save(store, "alt.xlsx", "d1", every_kind_of_value())
    assert (first.changed, first.added) == (True, 400)
    assert (again.changed, again.import_id, again.unchanged) == (False, 1, 400)
    assert store.imports().height == 1


def test_a_resaved_file_with_the_same_content_is_a_new_import_without_new_records(store):
    save(store, "sager.xlsx", "d1", cases_list("S1", "S2"))
    again = save(store, "sager.xlsx", "d2", cases_list("S1", "S2"))
    assert (again.import_id, again.added, again.ended, again.unchanged) == (2, 0, 0, 2)


def test_a_corrected_file_changes_only_what_changed(store):
    tables = [table(1, "a.xlsx", "cases", ("case_id", "team"))]
    before = [{"case_id": "S1", "team": "Nord"}, {"case_id": "S2", "team": "Nord"}]
    after = [{"case_id": "S1", "team": "Nord"}, {"case_id": "S2", "team": "Syd"}]
    save(store, "a.xlsx", "d1", caseload(tables, cases=before))
    receipt = save(store, "a.xlsx", "d2", caseload(tables, cases=after))
    assert (receipt.added, receipt.ended, receipt.unchanged) == (1, 1, 1)
    assert store.load_caseload()["cases"]["team"].to_list() == ["Nord", "Syd"]


def test_the_caseload_before_a_correction_reads_back(store):
    before, after = cases_list("S1", "S2", team="Nord"), cases_list("S1", "S2", team="Syd")
    save(store, "sager.xlsx", "d1", before)
    save(store, "sager.xlsx", "d2", after)
    assert_frame_equal(store.load_caseload([1])["cases"], before["cases"])
    assert_frame_equal(store.load_caseload([1, 2])["cases"], after["cases"])


def test_a_correction_taken_back_is_in_force_again(store):
    save(store, "sager.xlsx", "d1", cases_list("S1", team="Nord"))
    save(store, "sager.xlsx", "d2", cases_list("S1", team="Syd"))
    receipt = save(store, "sager.xlsx", "d1", cases_list("S1", team="Nord"))
    assert (receipt.changed, receipt.added, receipt.ended) == (True, 1, 1)
    assert store.load_caseload()["cases"]["team"].to_list() == ["Nord"]


def test_a_row_put_in_moves_the_rows_below_and_their_new_cells_are_kept(store):
    save(store, "sager.xlsx", "d1", cases_list("S1", "S2", "S3"))
    receipt = save(store, "sager.xlsx", "d2", cases_list("NY", "S1", "S2", "S3"))
    assert (receipt.added, receipt.ended, receipt.moved) == (1, 0, 3)
    places = store.load_caseload()["cases"].select("case_id", "row_no").rows()
    assert places == [("NY", 2), ("S1", 3), ("S2", 4), ("S3", 5)]


def test_two_alike_rows_are_two_records(store):
    tables = [table(1, "a.xlsx", "visits")]
    row = {"case_id": "S1", "row_no": 2}
    save(store, "a.xlsx", "d1", caseload(tables, visits=[row, row]))
    assert cases_of(store, "visits") == ["S1", "S1"]
    receipt = save(store, "a.xlsx", "d2", caseload(tables, visits=[row]))
    assert (receipt.ended, receipt.unchanged) == (1, 1)


def test_cases_that_are_gone_from_the_same_list_need_replace(store):
    save(store, "sager.xlsx", "d1", cases_list("S1", "S2", "S3", "S4"))
    with pytest.raises(CasesLacking, match=r"sager\.xlsx mangler 3 af de sager.*--replace") as refused:
        save(store, "sager.xlsx", "d2", cases_list("S4"))
    assert (refused.value.lacking, refused.value.exit_code) == (3, 4)
    assert cases_of(store) == ["S1", "S2", "S3", "S4"]
    assert store.imports().height == 1
    receipt = save(store, "sager.xlsx", "d2", cases_list("S4"), replace=True)
    assert (receipt.cases_ended, receipt.cases) == (3, 1)
    assert cases_of(store) == ["S4"]


def test_the_list_that_lacks_cases_is_named_among_several(store):
    nord, syd = File("nord.xlsx", "d1"), File("syd.xlsx", "d2")
    tables = [table(1, "nord.xlsx", "cases"), table(2, "syd.xlsx", "cases")]
    rows = [{"case_id": "S1"}, {"case_id": "S2", "table_no": 2}, {"case_id": "S3", "table_no": 2}]
    store.save_import([nord, syd], caseload(tables, cases=rows))
    with pytest.raises(CasesLacking, match=r"^syd\.xlsx mangler 1 "):
        store.save_import([nord, syd], caseload(tables, cases=rows[:2]))


def test_a_case_that_went_from_one_list_to_the_other_is_not_lacking(store):
    nord, syd = File("nord.xlsx", "d1"), File("syd.xlsx", "d2")
    tables = [table(1, "nord.xlsx", "cases"), table(2, "syd.xlsx", "cases")]
    rows = [{"case_id": "S1"}, {"case_id": "S2"}]
    store.save_import([nord, syd], caseload(tables, cases=rows))
    moved = [{"case_id": "S1"}, {"case_id": "S2", "table_no": 2}]
    receipt = store.save_import([nord, syd], caseload(tables, cases=moved))
    assert (receipt.moved, receipt.cases_ended) == (1, 0)


def test_an_empty_list_is_refused_rather_than_ending_every_case(store):
    save(store, "sager.xlsx", "d1", cases_list("S1", "S2"))
    with pytest.raises(CasesLacking):
        save(store, "sager.xlsx", "d2", cases_list())


def test_a_list_by_another_name_adds_its_cases(store):
    save(store, "nord.xlsx", "d1", cases_list("S1", file="nord.xlsx"))
    receipt = save(store, "syd.xlsx", "d2", cases_list("S2", file="syd.xlsx"))
    assert cases_of(store) == ["S1", "S2"]
    assert (receipt.cases_elsewhere, receipt.cases_ended) == (1, 0)


def test_replace_ends_no_case_of_another_list(store):
    save(store, "nord.xlsx", "d1", cases_list("S1", file="nord.xlsx"))
    save(store, "syd.xlsx", "d2", cases_list("S2", "S3", file="syd.xlsx"))
    save(store, "syd.xlsx", "d3", cases_list("S3", file="syd.xlsx"), replace=True)
    assert cases_of(store) == ["S1", "S3"]


def test_a_newer_list_takes_the_place_of_the_cases_it_mentions(store):
    save(store, "k1.xlsx", "d1", cases_list("S1", "S2", file="k1.xlsx", team="Nord"))
    receipt = save(store, "k2.xlsx", "d2", cases_list("S2", "S3", file="k2.xlsx", team="Syd"))
    teams = store.load_caseload()["cases"].select("case_id", "team").sort("case_id").rows()
    assert teams == [("S1", "Nord"), ("S2", "Syd"), ("S3", "Syd")]
    assert (receipt.cases_elsewhere, receipt.cases_ended) == (1, 0)


def test_a_list_that_another_has_wholly_replaced_goes_with_its_tables(store):
    save(store, "k1.xlsx", "d1", cases_list("S1", "S2", file="k1.xlsx"))
    save(store, "k2.xlsx", "d2", cases_list("S1", "S2", "S3", file="k2.xlsx"))
    assert [each.file for each in store.load_caseload().tables] == ["k2.xlsx"]
    assert store.status().files == ("k2.xlsx",)


def test_a_list_without_a_table_for_a_record_type_leaves_what_others_gave(store):
    visits = caseload([table(1, "tilsyn.xlsx", "visits")], visits=[{"case_id": "S1"}])
    save(store, "tilsyn.xlsx", "d1", visits)
    save(store, "sager.xlsx", "d2", cases_list("S1"))
    assert (cases_of(store), cases_of(store, "visits")) == (["S1"], ["S1"])


def test_a_table_of_one_facet_leaves_the_other_facets(store):
    def conversations(file, facet):
        tables = [table(1, file, "conversations", facet=facet)]
        return caseload(tables, conversations=[{"case_id": "S1", "purpose": facet or "tilsyn"}])

    save(store, "a.xlsx", "d1", conversations("a.xlsx", "undersøgelse"))
    save(store, "b.xlsx", "d2", conversations("b.xlsx", "afgørelse"))
    assert len(cases_of(store, "conversations")) == 2
    save(store, "c.xlsx", "d3", conversations("c.xlsx", ""))
    assert store.load_caseload()["conversations"]["purpose"].to_list() == ["tilsyn"]


def test_a_renamed_sheet_moves_its_records(store):
    def named(sheet):
        return caseload([table(1, "a.xlsx", "cases", sheet=sheet)], cases=[{"case_id": "S1"}])

    save(store, "a.xlsx", "d1", named("Sager"))
    receipt = save(store, "a.xlsx", "d2", named("Sager 2026"))
    assert (receipt.moved, receipt.added, receipt.ended) == (1, 0, 0)
    assert [each.sheet for each in store.load_caseload().tables] == ["Sager 2026"]


def test_imports_say_what_each_changed(store):
    save(store, "sager.xlsx", "d1", cases_list("S1", "S2"))
    save(store, "sager.xlsx", "d2", cases_list("S1", "S2", "S3"))
    columns = ["import", "added", "ended", "moved", "unchanged", "files"]
    assert store.imports().select(columns).rows() == [
        (1, 2, 0, 0, 0, ["sager.xlsx"]),
        (2, 1, 0, 0, 2, ["sager.xlsx"]),
    ]


def test_status_counts_what_is_in_force(store):
    assert (store.status().cases, store.status().last_import_at) == (0, None)
    save(store, "sager.xlsx", "d1", cases_list("S1", "S2"))
    save(store, "sager.xlsx", "d2", cases_list("S1", "S2", "S3"))
    state = store.status()
    assert (state.cases, state.records, state.imports, state.runs) == (3, 3, 2, 0)
    assert state.last_import_at.utcoffset().total_seconds() == 0


def test_a_later_extract_under_a_new_name_asks_before_it_forgets_a_case(store):
    save(store, "liste.xlsx", "d1", cases_list("S1", "S2", "S3", file="liste.xlsx"))
    later = cases_list("S1", "S2", "S4", file="liste (1).xlsx")

    with pytest.raises(CasesLacking, match=r"nyere liste\.xlsx under et andet navn.* mangler 1 "):
        save(store, "liste (1).xlsx", "d2", later)
    assert cases_of(store) == ["S1", "S2", "S3"]

    receipt = save(store, "liste (1).xlsx", "d2", later, replace=True)
    assert cases_of(store) == ["S1", "S2", "S4"]
    assert (receipt.cases_elsewhere, receipt.cases_ended) == (0, 1)
    assert not save(store, "liste (1).xlsx", "d2", later).changed
