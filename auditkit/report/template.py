"""The municipality's own workbook, filled in: keys become figures, sheets named as ours get the rows.

Its formulas, formats and charts stay as far as openpyxl keeps them; what it does not keep is named before anything is
written. The template itself is never written to.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from auditkit.errors import UsageError
from auditkit.terms import translator

from .atomic import replacing
from .sheets.tables import TableOf, tables
from .template_keys import KEY, Keys
from .template_loss import TemplateWouldLose, lost_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from .view import QuarterView

_ = translator("report")

_LAST_HEADER = 50  # rows that are looked through for the headers of a table
_LONGEST = 32_767
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Text that Excel would read as its own sign for a character: openpyxl writes it as it stands."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NoHeaders(UsageError):
    """A sheet has the name of one of our tables, and none of its headers."""

    def __init__(self, sheet: str, headers: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "The template's sheet {sheet} has no row with headers that auditkit knows: at least two of {headers}. "
                "Write them, or give the sheet another name. Nothing was written.",
                sheet=sheet,
                headers=", ".join(headers),
            )
        )


class NothingToFill(UsageError):
    """The template has neither keys nor a sheet that is named as one of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{file} holds nothing to fill in: no key as {key}, and no sheet with the name of a table. "
                "docs/arbejdsbogen.md shows how. Nothing was written.",
                file=path.name,
                key="{{kvartal}}",
            )
        )


def fill_template(template: Path, target: Path, view: QuarterView, *, accept_loss: bool = False) -> tuple[str, ...]:
    """Write the filled template to ``target``; return in words what it lost.

    Raises InputRefused (no workbook, or not a safe one), TemplateWouldLose (unless ``accept_loss``), UnknownKey,
    NoHeaders, NothingToFill and CannotWrite; then nothing is written.
    """
    lost = lost_of(template)
    if lost and not accept_loss:
        raise TemplateWouldLose(template, lost)
    from openpyxl import load_workbook

    book = load_workbook(template, rich_text=False)
    filled = _fill_keys(book, Keys(view))
    for name, table in tables(view).items():
        if name in book.sheetnames:
            _fill_table(book[name], table)
            filled += 1
    if not filled:
        raise NothingToFill(template)
    book.calculation.fullCalcOnLoad = True  # openpyxl keeps formulas, not what they gave
    with replacing(target) as file:
        book.save(file)
    return lost


def _fill_keys(book: Workbook, keys: Keys) -> int:
    """Put figures in the place of keys; return how many cells held some. Every key is looked up before any is put."""
    found = [(sheet, cell) for sheet in book.worksheets for cell in _texts(sheet) if KEY.search(cell.value)]
    values = [_filled(cell.value, keys, f"{sheet.title}!{cell.coordinate}") for sheet, cell in found]
    for (_sheet, cell), value in zip(found, values, strict=True):
        _put(cell, value)
        if isinstance(value, float) and cell.number_format == "General":
            cell.number_format = "0.0%"  # the only keys with decimals are rates
    return len(found)


def _texts(sheet: Worksheet) -> Iterator[Cell]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "s" and isinstance(cell.value, str))


def _filled(text: str, keys: Keys, place: str) -> object:
    """Return a key's own value where the cell holds nothing else, else the text with the keys put into words."""
    alone = KEY.fullmatch(text.strip())
    if alone:
        value = keys.value(alone[1], place)
        return "–" if value is None else value
    return KEY.sub(lambda found: keys.text(found[1], place), text)


def _fill_table(sheet: Worksheet, table: TableOf) -> None:
    """Write a table's rows below the sheet's header; other columns keep their formulas, carried down."""
    header, columns = _header(sheet, table)
    looks = {column: copy.copy(sheet.cell(header + 1, column)._style) for column in _used(sheet)}  # noqa: SLF001 - the only way to give a cell another's look
    carried = _formulas(sheet, header + 1, set(columns.values()))
    row = header
    for cells in table.rows():
        row += 1
        for name, column in columns.items():
            cell = sheet.cell(row, column)
            cell._style = copy.copy(looks[column])  # noqa: SLF001
            _put(cell, cells[table.headers.index(name)])
        for column, formula in carried.items():
            cell = sheet.cell(row, column)
            cell._style = copy.copy(looks[column])  # noqa: SLF001
            cell.value = _moved(formula, sheet.cell(header + 1, column), cell)
    _empty(sheet, max(row, header + 1) + 1, [*columns.values(), *carried], keep=row > header)
    _stretch(sheet, header, max(row, header + 1))


def _header(sheet: Worksheet, table: TableOf) -> tuple[int, dict[str, int]]:
    """Return the row of the headers (the first with two that we know), and the column of each header."""
    for row in sheet.iter_rows(max_row=_LAST_HEADER):
        known = {cell.value: cell.column for cell in row if cell.value in table.headers}
        if len(known) > 1:
            return row[0].row, known
    raise NoHeaders(sheet.title, table.headers)


def _used(sheet: Worksheet) -> range:
    return range(1, sheet.max_column + 1)


def _formulas(sheet: Worksheet, row: int, ours: set[int]) -> dict[int, str]:
    cells = (sheet.cell(row, column) for column in _used(sheet) if column not in ours)
    return {cell.column: str(cell.value) for cell in cells if cell.data_type == "f" and isinstance(cell.value, str)}


def _moved(formula: str, origin: Cell, place: Cell) -> str:
    from openpyxl.formula.translate import Translator

    return str(Translator(formula, origin=origin.coordinate).translate_formula(place.coordinate))


def _empty(sheet: Worksheet, first: int, columns: list[int], *, keep: bool) -> None:
    """Empty what the template held of older rows, and its example row where there are none."""
    for row in range(first if keep else first - 1, sheet.max_row + 1):
        for column in columns:
            sheet.cell(row, column).value = None


def _stretch(sheet: Worksheet, header: int, last: int) -> None:
    """Let the sheet's tables and its filter reach down to the last row."""
    for each in sheet.tables.values():
        each.ref = _down_to(each.ref, header, last)
        if each.autoFilter is not None:
            each.autoFilter.ref = _down_to(each.autoFilter.ref, header, last)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _down_to(sheet.auto_filter.ref, header, last)


def _down_to(reference: str, header: int, last: int) -> str:
    first, _colon, end = reference.partition(":")
    if int(re.sub(r"\D", "", first)) != header:
        return reference
    return f"{first}:{re.sub(r'[0-9]', '', end)}{last}"


def _put(cell: Cell, value: object) -> None:
    """Write a value; text is written as text, whatever it looks like."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _ESCAPE_LIKE.sub("_x005F_", _NOT_XML.sub("\ufffd", value)[:_LONGEST])[:_LONGEST]
    cell.data_type = "s"
    cell.hyperlink = None
