"""What an .xlsx package says about itself: its sheets, its strings, its number formats, its date system."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .formats import BUILTIN_DATE_IDS, shows_date, zeros_of
from .limits import MEGABYTE
from .refusals import Bomb, FileDamaged, TooLarge, _
from .xml import Walk

if TYPE_CHECKING:
    from .archive import Archive

_DATE_IDS = frozenset(map(str, BUILTIN_DATE_IDS))
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name and where its cells are."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook that are not cells.

    ``date_styles[i]`` says whether cell style ``i`` shows a date, ``zero_styles[i]`` with which zeros a number.
    """

    macros: bool
    date1904: bool
    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    blank_strings: frozenset[bytes]
    """The numbers of the strings that are blank, as cells write them."""
    date_styles: tuple[bool, ...]
    zero_styles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A pointer from one part to another; ``kind`` is the last word of its type."""

    kind: str
    target: str


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Return the relations of a part (``""`` is the package) by id; targets are full part names."""
    folder, name = posixpath.split(part)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relation] = {}

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        full = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = Relation(kind, full)

    if where in archive:
        _walk(archive, where, Walk(on_start))
    return found


def main_part(archive: Archive) -> str | None:
    """Return the name of the part that the package is about, or None where it names none."""
    for relation in relations(archive, "").values():
        if relation.kind == "officeDocument":
            return relation.target
    return None


def read_package(archive: Archive, workbook: str) -> Package:
    """Read everything but the cells; ``workbook`` is the main part."""
    targets = relations(archive, workbook)
    listed, date1904 = _listed_sheets(archive, workbook)
    by_kind = {relation.kind: relation.target for relation in targets.values()}
    sheets = tuple(
        SheetPart(name, hidden, targets[key].target)
        for name, hidden, key in listed
        # Chart sheets, dialog sheets and macro sheets hold no list.
        if _target(archive, targets, key, name).kind == "worksheet"
    )
    styles, shared = by_kind.get("styles"), by_kind.get("sharedStrings")
    formats = _cell_formats(archive, styles) if styles and styles in archive else ()
    strings = _strings(archive, shared) if shared and shared in archive else ()
    return Package(
        macros=any(relation.kind == "vbaProject" for relation in targets.values()),
        date1904=date1904,
        sheets=sheets,
        strings=strings,
        blank_strings=frozenset(b"%d" % number for number, text in enumerate(strings) if not text),
        date_styles=tuple(number in _DATE_IDS if code is None else shows_date(code) for number, code in formats),
        zero_styles=tuple("" if code is None else zeros_of(code) for _number, code in formats),
    )


def unescape(text: str) -> str:
    """Return text with Excel's ``_x000D_`` written as the letter it stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def is_true(value: str | None) -> bool:
    """Say whether an XML attribute is set to yes."""
    return value in ("1", "true", "on")


def _walk(archive: Archive, part: str, walk: Walk) -> None:
    limits = archive.source.limits
    walk.run([archive.read(part)], archive.file, part, limits.depth)


def _target(archive: Archive, targets: dict[str, Relation], key: str, sheet: str) -> Relation:
    relation = targets.get(key)
    if relation is None:
        raise FileDamaged(archive.file, _('the cells of the sheet "{sheet}" are missing', sheet=sheet))
    return relation


def _listed_sheets(archive: Archive, workbook: str) -> tuple[list[tuple[str, bool, str]], bool]:
    listed: list[tuple[str, bool, str]] = []
    date1904 = False

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal date1904
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            listed.append((attributes.get("name", ""), hidden, key))
        elif tag == "workbookPr":
            date1904 = is_true(attributes.get("date1904"))

    _walk(archive, workbook, Walk(on_start))
    names = [name.casefold() for name, _hidden, _key in listed]
    if len(set(names)) != len(names):
        raise FileDamaged(archive.file, _("two sheets have the same name"))
    return listed, date1904


def _cell_formats(archive: Archive, part: str) -> tuple[tuple[str, str | None], ...]:
    """Return the number format of each cell style: its id, and its code where the file says it."""
    custom: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def on_end(tag: str, _text: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    _walk(archive, part, Walk(on_start, on_end))
    return tuple((style, custom.get(style)) for style in styles)


def _strings(archive: Archive, part: str) -> tuple[str, ...]:
    _bound_strings(archive, part)
    collector = _StringCollector(archive)
    walk = Walk(collector.on_start, collector.on_end)
    limits = archive.source.limits
    walk.run(archive.xml(part), archive.file, part, limits.depth)
    return tuple(collector.strings)


def _bound_strings(archive: Archive, part: str) -> None:
    """Refuse too many strings before one of them is held."""
    limits, size = archive.source.limits, archive.size(part)
    if size > limits.strings_bytes:
        megabytes = limits.strings_bytes // MEGABYTE
        raise TooLarge(archive.file, _("the texts of its cells fill over {limit} MB", limit=megabytes))
    if size > limits.strings and sum(chunk.count(b"</si>") for chunk in archive.chunks(part)) > limits.strings:
        raise Bomb(archive.file)


class _StringCollector:
    """Gathers shared strings: rich text runs joined, phonetic readings left out."""

    def __init__(self, archive: Archive) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = 0
        self._characters = 0
        self._file, self._limits = archive.file, archive.source.limits

    def on_start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._phonetic += 1

    def on_end(self, tag: str, text: str) -> None:
        if tag == "t" and not self._phonetic:
            self._pieces.append(text)
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "si":
            self._keep("".join(self._pieces))

    def _keep(self, text: str) -> None:
        limits = self._limits
        self.strings.append(unescape(text) if "_x" in text else text)
        self._characters += len(text)
        if len(text) > limits.text:
            raise TooLarge(self._file, _("a cell holds over {limit} characters", limit=limits.text))
        if len(self.strings) > limits.strings or self._characters > limits.string_characters:
            raise Bomb(self._file)
