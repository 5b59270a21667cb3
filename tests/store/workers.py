"""Processes that write, several at once or until they are killed. Started by the tests.

One interpreter imports everything and forks a process for each line of its input, so that a death costs
milliseconds: ``python -m tests.store.workers``, then ``WORK<tab>ARGUMENT…`` a line. It answers with the number of
the process when that is about to begin, and its exit code (negative: the signal it died of) when it has ended.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import xlsxwriter  # noqa: F401 - imported before the fork, as is all the rest
from alembic import command

from auditkit.dates import Quarter
from auditkit.store import Store, upgrade
from auditkit.store.engine import make_engine, parse_url, writing
from auditkit.store.schema import configuration
from auditkit.workflow import Desk, Report, evaluate, export
from tests.store.examples import File, cases_list, obligations, save_run

SIZE = 400


def team_of(number):
    """What every record of import or run ``number`` says, so that a half one would show."""
    return f"team {number}"


def import_and_run(url):
    """Import and save a run again and again; each time everything is different."""
    cases = [f"S{place}" for place in range(SIZE)]
    with Store.open(url) as store:
        ready()
        while True:
            number = store.imports().height + 1
            store.save_import([File("sager.xlsx", f"d{number}")], cases_list(*cases, team=team_of(number)))
            run = (store.latest_run() or 0) + 1
            save_run(store, obligations(*({"case_id": case, "team": team_of(run)} for case in cases)))


def migrate(url):
    """Go a schema down and up again and again."""
    engine = make_engine(parse_url(url))
    ready()
    while True:
        with writing(engine) as connection:
            command.downgrade(configuration(connection), "0001_create_everything")
        upgrade(url)


def evaluate_and_export(url, file):
    """Judge and write the workbook again and again."""
    ready()
    while True:
        evaluate(Desk(url), date(2026, 9, 30))
        export(Desk(url), Quarter(2026, 3), Report(Path(file), "Fiktiv Kommune"))


def count_together(url, processes, times):
    """Be several processes that all count."""
    ready()
    children = [os.fork() or _count(url, f"P{name}", int(times)) for name in range(int(processes))]
    for child in children:
        _child, status = os.waitpid(child, 0)
        if status:
            os._exit(1)


def _count(url, name, times):
    """Read which number the newest run found, and save the next as a run; nobody may write between."""
    with Store.open(url) as store:
        for _time in range(times):
            with store.alone():
                known = store.load_obligations()["case_id"].item() if store.latest_run() else 0
                save_run(store, obligations({"case_id": str(int(known) + 1)}))
        store.save_import([File(f"{name}.xlsx", "d")], cases_list(name, file=f"{name}.xlsx"))
    os._exit(0)


def ready():
    os.write(1, f"{os.getpid()}\n".encode())


WORK = {each.__name__: each for each in (import_and_run, migrate, evaluate_and_export, count_together)}


def main():
    for line in sys.stdin:
        name, *arguments = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            WORK[name](*arguments)
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
