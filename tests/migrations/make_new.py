"""Write what makes a new SQLite database, from what the migrations make of one. Run after every new migration:

python -m tests.migrations.make_new
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from auditkit.store import HEAD, upgrade
from auditkit.store.schema import new_sqlite_file

_ABOUT = """\
-- What the migrations make of a new SQLite database, so that one is made without running them.
-- Written by: python -m tests.migrations.make_new
"""


def migrated():
    """Return what makes a database as the migrations leave it, statement by statement."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.sqlite3"
        upgrade(f"sqlite:///{file}")
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
            made = [sql for (sql,) in found]
    return [*made, f"INSERT INTO alembic_version VALUES ('{HEAD}')"]  # noqa: S608 - our own name


def text():
    return _ABOUT + "".join(f"{statement};\n" for statement in migrated())


if __name__ == "__main__":
    new_sqlite_file().write_text(text(), encoding="utf-8")
