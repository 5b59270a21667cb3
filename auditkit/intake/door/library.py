"""Sheets read by python-calamine in a child process, and put together with what its preflight found.

The library can crash, hang or grow without end on a bad file; the child takes that, within time and memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from .grid import Cell, CellKind, Row, Sheet
from .reconcile import counted
from .refusals import ReaderFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .scan import Scan
    from .source import Source

_CHILD = Path(__file__).with_name("calamine_child.py")
_DAYS_BETWEEN_SYSTEMS = 1462


def library_sheet(source: Source, scan: Scan, *, date1904: bool) -> Sheet:
    """Return a sheet whose rows the library will read."""
    cells = sum(scan.filled.values())
    return Sheet(
        name=scan.name,
        hidden=scan.hidden,
        hidden_columns=frozenset(scan.hidden_columns),
        merged=tuple(scan.merged),
        non_empty_rows=len(scan.filled),
        non_empty_cells=cells,
        read=lambda: counted(_rows(source, scan, date1904), cells, source.file, scan.name),
    )


def _rows(source: Source, scan: Scan, date1904: bool) -> Iterator[Row]:
    special: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in scan.special.items():
        special.setdefault(row, {})[column] = cell
    waiting = sorted(special, reverse=True)
    read = _child_rows(source, scan.index, date1904) if scan.filled else ()
    for number, values in read:
        while waiting and waiting[-1] < number:
            row = waiting.pop()
            yield Row(row, special[row], row in scan.hidden_rows)
        lost = special[waiting.pop()] if waiting and waiting[-1] == number else {}
        yield Row(number, dict(sorted((values | lost).items())), number in scan.hidden_rows)
    for row in reversed(waiting):
        yield Row(row, special[row], row in scan.hidden_rows)


def _child_rows(source: Source, index: int, date1904: bool) -> Iterator[tuple[int, dict[int, Cell]]]:
    limits, shift = source.limits, _DAYS_BETWEEN_SYSTEMS if date1904 else 0
    source.open().close()  # refuses a file that is no longer the one that was bounded
    command = [
        sys.executable,
        "-P",
        str(_CHILD),
        str(source.path),
        str(index),
        str(limits.child_bytes),
    ]
    child = subprocess.Popen(  # noqa: S603 (our own script; the path is an argument, not a command)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    watch = threading.Timer(limits.child_seconds, child.kill)
    watch.start()
    try:
        yield from _lines(child.stdout or (), source.file, shift)
    finally:
        watch.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _lines(lines: Iterable[bytes], file: str, shift: int) -> Iterator[tuple[int, dict[int, Cell]]]:
    for line in lines:
        if line == b"null\n":
            return
        if not line.endswith(b"\n"):
            break
        number, cells = json.loads(line)
        yield number, {column: _cell(kind, value, shift) for column, kind, value in cells}
    raise ReaderFailed(file)  # the end never came: the child crashed or was stopped


def _cell(kind: str, value: str | float, shift: int) -> Cell:
    if kind == "t":
        return Cell(CellKind.TEXT, str(value))
    if kind == "b":
        return Cell(CellKind.BOOL, str(value))
    number = float(value) - (shift if kind == "d" else 0)
    return Cell(CellKind.NUMBER, repr(number).removesuffix(".0"), number, kind in "dc")
