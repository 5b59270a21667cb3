"""Give one file to the program in this process, and say what it cost: seconds, processor, peak memory, the answer."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path


def refuse(path: Path) -> str:
    """Give the file to the program, in this process; return what it costs and says."""
    from auditkit.errors import InputRefused
    from auditkit.workflow import Lists, read

    said = "READ"
    started = time.perf_counter()
    try:
        read(Lists((path,), key=None))
    except InputRefused as refused:
        said = type(refused).__name__
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    return f"{seconds:7.2f} s {cpu:7.2f} s of processor {max(peak(), used[1].ru_maxrss / 1024):6.0f} MB  {said}"


def peak() -> float:
    """Return this process's own peak in megabytes; getrusage would count what its parent had before."""
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(refuse(Path(sys.argv[1])))
