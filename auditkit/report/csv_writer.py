"""Comma-separated values: ``csv`` for programs, ``csv-excel`` for Danish Excel."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Literal, TextIO

from .atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Form = Literal["csv", "csv-excel"]
Value = str | int | float | date | datetime | None

_BOM = "\ufeff"
_FORMULA_START = re.compile("[\t\r\n]|[\\s\x00-\x1f]*[=+@＝＋－＠-]")
"""What a spreadsheet may read as a formula, blanks in front and full-width signs included."""


def write_csv(stream: TextIO, header: Sequence[str], rows: Iterable[Sequence[Value]], form: Form = "csv") -> None:
    """Write a header and rows to a text stream that was opened in UTF-8 with ``newline=""``.

    ``csv``: comma, ISO dates, decimal point, exactly the text. ``csv-excel``: BOM, semicolon, dates
    dd-mm-åååå, decimal comma, and an apostrophe before text that Excel would take for a formula. Text is
    quoted where it holds a separator, a quotation mark or a line break of any kind.
    """
    if form == "csv-excel":
        stream.write(_BOM)
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        said = _for_excel
    else:
        writer = csv.writer(_PlainLineEnds(stream))
        said = _for_programs
    writer.writerow([said(name) for name in header])
    writer.writerows([said(value) for value in row] for row in rows)


def write_csv_file(
    path: Path | str, header: Sequence[str], rows: Iterable[Sequence[Value]], form: Form = "csv"
) -> None:
    """Write a header and rows to a file. Raises CannotWrite."""
    with replacing(path) as file, TextIOWrapper(file, encoding="utf-8", newline="") as stream:
        write_csv(stream, header, rows, form)


class _PlainLineEnds:
    """Ends lines with LF alone. Told to do so itself, ``csv`` would leave a CR within a text unquoted."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> int:
        return self._stream.write(line.removesuffix("\r\n") + "\n")


def _for_programs(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value


def _for_excel(value: Value) -> str | int | float | None:
    if isinstance(value, str):
        return f"'{value}" if _FORMULA_START.match(value) else value
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return value
