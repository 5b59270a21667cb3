"""OpenDocument sheets (.ods): the preflight counts and bounds them, python-calamine reads them in its child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .grid import Cell, CellKind, Workbook
from .library import library_sheet
from .refusals import FileDamaged, NotAWorkbook, PasswordProtected, _
from .scan import Scan
from .xml import Walk

if TYPE_CHECKING:
    from .archive import Archive
    from .limits import Limits
    from .source import Source

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_CELLS = ("table-cell", "covered-table-cell")
_SPACES = ("s", "tab", "line-break")
_UNSEEN = ("collapse", "filter")


def is_ods(archive: Archive) -> bool:
    """Say whether an archive is an OpenDocument file of any kind."""
    return _CONTENT in archive and _MANIFEST in archive


def open_ods(source: Source, archive: Archive) -> Workbook:
    """Bound an .ods workbook and return it."""
    if b"encryption-data" in archive.read(_MANIFEST):
        raise PasswordProtected(source.file)
    content = _Content(source.file, source.limits)
    walk = Walk(content.on_start, content.on_end)
    walk.run(archive.xml(_CONTENT), source.file, _CONTENT, source.limits.depth)
    if not content.is_spreadsheet:
        raise NotAWorkbook(source.file, _("a text document or a drawing (OpenDocument)"))
    sheets = tuple(library_sheet(source, scan, date1904=False) for scan in content.sheets)
    return Workbook(source.file, "ods", source.digest(), date1904=False, sheets=sheets)


class _Content:
    """One pass over ``content.xml``. Repeated rows and cells count as often as they repeat."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.sheets: list[Scan] = []
        self.is_spreadsheet = False
        self._file, self._limits = file, limits
        self._style, self._hidden_styles = "", set[str]()
        self._row, self._row_repeat, self._row_hidden = 0, 1, False
        self._column, self._settings_column = 0, 0
        self._filled, self._errors = 0, dict[int, Cell]()
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._paragraphs = self._notes = 0

    def on_start(self, tag: str, attributes: dict[str, str]) -> None:
        plain = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if tag in _CELLS:
            self._open_cell(attributes)
        elif tag == "table-row":
            self._row_repeat = self._count(plain.get("number-rows-repeated"))
            self._row_hidden = plain.get("visibility") in _UNSEEN
            self._column = self._filled = 0
            self._errors = {}
        elif tag == "p":
            self._paragraphs += 1
        elif tag == "annotation":
            self._notes += 1
        elif tag in _SPACES and self._paragraphs and not self._notes:
            self._text.append(" ")
        else:
            self._outside_rows(tag, plain)

    def on_end(self, tag: str, text: str) -> None:
        if text and self._paragraphs and not self._notes:
            self._text.append(text)
        if tag in _CELLS:
            self._close_cell()
        elif tag == "table-row":
            self._close_row()
        elif tag == "p":
            self._paragraphs -= 1
        elif tag == "annotation":
            self._notes -= 1

    def _outside_rows(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "spreadsheet":
            self.is_spreadsheet = True
        elif tag == "style":
            self._style = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table":
            hidden = attributes.get("style-name") in self._hidden_styles
            self.sheets.append(Scan(attributes.get("name", ""), hidden, len(self.sheets)))
            self._row = self._settings_column = 0
        elif tag == "table-column" and self.sheets:
            self._column_setting(attributes)

    def _column_setting(self, attributes: dict[str, str]) -> None:
        first = self._settings_column
        self._settings_column += self._count(attributes.get("number-columns-repeated"))
        if attributes.get("visibility") in _UNSEEN:
            last = min(self._settings_column, self._limits.columns)
            self.sheets[-1].hidden_columns.update(range(first, last))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        # The value's kind stands twice, in two namespaces: the plain one, and one that knows errors.
        self._cell = {
            ("extended-" if ":calcext:" in name else "") + name.rpartition(" ")[2]: value
            for name, value in attributes.items()
        }
        self._text.clear()

    def _close_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None or not self.sheets:
            raise FileDamaged(self._file, _CONTENT)
        repeat = self._count(cell.get("number-columns-repeated"))
        self._merge(cell)
        if self._is_filled(cell):
            self._fill(repeat, is_error=cell.get("extended-value-type") == "error")
        self._column += repeat

    def _is_filled(self, cell: dict[str, str]) -> bool:
        if cell.get("extended-value-type") == "error":
            return True
        kind = cell.get("value-type", "string")
        shown = "".join(self._text)
        return bool(cell.get("string-value", shown)) if kind == "string" else True

    def _fill(self, repeat: int, *, is_error: bool) -> None:
        last = self._row + self._row_repeat, self._column + repeat - 1
        self.sheets[-1].reach(self._file, self._limits, *last)
        self._filled += repeat
        if is_error:
            error = Cell(CellKind.ERROR, "".join(self._text) or "#?")
            self._errors |= dict.fromkeys(range(self._column, self._column + repeat), error)

    def _close_row(self) -> None:
        """Count the cells of a row, as often as it repeats; only now are they known to be within bounds."""
        first, self._row = self._row + 1, self._row + self._row_repeat
        if not self._filled:
            return
        scan, rows = self.sheets[-1], range(first, self._row + 1)
        scan.filled.update(dict.fromkeys(rows, self._filled))
        scan.special.update(((row, column), cell) for row in rows for column, cell in self._errors.items())
        if self._row_hidden:
            scan.hidden_rows.update(rows)

    def _merge(self, cell: dict[str, str]) -> None:
        rows = self._count(cell.get("number-rows-spanned"))
        columns = self._count(cell.get("number-columns-spanned"))
        if rows > 1 or columns > 1:
            top, left = self._row + 1, self._column
            self.sheets[-1].merged.append((top, left, top + rows - 1, left + columns - 1))

    def _count(self, text: str | None) -> int:
        if text is None:
            return 1
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise FileDamaged(self._file, _CONTENT)
        return max(int(text), 1)
