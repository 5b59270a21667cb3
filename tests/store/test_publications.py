from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from auditkit.store import Edition, Store, restore
from auditkit.store.engine import make_engine, parse_url, writing
from auditkit.store.errors import PublicationDamaged, PublicationsLost, StoreError
from tests.store.examples import obligations, save_run

WORKBOOK = bytes(range(256)) * 8
FIRST = Edition("2026K3", 1, 1, date(2026, 9, 30), "", '{"æ": [8, 12]}', WORKBOOK, "<p>å</p>".encode())


def test_a_published_copy_comes_back_byte_for_byte_after_later_runs_and_a_purge(url):
    with Store.open(url) as store:
        save_run(store, obligations({"case_id": "S1"}))
        before = datetime.now(UTC)
        store.publish(FIRST)
        for number in range(3):
            save_run(store, obligations({"case_id": f"S{number + 2}"}))
        store.purge(datetime.now(UTC))
    with Store.open(url) as store:
        (found,) = store.published()
        assert found.edition == FIRST
        assert before <= found.at <= datetime.now(UTC)


def test_the_same_edition_is_published_only_once(store):
    save_run(store, obligations({"case_id": "S1"}))
    store.publish(FIRST)
    with pytest.raises(StoreError):
        store.publish(FIRST)
    store.publish(replace(FIRST, number=2, reason="lists"))
    store.publish(replace(FIRST, quarter="2026K4"))
    names = [(each.edition.quarter, each.edition.number) for each in store.published()]
    assert names == [("2026K3", 1), ("2026K3", 2), ("2026K4", 1)]


@pytest.mark.parametrize("change", ["figures = '{}'", "workbook = x''", "reason = 'lists'", "as_of = '2026-06-30'"])
def test_a_copy_that_somebody_changed_is_not_given_out(url, change):
    if url.startswith("postgresql"):
        change = change.replace("x''", r"'\x'")
    with Store.open(url) as store:
        save_run(store, obligations({"case_id": "S1"}))
        store.publish(FIRST)
        with writing(make_engine(parse_url(url))) as connection:
            connection.execute(sa.text(f"UPDATE publications SET {change}"))  # noqa: S608 - written above
        with pytest.raises(PublicationDamaged, match="2026K3"):
            store.published()


@pytest.fixture
def sqlite_url(tmp_path):
    return f"sqlite:///{tmp_path}/test.sqlite3"


def test_a_backup_from_before_a_publication_is_not_restored_over_it(sqlite_url, tmp_path):
    before, after = tmp_path / "before.sqlite3", tmp_path / "after.sqlite3"
    with Store.open(sqlite_url) as store:
        save_run(store, obligations({"case_id": "S1"}))
        store.publish(FIRST)
        store.backup(before)
        store.publish(replace(FIRST, number=2, reason="lists"))
        store.backup(after)
    with pytest.raises(PublicationsLost, match="2026K3 udgave 2"):
        restore(sqlite_url, before)
    with Store.open(sqlite_url) as store:
        assert len(store.published()) == 2
    restore(sqlite_url, after)
    with Store.open(sqlite_url) as store:
        assert len(store.published()) == 2


def test_a_backup_is_restored_where_the_database_can_no_longer_be_read(sqlite_url, tmp_path):
    backup = tmp_path / "backup.sqlite3"
    with Store.open(sqlite_url) as store:
        save_run(store, obligations({"case_id": "S1"}))
        store.backup(backup)
        store.publish(FIRST)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.rename(tmp_path / "moved away.sqlite3")
    restore(sqlite_url, backup)
    with Store.open(sqlite_url) as store:
        assert store.published() == ()
