"""What axe says of the page in a tab."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.chromium import Tab

AXE = Path(os.environ.get("AXE", files("axe_core_python") / "axe.min.js"))
"""AXE names another axe.min.js to look with, such as a newer one."""
DESKTOP, PHONE, A4_LANDSCAPE = 1280, 360, 1032  # CSS pixels; A4 without its margins of 12 mm


def faults(tab: Tab) -> list[tuple[str, str]]:
    """Return every fault with the element that has it."""
    tab.run(AXE.read_text(encoding="utf-8") + ";0")
    found = tab.run("axe.run(document, {resultTypes: ['violations']})")
    assert found["passes"] or found["testEngine"]["name"] == "axe-core"
    return [(fault["id"], node["html"]) for fault in found["violations"] for node in fault["nodes"]]
