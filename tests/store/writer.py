"""A process that writes until it is killed, or a number of times. Started by the tests."""

from __future__ import annotations

import sys

from auditkit.store import Store
from tests.store.examples import File, cases_list, obligations, save_run

SIZE = 3000


def team_of(number):
    """What every record of import or run ``number`` says, so that a half one would show."""
    return f"team {number}"


def write_for_ever(url):
    """Import and evaluate again and again; each time everything is different."""
    with Store.open(url) as store:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            number = store.imports().height + 1
            cases = [f"S{place}" for place in range(SIZE)]
            given = cases_list(*cases, team=team_of(number))
            store.save_import([File("sager.xlsx", f"d{number}")], given)
            run = (store.latest_run() or 0) + 1
            rows = [{"case_id": case, "team": team_of(run)} for case in cases]
            save_run(store, obligations(*rows))


def count(url, name, times):
    """Read the newest run, add one obligation and save it as the next; nobody may write between."""
    with Store.open(url) as store:
        for time in range(int(times)):
            with store.alone():
                known = store.load_obligations() if store.latest_run() else obligations()
                save_run(store, known.vstack(obligations({"case_id": f"{name}-{time}"})))
            file = f"{name}-{time}.xlsx"
            store.save_import([File(file, "d")], cases_list(f"{name}-{time}", file=file))


if __name__ == "__main__":
    {"for-ever": write_for_ever, "count": count}[sys.argv[1]](*sys.argv[2:])
