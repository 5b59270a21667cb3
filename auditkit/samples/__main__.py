"""Write the lists in ``samples/``, or with ``--check`` say which are not as the generator makes them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from auditkit.report.writer import write_lists

from . import as_flat_list, as_sheets, lejre_review, municipality

FOLDER = Path(__file__).parents[2] / "samples"


def write_all(folder: Path) -> list[Path]:
    """Write every sample list into a folder, and return their paths."""
    records = municipality()
    tidy = municipality(cases=60, mess=0.0)
    lists = {
        "fiktiv-kommune.xlsx": as_sheets(records),
        "fiktiv-sagsliste.xlsx": as_flat_list(tidy),
        "lejre-2016-fiktiv.xlsx": lejre_review(),
    }
    folder.mkdir(exist_ok=True)
    for name, sheets in lists.items():
        write_lists(folder / name, sheets)
    return [folder / name for name in lists]


def stale() -> list[str]:
    """Return the names of the committed lists that are not as the generator makes them."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = write_all(Path(folder))
        return [path.name for path in fresh if not _same(path, FOLDER / path.name)]


def _same(one: Path, other: Path) -> bool:
    return other.exists() and _parts(one) == _parts(other)


def _parts(path: Path) -> dict[str, bytes]:
    """Return a workbook's parts unpacked: another machine's zlib may pack the same parts otherwise."""
    with ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(", ".join(stale()) or None)
    write_all(FOLDER)
