"""Drafts a mapping profile from a list: what is known stands as it is read, what is not as a comment to decide."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.errors import InputRefused
from auditkit.terms import translator

from .door import open_workbook
from .hidden import shown
from .ignored import suggestions
from .layout import HEADER_WITHIN, Layout, find_layout
from .merged import spread
from .readers import Readers
from .reading import TEAM, Reading, read_sheet
from .tidy import tidy_rows
from .unreadable import Code, mask
from .vocabulary import IGNORE, standard_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .door.grid import Sheet, Workbook

_ = translator("intake")

_WORDS_SHOWN = 20


def suggest_profile(path: Path) -> str:
    """Return a profile in TOML for the lists of a file, with comments that say what is left to decide."""
    workbook = open_workbook(path)
    found = [(sheet, *_layout(workbook, sheet)) for sheet in workbook.sheets]
    lines = [f"name = {_quoted(Path(mask(workbook.file)).stem)}", 'date_order = "day_first"', "", "[sheets]"]
    lines += [_sheet_line(sheet, layout, refusal) for sheet, layout, refusal in found]
    readings = [_read(workbook, sheet, layout) for sheet, layout, _refusal in found if layout]
    for reading in sorted(readings, key=lambda each: each.layout.kind):
        lines += ["", f"[headers.{reading.layout.kind}]", *_header_lines(reading), *_choice_lines(reading)]
    lines += [line for reading in readings for line in _code_lines(reading)]
    lines += ["", "[fingerprint]", *map(_fingerprint, readings), *_team_lines(readings)]
    return "\n".join(_each_once(lines)) + "\n"


def _layout(workbook: Workbook, sheet: Sheet) -> tuple[Layout | None, str]:
    """Return the list in a sheet, or why there is none."""
    rows = list(islice(tidy_rows(sheet.rows()), HEADER_WITHIN))
    try:
        layout = find_layout(mask(workbook.file), sheet, rows, standard_vocabulary(), flat_if_both=True)
    except InputRefused as refusal:
        return None, str(refusal)
    return layout, ""


def _read(workbook: Workbook, sheet: Sheet, layout: Layout) -> Reading:
    readers = Readers(standard_vocabulary(), workbook.date1904, pseudonym_key=None)
    return read_sheet(
        mask(workbook.file), mask(sheet.name), spread(tidy_rows(sheet.rows()), sheet.merged), layout, readers
    )


def _sheet_line(sheet: Sheet, layout: Layout | None, refusal: str) -> str:
    name = _quoted(mask(sheet.name))
    if layout:
        return f"{name} = {_quoted(layout.kind)}"
    kinds = ", ".join(standard_vocabulary().headers)
    return f"# {name} = {_quoted(IGNORE)}  # {refusal or _('not known; choose one of: {kinds}', kinds=kinds)}"


def _header_lines(reading: Reading) -> Iterator[str]:
    texts = reading.layout.header.texts
    for index, target in reading.layout.columns.items():
        if not target.endswith(":time"):
            yield f"{_quoted(shown(texts[index]))} = {_quoted(target)}"
    words = standard_vocabulary()
    kind = reading.layout.kind
    like = {each.header: words.target(kind, each.looks_like) for each in suggestions(reading, words)}
    for text in map(shown, reading.layout.unknown.values()):
        if like.get(text):
            yield f"# {_quoted(text)} = {_quoted(like[text] or '')}  # {_('looks like it; remove the first # if so')}"
        else:
            yield f"# {_quoted(text)} = {_quoted(IGNORE)}  # {_('not known; is not read')}"
    for text in map(shown, reading.layout.private.values()):
        yield f"# {_quoted(text)}: {_('is never stored')}"


def _choice_lines(reading: Reading) -> Iterator[str]:
    """Yield what an unknown column may be said to give: the fields that no column gives yet."""
    if not reading.layout.unknown:
        return
    fields = standard_vocabulary().canonical[reading.layout.kind]
    taken = {*reading.layout.columns.values()}
    yield f"# {_('The fields that a column may still be given:')}"
    yield from (f"#   {_quoted(target)}  {word}" for target, word in fields.items() if target not in taken)


def _team_lines(readings: list[Reading]) -> Iterator[str]:
    """Yield the sheets whose cases have no team, each with its own name as the team to confirm."""
    without = [each for each in readings if TEAM.get(each.layout.kind, "") not in {"", *each.layout.columns.values()}]
    if without:
        yield ""
        yield f"# {_('No column has the team. If each sheet is one team, remove the # of the lines below:')}"
        yield "# [teams]"
        yield from (f"# {_quoted(each.sheet)} = {_quoted(each.sheet)}" for each in without)


def _code_lines(reading: Reading) -> Iterator[str]:
    """Yield the words that no column of code words knows, each to be given its meaning."""
    columns = {letters: target for target, letters in reading.letters.items()}
    unknown = {
        (columns[each.cell.rstrip("0123456789")], each.seen)
        for each in reading.problems
        if each.code == Code.UNKNOWN_CODE
    }
    for target, seen in sorted(unknown)[:_WORDS_SHOWN]:
        key = target if "." in target else f"{reading.layout.kind}.{target}"
        meanings = ", ".join(dict.fromkeys(standard_vocabulary().codes[key].values()))
        yield f"# [codes.{_quoted(key)}]"
        yield f'# {_quoted(seen)} = ""  # {_("one of: {words}", words=meanings)}'


def _fingerprint(reading: Reading) -> str:
    texts = ", ".join(_quoted(shown(text)) for text in reading.layout.header.texts.values())
    return f"{_quoted(reading.sheet)} = [{texts}]"


def _each_once(lines: list[str]) -> Iterator[str]:
    """Leave out a line that stands already: sheets of one kind share their headers."""
    seen: set[str] = set()
    for line in lines:
        if line and line in seen:
            continue
        seen.add(line)
        yield line


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
