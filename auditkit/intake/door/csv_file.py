"""Lists as text (.csv, .tsv, .txt): encoding and delimiter are found, every cell is text, no date is guessed.

Rows are numbered as Excel shows them: a quoted cell with line breaks stays in its row.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from .grid import Cell, CellKind, Row, Sheet, Workbook, column_letters
from .reconcile import counted
from .refusals import BrokenQuotes, FarCell, NotAWorkbook, TooLarge, UnknownEncoding, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 1 << 16
_SAMPLE_ROWS = 200
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(r'sep=([^"\r\n])\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written. ``start`` is the number of characters before the list (a ``sep=;`` line)."""

    encoding: str
    delimiter: str
    start: int


def open_csv(source: Source) -> Workbook:
    """Bound a text file and return it as a workbook of one sheet."""
    dialect = _dialect(source)
    rows, cells = _tally(source, dialect)
    name = source.path.stem
    sheet = Sheet(
        name=name,
        hidden=False,
        hidden_columns=frozenset(),
        merged=(),
        non_empty_rows=rows,
        non_empty_cells=cells,
        read=lambda: counted(_rows(source, dialect), cells, source.file, name),
    )
    return Workbook(source.file, "csv", source.digest(), date1904=False, sheets=(sheet,))


def _dialect(source: Source) -> Dialect:
    encoding = _encoding(source)
    with _text(source, encoding) as stream:
        sample = stream.read(_SAMPLE)
    if declared := _DECLARED.match(sample):
        return Dialect(encoding, declared[1], declared.end())
    return Dialect(encoding, _delimiter(sample), 0)


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding=encoding, newline="")


def _encoding(source: Source) -> str:
    head = source.head(_SAMPLE)
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    for encoding in (marked,) if marked else _unmarked(head):
        if _decodes(source, encoding):
            return encoding
    raise UnknownEncoding(source.file)


def _unmarked(head: bytes) -> tuple[str, ...]:
    """Return what to try for text without a mark; zeros in every second byte tell UTF-16."""
    if head[1::2].count(0) * 2 > len(head[1::2]):
        return ("utf-16-le",)
    if head[0::2].count(0) * 2 > len(head[0::2]):
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _decodes(source: Source, encoding: str) -> bool:
    try:
        with _text(source, encoding) as stream:
            while piece := stream.read(_SAMPLE):
                if "\0" in piece:
                    raise NotAWorkbook(source.file, _("an unknown format"))
    except UnicodeError:
        return False
    return True


def _delimiter(sample: str) -> str:
    """Return the delimiter that gives the same number of columns, above one, in the most rows."""
    scores = {delimiter: _agreement(sample, delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter])


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    lines = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(fields) for fields in islice(lines, _SAMPLE_ROWS) if any(fields))
    except csv.Error:
        return (0.0, 0)
    total = sum(widths.values())
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width = max(wide, key=lambda width: (wide[width], width))
    return (wide[width] / total, width)


def _tally(source: Source, dialect: Dialect) -> tuple[int, int]:
    """Count non-empty rows and cells without the csv module, and bound them."""
    filled: Counter[int] = Counter()
    limits = source.limits
    for row, column, length in _fields(source, dialect):
        if row > limits.rows or column >= limits.columns:
            raise FarCell(source.file, source.path.stem, f"{column_letters(column)}{row}")
        if length > limits.text:
            raise TooLarge(source.file, _("a cell holds over {limit} characters", limit=limits.text))
        filled[row] += 1
    return len(filled), filled.total()


def _fields(source: Source, dialect: Dialect) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and length of every non-empty field."""
    field = _field(dialect.delimiter)
    row, column = 1, 0
    buffer = ""
    for piece, final in _pieces(source, dialect):
        buffer, at = buffer + piece, 0
        while match := field.match(buffer, at):
            if match.end() == len(buffer) and not final:
                break  # the field may go on in the next piece
            at = match.end()
            quoted, plain, ending = match.groups()
            if quoted or plain:
                yield row, column, len(quoted or plain)
            if not ending:
                return
            row, column = (row, column + 1) if ending == dialect.delimiter else (row + 1, 0)
        buffer = buffer[at:]
        if final or len(buffer) > 2 * source.limits.text:
            raise BrokenQuotes(source.file, row)


def _field(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    quoted, plain = r'"((?:[^"]++|"")*)"', rf'([^"{mark}\r\n][^{mark}\r\n]*+)'
    return re.compile(rf"(?:{quoted}|{plain}|)({mark}|\r\n|\r|\n|\Z)")


def _pieces(source: Source, dialect: Dialect) -> Iterator[tuple[str, bool]]:
    with _text(source, dialect.encoding) as stream:
        stream.read(dialect.start)
        while piece := stream.read(_SAMPLE):
            yield piece, False
    yield "", True


def _rows(source: Source, dialect: Dialect) -> Iterator[Row]:
    with _text(source, dialect.encoding) as stream:
        stream.read(dialect.start)
        lines = csv.reader(stream, delimiter=dialect.delimiter, strict=True)
        for number, fields in enumerate(lines, start=1):
            cells = {column: Cell(CellKind.TEXT, text) for column, text in enumerate(fields) if text}
            if cells:
                yield Row(number, cells)
