"""Writes one sheet "Sager" of texts, numbers and dates in each of the kinds of file that a system may send."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Sequence
from datetime import date

from tests.door.door_builders import OFFICE, RELATIONS, biff_cell, shared, xls, zipped

Rows = Sequence[Sequence[object]]
_EPOCH = date(1899, 12, 30)


def serial(day: date) -> int:
    """Return the day's number in Excel's 1900 system."""
    return (day - _EPOCH).days


def as_csv(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ";") -> bytes:
    """Return a csv file; a day is written as Danes write it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for row in rows:
        writer.writerow([_shown(value) for value in row])
    return out.getvalue().encode(encoding)


def _shown(value: object) -> object:
    return value.strftime("%d-%m-%Y") if isinstance(value, date) else value


def as_xls(rows: Rows) -> bytes:
    """Return a workbook of Excel 97."""
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    cells = b""
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                cells += biff_cell(0xFD, number, column, struct.pack("<I", texts.index(value)))
            elif isinstance(value, date):
                cells += biff_cell(0x203, number, column, struct.pack("<d", serial(value)), 16)
            elif value is not None:
                cells += biff_cell(0x203, number, column, struct.pack("<d", value))
    return xls(cells, strings=shared(*texts))


def as_xlsb(rows: Rows) -> bytes:
    """Return a binary workbook. It has no formats, so days stand as their plain numbers."""
    records = b""
    for number, row in enumerate(rows):
        records += _brt(0, struct.pack("<IIH", number, 0, 300) + bytes(7))
        for column, value in enumerate(row):
            at = struct.pack("<II", column, 0)
            if isinstance(value, str):
                records += _brt(6, at + _wide(value))
            elif value is not None:
                plain = serial(value) if isinstance(value, date) else value
                records += _brt(5, at + struct.pack("<d", plain))
    extent = struct.pack("<IIII", 0, len(rows), 0, 99)
    sheet = _brt(129) + _brt(148, extent) + _brt(145) + records + _brt(146) + _brt(130)
    listed = _brt(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("Sager"))
    return zipped(
        {
            "_rels/.rels": _relations("officeDocument", "xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": _relations("worksheet", "worksheets/sheet1.bin"),
            "xl/workbook.bin": _brt(131) + _brt(153, bytes(12)) + _brt(143) + listed + _brt(144) + _brt(132),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _brt(kind: int, content: bytes = b"") -> bytes:
    return _in_sevens(kind) + (_in_sevens(len(content)) if content else b"\0") + content


def _in_sevens(number: int) -> bytes:
    low = b""
    while number > 127:
        low += bytes([number & 0x7F | 0x80])
        number >>= 7
    return low + bytes([number])


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'


def as_ods(rows: Rows) -> bytes:
    """Return an OpenDocument workbook."""
    odf = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{name}="{odf}:{name}:1.0"' for name in ("office", "table", "text"))
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Sager">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{_shown(value)}</text:p></table:table-cell>"
