"""Spark for real: the same verdicts to the byte, also where cases are skewed and machines are lost."""

from __future__ import annotations

import os
import signal
import threading
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditkit import workflow
from auditkit.evaluate import evaluate
from auditkit.evaluate.chunks import by_case
from auditkit.exchange import CasesOutOfOrder, read_obligations, write_records
from auditkit.exchange.digest import Digest
from auditkit.model import Caseload, empty_frames
from auditkit.rules.loader import load_catalogue
from auditkit.spark import PartFailed, SourceUnseen, from_database, from_folder, judged_on_spark
from tests.exchange.test_records import swap_parts
from tests.store.examples import File
from tests.support.caseloads import build, random_sheets

from .conftest import jdbc_driver

pytestmark = pytest.mark.spark

CASES, PER_PART = 120, 3
LARGE = "S57"
RULES = load_catalogue().active()


def skewed():
    """Cases of a few records each but for one that has five thousand."""
    sheets, as_of = random_sheets(2, CASES)
    visits = next(each for each in sheets if each.plural == "visits")
    begun = date(2021, 1, 1)
    visits.rows.extend(
        {"case_id": LARGE, "measure_id": f"{LARGE}-I1", "visited_on": begun + timedelta(days=day % 1600)}
        for day in range(5000)
    )
    return build(*sheets), as_of


@pytest.fixture(scope="module")
def as_of():
    return skewed()[1]


@pytest.fixture(scope="module")
def caseload():
    return skewed()[0]


@pytest.fixture(scope="module")
def folder(caseload, tmp_path_factory):
    """Forty parts, and two without a case."""
    chunks = [*by_case(caseload, PER_PART)]
    empty = Caseload(empty_frames(), caseload.tables)
    return write_records(tmp_path_factory.mktemp("records") / "sager", [empty, *chunks[:20], empty, *chunks[20:]])


@pytest.fixture(scope="module")
def local(folder, as_of, tmp_path_factory):
    """The folder of verdicts that one machine writes."""
    out = tmp_path_factory.mktemp("local") / "pligter"
    workflow.evaluate(workflow.Desk(), as_of, how=workflow.How(source=str(folder.path), out=out))
    return out


def on_spark(source, as_of, out):
    how = workflow.How(engine="spark", source=str(source), out=out)
    return workflow.evaluate(workflow.Desk(), as_of, how=how)


def files_of(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def executors(session):
    """The processes of this session's executors, and of no other."""
    mine = session.sparkContext.applicationId.encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in words and mine in words and b"java" in words.split(b"\0")[0]:
            found.append(int(process.name))
    return found


def test_a_cluster_writes_the_same_bytes_as_one_machine(spark, folder, local, as_of, tmp_path):
    written = on_spark(folder.path, as_of, tmp_path / "pligter").written

    assert files_of(tmp_path / "pligter") == files_of(local)
    assert written.obligations > 900
    assert read_obligations(tmp_path / "pligter").filter(pl.col("case_id") == LARGE).height
    assert len(executors(spark)) == 2  # it was no single process that did it all


def test_there_is_one_digest_for_all_cases_at_once_in_parts_of_any_size_and_on_a_cluster(
    spark, caseload, folder, as_of, tmp_path
):
    at_once = write_records(tmp_path / "på én gang [æ]{ø}%20", [caseload])
    unequal = write_records(tmp_path / "i dele", by_case(caseload, 50))
    digests = {
        workflow.evaluate(
            workflow.Desk(), as_of, how=workflow.How(source=str(each.path), out=tmp_path / f"{n}")
        ).written
        for n, each in enumerate((at_once, unequal, folder))
    }
    digests |= {
        on_spark(each.path, as_of, tmp_path / f"spark {n}").written for n, each in enumerate((at_once, unequal, folder))
    }

    digest = Digest()
    for (rule,), rows in evaluate(caseload, RULES, as_of).group_by("rule", maintain_order=True):
        digest.add(rule, rows)
    assert {each.digest for each in digests} == {digest.hexdigest()}


def test_an_address_that_spark_knows_is_read_too(spark, folder, local, as_of, tmp_path):
    on_spark(folder.path.as_uri(), as_of, tmp_path / "pligter")
    assert files_of(tmp_path / "pligter") == files_of(local)


@pytest.mark.parametrize("chunks", [[], [Caseload(empty_frames(), ())]])
def test_no_cases_give_no_duties(spark, tmp_path, chunks):
    folder = write_records(tmp_path / "sager", chunks)
    assert on_spark(folder.path, date(2026, 9, 30), tmp_path / "pligter").obligations == 0
    assert read_obligations(tmp_path / "pligter").is_empty()


def test_the_database_gets_the_run_that_one_machine_would_have_saved(spark, caseload, as_of, tmp_path):
    desk = workflow.Desk(f"sqlite:///{tmp_path}/store.sqlite3")
    with desk.store() as store:
        store.save_import([File(name, "d") for name in sorted({t.file for t in caseload.tables})], caseload)
    one = workflow.evaluate(desk, as_of)

    other = workflow.evaluate(desk, as_of, how=workflow.How(engine="spark", cases_at_a_time=25))

    with desk.store() as store:
        assert store.runs()["digest"].n_unique() == 1
        assert store.runs()["added"].to_list()[1] == 0
        assert_frame_equal(store.load_obligations(other.run), store.load_obligations(one.run))


def test_an_executor_that_is_killed_at_work_loses_nothing(spark, folder, local, as_of, tmp_path):
    out, killed, seen = tmp_path / "pligter", [], []
    over = threading.Event()

    def kill_one():
        tracker = spark.sparkContext.statusTracker()
        while not over.wait(0.05):
            seen.append(out.exists())
            stages = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
            # The judging stage has a task per part: some are done, most are not.
            if not killed and any(
                s and s.numTasks == len(folder.parts) and 2 <= s.numCompletedTasks <= 20 for s in stages
            ):
                killed.append(executors(spark)[0])
                os.kill(killed[0], signal.SIGKILL)

    watcher = threading.Thread(target=kill_one)
    watcher.start()
    try:
        on_spark(folder.path, as_of, out)
    finally:
        over.set()
        watcher.join()

    assert killed
    assert killed[0] not in executors(spark)
    assert files_of(out) == files_of(local)
    assert not any(seen[:-2])


def test_verdicts_that_are_lost_before_they_are_fetched_are_made_again(spark, folder, local, as_of):
    with judged_on_spark(from_folder(spark, str(folder.path)), RULES, as_of) as frames:
        for process in executors(spark):
            os.kill(process, signal.SIGKILL)
        found = [frame for frame in frames if frame.height]

    expected = read_obligations(local)
    assert_frame_equal(pl.concat(found).sort("rule", maintain_order=True), expected)


def test_a_part_that_fails_is_named_by_its_place_and_nothing_is_written(spark, folder, as_of, tmp_path, capfd):
    damaged = tmp_path / "sager"
    write_records(damaged, folder.caseloads())
    (damaged / "visits/00007.parquet").write_bytes(b"PAR1")

    with pytest.raises(PartFailed) as failed:
        on_spark(damaged, as_of, tmp_path / "pligter")

    assert str(failed.value).startswith(
        "Del 8 af 42 kunne ikke bedømmes (sag 19–21 i rækkefølge efter sagsnummer): visits/00007"
    )
    assert [each.name for each in tmp_path.iterdir()] == ["sager"]
    printed = "".join(capfd.readouterr())
    assert not any(f"S{number}" in printed for number in range(10, CASES))


def test_cases_out_of_order_are_refused(spark, tmp_path):
    caseload = build(*random_sheets(2, 4)[0])
    folder = write_records(tmp_path / "sager", by_case(caseload, 2))
    swap_parts(folder.path)
    with pytest.raises(CasesOutOfOrder):
        on_spark(folder.path, date(2026, 1, 1), tmp_path / "pligter")


def test_an_address_that_cannot_be_read_is_said(spark, tmp_path):
    with pytest.raises(SourceUnseen, match="fælles drev"):
        on_spark(f"file://{tmp_path}/findes-ikke", date(2026, 1, 1), tmp_path / "pligter")


@pytest.mark.skipif(
    not jdbc_driver(),
    reason="PostgreSQLs JDBC-driver mangler: installér den (Debian: apt-get install libpostgresql-jdbc-java), "
    "eller sæt AUDITKIT_TEST_JDBC_DRIVER til dens .jar-fil",
)
def test_a_cluster_reads_a_database_itself(spark, caseload, as_of, jdbc_desk, local):
    with jdbc_desk.store() as store:
        store.save_import([File(name, "d") for name in sorted({t.file for t in caseload.tables})], caseload)
        source = from_database(spark, store.jdbc_records(10))
        with judged_on_spark(source, RULES, as_of) as frames:
            found = [frame for frame in frames if frame.height]
    assert len(found) > 5
    one = workflow.evaluate(jdbc_desk, as_of)
    other = workflow.evaluate(jdbc_desk, as_of, how=workflow.How(engine="spark", jdbc=True, cases_at_a_time=10))
    with jdbc_desk.store() as store:
        assert_frame_equal(pl.concat(found).sort("rule", maintain_order=True), store.load_obligations(one.run))
        assert store.runs()["digest"].n_unique() == 1
        assert other.run == 2
