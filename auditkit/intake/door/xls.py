"""Compound files: .xls workbooks, and the encrypted ones that are turned away with the right words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .biff import scan_biff
from .grid import Workbook
from .library import library_sheet
from .ole import CompoundFile
from .refusals import NotAWorkbook, OldFormat, PasswordProtected, RightsProtected, _

if TYPE_CHECKING:
    from .source import Source


def open_xls(source: Source) -> Workbook:
    """Bound an .xls workbook and return it; refuse encrypted and foreign compound files."""
    with source.open() as stream:
        compound = CompoundFile(stream.read(), source.file)
    _refuse_encrypted(source.file, compound)
    records = compound.stream("Workbook")
    if records is None:
        _refuse_foreign(source.file, compound)
        raise OldFormat(source.file)
    book = scan_biff(records, source.file, source.limits)
    sheets = tuple(library_sheet(source, scan, date1904=book.date1904) for scan in book.sheets)
    return Workbook(source.file, "xls", source.digest(), book.date1904, sheets)


def _refuse_encrypted(file: str, compound: CompoundFile) -> None:
    if any("DRMEncrypted" in name or "DRMContent" in name for name in compound.names):
        raise RightsProtected(file)
    if "EncryptedPackage" in compound.names:
        raise PasswordProtected(file)


def _refuse_foreign(file: str, compound: CompoundFile) -> None:
    known = {
        "WordDocument": _("a Word document"),
        "PowerPoint Document": _("a PowerPoint presentation"),
        "__properties_version1.0": _("an e-mail from Outlook"),
    }
    for name, what in known.items():
        if name in compound.names:
            raise NotAWorkbook(file, what)
    if "Book" not in compound.names:
        raise NotAWorkbook(file, _("an unknown format"))
