"""Every benchmark, one after the other, as Markdown: ``.ci/python -m tests.bench [PART …]``, or ``make bench``.

Not a test. Takes the better part of an hour. Nothing else should run meanwhile.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

PARTS = {
    "commands": "bench_commands",
    "sweep": "bench_sweep",
    "import": "bench_import",
    "evaluation": "evaluation",
    "verdicts": "bench_verdicts",
    "store": "store_bench",
    "many": "bench_spark",
}


def main(wanted: list[str]) -> int:
    """Run the parts, each a process of its own; return how many failed."""
    if unknown := set(wanted) - PARTS.keys():
        print(f"kender ikke {', '.join(sorted(unknown))}; dele: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print(f"# Målinger, {date.today()}", flush=True)  # noqa: DTZ011 - the reader's own day
    failed = [part for part in wanted or PARTS if _run(PARTS[part])]
    if failed:
        print(f"\nKunne ikke måles: {', '.join(failed)}", flush=True)
    return len(failed)


def _run(module: str) -> int:
    return subprocess.run([sys.executable, "-m", f"tests.bench.{module}"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
