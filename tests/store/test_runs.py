import random
from datetime import UTC, date, datetime
from hashlib import blake2b

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditkit.store import CaseInTwoParts, CaseloadChanged, HistoryDamaged, NoSuchRun, Store
from auditkit.store.engine import make_engine, parse_url, writing
from tests.store.examples import File, cases_list, obligations, save_run


def test_obligations_come_back_exactly(store):
    frame = obligations(
        {
            "case_id": "Å1",
            "record": "7-1",
            "trigger_on": date(2026, 1, 2),
            "trigger_at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
            "due_on": date(2026, 5, 2),
            "due_at": datetime(2026, 7, 1, 22, 0, tzinfo=UTC),
            "law": "BL",
            "version_from": date(2024, 1, 1),
            "team": "",
            "derived": True,
            "source": "a.xlsx|Sager|C2",
        }
    )
    run = save_run(store, frame)
    assert run == 1
    assert_frame_equal(store.load_obligations(1), frame)


def test_obligations_come_back_in_their_order_whatever_the_database_sorts_by(store):
    frame = obligations(
        {"case_id": "a", "trigger_on": date(2026, 1, 2)},
        {"case_id": "B", "trigger_on": date(2026, 1, 2)},
        {"case_id": "B", "trigger_on": None},
        {"case_id": "Å", "record": "x", "team": "first of two alike"},
        {"case_id": "Å", "record": "x", "team": "another of two alike"},
    )
    save_run(store, frame)
    loaded = store.load_obligations()
    assert loaded["case_id"].to_list() == ["B", "B", "a", "Å", "Å"]
    assert loaded["trigger_on"].to_list()[:2] == [None, date(2026, 1, 2)]
    assert loaded["team"].to_list()[3:] == ["first of two alike", "another of two alike"]


def test_a_second_run_over_unchanged_data_adds_no_obligation(store):
    frame = obligations(*({"case_id": f"S{number}"} for number in range(20)))
    assert [save_run(store, frame) for _ in range(3)] == [1, 2, 3]
    assert store.runs()["added"].to_list() == [20, 0, 0]
    assert store.runs()["ended"].to_list() == [0, 0, 0]
    assert_frame_equal(store.load_obligations(1), store.load_obligations(3))


def test_a_run_writes_only_what_is_new_or_different_and_every_run_reads_back(store):
    frames = [
        obligations({"case_id": "S1"}, {"case_id": "S2"}, {"case_id": "S3"}),
        obligations({"case_id": "S1"}, {"case_id": "S2", "outcome": "missed"}, {"case_id": "S4"}),
        obligations({"case_id": "S1"}, {"case_id": "S2"}, {"case_id": "S3"}),
        obligations(),
    ]
    for frame in frames:
        save_run(store, frame)
    assert store.runs().select("added", "ended").rows() == [(3, 0), (2, 2), (2, 2), (0, 3)]
    for run, frame in enumerate(frames, start=1):
        assert_frame_equal(store.load_obligations(run), frame)


def test_null_and_empty_text_are_two_things(store):
    save_run(store, obligations({"case_id": "S1", "team": None}))
    save_run(store, obligations({"case_id": "S1", "team": ""}))
    assert store.runs()["added"].to_list() == [1, 1]
    assert store.load_obligations(1)["team"].to_list() == [None]


def test_a_run_keeps_the_rules_that_it_judged_with(store):
    rule = ("R1", "national/r1.toml", "old text", "d1")
    save_run(store, obligations(), rules=[rule])
    save_run(store, obligations(), rules=[("R1", "national/r1.toml", "new text", "d2")])
    columns = ["rule", "path", "text", "digest"]
    assert store.run_rules(1).select(columns).rows() == [rule]
    assert store.run_rules()["text"].to_list() == ["new text"]


def test_a_run_knows_which_imports_it_judged(store):
    store.save_import([File("a.xlsx", "d1")], cases_list("S1", file="a.xlsx"))
    store.save_import([File("b.xlsx", "d2")], cases_list("S2", file="b.xlsx"))
    store.save_import([File("a.xlsx", "d3")], cases_list("S1", "S3", file="a.xlsx"))
    save_run(store, obligations())
    assert store.run_imports() == [2, 3]


def test_the_caseload_of_a_run_reads_back_by_its_imports(store):
    file = [File("a.xlsx", "d1")]
    store.save_import(file, cases_list("S1", file="a.xlsx", team="Nord"))
    read_by_another_profile = cases_list("S1", file="a.xlsx", team="Syd")
    store.save_import(file, read_by_another_profile)
    save_run(store, obligations())
    store.save_import(file, cases_list("S1", file="a.xlsx", team="Vest"))
    loaded = store.load_caseload(store.run_imports(1))
    assert_frame_equal(loaded["cases"], read_by_another_profile["cases"])


def test_the_summary_of_a_run_counts_by_rule_team_quarter_and_outcome(store):
    row = {"basis": "law", "team": "Nord", "quarter": "2026K1"}
    save_run(store, obligations(row, row, {**row, "outcome": "missed"}))
    expected = [
        ("R1", "law", "Nord", "2026K1", "met", 2),
        ("R1", "law", "Nord", "2026K1", "missed", 1),
    ]
    assert store.summary(1).rows() == expected


def test_a_run_is_refused_where_the_caseload_was_changed_after_it_was_read(store, url):
    store.save_import([File("a.xlsx", "d1")], cases_list("S1", file="a.xlsx"))
    store.load_caseload()
    with Store.open(url) as somebody_else:
        somebody_else.save_import([File("b.xlsx", "d2")], cases_list("S2", file="b.xlsx"))
    with pytest.raises(CaseloadChanged):
        save_run(store, obligations())
    assert store.latest_run() is None


def test_a_run_that_is_not_there_is_named(store):
    with pytest.raises(NoSuchRun, match="auditkit evaluate"):
        store.load_obligations()
    save_run(store, obligations())
    with pytest.raises(NoSuchRun, match="7"):
        store.load_obligations(7)


def test_a_verdict_changed_outside_auditkit_is_noticed(store, url):
    save_run(store, obligations({"case_id": "S1", "outcome": "missed"}))
    with writing(make_engine(parse_url(url))) as connection:
        connection.exec_driver_sql("UPDATE grounds SET outcome = 'met'")
    with pytest.raises(HistoryDamaged):
        store.load_obligations(1)


def test_a_verdict_whose_digest_was_changed_outside_auditkit_is_written_anew(store, url):
    save_run(store, many_cases())
    with writing(make_engine(parse_url(url))) as connection:
        connection.exec_driver_sql("UPDATE verdicts SET digest = SUBSTR(digest, 1, 3) WHERE case_id IN ('S1', 'S2')")
    save_run(store, many_cases())
    assert store.runs().select("added", "ended").rows() == [(36, 0), (12, 12)]
    assert_frame_equal(store.load_obligations(2), store.load_obligations(1))


def test_runs_say_when_and_with_what(store):
    save_run(store, obligations(), as_of=date(2026, 6, 30), engine_version="9.9")
    row = store.runs().row(0, named=True)
    assert (row["run"], row["as_of"], row["engine_version"]) == (1, date(2026, 6, 30), "9.9")
    assert abs((datetime.now(UTC) - row["saved_at"]).total_seconds()) < 3600
    assert isinstance(store.runs().schema["saved_at"], pl.Datetime)


def test_a_run_knows_the_files_and_the_mapping_profile_that_each_was_read_with(store):
    store.save_import([File("a.xlsx", "d1")], cases_list("S1", file="a.xlsx"), profile="name = 'æøå'")
    store.save_import([File("b.xlsx", "d2")], cases_list("S2", file="b.xlsx"))
    save_run(store, obligations())
    store.save_import([File("a.xlsx", "d3")], cases_list("S1", file="a.xlsx"), profile="name = 'ny'")
    assert store.run_files(1).rows() == [("a.xlsx", "d1", 1, "name = 'æøå'"), ("b.xlsx", "d2", 2, None)]


def test_the_same_file_read_with_another_profile_is_a_new_import(store):
    for profile in ("name = 'a'", "name = 'a'", "name = 'b'", ""):
        store.save_import([File("a.xlsx", "d1")], cases_list("S1", file="a.xlsx"), profile=profile)
        save_run(store, obligations())
    assert [store.run_files(run)["profile"].item() for run in (1, 2, 3, 4)] == ["name = 'a'"] * 2 + ["name = 'b'", None]
    assert store.imports()["added"].to_list() == [1, 0, 0]


def test_run_1_reads_back_the_same_after_30_later_runs(store):
    first = obligations(*({"case_id": f"S{number}", "team": "Nord"} for number in range(100, 300)))
    save_run(store, first)
    digest = store.runs()["digest"][0]
    for run in range(30):
        changed = pl.col("case_id").str.ends_with(str(run % 10))
        save_run(store, first.with_columns(team=pl.when(changed).then(pl.lit(f"Team {run}")).otherwise("team")))
    back = store.load_obligations(1)  # raises HistoryDamaged where the rows have another digest
    assert_frame_equal(back, first)
    save_run(store, back)
    assert store.runs()["digest"].to_list()[::31] == [digest, digest]


def parts_of(frame, count, seed):
    """The cases of a frame, shared out among some frames."""
    cases = sorted(frame["case_id"].unique())
    random.Random(seed).shuffle(cases)  # noqa: S311 - no secret
    return [frame.filter(pl.col("case_id").is_in(cases[start::count])) for start in range(count)]


def many_cases(*moved):
    return obligations(
        *(
            {"rule": rule, "case_id": case, "record": record, "team": "Syd" if case in moved else "Nord"}
            for rule in ("R1", "R2")
            for case in ("S1", "S2", "S3", "S10", "Å", "")
            for record in ("", "x", "x")
        )
    )


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_a_run_given_in_parts_is_the_same_run(store, count):
    for seed, frame in enumerate([many_cases(), many_cases("S2", "Å"), many_cases()]):
        run = save_run(store, iter(parts_of(frame, count, seed)))
        assert_frame_equal(store.load_obligations(run), load_in_one_go(store, frame))
    assert store.runs().select("added", "ended").rows() == [(36, 0), (0, 0), (12, 12), (0, 0), (12, 12), (0, 0)]
    first, *rest = store.runs()["digest"].to_list()
    assert rest[0] == rest[3] == rest[4] == first != rest[1] == rest[2]
    assert store.summary(5).equals(store.summary(6))


def load_in_one_go(store, frame):
    """Save the same obligations as one frame, and give back what the store then holds."""
    return store.load_obligations(save_run(store, frame))


def test_no_part_at_all_is_a_run_without_obligations(store):
    run = save_run(store, iter(()))
    assert store.load_obligations(run).is_empty()
    assert store.runs()["digest"].item() == whole_digest_of_nothing()


def whole_digest_of_nothing():
    return "02" + blake2b(digest_size=16).hexdigest()


def test_a_case_in_two_parts_is_refused_and_nothing_is_saved(store):
    same = obligations({"case_id": "S1", "record": "x"})
    with pytest.raises(CaseInTwoParts):
        save_run(store, iter([same, same]))
    assert store.latest_run() is None


def test_a_part_that_cannot_be_made_leaves_no_run(store):
    def parts():
        yield many_cases()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_run(store, parts())
    assert store.latest_run() is None


def test_parts_may_be_read_from_the_store_while_they_are_saved(store):
    store.save_import([File("a.xlsx", "d1")], cases_list("S1", "S2", file="a.xlsx"))

    def parts():
        for case in store.load_caseload()["cases"]["case_id"]:
            yield obligations({"case_id": case})

    with store.alone():
        run = save_run(store, parts())
    assert store.load_obligations(run)["case_id"].to_list() == ["S1", "S2"]


def test_anybody_can_make_the_digest_of_a_run_again(store):
    save_run(store, obligations({"case_id": "S1", "due_on": date(2026, 1, 2), "derived": True}, {"case_id": "ÆØ"}))
    rows = (
        "2:R1~2:S1~~~10:2026-01-02~~~3:met~~~~~~~~4:true~~1:0",
        "2:R1~4:ÆØ~~~~~~~3:met~~~~~~~~~~~1:0",
    )
    each = sorted(blake2b(row.encode(), digest_size=16).digest() for row in rows)
    assert store.runs()["digest"].item() == "02" + blake2b(b"".join(each), digest_size=16).hexdigest()
