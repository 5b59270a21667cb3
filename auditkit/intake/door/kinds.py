"""What a file is, by its first bytes and its parts, never by its name alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .refusals import (
    NotAWorkbook,
    OldFormat,
    WebPageAsWorkbook,
    _,
)

if TYPE_CHECKING:
    from .source import Source

ZIP, OLE, TEXT = "zip", "ole", "text"
_TEXT_NAMES = (".csv", ".tsv", ".txt")
_WEB_PAGE = re.compile(rb"<!doctype html|<html|<table|<head|<meta|^mime-version:", re.IGNORECASE)
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_BIFF_BEFORE_97 = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
)
_HEAD = 4096


def container(source: Source) -> str:
    """Return ``zip``, ``ole`` or ``text``; refuse what can be told to be something else."""
    head = source.head(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    if head.startswith(_BIFF_BEFORE_97):
        raise OldFormat(source.file)
    _refuse_markup(source.file, _narrow(head))
    if looks_like := _known(head):
        raise NotAWorkbook(source.file, looks_like)
    if source.path.suffix.lower() not in _TEXT_NAMES:
        binary = b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff")
        raise NotAWorkbook(source.file, _("an unknown format") if binary else _("a text file"))
    return TEXT


def _narrow(head: bytes) -> bytes:
    """Return the first bytes as one byte a letter, so that UTF-16 markup is seen too."""
    return head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"").lstrip()


def _refuse_markup(file: str, head: bytes) -> None:
    if _XML_2003 in head:
        raise OldFormat(file)
    markup = head.startswith(b"<") or head[:13].lower() == b"mime-version:"
    if markup and _WEB_PAGE.search(head):
        raise WebPageAsWorkbook(file)


def _known(head: bytes) -> str | None:
    known = {
        b"%PDF": _("a PDF"),
        b"{\\rtf": _("a text document (RTF)"),
        b"\x89PNG": _("a picture"),
        b"\xff\xd8\xff": _("a picture"),
        b"GIF8": _("a picture"),
        b"<?xml": _("an XML file"),
        b"7z\xbc\xaf": _("a packed folder (7z)"),
        b"Rar!": _("a packed folder (RAR)"),
        b"\x1f\x8b": _("a packed file (gzip)"),
        b"SQLite format 3": _("a database"),
        b"PAR1": _("a Parquet file"),
    }
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((what for mark, what in known.items() if plain.startswith(mark)), None)
