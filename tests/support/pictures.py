"""Makes the pictures in docs/billeder anew, from the demonstration: ``.ci/python -m tests.support.pictures``.

Needs LibreOffice, poppler (pdftotext, pdftoppm) and Chromium. Look at them before they are committed.
"""

from __future__ import annotations

import subprocess
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory

from auditkit.cli import run
from tests.support.chromium import browser

PICTURES = Path(__file__).parents[2] / "docs" / "billeder"
SHEETS = {
    "forside": ("Ledelsestilsyn på børneområdet", 370),
    "overblik": ("Overblik: ", 470),
    "udvikling": ("Udvikling: ", 670),
}
"""By picture: how the sheet's printed page begins, and how many dots of its height are shown."""
_DOTS_PER_INCH, _WIDTH = 120, 1404  # of landscape A4
_DANISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>da-DK</value></prop></item></oor:items>"""


def main() -> None:
    """Run the demonstration and take the pictures."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        run(["demo", "--out", str(folder)])
        _sheets(folder, folder / "fiktiv-rapport-2026K3.xlsx")
        with browser(folder / "chromium") as tab:
            tab.open(folder / "fiktiv-rapport-2026K3.html", 360, 720)
            (PICTURES / "side.png").write_bytes(b64decode(tab.send("Page.captureScreenshot", format="png")["data"]))


def _sheets(folder: Path, workbook: Path) -> None:
    (folder / "office" / "user").mkdir(parents=True)
    (folder / "office" / "user" / "registrymodifications.xcu").write_text(_DANISH, encoding="utf-8")
    office = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", folder, workbook], check=True, capture_output=True)
    paper = workbook.with_suffix(".pdf")
    told = ["pdftotext", str(paper), "-"]
    pages = subprocess.run(told, check=True, capture_output=True, text=True).stdout.split("\f")
    for picture, (begins, height) in SHEETS.items():
        number = next(at for at, page in enumerate(pages, start=1) if page.strip().startswith(begins))
        crop = ["-f", str(number), "-singlefile", "-x", "30", "-y", "40", "-W", str(_WIDTH - 60), "-H", str(height)]
        command = ["pdftoppm", "-png", "-r", str(_DOTS_PER_INCH), *crop, str(paper), str(PICTURES / picture)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
