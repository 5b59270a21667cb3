"""Damaged files by the hundred: each is refused, or every non-empty cell of it comes out. None crashes or hangs.

The mutations are drawn from fixed seeds. A plain reading with ElementTree says what should have come out.
"""

# ruff: noqa: S311, S314, B023 (seeded dice, our own XML, and lambdas that run at once)

from __future__ import annotations

import io
import random
import resource
import signal
import struct
import xml.etree.ElementTree as ET
import zipfile
from xml.parsers import expat

import pytest

from auditkit.errors import InputRefused
from auditkit.intake.door import Limits, open_workbook
from tests.door import test_door_ods_xlsb as other
from tests.door.door_builders import MAIN, biff_cell, record, shared, sheet_xml, workbook_parts, xls, zipped

SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 5
# Small bounds, so that a mutated number cannot make the test itself slow.
LIMITS = Limits(cells=100_000, area=200_000, child_seconds=20)
RUNS = [pytest.param(600, id="short"), pytest.param(10_000, id="long", marks=pytest.mark.full)]
# Each of these starts a child process.
FEW_RUNS = [pytest.param(40, id="short"), pytest.param(2_000, id="long", marks=pytest.mark.full)]
SPICE = [
    "<!DOCTYPE a>", "<!--", "-->", "<![CDATA[", "]]>", "<?x ?>", "&amp;", "&#0;", "&x;", "<c/>", "<c>", "</c>", "<row>",
    "</row>", '<row r="3">',
    "<v>", "</v>", "<f/>", "<is><t>x</t></is>", ' t="s"', ' t="e"', ' t="inlineStr"', ' r="B2"',
    ' r="XFD1048576"', "<x:c xmlns:x='y'/>", '<dimension ref="A1"/>', "\ufeff", "\0", "æ", '"', "'", ">", "<", "/",
]  # fmt: skip


class TooSlowError(Exception):
    """One file took more than five seconds of processor time."""


@pytest.fixture(autouse=True)
def _no_hang():
    """Stop what takes too long, by the processor's time: other work on the machine does not count."""

    def stop(*_arguments):
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def parts() -> dict[str, str]:
    rows = "".join(
        f'<row r="{n}" spans="1:6"><c r="A{n}" t="s"><v>{n % 3}</v></c><c r="B{n}" s="1"><v>{45000 + n}.5</v></c>'
        f'<c r="C{n}" t="inlineStr"><is><t>FIKTIV {n}</t></is></c><c r="D{n}"/><c r="E{n}" t="b"><v>1</v></c>'
        f'<c r="F{n}" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="H{n}"><f>A1</f></c></row>'
        for n in range(1, 12)
    )
    xml = sheet_xml(rows, before='<dimension ref="A1:H11"/><cols><col min="2" max="3" hidden="1"/></cols>',
                    after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')  # fmt: skip
    strings = "<si><t>et</t></si><si><t/></si><si><r><t>to</t></r><r><t> løb</t></r></si>"
    return workbook_parts({"Sager": xml}, strings=strings, formats=("dd-mm-yyyy",))


def old_workbook() -> bytes:
    cells = b"".join(
        biff_cell(0x203, row, 0, struct.pack("<d", row)) + biff_cell(0xFD, row, 1, struct.pack("<I", row % 2))
        + biff_cell(0x205, row, 2, b"\x2a\x01") + biff_cell(0x203, row, 3, struct.pack("<d", 45000.5), 16)
        for row in range(20)
    )  # fmt: skip
    return xls(record(0x208, bytes(16)) + cells, strings=shared("FIKTIV", ""))


def mutate_text(text: str, dice: random.Random) -> str:
    for _ in range(dice.choice([1, 1, 1, 2, 5])):
        at, to = sorted(dice.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + dice.choice([1, 3, 10, 200]))
        text = dice.choice(
            [
                lambda: text[:at] + text[to:],
                lambda: text[:to] + text[at:to] + text[to:],
                lambda: text[:at] + dice.choice(SPICE) + text[at:],
                lambda: text[:at] + dice.choice(SPICE) + text[to:],
                lambda: text[:at] + str(dice.choice([0, 1, 7, 10**6, 10**20, -1])) + text[to:],
                lambda: text[:at],
                lambda: text.replace(
                    *dice.choice(
                        [
                            ("r=", "q="),
                            ("<c ", "<c\n"),
                            ('"', "'"),
                            ("<v>", "<v xml:space='preserve'>"),
                        ]
                    )
                ),
            ]
        )()
    return text


def mutate_bytes(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.choice([1, 2, 8])):
        at = dice.randrange(len(data))
        what = dice.randrange(5)
        if what == 0:
            data[at] = dice.randrange(256)
        elif what == 1:
            data[at] ^= 1 << dice.randrange(8)
        elif what == 2:
            del data[at : at + dice.choice([1, 4, 100])]
        elif what == 3:
            data[at:at] = data[: dice.choice([1, 4, 100])]
        else:
            data[at : at + 4] = struct.pack("<i", dice.choice([0, -1, 1, 2**31 - 1, 255]))
        data = data or bytearray(b"x")
    return bytes(data[: dice.randrange(len(data)) + 1] if dice.random() < 0.1 else data)


def read(path) -> set[tuple[int, int]] | None:
    """Return the places of all cells of the first sheet, or None where the file is refused.

    Each file has five seconds, and so has the child process that reads it.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        book = open_workbook(path, LIMITS)
        places = [[(row.number, column) for row in sheet.rows() for column in row.cells] for sheet in book.sheets]
    except InputRefused:
        return None
    finally:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert after.ru_utime - before.ru_utime < SECONDS, "a child process took more than five seconds"
    assert [len(found) for found in places] == [sheet.non_empty_cells for sheet in book.sheets]
    return set(places[0])


def plain_reading(xml: str, empty: set[str]) -> set[tuple[int, int]] | None:
    """Say which cells are non-empty, as slowly and simply as can be; None where the XML is broken."""
    try:
        root = ET.fromstring(xml.encode())
    except ET.ParseError:
        return None
    found, number = set(), 0
    for row in root.iter(f"{{{MAIN}}}row"):
        number = int(row.get("r", number + 1))
        column = -1
        for cell in row.iter(f"{{{MAIN}}}c"):
            letters = (cell.get("r") or "").rstrip("0123456789")
            column = (
                column + 1 if not letters else sum((ord(a) - 64) * 26**i for i, a in enumerate(reversed(letters))) - 1
            )
            if is_filled(cell, empty):
                found.add((number, column))
    return found


def is_well_formed_but_for_prefixes(xml: str) -> bool:
    try:
        return expat.ParserCreate().Parse(xml.encode(), True) == 1
    except expat.ExpatError:
        return False


def is_filled(cell, empty: set[str]) -> bool:
    value, formula = cell.find(f"{{{MAIN}}}v"), cell.find(f"{{{MAIN}}}f")
    inline = "".join(piece.text or "" for piece in cell.iter(f"{{{MAIN}}}t"))
    text = (value.text if value is not None else "") or inline
    if text:
        return not (cell.get("t") == "s" and text.strip() in empty)
    return formula is not None and not (cell.get("t") == "str" and value is not None)


@pytest.mark.parametrize("runs", RUNS)
def test_mutated_sheets_lose_no_cell(runs, tmp_path):
    path, good = tmp_path / "sager.xlsx", parts()
    survived = 0
    for seed in range(runs):
        xml = mutate_text(good[SHEET], random.Random(seed))
        path.write_bytes(zipped(good | {SHEET: xml}))
        found = read(path)
        if found is not None:
            survived += 1
            expected = plain_reading(xml, {"1"})
            # A stray prefix on a tag that is not ours is the one fault that we let pass.
            assert found == expected or (expected is None and is_well_formed_but_for_prefixes(xml)), seed
    assert survived > runs / 20  # the mutations are mild enough to reach the reader


def test_a_tag_of_one_endless_name_is_refused_at_once(tmp_path):
    path, good = tmp_path / "sager.xlsx", parts()
    path.write_bytes(zipped(good | {SHEET: good[SHEET].replace("<row ", f"<row {'b' * 200_000} ", 1)}))

    assert read(path) is None


@pytest.mark.parametrize("runs", RUNS)
def test_mutated_parts_are_read_or_refused(runs, tmp_path):
    path, good = tmp_path / "sager.xlsx", parts()
    for seed in range(runs):
        dice = random.Random(seed)
        name = dice.choice(list(good))
        path.write_bytes(zipped(good | {name: mutate_text(good[name], dice)}))
        read(path)


@pytest.mark.parametrize("runs", RUNS)
def test_mutated_bytes_are_read_or_refused(runs, tmp_path):
    path, good = tmp_path / "sager.xlsx", zipped(parts())
    for seed in range(runs):
        path.write_bytes(mutate_bytes(good, random.Random(seed)))
        read(path)


@pytest.mark.parametrize("runs", FEW_RUNS)
def test_mutated_old_workbooks_are_read_or_refused(runs, tmp_path):
    path, good = tmp_path / "sager.xls", old_workbook()
    for seed in range(runs):
        path.write_bytes(mutate_bytes(good, random.Random(seed)))
        read(path)


@pytest.mark.parametrize("runs", FEW_RUNS)
@pytest.mark.parametrize(
    ("name", "part", "good"),
    [
        ("sager.xlsb", "xl/worksheets/sheet1.bin", other.some_xlsb()),
        ("sager.ods", "content.xml", other.some_ods()),
    ],
)  # fmt: skip
def test_mutated_binary_and_opendocument_sheets_are_read_or_refused(name, part, good, runs, tmp_path):
    path = tmp_path / name
    for seed in range(runs):
        path.write_bytes(rezipped(good, part, random.Random(seed)))
        read(path)


def rezipped(content: bytes, part: str, dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {part: mutate_bytes(parts[part], dice)})


@pytest.mark.parametrize("runs", RUNS)
def test_mutated_text_files_are_read_or_refused(runs, tmp_path):
    path = tmp_path / "sager.csv"
    good = b'Sagsnr;Dato;Note\r\nFIKTIV;1-2-2024;"a;\r\nb"\r\n' * 5
    for seed in range(runs):
        path.write_bytes(mutate_bytes(good, random.Random(seed)))
        read(path)
