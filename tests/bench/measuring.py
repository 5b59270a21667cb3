"""What the benchmarks share: jobs in processes of their own, their cost, and tables in Markdown.

A job is a function of one of the benchmark modules, named in its ``JOBS``. It returns what it found, which
``measured`` fills with its cost. So a job's memory is its own, and what it makes ready stands outside the clock.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 1_200
"""Seconds by the clock that a job may take, making ready included."""


@dataclass(slots=True)
class Cost:
    """Seconds by the clock and of the processors, and the most memory (MB) that the process has held."""

    clock: float = 0.0
    work: float = 0.0
    peak: float = 0.0
    found: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Add what the block costs."""
        clock, work = time.perf_counter(), time.process_time()
        yield
        self.clock += time.perf_counter() - clock
        self.work += time.process_time() - work
        self.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(module: str, job: str, *arguments: object) -> Cost | None:
    """Run a job of a module in a process of its own; None where it took too long or failed, which is said."""
    command = [sys.executable, "-m", __name__, module, job, *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        print(f"({job} {' '.join(map(str, arguments))}: afbrudt efter {LIMIT} s)", file=sys.stderr, flush=True)
        return None
    if done.returncode:
        why = done.stderr.splitlines()[-1] if done.stderr else f"kode {done.returncode}"
        print(f"({job} {' '.join(map(str, arguments))}: {why})", file=sys.stderr, flush=True)
        return None
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def head(*cells: str) -> None:
    """Print the head of a table: the first column is words, the others numbers."""
    print("\n| " + " | ".join(cells) + " |")
    print("|---" + "|---:" * (len(cells) - 1) + "|", flush=True)


def row(*cells: object) -> None:
    """Print a row of a table."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def number(value: float) -> str:
    """Write a number as Danes do: 1.234.567 and 0,12."""
    if value >= 1_000 or value == 0 or isinstance(value, int):
        decimals = 0
    else:
        decimals = next(places for places, least in enumerate((100, 10, 0.1, 0)) if value >= least or places == 3)
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def title(text: str, *libraries: str) -> None:
    """Print a heading, and below it what the figures were taken with."""
    print(f"\n## {text}\n")
    print(", ".join([f"Python {platform.python_version()}", *map(_library, libraries), f"{os.cpu_count()} kerner"]))


def is_there(library: str) -> bool:
    """Say whether a library is installed."""
    return "(uden" not in _library(library)


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"(uden {name})"


def _main(module: str, job: str, *arguments: str) -> None:
    cost = Cost()
    import_module(module).JOBS[job](cost, *arguments)
    print(json.dumps({"clock": cost.clock, "work": cost.work, "peak": cost.peak, "found": cost.found}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
