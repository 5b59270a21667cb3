"""A caseload as a folder: the same records back, whole or not at all, and nothing taken on trust."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditkit.evaluate import evaluate
from auditkit.evaluate.chunks import by_case
from auditkit.exchange import CannotWriteFolder, CasesOutOfOrder, FolderRefused, open_records, write_records
from auditkit.exchange.folder import whole_folder
from auditkit.model import RECORD_TYPES, Caseload, empty_frames
from auditkit.rules.loader import load_catalogue
from tests.support.caseloads import random_caseload, standard

CASES = {"cases": [{"case_id": "A"}, {"case_id": "B"}], "visits": [{"case_id": "C", "visited_on": date(2026, 1, 2)}]}


@pytest.fixture
def folder(tmp_path):
    """Three cases in two parts."""
    return write_records(tmp_path / "sager", by_case(standard(**CASES), 2))


@pytest.mark.parametrize("cases", [1, 6, 100])
def test_what_is_read_back_is_judged_the_same(tmp_path, cases):
    caseload, as_of = random_caseload(11)
    rules = load_catalogue().active()

    folder = write_records(tmp_path / "sager", by_case(caseload, cases))
    read = list(folder.caseloads())

    together = {each.plural: pl.concat(part[each.plural] for part in read) for each in RECORD_TYPES}
    assert folder.tables == caseload.tables
    assert folder.records == sum(frame.height for frame in caseload.frames.values())
    assert_frame_equal(evaluate(Caseload(together, folder.tables), rules, as_of), evaluate(caseload, rules, as_of))


def test_each_part_knows_which_cases_it_holds_by_their_place_in_the_order(folder):
    assert [(part.first_case, part.last_case) for part in folder.parts] == [(1, 2), (3, 3)]
    assert folder.cases == 3
    assert folder.parts[1].rows["visits"] == 1


def test_a_caseload_without_cases_is_a_folder_without_parts(tmp_path):
    assert open_records(write_records(tmp_path / "tom", []).path).parts == ()
    (part,) = write_records(tmp_path / "tomme", [Caseload(empty_frames(), ())]).parts
    assert part.cases == 0


def test_nobody_else_on_the_machine_may_read_the_folder(folder):
    assert folder.path.stat().st_mode & 0o077 == 0


def test_a_folder_that_is_there_is_not_overwritten(folder):
    with pytest.raises(CannotWriteFolder, match="findes allerede"):
        write_records(folder.path, [])
    assert len(list(open_records(folder.path).caseloads())) == 2


def test_a_folder_that_cannot_be_finished_is_not_there(tmp_path):
    def broken():
        yield standard(**CASES)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_records(tmp_path / "sager", broken())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CannotWriteFolder, match="kan ikke skrives"):
        write_records(tmp_path / "findes" / "ikke", [])


def test_cases_out_of_order_are_refused_when_written(tmp_path):
    later, earlier = standard(cases=[{"case_id": "B"}]), standard(visits=[{"case_id": "B"}])
    with pytest.raises(CasesOutOfOrder, match="Del 2"):
        write_records(tmp_path / "sager", [later, earlier])
    assert list(tmp_path.iterdir()) == []


def swap_parts(folder):
    """Let the two parts change places, and the list of contents say so too."""
    for plural in (each.plural for each in RECORD_TYPES):
        first, second = (folder / f"{plural}/{number:05}.parquet" for number in (0, 1))
        first.replace(folder / "x")
        second.replace(first)
        (folder / "x").replace(second)
    manifest = json.loads((folder / "tables.json").read_text())
    manifest["parts"].reverse()
    (folder / "tables.json").write_text(json.dumps(manifest))


def test_cases_out_of_order_are_refused_when_read(folder):
    swap_parts(folder.path)
    with pytest.raises(CasesOutOfOrder, match="Del 2"):
        list(open_records(folder.path).caseloads())


def spoil_missing(file):
    file.unlink()


def spoil_truncated(file):
    file.write_bytes(file.read_bytes()[:-100])


def spoil_columns(file):
    pl.read_parquet(file).rename({"team": "hold"}).write_parquet(file)


def spoil_types(file):
    pl.read_parquet(file).with_columns(pl.col("birth_date").cast(pl.String)).write_parquet(file)


def spoil_rows(file):
    pl.read_parquet(file).head(1).write_parquet(file)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_missing, "mangler eller kan ikke læses som Parquet"),
        (spoil_truncated, "mangler eller kan ikke læses som Parquet"),
        (spoil_columns, "Se på: hold, team"),
        (spoil_types, "Se på: birth_date"),
        (spoil_rows, "har 1 rækker, men der blev skrevet 2"),
    ],
)
def test_a_file_that_is_not_as_written_is_named_and_refused(folder, spoil, said):
    spoil(folder.path / "cases/00000.parquet")

    with pytest.raises(FolderRefused, match=said) as refused:
        list(open_records(folder.path).caseloads())
    assert "cases/00000.parquet" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "tables.json mangler"),
        ("{", "tables.json mangler eller kan ikke læses"),
        ("[]", "tables.json mangler eller kan ikke læses"),
        ('{"form": 1, "tables": [], "parts": [{}]}', "tables.json mangler eller kan ikke læses"),
        ('{"form": 2}', "har form 2"),
    ],
)
def test_a_folder_that_is_not_ours_is_refused(tmp_path, content, said):
    if content is not None:
        (tmp_path / "tables.json").write_text(content)
    with pytest.raises(FolderRefused, match=said):
        open_records(tmp_path)


def test_a_place_that_is_not_there_is_said_in_danish(tmp_path) -> None:
    with pytest.raises(CannotWriteFolder, match="findes ikke"), whole_folder(tmp_path / "ingen" / "sager"):
        pass
