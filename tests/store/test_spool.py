import polars as pl
import pytest
from polars.testing import assert_frame_equal

from auditkit.store import HistoryDamaged
from auditkit.store.engine import make_engine, parse_url, writing
from tests.store.examples import obligations, save_run


def test_what_is_read_by_way_of_the_disk_is_what_is_read_at_once(store, tmp_path):
    first = obligations(
        {"case_id": "S2"}, {"case_id": "S1"}, {"rule": "A", "case_id": "å"}, {"rule": "A", "case_id": "Z"}
    )
    save_run(store, first)
    save_run(
        store, obligations({"case_id": "S1"}, {"case_id": "S2", "outcome": "missed"}, {"rule": "A", "case_id": "Z"})
    )
    for run in (1, 2):
        folder = tmp_path / str(run)
        folder.mkdir()
        assert_frame_equal(pl.concat(store.spool_obligations(folder, run)).collect(), store.load_obligations(run))


def test_a_run_without_duties_gives_no_rows_by_way_of_the_disk_either(store, tmp_path):
    save_run(store, obligations())
    assert_frame_equal(pl.concat(store.spool_obligations(tmp_path)).collect(), store.load_obligations())


def test_a_verdict_changed_outside_auditkit_is_noticed_on_the_way_to_the_disk(store, url, tmp_path):
    save_run(store, obligations({"case_id": "S1", "outcome": "missed"}))
    with writing(make_engine(parse_url(url))) as connection:
        connection.exec_driver_sql("UPDATE grounds SET outcome = 'met'")
    with pytest.raises(HistoryDamaged):
        store.spool_obligations(tmp_path)
