"""The obligations of a run as a folder of Parquet files.

``obligations/<rule>/00017.parquet`` holds a rule's obligations in part 17 of the cases. The parts follow each other in
order of case id, so the files of a rule one after the other, rule after rule, are the obligations in the order of
``evaluate``. ``summary.parquet`` counts them by rule, basis, team, quarter and outcome, as a run in the database does.
``run.json`` says what they were judged with, and their digest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import polars as pl

from auditkit import __version__
from auditkit.evaluate import by_rule
from auditkit.model import OBLIGATION_SCHEMA

from .digest import Digest
from .errors import FolderRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from auditkit.rules import Rule

RUN = "run.json"
SUMMARY_BY = ("rule", "basis", "team", "quarter", "outcome")


@dataclass(frozen=True, slots=True)
class Written:
    """A folder of obligations: where it lies, how many there are, and their digest."""

    path: Path
    obligations: int
    digest: str


class ObligationsWriter:
    """Writes what passes through ``through``, part by part; ``finish`` says what it came to.

    ``folder`` is where it writes, and ``path`` what the folder will be called when it is whole.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        self._folder, self._path = folder, path
        self._digest, self._rows = Digest(), 0
        self._counts = [_counted(pl.DataFrame(schema=OBLIGATION_SCHEMA))]
        (folder / "obligations").mkdir()

    def through(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Write each frame, one part of the cases in the order of ``evaluate``, and hand it on. None is held back."""
        return map(self._taken, count(), frames)

    def finish(self, rules: Sequence[Rule], as_of: date) -> Written:
        """Write the counts, and what was judged with; return what has been written."""
        self._counts[0].write_parquet(self._folder / "summary.parquet")
        written = Written(self._path, self._rows, self._digest.hexdigest())
        run: dict[str, Any] = {
            "as_of": as_of.isoformat(),
            "auditkit": __version__,
            "obligations": written.obligations,
            "digest": written.digest,
            "rules": [{"rule": rule.id, "path": rule.path, "digest": rule.digest} for rule in rules],
        }
        (self._folder / RUN).write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return written

    def _taken(self, number: int, frame: pl.DataFrame) -> pl.DataFrame:
        for rule, rows in by_rule(frame):
            self._write(rule, number, rows)
        self._rows += frame.height
        self._counts = [_added_up([*self._counts, _counted(frame)])]
        return frame

    def _write(self, rule: str, number: int, rows: pl.DataFrame) -> None:
        folder = self._folder / "obligations" / rule
        folder.mkdir(exist_ok=True)
        rows.write_parquet(folder / f"{number:05}.parquet")
        self._digest.add(rule, rows)


def read_obligations(path: Path) -> pl.DataFrame:
    """Return the obligations of a folder in the order of ``evaluate``; raises FolderRefused unless as written."""
    try:
        run = json.loads((path / RUN).read_text(encoding="utf-8"))
        parts = [
            _read(path, file) for file in sorted(path.glob("obligations/*/*.parquet"), key=lambda each: each.parts)
        ]
    except (OSError, ValueError):
        raise FolderRefused.not_ours(path, RUN) from None
    digest = Digest()
    for part in parts:
        digest.add(part["rule"][0], part)
    if digest.hexdigest() != run["digest"]:
        raise FolderRefused.changed(path)
    return pl.concat([pl.DataFrame(schema=OBLIGATION_SCHEMA), *parts])


def _read(path: Path, file: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(file, glob=False, hive_partitioning=False).match_to_schema(OBLIGATION_SCHEMA)
    except pl.exceptions.PolarsError:
        raise FolderRefused.missing(str(file.relative_to(path))) from None


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by(SUMMARY_BY).agg(pl.len().cast(pl.Int64).alias("obligations"))


def _added_up(counts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(counts).group_by(SUMMARY_BY).agg(pl.col("obligations").sum()).sort(SUMMARY_BY)
