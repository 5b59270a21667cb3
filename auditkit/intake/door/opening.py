"""The door: what a file is, whether it may come in, and which reader takes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .archive import Archive
from .csv_file import open_csv
from .kinds import OLE, TEXT, container
from .limits import DEFAULT_LIMITS, Limits
from .ods import is_ods, open_ods
from .package import main_part
from .refusals import EmptyWorkbook, NotAWorkbook, _
from .source import Source, meet
from .xls import open_xls
from .xlsb import open_xlsb
from .xlsx import open_xlsx

if TYPE_CHECKING:
    from .grid import Workbook


def open_workbook(path: Path, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Bound a foreign file and return it as a workbook whose rows can be read.

    Raises a subclass of ``InputRefused`` that says in Danish what is wrong and what to do. Reading the
    rows can refuse too, where the damage shows only there.
    """
    workbook = _opened(meet(Path(path), limits))
    if not any(sheet.non_empty_cells for sheet in workbook.sheets):
        raise EmptyWorkbook(workbook.file)
    return workbook


def _opened(source: Source) -> Workbook:
    kind = container(source)
    if kind == TEXT:
        return open_csv(source)
    if kind == OLE:
        return open_xls(source)
    with Archive(source) as archive:
        return _open_archive(source, archive)


def _open_archive(source: Source, archive: Archive) -> Workbook:
    if is_ods(archive):
        return open_ods(source, archive)
    main = main_part(archive)
    if main is not None and main.lower().endswith("workbook.bin"):
        return open_xlsb(source, archive, main)
    if main is None or not main.lower().startswith("xl/"):
        raise NotAWorkbook(source.file, _packed(archive))
    return open_xlsx(source, archive, main)


def _packed(archive: Archive) -> str:
    names = archive.names()
    if any(name.startswith("word/") for name in names):
        return _("a Word document")
    if any(name.startswith("ppt/") for name in names):
        return _("a PowerPoint presentation")
    return _("a packed folder (zip)")
