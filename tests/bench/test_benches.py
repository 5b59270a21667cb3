"""The benchmarks still run, and say what they found. What they take is never asserted."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.bench.evaluation.__main__ import Figure, _reckoned
from tests.bench.measuring import number


@pytest.mark.full
@pytest.mark.parametrize(
    "command",
    [
        "bench_commands 60",
        "bench_sweep 60",
        "bench_import 200",
        "evaluation 300 600 --only floor ours loop",
        "bench_verdicts 300",
        "store_bench 1000",
        "bench_spark 2000 whole parts",
    ],
)
def test_a_benchmark_prints_its_table(command):
    module, *arguments = command.split()
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("\n## ")
    assert "\n|---" in done.stdout
    assert "IKKE DEN SAMME" not in done.stdout


@pytest.mark.full
def test_one_digest_is_said_for_all_ways():
    command = [sys.executable, "-m", "tests.bench.bench_spark", "2000", "whole", "parts"]
    assert "| kontrolsum | den samme |" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("value", "text"),
    [(1_234_567, "1.234.567"), (1_234.5, "1.234"), (123.4, "123"), (12.34, "12,3"), (1.5, "1,50"), (0.0123, "0,012")],
)
def test_numbers_are_written_as_danes_do(value, text):
    assert number(value) == text


def test_what_was_stopped_is_reckoned_from_how_it_grew():
    before = {size: {"loop": Figure(size / 1_000, 0, 0, 1)} for size in (10_000, 100_000)}
    assert _reckoned("loop", 1_000_000, before) == "≈ 1.000"
    assert _reckoned("loop", 1_000_000, {10_000: before[10_000]}) == "–"
