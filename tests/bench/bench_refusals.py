"""How long it takes to refuse a file that cannot be read, and how much memory: the bound is 2 s and 200 MB. Not a test.

Run: ``PYTHONPATH=. python tests/bench/bench_refusals.py [PART OF A NAME ...]``. Each file is made, then given to
``auditkit import --dry-run`` in a process of its own. The files that look like lists and are too large are the hard
ones: nothing about them is wrong but their size.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.bench.bench_import import invent
from tests.door.door_builders import MAIN, compound, record, sheet_xml, workbook_parts, xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REFUSE = Path(__file__).with_name("refuse_one.py")
COLUMNS = [chr(65 + at) for at in range(26)] + [f"A{chr(65 + at)}" for at in range(14)]
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NOISE = Random(1).randbytes(1_000_000).hex()
CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def package(path: Path, part: str, pieces: Iterable[str]) -> None:
    """Write a workbook, one part of which comes in pieces, so that it may be larger than memory."""
    parts = workbook_parts({"Sager": sheet_xml(CELL)}, strings="<si><t>Sagsnr</t></si>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if name != part:
                archive.writestr(name, content)
        with archive.open(part, "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece.encode())


def cells(path: Path, rows: int, cell: str, last: str = "") -> None:
    """Write a sheet of 40 columns and so many rows; ``#`` is the number of the row, ``$`` the column."""
    row = f'<row r="#">{"".join(cell.replace("$", each) for each in COLUMNS)}</row>'
    start, _middle, end = sheet_xml("|||").partition("|||")
    body = ("".join(row.replace("#", str(n)) for n in range(at, at + 1000)) for at in range(1, rows, 1000))
    package(path, SHEET, _joined(start, body, last + end))


def _joined(start: str, body: Iterable[str], end: str) -> Iterable[str]:
    yield start
    yield from body
    yield end


def strings(path: Path, count: int, text: str) -> None:
    """Write a workbook with so many shared strings; ``#`` is the string's number."""
    body = (
        "".join(f"<si><t>{text}</t></si>".replace("#", str(n)) for n in range(at, at + 1000))
        for at in range(0, count, 1000)
    )
    package(path, STRINGS, _joined(f'<sst xmlns="{MAIN}">', body, "</sst>"))


def spaces(path: Path, part: str, megabytes: int) -> None:
    """Write a part of blanks between two tags: a bomb of a thousand to one."""
    start, _middle, end = sheet_xml("|||").partition("|||")
    package(path, part, _joined(start, (" " * 1_000_000 for _ in range(megabytes)), end))


def noise(path: Path, part: str, megabytes: int) -> None:
    """Write one endless value of noise, which packs badly: no bomb by its ratio."""
    start, _middle, end = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>|||</t></is></c></row>').partition("|||")
    package(path, part, _joined(start, (NOISE for _ in range(megabytes // 2)), end))


def members(path: Path, count: int) -> None:
    """Write an archive of very many empty members."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}", b"")


def cut(path: Path, keep: float) -> None:
    """Write a large list, and cut its end off."""
    invent(path, 20_000)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])


def opendocument(path: Path, body: str) -> None:
    """Write an OpenDocument sheet."""
    spaces_of = "urn:oasis:names:tc:opendocument:xmlns"
    xml = (
        f'<office:document-content xmlns:office="{spaces_of}:office:1.0" xmlns:table="{spaces_of}:table:1.0"'
        f' xmlns:text="{spaces_of}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Sager">'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", xml)


def _bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def given(content: bytes) -> Callable[[Path], None]:
    """Return what writes these bytes."""
    return partial(_bytes, content)


ODS_CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
BLANK, NUMBER, TEXT = '<c r="$#" s="1"/>', '<c r="$#"><v>4#.5</v></c>', '<c r="$#" t="s"><v>0</v></c>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FILES: dict[str, Callable[[Path], None]] = {
    "password.xlsx": given(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x" * 5_000_000})),
    "password.xls": given(xls(b"", before=record(0x2F, bytes(54)))),
    "rights.xlsx": given(compound({"EncryptedPackage": b"x", "DRMEncryptedTransform": b"x"})),
    "truncated-half.xlsx": partial(cut, keep=0.5),
    "truncated-end.xlsx": partial(cut, keep=0.999),
    "html.xls": given(b"<html><table><tr><td>FIKTIV</td></tr></table></html>"),
    "html-60-mb.xls": given(b"<html><table>" + b"<tr><td>FIKTIV</td></tr>" * 2_500_000 + b"</table></html>"),
    "far-corner.xlsx": given(xlsx(FAR)),
    "far-corner-after-800000-cells.xlsx": partial(cells, rows=20_000, cell=NUMBER, last=FAR),
    "bomb-1000-to-1.xlsx": partial(spaces, part=SHEET, megabytes=1500),
    "bomb-strings-1000-to-1.xlsx": partial(spaces, part=STRINGS, megabytes=1500),
    "noise-in-a-cell.xlsx": partial(noise, part=SHEET, megabytes=150),
    "noise-in-the-strings.xlsx": partial(noise, part=STRINGS, megabytes=150),
    "40-million-numbers.xlsx": partial(cells, rows=1_000_000, cell=NUMBER),
    "40-million-blanks.xlsx": partial(cells, rows=1_000_000, cell=BLANK),
    "20-million-blanks.xlsx": partial(cells, rows=500_000, cell=BLANK),
    "6-million-strings.xlsx": partial(strings, count=6_000_000, text="FIKTIV-#"),
    "400-mb-of-strings.xlsx": partial(strings, count=20_000, text=f"#{NOISE[:20_000]}"),
    "60000-members.xlsx": partial(members, count=60_000),
    "1000000-members.xlsx": partial(members, count=1_000_000),
    "repeated-rows.ods": partial(
        opendocument, body=f'<table:table-row table:number-rows-repeated="1000000">{ODS_CELL * 40}</table:table-row>'
    ),
    "far-corner.ods": partial(
        opendocument,
        body='<table:table-row table:number-rows-repeated="1048575"/><table:table-row><table:table-cell '
        f'table:number-columns-repeated="16383"/>{ODS_CELL}</table:table-row>',
    ),
    "cut-record.xls": given(xls(struct.pack("<HH", 0x203, 8000))),
}


def main(wanted: list[str]) -> None:
    """Print one line for each file."""
    with tempfile.TemporaryDirectory() as folder:
        for name, write in FILES.items():
            if wanted and not any(each in name for each in wanted):
                continue
            path = Path(folder) / name
            write(path)
            size = path.stat().st_size / 1e6
            done = subprocess.run([sys.executable, REFUSE, path], capture_output=True, text=True, check=False)
            print(f"{name:<36} {size:7.1f} MB {done.stdout.strip() or done.stderr[-300:]}", flush=True)
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
