"""What cannot be done is told in Danish, with what to do and no word of what is stored."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import traceback

import pytest
import sqlalchemy as sa

from auditkit.store import DatabaseBusy, Store, default_url, errors
from auditkit.store.engine import make_engine, parse_url, writing
from tests.store.examples import File, cases_list, obligations, save_run

VALUE = "Hemmelig-FIKTIV"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "store.sqlite3"


@pytest.mark.parametrize("url", ["", "mysql://server/x", "sqlite://", "sqlite:///:memory:", "ups"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(errors.UrlNotUnderstood, match="er ikke en databaseadresse"):
        Store.open(url)


def test_a_password_is_in_no_message():
    with pytest.raises(errors.DatabaseUnreachable, match="kan ikke åbnes") as refused:
        Store.open(f"postgresql://user:{VALUE}@127.0.0.1:1/auditkit")
    assert VALUE not in told(refused)


def test_without_psycopg_the_way_to_install_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(errors.DriverMissing, match=r"auditkit\[postgres\]"):
        Store.open("postgresql://server/auditkit")


def test_a_file_that_is_no_database_is_left_as_it_is(file):
    file.write_text("Sagsnr;Team\n" * 200)
    with pytest.raises(errors.NotOurDatabase, match=r"store\.sqlite3"):
        Store.open(f"sqlite:///{file}")
    assert file.read_text() == "Sagsnr;Team\n" * 200


def test_another_programmes_database_is_left_as_it_is(file):
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE wages (amount INTEGER)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(errors.NotOurDatabase):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_damaged_database_is_told(file):
    with Store.open(f"sqlite:///{file}") as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list(*map(str, range(2000))))
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(errors.DatabaseDamaged, match="sikkerhedskopi"):
        Store.open(f"sqlite:///{file}").load_caseload()


def test_a_full_disk_is_told_and_nothing_is_saved(file):
    with Store.open(f"sqlite:///{file}") as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list("S1"))
    engine = make_engine(parse_url(f"sqlite:///{file}"))
    sa.event.listen(engine, "connect", no_more_pages)
    with Store(engine, "full.sqlite3") as store:
        with pytest.raises(errors.DiskFull, match="ikke mere plads"):
            store.save_import([File("sager.xlsx", "d2")], cases_list("S1", *map(str, range(9999))))
        assert store.status().cases == 1


def no_more_pages(connection, _record):
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 5}")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights to files are POSIX")
def test_a_database_that_cannot_be_written_can_be_read(file):
    with Store.open(f"sqlite:///{file}") as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list("S1"))
        file.chmod(0o444)
        with AsAnOrdinaryUser(file.parent):
            assert store.load_caseload()["cases"].height == 1
            with pytest.raises(errors.DatabaseReadOnly, match="rettighederne"):
                store.save_import([File("sager.xlsx", "d2")], cases_list("S1", "S2"))


class AsAnOrdinaryUser:
    """Root may write everything, so that root's tests say nothing about rights."""

    def __init__(self, folder):
        self.folders = [each for each in (folder, *folder.parents) if each.owner() == "root"]

    def __enter__(self):
        if os.geteuid() == 0:
            self.modes = {each: stat.S_IMODE(each.stat().st_mode) for each in self.folders}
            for each in self.folders:
                each.chmod(self.modes[each] | 0o555)
            os.seteuid(65534)

    def __exit__(self, *error):
        if os.getuid() == 0:
            os.seteuid(0)
            for each, mode in self.modes.items():
                each.chmod(mode)


@pytest.mark.skipif(os.name != "posix", reason="Windows files inherit the rights of their folder")
def test_a_new_database_is_for_the_user_alone(tmp_path):
    file = tmp_path / "new folder" / "store.sqlite3"
    Store.open(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(errors.DatabaseUnreachable, match="rettighederne"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'store.sqlite3'}")


def test_the_default_is_a_file_in_the_users_own_folder():
    assert default_url().startswith("sqlite:///")
    assert default_url().endswith("auditkit.sqlite3")


def test_a_second_writer_is_refused_kindly_when_the_first_takes_too_long(url, monkeypatch):
    monkeypatch.setattr("auditkit.store.engine.WAIT_SECONDS", 0.2)
    with Store.open(url) as first, Store.open(url) as second, first.alone():
        with pytest.raises(DatabaseBusy, match="i brug af en anden kørsel"):
            save_run(second, obligations())
        assert second.latest_run() is None
        save_run(first, obligations())
    with Store.open(url) as third:
        assert third.latest_run() == 1


def test_what_was_saved_alone_is_saved_whole_or_not_at_all(store):
    def save_and_stop():
        with store.alone():
            store.save_import([File("sager.xlsx", "d1")], cases_list("S1"))
            save_run(store, obligations())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_and_stop()
    assert (store.status().imports, store.status().runs) == (0, 0)
    save_run(store, obligations())


def test_no_value_and_no_parameter_is_in_a_message_or_a_traceback(store, url):
    with writing(make_engine(parse_url(url))) as connection:
        connection.exec_driver_sql("CREATE UNIQUE INDEX one_a_team ON cases (team)")
    with pytest.raises(errors.DatabaseError, match="meldte fejlen") as refused:
        store.save_import([File("sager.xlsx", "d1")], cases_list("S1", "S2", team=VALUE))
    assert VALUE not in told(refused)


def test_a_character_that_postgresql_cannot_keep_is_refused_without_the_text(postgres_url):
    with Store.open(postgres_url) as store:
        with pytest.raises(errors.DatabaseError) as refused:
            save_run(store, obligations({"case_id": VALUE + "\0"}))
        assert VALUE not in told(refused)
        assert store.latest_run() is None


def told(refused):
    """The message and the whole traceback, with every exception that it hangs on."""
    return str(refused.value) + "".join(traceback.format_exception(refused.value)) + repr(refused.value.__context__)


def test_sqlite_runs_with_the_settings_that_the_documentation_promises(file):
    engine = make_engine(parse_url(f"sqlite:///{file}"))
    expected = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 30_000,
    }
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
    assert found == expected
    assert engine.hide_parameters


@pytest.mark.parametrize("moment", ["INSERT INTO runs", "UPDATE runs", "INSERT INTO run_rules"])
def test_a_connection_lost_in_the_middle_is_told_and_nothing_is_half_written(postgres_ready, moment):
    engine = make_engine(parse_url(postgres_ready))
    before = obligations({"case_id": "S1"}, {"case_id": "S2"})
    with Store.open(postgres_ready) as store:
        save_run(store, before)

    def cut(connection, _cursor, statement, *_facts):
        if statement.startswith(moment):
            lose_connections(postgres_ready, connection.connection.driver_connection.info.backend_pid)

    sa.event.listen(engine, "before_cursor_execute", cut)
    with Store(engine, "db") as store, pytest.raises(errors.DatabaseUnreachable, match="kan ikke åbnes"):
        save_run(store, obligations({"case_id": "S1", "team": VALUE}), rules=[("R9", "ny.toml", "ny", "d9")])
    with Store.open(postgres_ready) as store:
        assert store.latest_run() == 1
        assert store.load_obligations().rows() == before.rows()
        assert save_run(store, before) == 2


def test_a_connection_lost_while_rows_are_copied_is_told(postgres_ready, monkeypatch):
    import psycopg

    write_row, rows = psycopg.Copy.write_row, []

    def cut(self, row):
        rows.append(row)
        if len(rows) == 1000:
            lose_connections(postgres_ready, self.connection.info.backend_pid)
        write_row(self, row)

    monkeypatch.setattr(psycopg.Copy, "write_row", cut)
    with Store.open(postgres_ready) as store:
        with pytest.raises(errors.DatabaseUnreachable):
            save_run(store, obligations(*({"case_id": f"S{number}"} for number in range(5000))))
        monkeypatch.undo()
        assert store.latest_run() is None


def lose_connections(url, number):
    """End the server's process of a connection, as a lost network or a stopped server does."""
    with make_engine(parse_url(url)).connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")


def test_a_role_that_may_not_change_the_schema_can_run(postgres_ready, postgres_server):
    import psycopg

    database = parse_url(postgres_ready).database
    with psycopg.connect(postgres_ready, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE runner_{database} LOGIN")
        owner.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO runner_{database}")
    as_runner = parse_url(postgres_ready).set(username=f"runner_{database}").render_as_string(hide_password=False)
    with Store.open(as_runner) as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list("S1"))
        assert save_run(store, obligations({"case_id": "S1"})) == 1
        assert store.load_obligations()["case_id"].to_list() == ["S1"]
    with make_engine(parse_url(as_runner)).connect() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.exec_driver_sql("CREATE TABLE public.mine (it int)")
