"""Builds small workbooks by hand, right or wrong in exactly the way a test wants."""

from __future__ import annotations

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

ROOT_RELATIONS = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook_parts(
    sheets: dict[str, str],
    strings: str = "",
    formats: tuple[str, ...] = (),
    date1904: bool = False,
    states: dict[str, str] | None = None,
) -> dict[str, str | bytes]:
    """Return the parts of an .xlsx: sheets by name, shared strings as XML, style i+1 = format code i."""
    listed, targets = [], []
    parts: dict[str, str | bytes] = {"_rels/.rels": ROOT_RELATIONS}
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        state = (states or {}).get(name, "visible")
        listed.append(f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="s{number}"/>')
        targets.append(_relation(f"s{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
    targets.append(_relation("strings", "sharedStrings", "sharedStrings.xml"))
    targets.append(_relation("styles", "styles", "styles.xml"))
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    parts["xl/styles.xml"] = _styles(formats)
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(date1904)}"/>'
        f"<sheets>{''.join(listed)}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{"".join(targets)}</Relationships>'
    return parts


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _styles(formats: tuple[str, ...]) -> str:
    codes = [code.replace("&", "&amp;").replace('"', "&quot;") for code in formats]
    declared = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(codes))
    used = "".join(f'<xf numFmtId="{164 + i}"/>' for i in range(len(codes)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{declared}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return store.getvalue()


def xlsx(rows: str, **settings: object) -> bytes:
    """Return an .xlsx of one sheet "Sager" with these rows as XML."""
    return zipped(workbook_parts({"Sager": sheet_xml(rows)}, **settings))  # type: ignore[arg-type]


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file (OLE) with these streams; small ones are padded past the small-stream size."""
    size = 512
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    body, table = b"", []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // size) * size), b"\0")
        first, count = len(table), len(padded) // size
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, max(len(content), 4096)))
        body += padded
    directory = b"".join(_entry(*entry) for entry in entries)
    directory = directory.ljust(-(-len(directory) // size) * size, b"\0")
    start = len(table)
    count = len(directory) // size
    table += [*range(start + 1, start + count), 0xFFFFFFFE]
    body += directory
    tables = 1
    while tables * 128 < len(table) + tables:
        tables += 1
    numbers = [len(table) + i for i in range(tables)]
    table += [0xFFFFFFFD] * tables
    table += [0xFFFFFFFF] * (tables * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII",
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        start,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    )
    header += struct.pack("<109I", *(numbers + [0xFFFFFFFF] * (109 - tables)))
    return header + body + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    child = 1 if kind == 5 else 0xFFFFFFFF
    right = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child)
        + bytes(36) + struct.pack("<IQ", start, length)
    )  # fmt: skip


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff_cell(kind: int, row: int, column: int, content: bytes, style: int = 15) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, style) + content)


def shared(*texts: str) -> bytes:
    body = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    return record(0xFC, struct.pack("<II", len(texts), len(texts)) + body)


def xls(
    cells: bytes,
    *,
    strings: bytes = b"",
    before: bytes = b"",
    date1904: bool = False,
    state: int = 0,
) -> bytes:
    """Return an .xls of one sheet "Sager"; style 15 shows a number, style 16 a date."""
    name = "Sager".encode("latin-1")
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    start += record(0x22, struct.pack("<H", int(date1904)))
    start += b"".join(record(0xE0, struct.pack("<HH", 0, 14 if i == 16 else 0) + bytes(16)) for i in range(17))
    end = strings + record(0x0A)
    bound = 4 + 8 + len(name)
    offset = len(start) + bound + len(end)
    listed = record(0x85, struct.pack("<IBBBB", offset, state, 0, len(name), 0) + name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    return compound({"Workbook": start + listed + end + sheet})
