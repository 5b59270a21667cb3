"""What a task does on a machine of the cluster, without a cluster."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from auditkit.evaluate import evaluate
from auditkit.evaluate.chunks import by_case
from auditkit.exchange import write_records
from auditkit.model import RECORD_TYPES
from auditkit.rules.loader import load_catalogue
from auditkit.spark.task import Task, pieces, put_together
from auditkit.terms import use_language
from tests.support.caseloads import random_caseload, standard

WITHHELD = "HEMMELIG-1"


@pytest.fixture(scope="module")
def rules():
    return load_catalogue().active()


def batches_of(folder, *parts):
    """What Spark hands a task: the files of some parts, in no order."""
    for part in parts:
        for each in reversed(RECORD_TYPES):
            content = (folder.path / f"{each.plural}/{part:05}.parquet").read_bytes()
            yield pa.RecordBatch.from_pylist([{"part": part, "plural": each.plural, "content": content}])


def rows_of(batches):
    return [row for batch in batches for row in batch.to_pylist()]


def test_a_task_judges_its_parts_as_one_machine_does(tmp_path, rules):
    caseload, as_of = random_caseload(3)
    folder = write_records(tmp_path / "sager", by_case(caseload, 8))
    task = Task(folder.tables, rules, as_of, folder.parts)

    judged = rows_of(task(batches_of(folder, 0, 1, 2)))

    assert [row["part"] for row in judged] == [0, 1, 2]
    for row, part in zip(judged, folder.caseloads(), strict=True):
        assert_frame_equal(pl.read_parquet(io.BytesIO(row["content"])), evaluate(part, rules, as_of))
        assert row["failure"] is None


def test_a_task_without_files_judges_nothing(rules):
    assert rows_of(Task((), rules, date(2026, 1, 1), ())([])) == []


def test_a_part_that_cannot_be_judged_says_where_in_the_program_and_nothing_of_the_case(tmp_path, rules):
    folder = write_records(tmp_path / "sager", [standard(cases=[{"case_id": WITHHELD, "team": WITHHELD}])])

    class Broken:
        id = WITHHELD

        @property
        def file(self):
            raise ValueError(f"{WITHHELD} er ikke et tal")

    (row,) = rows_of(Task(folder.tables, [Broken()], date(2026, 1, 1), folder.parts)(batches_of(folder, 0)))

    assert row["failure"].startswith("ValueError, test_task.py:")
    assert WITHHELD not in row["failure"]
    assert row["content"] is row["first"] is row["last"] is None


def test_a_damaged_or_missing_file_is_named(tmp_path, rules):
    use_language("da")
    folder = write_records(tmp_path / "sager", [standard(cases=[{"case_id": WITHHELD}])])
    task = Task(folder.tables, rules, date(2026, 1, 1), folder.parts)
    (folder.path / "cases/00000.parquet").write_bytes(b"PAR1")
    (row,) = rows_of(task(batches_of(folder, 0)))
    assert row["failure"].startswith("cases/00000.parquet mangler")

    *most, _cases = batches_of(folder, 0)
    (row,) = rows_of(task(most))
    assert row["failure"].startswith("cases/00000.parquet mangler")


def test_a_machine_with_another_version_judges_nothing(tmp_path, rules):
    folder = write_records(tmp_path / "sager", [standard(cases=[{"case_id": "1"}])])
    task = replace(Task(folder.tables, rules, date(2026, 1, 1), folder.parts), versions="auditkit 0.0.1")

    (row,) = rows_of(task(batches_of(folder, 0)))

    assert "auditkit 0.0.1" in row["failure"]


@pytest.mark.parametrize("plural", [each.plural for each in RECORD_TYPES])
def test_rows_from_a_database_come_to_their_parts_whole_and_in_order(plural):
    frame = random_caseload(4)[0][plural].with_columns(ordinal=pl.lit(0, dtype=pl.Int32))
    shuffled = frame.sample(fraction=1, shuffle=True, seed=1).cast({"unreadable": pl.Int64})
    halves = shuffled.slice(0, 20), shuffled.slice(20)

    made = [row for half in halves for row in rows_of(pieces(plural, ["S1", "S15"], half.to_arrow().to_batches()))]
    parts = [put_together(plural, {plural: [r["content"] for r in made if r["part"] == part]}) for part in (0, 1)]

    ordered = frame.sort("case_id", "table_no", "row_no", "ordinal").drop("ordinal")
    assert_frame_equal(pl.concat(parts), ordered)
    assert (parts[0]["case_id"] < "S15").all()
    assert (parts[1]["case_id"] >= "S15").all()
    assert {row["plural"] for row in made} <= {plural}
