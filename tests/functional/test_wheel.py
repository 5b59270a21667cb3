"""The wheel: everything is in it, and it works in a folder without a checkout."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = ("auditkit", "rules", "migrations", "samples")
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The wheel's content, built from a copy of the checkout and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    copy, dist, unpacked = folder / "copy", folder / "dist", folder / "unpacked"
    dist.mkdir()
    for name in CARRIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    subprocess.run([sys.executable, "-c", BUILD, str(dist)], cwd=copy, check=True, capture_output=True)
    (wheel,) = dist.glob("*.whl")
    with ZipFile(wheel) as book:
        book.extractall(unpacked)
    return unpacked


def test_no_module_rule_migration_or_sample_is_forgotten(unpacked):
    def files(folder: Path, *endings: str) -> set[str]:
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.suffix in endings and "__pycache__" not in path.parts
        }

    assert files(ROOT / "auditkit", ".py", ".mo", ".toml") <= files(unpacked / "auditkit", ".py", ".mo", ".toml")
    for name, *endings in (("rules", ".toml"), ("migrations", ".py", ".sql"), ("samples", ".xlsx")):
        assert files(ROOT / name, *endings) == files(unpacked / "auditkit/_data" / name, *endings)


def test_the_demo_runs_without_a_checkout(unpacked, tmp_path):
    # -P: the folder that the test runs in, which is the checkout, must not be imported from.
    code = f"import sys; sys.path.insert(0, {str(unpacked)!r}); from auditkit.cli import main; main()"
    arguments = ["demo", "--cases", "20"]
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if path and Path(path) != ROOT), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo/fiktiv-rapport-2026K3.xlsx").is_file()
