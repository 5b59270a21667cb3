"""What lies on disk while a report is written is personal data: for the user alone, and gone however the work ends."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from stat import S_IMODE

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "fiktiv-kommune.xlsx"
MAIN = "from auditkit.cli import main; main()"


@pytest.fixture
def meanwhile(tmp_path, monkeypatch):
    """The folder for temporary files, which is the test's own."""
    folder = tmp_path / "meanwhile"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_nothing_is_left_where_a_report_is_written_and_where_it_cannot_be(auditkit, meanwhile):
    assert auditkit("sweep", SAMPLE, "--as-of", "30-09-2026", "-o", "rapport.xlsx").code == 0
    assert auditkit("export", "2026K3", "-o", "findes/ikke/rapport.xlsx").code != 0
    assert auditkit("obligations", "--format", "csv").code == 0
    assert auditkit("obligations", "--format", "csv", "--team", "Findes ikke").code != 0
    assert list(meanwhile.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_nothing_is_left_where_the_program_is_asked_to_end(auditkit, home, meanwhile):
    assert auditkit("sweep", SAMPLE, "--as-of", "30-09-2026").code == 0
    command = [sys.executable, "-c", MAIN, "export", "2026K3", "-o", str(home / "rapport.xlsx")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        while process.poll() is None and not list(meanwhile.glob("*/*")):
            time.sleep(0.001)
        modes = {S_IMODE(folder.stat().st_mode) for folder in meanwhile.iterdir()}
        process.send_signal(signal.SIGTERM)
        said = process.communicate()[1].decode()
    assert (process.returncode, modes) == (130, {0o700}), said
    assert list(meanwhile.iterdir()) == []
    assert not list(home.glob("*rapport.xlsx*"))
