"""Backup, restore, purge, and the places where a database may not stand."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from polars.testing import assert_frame_equal

from auditkit.model import Caseload, Problem, frame_of
from auditkit.store import Store, errors, restore
from auditkit.store.backup import keep_copy
from auditkit.store.engine import make_engine, parse_url, writing
from auditkit.store.places import kind_of_mount
from tests.store.examples import File, caseload, cases_list, obligations, save_run, table

LAST_YEAR = datetime.now(UTC) - timedelta(days=400)


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


def with_one_run(url, case="S1"):
    store = Store.open(url)
    store.save_import([File("sager.xlsx", case)], cases_list(case), replace=True)
    save_run(store, obligations({"case_id": case}))
    return store


def test_a_backup_restores_what_was_there(sqlite_url, tmp_path):
    backup = tmp_path / "backup.sqlite3"
    with with_one_run(sqlite_url, "before") as store:
        store.backup(backup)
        before = store.load_obligations()
    with with_one_run(sqlite_url, "after") as store:
        assert store.latest_run() == 2
    restore(sqlite_url, backup)
    with Store.open(sqlite_url) as store:
        assert_frame_equal(store.load_obligations(), before)
        assert store.latest_run() == 1
        assert store.load_caseload()["cases"]["case_id"].to_list() == ["before"]


def test_a_backup_is_for_the_user_alone_and_writes_over_nothing(sqlite_url, tmp_path):
    backup = tmp_path / "backup.sqlite3"
    with with_one_run(sqlite_url) as store:
        store.backup(backup)
        with pytest.raises(errors.FileInTheWay, match="overskriver aldrig"):
            store.backup(backup)
    if os.name == "posix":
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_what_is_no_backup_is_not_restored(sqlite_url, tmp_path):
    with_one_run(sqlite_url).close()
    missing, text, empty = tmp_path / "none", tmp_path / "text", tmp_path / "empty"
    text.write_text("Sagsnr;Team\n" * 200)
    empty.touch()
    with pytest.raises(errors.DatabaseUnreachable):
        restore(sqlite_url, missing)
    for file in (text, empty):
        with pytest.raises(errors.NotOurDatabase):
            restore(sqlite_url, file)
    with Store.open(sqlite_url) as store:
        assert store.latest_run() == 1


def test_postgresql_is_backed_up_by_its_own_tools(postgres_url, tmp_path):
    with (
        Store.open(postgres_url) as store,
        pytest.raises(errors.BackupIsTheServers, match="pg_dump"),
    ):
        store.backup(tmp_path / "backup")


def make_old(url, table, number):
    moment = sa.bindparam("moment", LAST_YEAR, sa.DateTime(timezone=True))
    with writing(make_engine(parse_url(url))) as connection:
        statement = sa.text(f"UPDATE {table} SET saved_at = :moment WHERE id = {number}")  # noqa: S608
        connection.execute(statement.bindparams(moment))


def test_a_purge_deletes_old_history_and_keeps_what_holds(url):
    with with_one_run(url, "gone"), with_one_run(url, "here") as store:
        make_old(url, "runs", 1)
        make_old(url, "imports", 1)
        receipt = store.purge(datetime.now(UTC) - timedelta(days=365))
        assert (receipt.records, receipt.obligations, receipt.runs, receipt.imports) == (1, 1, 1, 1)
        assert store.load_caseload()["cases"]["case_id"].to_list() == ["here"]
        assert store.load_obligations(2)["case_id"].to_list() == ["here"]
        assert store.summary(1)["obligations"].to_list() == [1]
        for lost in (lambda: store.load_obligations(1), lambda: store.load_caseload([1])):
            with pytest.raises(errors.Purged, match="slettet"):
                lost()


def test_a_purge_keeps_the_newest_whatever_its_age(url):
    with with_one_run(url) as store:
        receipt = store.purge(datetime.now(UTC) + timedelta(days=1))
        assert (receipt.records, receipt.obligations, receipt.runs, receipt.imports) == (0, 0, 0, 0)
        assert store.load_obligations()["case_id"].to_list() == ["S1"]
        assert store.load_caseload()["cases"].height == 1


def test_a_purge_keeps_the_cases_behind_a_run_that_is_kept(url):
    with with_one_run(url, "judged") as store:
        store.save_import([File("sager.xlsx", "d2")], cases_list("judged", "later"))
        make_old(url, "imports", 1)
        receipt = store.purge(datetime.now(UTC) - timedelta(days=365))
        assert (receipt.records, receipt.imports) == (0, 0)
        cases = store.load_caseload(store.run_imports(1))["cases"]["case_id"]
        assert cases.to_list() == ["judged"]


GONE = [f"Forsvundet-{number}-FIKTIV" for number in range(100, 400)]


def with_what_is_to_go(store):
    """Cases that are in no list any more, by every place where the database knew them."""
    worker = {"caseworker": GONE[0], "source": f"{GONE[1]}.xlsx|x|A1", "evidence": f"{GONE[2]}|y|B2"}
    gone = [File("sager.xlsx", "d1"), File(f"{GONE[3]}.xlsx", "d9")]
    store.save_import(gone, cases_list("here", *GONE), [problem_of(case) for case in GONE], profile=f"# {GONE[4]}")
    save_run(store, obligations(*({"case_id": case, **worker} for case in ("here", *GONE))))
    save_run(store, obligations(*({"case_id": case, "team": "Syd"} for case in ("here", *GONE))))


def test_what_is_purged_is_in_no_byte_of_the_files(url):
    with Store.open(url) as store:
        with_what_is_to_go(store)
        assert found_in_files(url) == set(GONE)
        store.save_import([File("sager.xlsx", "d2")], cases_list("here"), replace=True)
        store.save_import([File(f"{GONE[3]}.xlsx", "d9")], cases_list(file=f"{GONE[3]}.xlsx"), replace=True)
        store.save_import([File("sager.xlsx", "d3")], cases_list("here", team="Syd"))
        save_run(store, obligations({"case_id": "here"}))
        for number in (1, 2):
            make_old(url, "runs", number)
            make_old(url, "imports", number)
        receipt = store.purge(datetime.now(UTC) - timedelta(days=365))
        assert receipt.overwritten
        assert store.load_caseload()["cases"]["case_id"].to_list() == ["here"]
    assert found_in_files(url) <= {GONE[3]}, "but for the name of a file that is still in force"


CLOSED = date(2019, 5, 1)


def test_a_case_closed_before_the_day_is_in_no_byte_of_the_files_and_its_runs_are_still_proved(url):
    tables = [table(1, "sager.xlsx", "cases", ("case_id", "closed_on")), table(2, "sager.xlsx", "visits")]
    given = caseload(
        tables,
        cases=[{"case_id": "here"}, *({"case_id": case, "closed_on": CLOSED} for case in GONE)],
        visits=[{"case_id": case, "visited_on": CLOSED} for case in ("here", *GONE)],
    )
    rows = [{"case_id": case, "team": "Nord"} for case in ("here", *GONE)]
    with Store.open(url) as store:
        store.save_import([File("sager.xlsx", "d1")], given, [problem_of(case) for case in GONE])
        for outcome in ("met", "missed"):
            save_run(store, obligations(*({**row, "outcome": outcome} for row in rows)))
        assert found_in_files(url) == set(GONE)
        assert store.purge_closed(CLOSED).cases == 0
        receipt = store.purge_closed(CLOSED + timedelta(days=1))
        assert (receipt.cases, receipt.records, receipt.obligations) == (300, 600, 600)
        save_run(store, obligations({"case_id": "here"}))
        for run, outcome in ((1, "met"), (2, "missed"), (3, "met")):
            assert store.load_obligations(run).select("case_id", "outcome").rows() == [("here", outcome)]
        assert store.summary(1)["obligations"].to_list() == [301]
        assert store.load_caseload()["visits"]["case_id"].to_list() == ["here"]
        assert store.purge_closed(CLOSED + timedelta(days=1)).cases == 0
    assert found_in_files(url) == set()


@pytest.mark.parametrize(
    "by_hand",
    ["DELETE FROM verdicts WHERE case_id = 'S2'", "UPDATE deleted_verdicts SET digest = SUBSTR(digest, 1, 3)"],
)
def test_a_verdict_changed_by_hand_is_noticed_beside_those_of_deleted_cases(url, by_hand):
    tables = [table(1, "sager.xlsx", "cases", ("case_id", "closed_on"))]
    with Store.open(url) as store:
        store.save_import([File("sager.xlsx", "d1")], caseload(tables, cases=[{"case_id": "S1", "closed_on": CLOSED}]))
        save_run(store, obligations(*({"case_id": f"S{number}"} for number in range(5))))
        store.purge_closed(date(2020, 1, 1))
        assert store.load_obligations(1).height == 4
        with writing(make_engine(parse_url(url))) as connection:
            connection.exec_driver_sql(by_hand)
        with pytest.raises(errors.HistoryDamaged):
            store.load_obligations(1)


@pytest.mark.parametrize(
    ("histories", "deleted"),
    [
        ([[CLOSED]], 1),
        ([[None]], 0),
        ([[date(2024, 1, 1)]], 0),
        ([[CLOSED], [None]], 0),  # opened again
        ([[None], [CLOSED]], 1),
        ([[CLOSED, None]], 0),  # closed by one list, open by another
        ([[CLOSED], []], 1),  # gone from the lists since
        ([[None], []], 0),
    ],
)
def test_a_case_is_closed_by_what_was_last_known_of_it(url, histories, deleted):
    with Store.open(url) as store:
        for digest, days in enumerate(histories):
            files = [File(f"{place}.xlsx", str(digest)) for place in range(2)]
            tables = [table(place, f"{place}.xlsx", "cases", ("case_id", "closed_on")) for place in range(2)]
            frames = caseload(tables, cases=[{"case_id": "another"}])
            rows = [
                {"case_id": "S1", "closed_on": day, "table_no": place, "row_no": 9, "unreadable": 0}
                for place, day in enumerate(days)
            ]
            whole = pl.concat([frames["cases"], frame_of("cases", rows)])
            store.save_import(files, Caseload({**frames.frames, "cases": whole}, tuple(tables)), replace=True)
        assert store.purge_closed(date(2021, 1, 1)).cases == deleted


def test_a_copy_from_an_upgrade_is_named_when_something_is_purged(sqlite_url, tmp_path):
    with with_one_run(sqlite_url) as store:
        copy = keep_copy(make_engine(parse_url(sqlite_url)), store.place, "0002_add_views")
        (tmp_path / "store-2024.sqlite3").touch()
        assert store.purge(datetime.now(UTC)).copies == (copy,)


def problem_of(case):
    return Problem("sager.xlsx", "cases", "A2", "unknown_team", case, "FIKTIV")


def found_in_files(url):
    """The cases of GONE whose number stands in some byte of the database's files."""
    content = b"".join(file.read_bytes() for file in files_of(url))
    return {case for case in GONE if case.encode() in content}


def files_of(url):
    if url.startswith("sqlite"):
        return list(Path(parse_url(url).database).parent.glob("store.sqlite3*"))
    with make_engine(parse_url(url)).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar())
        number = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
    return [file for file in (folder / "base" / str(number)).iterdir() if file.is_file()]


def test_a_backup_made_while_another_writes_is_one_whole_state(sqlite_url, tmp_path):
    def write(store):
        for number in range(5):
            store.save_import([File("sager.xlsx", f"d{number}")], cases_list(*CASES, team=f"team {number}"))
            save_run(store, obligations(*({"case_id": case, "team": f"team {number}"} for case in CASES)))

    Store.open(sqlite_url).close()
    with Store.open(sqlite_url) as writer, Store.open(sqlite_url) as store, ThreadPoolExecutor(1) as pool:
        writing_on, copies = pool.submit(write, writer), []
        while not (writing_on.done() and copies):
            copies.append(tmp_path / f"copy {len(copies)}.sqlite3")
            store.backup(copies[-1])
        writing_on.result()
        assert store.latest_run() == 5
    for copy in copies:
        with Store.open(f"sqlite:///{copy}") as store:
            imports, run = store.imports().height, store.latest_run() or 0
            assert run in {imports, imports - 1}
            assert set(store.load_caseload()["cases"]["team"]) == ({f"team {imports - 1}"} if imports else set())
            if run:
                assert set(store.load_obligations()["team"]) == {f"team {run - 1}"}


CASES = [f"S{number}" for number in range(500)]


def test_a_damaged_backup_is_refused_before_the_database_is_touched(sqlite_url, tmp_path):
    backup = tmp_path / "backup.sqlite3"
    with Store.open(sqlite_url) as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list(*CASES))
        store.backup(backup)
    content = bytearray(backup.read_bytes())
    content[-20_000:] = b"\xff" * 20_000
    backup.write_bytes(content)
    before = Path(parse_url(sqlite_url).database).read_bytes()
    with pytest.raises(errors.DatabaseDamaged, match=r"backup\.sqlite3"):
        restore(sqlite_url, backup)
    assert Path(parse_url(sqlite_url).database).read_bytes() == before


def test_a_backup_may_stand_where_a_database_may_not(sqlite_url, tmp_path):
    (tmp_path / "OneDrive").mkdir()
    backup = tmp_path / "OneDrive" / "backup.sqlite3"
    with with_one_run(sqlite_url) as store:
        store.backup(backup)
    restore(sqlite_url, backup)


@pytest.mark.parametrize("folder", ["OneDrive - Kommune", "Dropbox", "Nextcloud"])
def test_a_synchronised_folder_is_refused(tmp_path, folder):
    with pytest.raises(errors.SharedFolder, match="PostgreSQL"):
        Store.open(f"sqlite:///{tmp_path / folder / 'store.sqlite3'}")
    assert not (tmp_path / folder).exists()


def test_a_network_drive_is_known_by_its_mount():
    mounts = "/dev/sda / ext4 rw 0 0\nsrv:/x /mnt/Fælles\\040drev nfs4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0"
    assert kind_of_mount(Path("/mnt/Fælles drev/auditkit/a.sqlite3"), mounts) == "nfs4"
    assert kind_of_mount(Path("/mnt/other/a.sqlite3"), mounts) == ""
    assert kind_of_mount(Path("/mnt/Fælles drev/a.sqlite3"), "") == ""


def test_power_bi_sees_the_newest_run_and_its_rates(store, url):
    row = {"basis": "law", "team": "Nord", "quarter": "2026K1"}
    rest = ({**row, "outcome": each} for each in ("missed", "deviation", "undeterminable"))
    save_run(store, obligations(row, {"outcome": "missed"}))
    save_run(store, obligations(row, row, *rest, {**row, "team": "Syd", "outcome": "not_due"}))
    columns = "team, quarter, obligations, met, numerator, denominator, rate, rate_with_deviation"
    with make_engine(parse_url(url)).connect() as connection:
        rates = connection.exec_driver_sql(f"SELECT {columns} FROM compliance_now ORDER BY team")  # noqa: S608
        assert [tuple(each) for each in rates] == [
            ("Nord", "2026K1", 5, 2, 2, 3, 2 / 3, 3 / 4),
            ("Syd", "2026K1", 1, 0, 0, 0, None, None),
        ]
        count = connection.exec_driver_sql("SELECT COUNT(*) FROM obligations_now").scalar()
        assert count == 6
