"""Workbooks in .xlsx and .xlsm: preflight of every sheet, and readers that open the archive anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .archive import Archive
from .grid import Row, Sheet, Workbook
from .package import Package, SheetPart, read_package
from .reconcile import counted
from .sheet_xml import SheetContext, read_rows
from .tally import SheetTally, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source


def open_xlsx(source: Source, archive: Archive, main_part: str) -> Workbook:
    """Bound every sheet of an .xlsx package and return it, ready to be read."""
    package = read_package(archive, main_part)
    sheets = tuple(_sheet(source, archive, package, part) for part in package.sheets)
    kind = "xlsm" if package.macros else "xlsx"
    return Workbook(source.file, kind, source.digest(), package.date1904, sheets)


def _sheet(source: Source, archive: Archive, package: Package, part: SheetPart) -> Sheet:
    tally = SheetTally(source.file, part.name, package.blank_strings, source.limits).run(archive.xml(part.part))
    context = SheetContext(
        source.file,
        part.name,
        tally.prefix,
        package.strings,
        package.date_styles,
        package.date1904,
        package.zero_styles,
    )
    return Sheet(
        name=part.name,
        hidden=part.hidden,
        hidden_columns=frozenset(tally.hidden_columns),
        merged=tuple(tally.merged),
        non_empty_rows=tally.rows,
        non_empty_cells=tally.cells,
        read=lambda: _rows(source, part.part, context, tally),
    )


def _rows(source: Source, part: str, context: SheetContext, tally: Tally) -> Iterator[Row]:
    with Archive(source) as archive:
        rows = read_rows(archive.xml(part), context)
        yield from counted(rows, tally.cells, context.file, context.sheet)
