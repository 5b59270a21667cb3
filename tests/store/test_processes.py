"""Several processes at once, and processes that die."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from auditkit.store import Store
from auditkit.store.engine import make_engine, parse_url
from tests.store.writer import SIZE, team_of

PROCESSES, TIMES = 8, 3


def start(*arguments):
    command = [sys.executable, "-m", "tests.store.writer", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_eight_processes_on_a_new_database_lose_no_write(url):
    writers = [start("count", url, f"P{number}", str(TIMES)) for number in range(PROCESSES)]
    assert [writer.wait(timeout=300) for writer in writers] == [0] * PROCESSES
    for writer in writers:
        writer.stdout.close()
    expected = sorted(f"P{name}-{each}" for name in range(PROCESSES) for each in range(TIMES))
    with Store.open(url) as store:
        assert store.runs()["obligations"].to_list() == list(range(1, PROCESSES * TIMES + 1))
        assert sorted(store.load_obligations()["case_id"]) == expected
        assert sorted(store.load_caseload()["cases"]["case_id"]) == expected


def test_six_kills_leave_nothing_half(url):
    kill_and_check(url, times=6)


@pytest.mark.full
def test_sixty_kills_leave_nothing_half(url):
    kill_and_check(url, times=60)


def kill_and_check(url, times):
    chance = random.Random(times)  # noqa: S311 - no secret
    for _ in range(times):
        writer = start("for-ever", url)
        assert writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 1.5))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        check_whole(url)


def check_whole(url):
    with Store.open(url) as store:
        if url.startswith("sqlite"):
            with make_engine(parse_url(url)).connect() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        last = store.imports().height
        assert_all_say(store.load_caseload()["cases"]["team"], last)
        for run in store.runs()["run"]:
            assert_all_say(store.load_obligations(run)["team"], run)


def assert_all_say(teams, number):
    assert teams.to_list() == [team_of(number)] * (SIZE if number else 0)
