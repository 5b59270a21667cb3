"""The main commands on many cases: in chunks, from folders, to folders. The verdicts are the same to the byte."""

from __future__ import annotations

import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditkit import workflow
from auditkit.cli import run
from auditkit.exchange import CannotWriteFolder, FolderRefused, read_obligations
from auditkit.report.writer import write_lists
from auditkit.samples import LAST_DAY, as_sheets, municipality
from auditkit.workflow.evaluation import NowhereToWrite, OptionsApart


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A database with thirty FIKTIV cases, judged once in one piece."""
    folder = tmp_path_factory.mktemp("scale")
    write_lists(folder / "fiktiv.xlsx", as_sheets(municipality(30)))
    made = workflow.Desk(f"sqlite:///{folder / 'store.sqlite3'}")
    workflow.import_lists(made, workflow.Lists((folder / "fiktiv.xlsx",), key=None))
    workflow.evaluate(made, LAST_DAY)
    return made


@pytest.fixture(scope="module")
def whole(desk):
    with desk.store() as store:
        return store.load_obligations(1)


@pytest.fixture(scope="module")
def records(desk, tmp_path_factory):
    return workflow.export_records(desk, tmp_path_factory.mktemp("records") / "sager", 7)


def digests(desk):
    with desk.store() as store:
        return store.runs()["digest"].to_list()


@pytest.mark.parametrize("cases", [1, 7, 29])
def test_a_run_in_chunks_is_the_run_in_one_piece(desk, whole, cases):
    found = workflow.evaluate(desk, LAST_DAY, how=workflow.How(cases_at_a_time=cases))

    with desk.store() as store:
        assert_frame_equal(store.load_obligations(found.run), whole)
        assert store.runs().row(-1, named=True)["added"] == 0
    assert len(set(digests(desk))) == 1
    assert found.obligations == whole.height
    assert_frame_equal(found.per_rule, workflow.compliance(whole, ["rule"]))


def test_a_folder_is_judged_as_the_database_is(records, desk, whole, tmp_path):
    how = workflow.How(source=str(records.path), out=tmp_path / "pligter")
    found = workflow.evaluate(desk, LAST_DAY, how=how)

    assert found.run is None
    assert_frame_equal(read_obligations(tmp_path / "pligter"), whole)
    assert_frame_equal(found.per_rule, workflow.compliance(whole, ["rule"]))


def test_the_folder_has_one_digest_however_the_cases_are_divided(records, desk, tmp_path):
    def digest(name, as_of=LAST_DAY, **how):
        return workflow.evaluate(desk, as_of, how=workflow.How(out=tmp_path / name, **how)).written.digest

    one = digest("fra databasen")
    assert digest("fra mappe", source=str(records.path)) == one
    assert digest("i dele", cases_at_a_time=4) == one
    assert digest("et år før", LAST_DAY.replace(year=2025)) != one


def test_the_folder_counts_as_the_database_does(records, desk, tmp_path):
    workflow.evaluate(desk, LAST_DAY, how=workflow.How(source=str(records.path), out=tmp_path / "pligter"))

    with desk.store() as store:
        counted = store.summary(1).cast({"obligations": pl.Int64})
    assert_frame_equal(pl.read_parquet(tmp_path / "pligter/summary.parquet"), counted, check_row_order=False)
    told = json.loads((tmp_path / "pligter/run.json").read_text())
    assert told["as_of"] == LAST_DAY.isoformat()
    assert {each["rule"] for each in told["rules"]} >= {"BFU-4M", "OPF-1"}


def test_obligations_that_were_changed_are_not_read(records, desk, tmp_path):
    workflow.evaluate(desk, LAST_DAY, how=workflow.How(source=str(records.path), out=tmp_path / "pligter"))
    file = next((tmp_path / "pligter/obligations/OPF-1").iterdir())
    pl.read_parquet(file).with_columns(outcome=pl.lit("met")).write_parquet(file)

    with pytest.raises(FolderRefused, match="kontrolsummen er en anden"):
        read_obligations(tmp_path / "pligter")


def test_a_run_that_fails_leaves_no_folder_and_no_run(records, desk, tmp_path):
    before = digests(desk)
    damaged = tmp_path / "sager"
    damaged.mkdir()
    (damaged / "tables.json").write_bytes((records.path / "tables.json").read_bytes())

    with pytest.raises(FolderRefused):
        workflow.evaluate(desk, LAST_DAY, how=workflow.How(source=str(damaged), out=tmp_path / "pligter"))
    assert [each.name for each in tmp_path.iterdir()] == ["sager"]
    assert digests(desk) == before


def test_the_database_is_not_judged_where_the_folder_cannot_be_written(desk, tmp_path):
    before = digests(desk)
    (tmp_path / "pligter").mkdir()
    with pytest.raises(CannotWriteFolder, match="findes allerede"):
        workflow.evaluate(desk, LAST_DAY, how=workflow.How(out=tmp_path / "pligter"))
    assert digests(desk) == before


def test_a_folder_without_a_place_for_the_verdicts_is_refused(records, desk):
    with pytest.raises(NowhereToWrite, match="-o MAPPE"):
        workflow.evaluate(desk, LAST_DAY, how=workflow.How(source=str(records.path)))


@pytest.mark.parametrize(
    "how",
    [
        workflow.How(jdbc=True),
        workflow.How(spark_conf={"a": "b"}),
        workflow.How(engine="spark", jdbc=True, source="sager"),
    ],
)
def test_options_that_do_not_go_together_are_refused(desk, how):
    with pytest.raises(OptionsApart):
        workflow.evaluate(desk, LAST_DAY, how=how)


def test_the_commands_say_where_the_cases_and_the_duties_went(desk, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AUDITKIT_DB", desk.db)
    sager, pligter = str(tmp_path / "sager"), str(tmp_path / "pligter")

    assert run(["db", "export-records", sager, "--chunk", "10"]) == 0
    said = capsys.readouterr().out
    assert "30 sager, delt i 3" in said
    assert "personoplysninger" in said

    assert run(["evaluate", "--as-of", "30-09-2026", "--from", sager, "-o", pligter]) == 0
    said = capsys.readouterr().out
    assert "skrevet i" in said
    assert json.loads((tmp_path / "pligter/run.json").read_text())["digest"] in said


def test_a_machine_gets_the_folder_and_the_digest(desk, records, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AUDITKIT_DB", desk.db)
    arguments = ["evaluate", "--as-of", "30-09-2026", "--from", str(records.path), "--format", "json"]
    assert run([*arguments, "-o", str(tmp_path / "pligter")]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["run"] is None
    assert answer["folder"] == str(tmp_path / "pligter")
    assert len(answer["digest"]) == 32
