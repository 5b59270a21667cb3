"""The child process that runs python-calamine. Standalone: started by path, imports nothing of ours.

Writes one JSON line a row with a value: ``[row, [[column, kind, value], ...]]``, and ``null`` at the end. Kinds:
``t`` text, ``n`` number, ``d`` date serial in the 1900 system, ``c`` time of day or length of time, ``b`` yes/no.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 (workbooks know no time zone)
_DAY = dt.timedelta(days=1)


def limit_memory(size: int) -> None:
    """Let the system stop this process at ``size`` bytes, where it can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def rows(path: str, index: int) -> Iterator[list[object]]:
    """Yield the rows of a sheet that hold a value."""
    from python_calamine import CalamineWorkbook

    # By its bytes: the library goes by the name where it is given one, and names lie.
    with Path(path).open("rb") as stream:
        sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(index)
    left = sheet.start[1] if sheet.start else 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [[column, *shown] for column, value in enumerate(values, start=left) if (shown := coded(value))]
        if cells:
            yield [number, cells]


def coded(value: object) -> tuple[str, object] | None:
    """Return a value as kind and content, or None where it is blank."""
    if isinstance(value, bool):
        return ("b", int(value))
    if isinstance(value, (int, float)):
        return ("n", value)
    if isinstance(value, str):
        return ("t", value) if value else None
    if isinstance(value, dt.timedelta):
        return ("c", value / _DAY)
    if isinstance(value, dt.time):
        return ("c", (dt.datetime.combine(_EPOCH, value) - _EPOCH) / _DAY)
    if isinstance(value, dt.date):
        return ("d", serial(value))
    raise TypeError


def serial(day: dt.date) -> float:
    """Return the Excel serial (1900 system) of a day or a moment."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    days = (moment - _EPOCH) / _DAY
    # Serial 60 is 29 February 1900, which never was; earlier days stand one lower.
    return days - 1 if days < 61 else days


def main(path: str, index: str, memory: str) -> None:
    """Print the rows of one sheet."""
    limit_memory(int(memory))
    for row in rows(path, int(index)):
        sys.stdout.write(json.dumps(row))
        sys.stdout.write("\n")
    sys.stdout.write("null\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
