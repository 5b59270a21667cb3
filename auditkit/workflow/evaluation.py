"""A new run, on one machine or on Spark, of the database's cases or of a folder's; in parts where there are many."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from auditkit import __version__
from auditkit import evaluate as engine
from auditkit.compliance import added_up, summarise
from auditkit.errors import UsageError
from auditkit.model import OBLIGATION_SCHEMA, Caseload, empty_frames
from auditkit.terms import translator

from .desk import Desk, Say, silent
from .runs import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from auditkit.exchange import ObligationsWriter, RecordsFolder, Written
    from auditkit.model import Table
    from auditkit.rules import Rule
    from auditkit.store import Store

_ = translator("workflow")

CASES_AT_A_TIME = 12_000
"""A part of so many cases is judged in about 300 MB."""
WHOLE = 100_000
"""Up to so many cases of the database are judged in one piece, in about 1 GB: that is faster, and locks nobody out."""


@dataclass(frozen=True, slots=True)
class How:
    """How a run is made.

    ``source`` is a folder of records, None for the database; ``out`` a new folder for the obligations, besides the
    database where the cases are its. ``cases_at_a_time`` divides the database's cases; None divides many of them.
    ``jdbc`` lets Spark read the database itself.
    """

    engine: Literal["local", "spark"] = "local"
    source: str | None = None
    out: Path | None = None
    cases_at_a_time: int | None = None
    spark_conf: Mapping[str, str] = field(default_factory=dict)
    jdbc: bool = False


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What a run found: its number (None: it is not in the database), its counts, and the folder it was written to."""

    run: int | None
    as_of: date
    obligations: int
    per_rule: pl.DataFrame
    not_run: Mapping[str, str]
    rules: tuple[Rule, ...]
    written: Written | None


class NowhereToWrite(UsageError):
    """The cases of a folder were to be judged, and no place was given for what comes out."""

    def __init__(self) -> None:
        super().__init__(_("What is judged from a folder (--from) is not saved in the database. Say where: -o FOLDER"))


class OptionsApart(UsageError):
    """Options were given that exclude each other or need another."""

    def __init__(self) -> None:
        super().__init__(_("--jdbc and --spark-conf belong to --engine spark, and --jdbc cannot stand beside --from."))


def evaluate(desk: Desk, as_of: date, only: Sequence[str] = (), say: Say = silent, how: How | None = None) -> Evaluated:
    """Judge cases as of a day; raises what rules, store, folders and Spark raise, and then saves nothing."""
    how = how or How()
    if (how.jdbc and how.source) or (how.engine == "local" and (how.jdbc or how.spark_conf)):
        raise OptionsApart
    if how.source and not how.out:
        raise NowhereToWrite
    work = _Work(as_of, chosen(desk.catalogue(), only), how, say)
    if how.source:
        return work.on_folder(how.source)
    with desk.store() as store:
        return work.on_store_by_spark(store) if how.engine == "spark" else work.on_store(store)


def export_records(desk: Desk, folder: Path, cases_at_a_time: int = CASES_AT_A_TIME) -> RecordsFolder:
    """Write the database's current cases as a folder of Parquet files; raises CannotWriteFolder and StoreError."""
    from auditkit.exchange import write_records

    with desk.store() as store:
        return write_records(folder, store.load_caseload_chunks(cases_at_a_time))


@dataclass(frozen=True, slots=True)
class _Work:
    """One run in the making. ``_figures`` are those of each part that has passed."""

    as_of: date
    rules: tuple[Rule, ...]
    how: How
    say: Say
    _figures: list[pl.DataFrame] = field(default_factory=list)

    @property
    def _part(self) -> int:
        return self.how.cases_at_a_time or CASES_AT_A_TIME

    def on_folder(self, source: str) -> Evaluated:
        with ExitStack() as stack:
            if self.how.engine == "spark":
                from auditkit import spark

                self.say(_("Starting Spark …"))
                session = stack.enter_context(spark.spark_session(self.how.spark_conf))
                records = spark.from_folder(session, source)
                self.say(_("Judging on Spark …"))
                tables = records.tables
                frames = stack.enter_context(spark.judged_on_spark(records, self.rules, self.as_of))
            else:
                from auditkit.exchange import open_records

                folder = open_records(Path(source))
                tables, frames = folder.tables, self._judged(folder.caseloads())
            writer = self._writer(stack)
            deque(self._passing(frames, writer), maxlen=0)
            return self._evaluated(None, tables, writer)

    def on_store(self, store: Store) -> Evaluated:
        self.say(_("Reading the cases …"))
        if store.count_cases() <= (self.how.cases_at_a_time or WHOLE):
            caseload = store.load_caseload()
            return self._saved(store, caseload.tables, self._judged([caseload]))
        # Nobody else writes while cases are drawn and verdicts saved: both are of one moment.
        with store.alone():
            chunks = store.load_caseload_chunks(self._part)
            return self._saved(store, store.current_tables(), self._judged(chunks))

    def on_store_by_spark(self, store: Store) -> Evaluated:
        from auditkit import spark
        from auditkit.exchange import write_records

        with ExitStack() as stack:
            self.say(_("Starting Spark …"))
            session = stack.enter_context(spark.spark_session(self.how.spark_conf))
            self.say(_("Reading the cases …"))
            if self.how.jdbc:
                records = spark.from_database(session, store.jdbc_records(self._part))
            else:
                temporary = Path(stack.enter_context(TemporaryDirectory(prefix="auditkit-")))
                folder = write_records(temporary / "records", store.load_caseload_chunks(self._part))
                records = spark.from_folder(session, str(folder.path))
            self.say(_("Judging on Spark …"))
            frames = stack.enter_context(spark.judged_on_spark(records, self.rules, self.as_of))
            return self._saved(store, records.tables, frames)

    def _saved(self, store: Store, tables: tuple[Table, ...], frames: Iterable[pl.DataFrame]) -> Evaluated:
        with ExitStack() as stack:
            writer = self._writer(stack) if self.how.out else None
            run = store.save_run(
                as_of=self.as_of,
                rules=[(rule.id, rule.path, rule.text, rule.digest) for rule in self.rules],
                engine_version=__version__,
                obligations=self._passing(frames, writer),
            )
            return self._evaluated(run, tables, writer)

    def _writer(self, stack: ExitStack) -> ObligationsWriter:
        from auditkit.exchange import ObligationsWriter, whole_folder

        out = Path(self.how.out or "")
        return ObligationsWriter(stack.enter_context(whole_folder(out)), out)

    # Parts are mapped, not looped over: a loop holds on to a part, in its variable, until it has been given the next.
    def _judged(self, chunks: Iterable[Caseload]) -> Iterator[pl.DataFrame]:
        return map(self._judge, chunks)

    def _judge(self, chunk: Caseload) -> pl.DataFrame:
        self.say(_("Judging …"))
        return engine.evaluate(chunk, self.rules, self.as_of)

    def _passing(self, frames: Iterable[pl.DataFrame], writer: ObligationsWriter | None) -> Iterator[pl.DataFrame]:
        """Hand on every part, counted and, where asked for, written."""
        return map(self._counted, writer.through(frames) if writer else frames)

    def _counted(self, frame: pl.DataFrame) -> pl.DataFrame:
        self._figures.append(summarise(frame, ["rule"]))
        return frame

    def _evaluated(self, run: int | None, tables: tuple[Table, ...], writer: ObligationsWriter | None) -> Evaluated:
        import polars as pl

        nothing = summarise(pl.DataFrame(schema=OBLIGATION_SCHEMA), ["rule"])
        per_rule = added_up([nothing, *self._figures], ["rule"])
        written = writer.finish(self.rules, self.as_of) if writer else None
        not_run = engine.not_run(Caseload(empty_frames(), tables), self.rules)
        obligations = int(per_rule["obligations"].sum())
        return Evaluated(run, self.as_of, obligations, per_rule, not_run, self.rules, written)
