"""PostgreSQL: a schema of one's own, and a user who may not change it."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
import sqlalchemy as sa

from auditkit.store import DatabaseOutdated, Store, errors, upgrade
from auditkit.store.engine import make_engine, parse_url
from tests.store.examples import File, cases_list, obligations, save_run


def within(url, schema, **other):
    named = parse_url(url).set(drivername="postgresql", **other).update_query_dict({"schema": schema})
    return named.render_as_string(hide_password=False)


def tables_by_schema(url):
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT schemaname, count(*) FROM pg_tables GROUP BY 1").fetchall()
    return {schema: count for schema, count in found if not schema.startswith(("pg_", "information"))}


def test_two_schemas_in_one_database_do_not_see_each_other(postgres_url):
    urls = {case: within(postgres_url, schema) for case, schema in (("S1", "nord"), ("S2", "syd"))}
    for case, url in urls.items():
        with Store.open(url) as store:
            store.save_import([File("sager.xlsx", case)], cases_list(case))
            save_run(store, obligations({"case_id": case}))
    for case, url in urls.items():
        with Store.open(url) as store:
            assert store.load_caseload()["cases"]["case_id"].to_list() == [case]
            assert store.load_obligations()["case_id"].to_list() == [case]
            assert store.latest_run() == 1
        with make_engine(parse_url(url)).connect() as connection:
            assert connection.execute(sa.text("SELECT case_id FROM obligations_now")).scalars().all() == [case]
    there = tables_by_schema(postgres_url)
    assert there["nord"] == there["syd"] > 20
    assert "public" not in there


def test_a_writer_in_one_schema_does_not_keep_another_waiting(postgres_url, monkeypatch):
    nord, syd = (Store.open(within(postgres_url, schema)) for schema in ("nord", "syd"))
    monkeypatch.setattr("auditkit.store.engine.WAIT_SECONDS", 0.2)
    with nord, syd, nord.alone():
        assert save_run(syd, obligations()) == 1


def test_no_schema_in_the_address_is_public_whatever_the_user_is_called(postgres_url):
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("CREATE SCHEMA AUTHORIZATION CURRENT_USER")
    Store.open(postgres_url).close()
    assert list(tables_by_schema(postgres_url)) == ["public"]


@pytest.mark.parametrize("schema", ["Nord", "a b", "x;DROP", "a,b", "-c", "pg_catalog"])
def test_a_schema_that_is_no_plain_name_is_refused(schema):
    with pytest.raises(errors.SchemaNotUnderstood, match="schema=NAVN"):
        Store.open(f"postgresql://server/auditkit?schema={schema}")


def test_a_password_in_the_address_is_in_no_place(postgres_url):
    secret = "Hemmelig-FIKTIV"  # noqa: S105 - invented
    with pytest.raises(errors.DatabaseUnreachable) as refused:
        Store.open(f"postgresql://user@127.0.0.1:1/auditkit?schema=nord&password={secret}")
    assert secret not in str(refused.value)
    assert "schema=nord" in str(refused.value)


RIGHTS = """
GRANT USAGE ON SCHEMA auditkit TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auditkit TO {user};
"""
"""As docs/database.md says."""


@pytest.fixture
def runner(postgres_url):
    """The schema's owner and a user who may only read and write rows, by their addresses."""
    user = f"runner_{parse_url(postgres_url).database}"
    owners = within(postgres_url, "auditkit")
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {user} LOGIN")
        yield owners, within(postgres_url, "auditkit", username=user), lambda: owner.execute(RIGHTS.format(user=user))
        owner.execute(f"DROP OWNED BY {user}")
        owner.execute(f"DROP ROLE {user}")


def test_a_user_without_rights_to_the_schema_can_do_everything_but_change_it(runner):
    owners, users, grant = runner
    with pytest.raises(errors.RightsLacking, match="mangler rettigheder"):
        Store.open(users)
    upgrade(owners)
    grant()
    with Store.open(users) as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list("S1"))
        assert save_run(store, obligations({"case_id": "S1"})) == 1
        store.save_import([File("sager.xlsx", "d2")], cases_list("S2"), replace=True)
        assert save_run(store, obligations({"case_id": "S2"})) == 2
        assert store.load_obligations(1)["case_id"].to_list() == ["S1"]
        assert store.status().cases == 1
    with make_engine(parse_url(users)).connect() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.exec_driver_sql("CREATE TABLE auditkit.mine (it int)")


def test_a_user_who_does_not_own_the_tables_cannot_upgrade_them(runner, monkeypatch):
    owners, users, grant = runner
    upgrade(owners)
    grant()
    with make_engine(parse_url(owners)).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003_keep_mapping_profiles'")
    with pytest.raises(DatabaseOutdated):
        Store.open(users)
    with pytest.raises(errors.RightsLacking, match="auditkit db upgrade"):
        upgrade(users)


def test_a_purge_by_a_user_who_does_not_own_the_tables_deletes_but_says_what_is_left(runner):
    owners, users, grant = runner
    upgrade(owners)
    grant()
    later = datetime(2100, 1, 1, tzinfo=UTC)
    with Store.open(users) as store:
        for case in ("S1", "S2"):
            store.save_import([File("sager.xlsx", case)], cases_list(case), replace=True)
            save_run(store, obligations({"case_id": case}))
        receipt = store.purge(later)
        assert (receipt.obligations, receipt.overwritten) == (1, False)
        assert store.purge(later).obligations == 0
    with Store.open(owners) as store:
        assert store.purge(later).overwritten
