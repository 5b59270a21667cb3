"""Migrations run up and down, whole or not at all, and agree with the tables in use."""

import re
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine.reflection import ObjectKind

from auditkit.store import HEAD, Store, migrations_folder, upgrade
from auditkit.store.engine import make_engine, parse_url, reading, writing
from auditkit.store.errors import DatabaseOutdated, DatabaseTooNew, NotOurDatabase
from auditkit.store.schema import REVISIONS, configuration, new_sqlite_file, ready
from auditkit.store.tables import metadata
from tests.migrations import make_new
from tests.store.examples import File, every_kind_of_value, obligations, save_run


@pytest.fixture
def engine(empty_url):
    return make_engine(parse_url(empty_url))


def migrate(engine, revision, step=command.upgrade):
    with writing(engine) as connection:
        step(configuration(connection), revision)


def tables_in(engine):
    with reading(engine) as connection:
        inspector = sa.inspect(connection)
        names = {*inspector.get_table_names(), *inspector.get_view_names()}
    return names - {"alembic_version"}


def set_revision(engine, revision):
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :it"), {"it": revision})


def test_the_revisions_in_the_code_are_those_of_the_migrations():
    script = ScriptDirectory(str(migrations_folder()))
    found = [each.revision for each in script.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS
    assert script.get_current_head() == HEAD


def test_a_migrated_database_has_exactly_the_tables_in_use(engine):
    migrate(engine, "head")
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert keys_of(sa.inspect(connection)) == {
            (table.name, key.name) for table in metadata.tables.values() for key in table.foreign_key_constraints
        }


def keys_of(inspector):
    tables = inspector.get_table_names()
    return {(name, key["name"]) for name in tables for key in inspector.get_foreign_keys(name)}


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_goes_up_and_down_and_up_again(engine, revision):
    migrate(engine, revision)
    there = tables_in(engine)
    migrate(engine, "-1", command.downgrade)
    assert tables_in(engine) != there
    migrate(engine, revision)
    assert tables_in(engine) == there


def test_everything_down_leaves_nothing(engine):
    migrate(engine, "head")
    migrate(engine, "base", command.downgrade)
    assert tables_in(engine) == set()


class PowerCut(Exception):  # noqa: N818 - that is what it is
    """The operation after which everything stops."""


def migrate_until(engine, operations, revision, step=command.upgrade):
    return done_until(engine, operations, lambda: migrate(engine, revision, step))


def done_until(engine, operations, work):
    """Work until some statements have been run, and stop there; say whether there were fewer."""
    done = []

    def stop(_connection, _cursor, statement, *_facts):
        if statement.lstrip().upper().startswith(("CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE")):
            done.append(statement)
            if len(done) == operations:
                raise PowerCut

    sa.event.listen(engine, "after_cursor_execute", stop)
    try:
        work()
    except PowerCut:
        return False
    finally:
        sa.event.remove(engine, "after_cursor_execute", stop)
    return True


def schema_of(engine):
    """Everything that a schema is: tables with columns, views, and which migration it says it is."""
    with reading(engine) as connection:
        columns = sa.inspect(connection).get_multi_columns(kind=ObjectKind.ANY)
        tables = {name: [(each["name"], str(each["type"])) for each in found] for (_, name), found in columns.items()}
        if "alembic_version" not in tables:
            return tables, None
        return tables, connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def test_a_database_that_was_taken_all_the_way_down_is_made_again(empty_url, engine):
    migrate(engine, "head")
    migrate(engine, "base", command.downgrade)
    Store.open(empty_url).close()
    assert schema_of(engine)[1] == HEAD


def test_a_failure_while_a_new_database_is_made_leaves_nothing(engine):
    operations = 1
    while not done_until(engine, operations, lambda: ready(engine, "her")):
        assert schema_of(engine) == ({}, None), operations
        operations += 1
    assert operations > len(metadata.tables)
    assert schema_of(engine)[1] == HEAD


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_failure_after_any_operation_leaves_the_schema_as_it_was(engine, way):
    start, end, step = ("base", "head", command.upgrade) if way == "up" else ("head", "base", command.downgrade)
    if way == "down":
        migrate(engine, start)
    before, operations = schema_of(engine), 1
    while not migrate_until(engine, operations, end, step):
        assert schema_of(engine) == before, operations
        operations += 1
    assert operations > len(metadata.tables)
    assert schema_of(engine) != before


def test_a_failure_after_any_operation_leaves_the_rows_as_they_were(empty_url, engine):
    with Store.open(empty_url) as store:
        store.save_import([File("alt.xlsx", "d1")], every_kind_of_value(3))
    migrate(engine, REVISIONS[0], command.downgrade)
    before, operations = schema_of(engine), 1
    while not migrate_until(engine, operations, "head"):
        assert schema_of(engine) == before, operations
        operations += 1
    with Store.open(empty_url) as store:
        assert store.load_caseload()["cases"].height == 3


VIEWS = ("obligations_now", "compliance_now")
CELLS = ["a.xlsx|Sager|C2", "a.xlsx|Sager|C3", "b|c", "|", "x|", "", None, "uden streg", "æ|ø|å\n|7"]


def filled(url):
    """A database with some imports and runs; each run has verdicts that are new, gone and other than before."""
    rows = [{"case_id": f"S{place}", "source": cell, "evidence": CELLS[-place]} for place, cell in enumerate(CELLS)]
    with Store.open(url) as store:
        store.save_import([File("alt.xlsx", "d1")], every_kind_of_value(3))
        for left, team in ((9, "Nord"), (7, None), (8, "Nord"), (0, ""), (9, "Nord")):
            late = [{"outcome": "missed", "team": team, "quarter": "2026K1", "derived": True}, {"basis": "law"}]
            save_run(store, obligations(*({**row, **late[place % 2]} for place, row in enumerate(rows[:left]))))


def told_by(url):
    """Everything that a database says of its runs and its records, in the store's words and in the views'."""
    with Store.open(url) as store, reading(make_engine(parse_url(url))) as connection:
        views = [connection.execute(sa.select(sa.text("*")).select_from(sa.table(name))) for name in VIEWS]
        return (
            [store.load_obligations(run).rows() for run in store.runs()["run"]],
            [store.summary(run).rows() for run in store.runs()["run"]],
            {name: frame.rows() for name, frame in store.load_caseload().frames.items()},
            *(sorted(map(repr, view)) for view in views),
        )


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_each_migration_goes_down_and_up_on_a_filled_database(empty_url, engine, revision):
    filled(empty_url)
    before = told_by(empty_url)
    migrate(engine, REVISIONS[REVISIONS.index(revision) - 1], command.downgrade)
    migrate(engine, "head")
    assert told_by(empty_url) == before
    assert [len(rows) for rows in before[0]] == [9, 7, 8, 0, 9]


def test_a_failure_after_any_operation_leaves_the_verdicts_as_they_were(empty_url, engine):
    filled(empty_url)
    before = told_by(empty_url)
    for end, step in ((REVISIONS[-2], command.downgrade), ("head", command.upgrade)):
        schema, operations = schema_of(engine), 1
        while not migrate_until(engine, operations, end, step):
            assert schema_of(engine) == schema, operations
            operations += 1
    assert told_by(empty_url) == before


def test_an_older_database_is_refused_and_upgraded_on_request(empty_url, monkeypatch):
    with Store.open(empty_url) as store:
        store.save_import([File("alt.xlsx", "d1")], every_kind_of_value(3))
    monkeypatch.setattr("auditkit.store.schema.HEAD", "9999_tomorrow")
    with pytest.raises(DatabaseOutdated, match="auditkit db upgrade") as refused:
        Store.open(empty_url)
    assert refused.value.exit_code == 4
    monkeypatch.undo()
    upgrade(empty_url)
    with Store.open(empty_url) as store:
        assert store.load_caseload()["cases"].height == 3


def test_a_newer_database_is_left_alone(empty_url, engine):
    Store.open(empty_url).close()
    set_revision(engine, "9999_tomorrow")
    for attempt in (Store.open, upgrade):
        with pytest.raises(DatabaseTooNew, match="9999_tomorrow"):
            attempt(empty_url)


def test_a_database_of_something_else_is_left_alone(empty_url, engine):
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE wages (amount INTEGER)")
    for attempt in (Store.open, upgrade):
        with pytest.raises(NotOurDatabase, match="Den er ikke ændret"):
            attempt(empty_url)
    assert tables_in(engine) == {"wages"}


def modules_after_opening(url):
    code = f"import sys; from auditkit.store import Store; Store.open({url!r}).status(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_database_that_is_up_to_date_is_opened_without_alembic(empty_url):
    Store.open(empty_url).close()
    assert "alembic" not in modules_after_opening(empty_url)


def test_a_new_sqlite_database_is_made_without_alembic(tmp_path):
    assert "alembic" not in modules_after_opening(f"sqlite:///{tmp_path / 'store.sqlite3'}")


def test_a_new_sqlite_database_is_what_the_migrations_make_of_one(tmp_path):
    assert new_sqlite_file().read_text("utf-8") == make_new.text(), "run: python -m tests.migrations.make_new"
    made, migrated = (f"sqlite:///{tmp_path / name}" for name in ("made.sqlite3", "migrated.sqlite3"))
    Store.open(made).close()
    upgrade(migrated)
    assert contents(made) == contents(migrated)


def contents(url):
    """Every table, column, key, index and view as SQLite keeps them, and the only row there is: the version."""
    with reading(make_engine(parse_url(url))) as connection:
        schema = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid").all()
        return schema, connection.exec_driver_sql("SELECT * FROM alembic_version").all()


def test_no_migration_imports_the_programme():
    for file in (migrations_folder() / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import)\s+auditkit", file.read_text("utf-8"), re.MULTILINE)
