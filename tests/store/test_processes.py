"""Several processes at once, and processes that are killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa

from auditkit.report.writer import write_lists
from auditkit.samples import as_sheets, municipality
from auditkit.store import HEAD, Store, upgrade
from auditkit.store.engine import make_engine, parse_url, reading
from auditkit.store.schema import REVISIONS
from auditkit.workflow import Desk, Lists, evaluate, import_lists
from tests.store.examples import File, cases_list, obligations, save_run
from tests.store.workers import SIZE, team_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the workers are forked")
PROCESSES, TIMES = 8, 100
# The worker has only imported polars when it forks, and has no threads yet.
FORKING = {**os.environ, "POLARS_ALLOW_FORKING_THREAD": "1"}


class Workers:
    """An interpreter that forks one worker at a time."""

    def __init__(self, process):
        self.process = process

    def start(self, *line):
        """Start a worker and return its process number."""
        self.process.stdin.write("\t".join(map(str, line)) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def ended(self):
        return int(self.process.stdout.readline())

    def kill(self, after, *line):
        """Start a worker, let it work for some seconds, and kill it."""
        worker = self.start(*line)
        time.sleep(after)
        os.kill(worker, signal.SIGKILL)
        assert self.ended() == -signal.SIGKILL, "the worker ended by itself"


@contextmanager
def an_interpreter():
    command = [sys.executable, "-m", "tests.store.workers"]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, env=FORKING) as process:
        yield Workers(process)
        process.stdin.close()


@pytest.fixture(scope="module")
def workers():
    with an_interpreter() as started:
        yield started


def test_eight_processes_on_a_new_database_lose_no_write(empty_url, workers):
    workers.start("count_together", empty_url, PROCESSES, TIMES)
    assert workers.ended() == 0
    with Store.open(empty_url) as store:
        assert store.runs()["obligations"].to_list() == [1] * PROCESSES * TIMES
        for run in (1, 2, PROCESSES * TIMES):
            assert store.load_obligations(run)["case_id"].to_list() == [str(run)]
        assert sorted(store.load_caseload()["cases"]["case_id"]) == [f"P{name}" for name in range(PROCESSES)]


KILLS = [pytest.param(1, id="sixty"), pytest.param(4, id="two hundred and forty", marks=pytest.mark.full)]
"""Sixty together: on each engine fifteen while writing, ten while migrating, five while exporting."""


@pytest.mark.parametrize("times", KILLS)
def test_a_killed_import_or_run_leaves_nothing_half(url, workers, times):
    chance = random.Random(times)  # noqa: S311 - no secret
    for _ in range(15 * times):
        workers.kill(chance.uniform(0, 0.3), "import_and_run", url)
        assert_whole(url)
        with Store.open(url) as store:
            last, run = store.imports().height, store.latest_run()
            assert_all_say(store.load_caseload()["cases"]["team"], last)
            if run:
                assert_all_say(store.load_obligations(run)["team"], run)
    with Store.open(url) as store:
        for run in store.runs()["run"]:
            assert_all_say(store.load_obligations(run)["team"], run)


@pytest.mark.parametrize("times", KILLS)
def test_a_killed_migration_leaves_the_schema_before_or_after(url, workers, times):
    with Store.open(url) as store:
        store.save_import([File("sager.xlsx", "d1")], cases_list("S1", "S2"))
        save_run(store, obligations({"case_id": "S1"}))
    chance = random.Random(times)  # noqa: S311 - no secret
    for _ in range(10 * times):
        workers.kill(chance.uniform(0, 0.4), "migrate", url)
        assert_whole(url)
        with reading(make_engine(parse_url(url))) as connection:
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            inspector = sa.inspect(connection)
            found = {"profiles", "compliance_now"} & {*inspector.get_table_names(), *inspector.get_view_names()}
        assert (revision, found) in ((REVISIONS[0], set()), (HEAD, {"profiles", "compliance_now"}))
    upgrade(url)
    with Store.open(url) as store:
        assert store.load_obligations(1)["case_id"].to_list() == ["S1"]
        assert store.load_caseload()["cases"]["case_id"].to_list() == ["S1", "S2"]


@pytest.mark.parametrize("times", KILLS)
def test_a_killed_export_leaves_a_whole_workbook_or_none(url, workers, tmp_path, times):
    listed, book = tmp_path / "fiktiv.xlsx", tmp_path / "rapport.xlsx"
    write_lists(listed, as_sheets(municipality(6)))
    import_lists(Desk(url), Lists((listed,), key=None))
    evaluate(Desk(url), date(2026, 9, 30))
    chance = random.Random(times)  # noqa: S311 - no secret
    for _ in range(5 * times):
        workers.kill(chance.uniform(0.2, 1.5), "evaluate_and_export", url, book)
        assert_whole(url)
        with Store.open(url) as store:
            assert store.runs()["digest"].n_unique() == 1
            store.load_obligations()
        if book.exists():
            with zipfile.ZipFile(book) as parts:
                assert parts.testzip() is None


def assert_whole(url):
    if url.startswith("sqlite"):
        with make_engine(parse_url(url)).connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []


def assert_all_say(teams, number):
    assert teams.to_list() == [team_of(number)] * (SIZE if number else 0)
