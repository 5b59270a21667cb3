"""The same list gives the same bytes wherever it is judged: time zone, locale and hash seed say nothing."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = ROOT / "samples/fiktiv-sagsliste.xlsx"

# Every zone, locale and seed, and every pair of them, in six runs.
PLACES = [
    ("Europe/Copenhagen", "da_DK.UTF-8", "1"),
    ("Europe/Copenhagen", "C", "2"),
    ("Pacific/Kiritimati", "da_DK.UTF-8", "2"),
    ("Pacific/Kiritimati", "C", "1"),
    ("America/St_Johns", "da_DK.UTF-8", "1"),
    ("America/St_Johns", "C", "2"),
]

COMMANDS = """
import contextlib, io, sys
from pathlib import Path
from auditkit.cli import run

def call(name, *arguments):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(out):
        assert run(list(arguments)) == 0, arguments
    out.flush()
    Path(name).write_bytes(out.buffer.getvalue())

call("sweep.json", "sweep", sys.argv[1], "--as-of", "30-09-2026", "-o", "rapport.xlsx", "--format", "json")
call("side.txt", "export", "2026K3", "-o", "side.html")
call("udvalg.txt", "export", "2026K3", "-o", "udvalg.xlsx", "--profile", "committee")
call("fejl.json", "import", sys.argv[1], "--dry-run", "-o", "fejlliste.xlsx", "--format", "json")
for form in ("csv", "csv-excel", "json"):
    call("pligter." + form, "obligations", "--format", form)
    call("tal." + form, "compliance", "--by", "team,rule", "--format", form)
call("frister.txt", "overdue")
call("snart.txt", "due", "--within", "30d")
call("sag.txt", "explain", "FIKTIV-2024-0004")
"""


def outputs(folder, zone, locale, seed):
    """Everything that a new process in a folder of its own writes: file → digest of its bytes."""
    folder.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "AUDITKIT"))}
    env |= {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    env |= {"AUDITKIT_DB": "sqlite:///base.sqlite3", "AUDITKIT_KEY_FILE": "key"}
    command = [sys.executable, "-c", COMMANDS, str(LIST)]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    written = [
        path for path in sorted(folder.iterdir()) if path.suffix not in (".sqlite3", "") and "base" not in path.name
    ]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in written}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    return outputs(tmp_path_factory.mktemp("steder") / "0", *PLACES[0])


def test_all_that_a_user_can_be_given_is_compared(first):
    assert len(first) == 17
    assert {"rapport.xlsx", "side.html", "udvalg.xlsx", "fejlliste.xlsx", "pligter.csv-excel"} <= set(first)


@pytest.mark.parametrize(("zone", "locale", "seed"), PLACES[1:])
def test_another_place_gives_the_same_bytes(first, tmp_path, zone, locale, seed):
    assert outputs(tmp_path / "andet", zone, locale, seed) == first
