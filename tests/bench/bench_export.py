"""How long the workbook takes beside other writers: ``.ci/python tests/bench/bench_export.py [ROWS …]``. Not a test.

Each writer works in a process of its own, on the same invented obligations. Printed are the seconds that the processor
worked, the most memory that the process used, and both as ratios to the first. "auditkit export" is the whole job: it
reads the run from the database, checks its digest and writes the whole workbook (all sheets, formulas, formats);
"auditkit" writes the same from obligations in memory. polars and pandas write one plain sheet of the columns of Rækker,
with the words ready, so they do less. Below stand our other ways out of the database. ``--all`` keeps pandas with
openpyxl above 200,000 rows too.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from auditkit.dates import Quarter
from auditkit.model import MISSED_LATE, OBLIGATION_SCHEMA, OUTCOME_OF, Outcome, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditkit import workflow

_AS_OF = date(2026, 9, 30)
_QUARTER = Quarter(2026, 3)
_ROWS_OF_EACH_REASON = {"fulfilled": 60, "late": 12, "overdue": 8, "not_yet_due": 8, "ended_before_due": 6}
_OTHERS = 1  # of every other reason
_LONG = 200_000  # rows; above, the slowest writer only runs with --all
_SLOWEST = "pandas openpyxl"


def invent(rows: int) -> pl.DataFrame:
    """Return so many invented obligations of the national rules, of all reasons, over three years."""
    from auditkit.rules.loader import load_catalogue

    rules = [rule for rule in load_catalogue().active() if rule.file.logic]
    number = pl.int_range(rows)
    reasons = [str(each) for each in Reason for _ in range(_ROWS_OF_EACH_REASON.get(each, _OTHERS))]
    pick = number.hash(7)
    due = pl.lit(date(2023, 12, 1)) + pl.duration(days=pick % 1_100)
    reason = _choice(number.hash(1), reasons)
    outcomes = {each: OUTCOME_OF[each].value for each in Reason}
    outcome = reason.replace_strict(outcomes, return_dtype=pl.String)
    done = pl.when(outcome == Outcome.MET.value).then(due - pl.duration(days=pick % 30))
    late = done.when(reason.is_in(MISSED_LATE)).then(due + pl.duration(days=1 + pick % 60))
    initials = [f"{a}{b}" for a in "ABCDEFGHIJ" for b in "KLMNOPRS"]
    case = pl.format("27.24.00-S{}-1-{}", number // 4, 20 + number % 7)
    said = {
        "rule": _choice(number, [rule.id for rule in rules]),
        "basis": _choice(number, [rule.file.basis for rule in rules]),
        "case_id": case,
        "record": pl.format("U{}", number),
        "trigger_on": due - pl.duration(days=120),
        "due_on": due,
        "fulfilled_on": late,
        "outcome": outcome,
        "reason": reason,
        "law": pl.when(due.dt.year() < 2024).then(pl.lit("SEL")).otherwise(pl.lit("BL")),
        "citation": _choice(number, [rule.file.version[-1].citation for rule in rules]),
        "version_from": pl.lit(date(2024, 1, 1)),
        "team": _choice(pick, ["Modtagelsen", "Nord", "Syd", "Øst", "Vest", "Specialteam", None]),
        "caseworker": _choice(number.hash(3), initials),
        "target_group": _choice(pick, ["Social", "Handicap"]),
        "quarter": due.dt.year().cast(pl.String) + "K" + due.dt.quarter().cast(pl.String),
        "derived": pick % 10 == 0,
        "source": pl.format("FIKTIV sagsliste.xlsx|Undersøgelser|G{}", number + 2),
        "evidence": pl.when(late.is_not_null()).then(pl.format("FIKTIV sagsliste.xlsx|Undersøgelser|K{}", number + 2)),
    }
    empty = {name: pl.lit(None) for name in OBLIGATION_SCHEMA if name not in said}
    columns = [value.cast(OBLIGATION_SCHEMA[name]).alias(name) for name, value in (said | empty).items()]
    return pl.select(columns).select(list(OBLIGATION_SCHEMA)).sort("rule", "case_id", "trigger_on", "record")


def _choice(number: pl.Expr, values: list[str] | list[str | None]) -> pl.Expr:
    return pl.lit(pl.Series(values)).gather(number % len(values))


def plain(obligations: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of Rækker as a frame, for the other writers."""
    from auditkit.terms import outcome_label, reason_label

    words = {each.value: outcome_label(each) for each in Outcome}
    reasons = {each.value: reason_label(each) for each in Reason}
    file, sheet, cell = (pl.col("source").str.split("|").list.get(number) for number in range(3))
    return obligations.select(
        "rule", "basis", "case_id", "record", pl.col("outcome").replace_strict(words),
        pl.when(pl.col("outcome") == "missed").then(pl.lit("for sent")).alias("half"),
        pl.col("reason").replace_strict(reasons), "quarter", "trigger_on", "due_on", "fulfilled_on", "team",
        "caseworker", "target_group", "law", "citation", pl.format("{}, celle {}", sheet, cell).alias("place"),
        pl.col("evidence").str.replace(r"^[^|]*\|", "").str.replace(r"\|", ", celle "),
        pl.when("derived").then(pl.lit("ja")).alias("derived"), pl.lit(1).alias("team_no"), file.alias("file"),
    )  # fmt: skip


def store(obligations: pl.DataFrame, folder: Path) -> None:
    """Keep the obligations as a run in a database."""
    from auditkit.store import Store

    with Store.open(f"sqlite:///{folder / 'bench.sqlite3'}") as database:
        database.save_run(as_of=_AS_OF, rules=(), engine_version="bench", obligations=obligations)


def ours(source: Path, target: Path) -> None:
    """Write the whole workbook as ``auditkit export`` does once the database has given the rows."""
    from auditkit.report import quarter_view, write_workbook
    from auditkit.rules.loader import load_catalogue

    view = quarter_view(
        pl.read_parquet(source / "obligations.parquet"),
        load_catalogue().rules,
        quarter=_QUARTER,
        as_of=_AS_OF,
        run="1",
        files=("FIKTIV sagsliste.xlsx",),
        rows=None,
        kommune="Fiktiv Kommune",
    )
    write_workbook(target, view)


def desk(source: Path) -> workflow.Desk:
    """Return a desk with the database of the invented run."""
    from auditkit import workflow

    return workflow.Desk(f"sqlite:///{source / 'bench.sqlite3'}")


def from_database(source: Path, target: Path) -> None:
    """Do all that ``auditkit export`` does: read the run from the database, check its digest, write the workbook."""
    from auditkit import workflow

    workflow.export(desk(source), _QUARTER, workflow.Report(target, "Fiktiv Kommune"))


def per_team(source: Path, target: Path) -> None:
    """Write the lists of each team, as ``auditkit export --per-team`` does."""
    from auditkit import workflow

    folder = target.with_suffix("")
    workflow.export_per_team(desk(source), _QUARTER, folder, workflow.Handout("Fiktiv Kommune"))
    with target.open("wb") as whole:
        for path in folder.iterdir():
            whole.write(path.read_bytes())


def for_committee(source: Path, target: Path) -> None:
    """Write a draft of the committee's copy."""
    from auditkit import workflow

    workflow.export_to_committee(desk(source), _QUARTER, workflow.Report(target, "Fiktiv"), workflow.Publishing())


def in_template(source: Path, target: Path) -> None:
    """Fill a template that has the list of what is overdue."""
    from openpyxl import Workbook

    from auditkit import workflow

    book, template = Workbook(), target.with_name("template.xlsx")
    book.active.title = "Overskredne frister"
    book.active.append(["Sagsnr.", "Team", "Krav", "Frist"])
    book.save(template)
    workflow.export_template(desk(source), _QUARTER, (template, target), workflow.Handout("Fiktiv Kommune"))


def as_text(form: str) -> Callable[[Path, Path], None]:
    """Return a writer of what ``auditkit obligations --format`` prints."""

    def write(source: Path, target: Path) -> None:
        from auditkit.cli import run

        os.environ["AUDITKIT_DB"] = desk(source).url
        with target.open("w") as out, redirect_stdout(out):
            run(["obligations", "--format", form])

    return write


def polars_own(source: Path, target: Path) -> None:
    """Write with polars' own writer (XlsxWriter behind it)."""
    pl.read_parquet(source / "plain.parquet").write_excel(target, worksheet="Rækker")


def with_pandas(engine: str) -> Callable[[Path, Path], None]:
    """Return a writer by pandas' ``to_excel``."""

    def write(source: Path, target: Path) -> None:
        import pandas as pd

        pd.read_parquet(source / "plain.parquet").to_excel(target, sheet_name="Rækker", index=False, engine=engine)

    return write


WRITERS = {
    "auditkit export": from_database,
    "auditkit": ours,
    "polars": polars_own,
    "pandas xlsxwriter": with_pandas("xlsxwriter"),
    _SLOWEST: with_pandas("openpyxl"),
    "obligations csv": as_text("csv"),
    "obligations json": as_text("json"),
    "export --per-team": per_team,
    "export --template": in_template,
    "export committee": for_committee,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that the processor worked, the most memory (MB), the file's size (MB)."""

    work: float
    peak: int
    size: float


def measured(name: str, folder: Path) -> Cost:
    """Let a process of its own write, and return what it cost: all of it, with starting Python."""
    target = folder / f"{name}.xlsx"
    command = [sys.executable, __file__, "--write", name, str(folder), str(target)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    size = target.stat().st_size / 1e6
    target.unlink()
    return Cost(**json.loads(told), size=size)


def write(name: str, source: Path, target: Path) -> None:
    """Write, and tell what it cost this process."""
    WRITERS[name](source, target)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"work": time.process_time(), "peak": usage.ru_maxrss // 1024}))


def compare(rows: int, *, everything: bool) -> None:
    """Print what each writer costs for so many rows."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        subprocess.run([sys.executable, __file__, "--invent", str(rows), temporary], check=True)
        print(f"\n{rows:,} obligations".replace(",", "."))
        print(f"{'':<20}{'work':>10}{'peak':>10}{'file':>10}{'work':>9}{'peak':>8}")
        first: Cost | None = None
        for name in WRITERS:
            if rows > _LONG and name == _SLOWEST and not everything:
                print(f"{name:<20}  left out (--all)")
                continue
            cost = measured(name, folder)
            first = first or cost
            ratios = f"{cost.work / first.work:8.2f}x{cost.peak / first.peak:7.2f}x"
            print(f"{name:<20}{cost.work:8.1f} s{cost.peak:7} MB{cost.size:7.1f} MB{ratios}", flush=True)


def _main(arguments: list[str]) -> None:
    if arguments[:1] == ["--write"]:
        write(arguments[1], Path(arguments[2]), Path(arguments[3]))
    elif arguments[:1] == ["--invent"]:
        obligations = invent(int(arguments[1]))
        obligations.write_parquet(Path(arguments[2]) / "obligations.parquet")
        plain(obligations).write_parquet(Path(arguments[2]) / "plain.parquet")
        store(obligations, Path(arguments[2]))
    else:
        for rows in [int(each) for each in arguments if each != "--all"] or [100_000, 1_000_000]:
            compare(rows, everything="--all" in arguments)


if __name__ == "__main__":
    _main(sys.argv[1:])
