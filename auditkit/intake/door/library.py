"""Sheets read by python-calamine in a child process, and put together with what its preflight found.

The library can crash, hang or grow without end on a bad file; the child takes that, within time and memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from .grid import Cell, CellKind, Row, Sheet
from .reconcile import counted
from .refusals import ReaderFailed
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
    read = _child_rows(source, scan.index, date1904) if scan.filled else iter(())
    for number, cells in read:
        for earlier in [row for row in special if row < number]:
            yield Row(earlier, special.pop(earlier), earlier in scan.hidden_rows)
        cells |= special.pop(number, {})
        yield Row(number, dict(sorted(cells.items())), number in scan.hidden_rows)
    for row in sorted(special):
        yield Row(row, special[row], row in scan.hidden_rows)


def _child_rows(
    source: Source, index: int, date1904: bool
) -> Iterator[tuple[int, dict[int, Cell]]]:
    limits, shift = source.limits, _DAYS_BETWEEN_SYSTEMS if date1904 else 0
    source.open().close()  # refuses a file that is no longer the one that was bounded
    command = [sys.executable, "-P", str(_CHILD), str(source.path), str(index), str(limits.child_bytes)]
    child = subprocess.Popen(  # noqa: S603 (our own script; the path is an argument, not a command)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    watch = threading.Timer(limits.child_seconds, child.kill)
    watch.start()
    complete = False
    try:
        for line in child.stdout or ():
            parsed = json.loads(line) if line.endswith(b"\n") else False
            if not parsed:
                complete = parsed is None
                break
            yield parsed[0], {column: _cell(kind, value, shift) for column, kind, value in parsed[1]}
        if not complete:
            raise ReaderFailed(source.file)
    finally:
        watch.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _cell(kind: str, value: str | float, shift: int) -> Cell:
    if kind == "t":
        return Cell(CellKind.TEXT, str(value))
    if kind == "b":
        return Cell(CellKind.BOOL, str(value))
    number = float(value) - (shift if kind == "d" else 0)
    return Cell(CellKind.NUMBER, repr(number).removesuffix(".0"), number, kind in "dc")
