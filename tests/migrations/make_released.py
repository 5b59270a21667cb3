"""Make the database and the figures that later versions must keep. Run once for each released version:

python -m tests.migrations.make_released 0.1.0
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
import tempfile
from datetime import date
from pathlib import Path

from auditkit.report.writer import write_lists
from auditkit.samples import as_sheets, municipality
from auditkit.store import Store
from auditkit.workflow import Desk, Lists, evaluate, import_lists

FOLDER = Path(__file__).parent / "released"


def figures(store):
    """Everything a database must still say after an upgrade. A run's rows prove themselves by its digest."""
    runs = store.runs().select("run", "as_of", "engine_version", "obligations", "added", "ended", "digest")
    return {
        "runs": [[str(value) for value in row] for row in runs.iter_rows()],
        "summaries": [[list(row) for row in store.summary(run).iter_rows()] for run in runs["run"]],
        "rules": [store.run_rules(run).select("rule", "digest").rows() for run in runs["run"]],
        "imports": [store.run_imports(run) for run in runs["run"]],
        "records": {plural: frame.height for plural, frame in store.load_caseload().frames.items()},
    }


def main(version):
    with tempfile.TemporaryDirectory() as temporary:
        file, listed = Path(temporary) / "made.sqlite3", Path(temporary) / "fiktiv-kommune.xlsx"
        desk = Desk(f"sqlite:///{file}")
        for cases, day in ((8, date(2026, 3, 31)), (8, date(2026, 6, 30)), (10, date(2026, 9, 30))):
            write_lists(listed, as_sheets(municipality(cases)))
            import_lists(desk, Lists((listed,), key=None, replace=True))
            evaluate(desk, day)
        with Store.open(desk.url) as store:
            said = json.dumps(figures(store), ensure_ascii=False, indent=1)
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA page_size = 512")
        connection.execute("VACUUM")
        connection.close()
        (FOLDER / f"{version}.sqlite3.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    (FOLDER / f"{version}.json").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
