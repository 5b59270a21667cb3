"""The packages listed in pyproject.toml are the packages there are."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_package_is_listed_for_the_wheel():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    folders = {init.parent for init in (ROOT / "auditkit").rglob("__init__.py")}
    found = {".".join(folder.relative_to(ROOT).parts) for folder in folders}

    assert {name for name in listed if "._data." not in name} == found
