"""The two databases give the same, byte for byte."""

from __future__ import annotations

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditkit.store import Store
from tests.store.examples import File, cases_list, every_kind_of_value, obligations, save_run

WORDS = ["æ", "Å", "a", "B", "", "ß", "é", "e\u0301", " ", "~", "1:a", *string.punctuation]


def history(url):
    """Everything that a store gives back after some imports and runs, as bytes."""
    with Store.open(url) as store:
        receipts = [
            store.save_import([File("alt.xlsx", "d1")], every_kind_of_value(30)),
            store.save_import([File("alt.xlsx", "d2")], every_kind_of_value(33)),
            store.save_import([File("s.xlsx", "d3")], cases_list(*WORDS, file="s.xlsx")),
        ]
        for team in ("Nord", "Syd"):
            rows = [{"case_id": word, "record": word, "team": team} for word in WORDS]
            save_run(store, obligations(*rows, {"case_id": "kun", "team": "Nord"}))
        states = [store.load_caseload([number]) for number in (1, 2, 3)]
        frames = [frame for state in states for frame in state.frames.values()]
        frames += [store.load_obligations(run) for run in (1, 2)]
        frames += [store.summary(2), store.runs().drop("saved_at"), store.run_rules(1)]
        tables = [state.tables for state in states]
        return receipts, tables, [frame.serialize() for frame in frames]


def test_both_databases_give_the_same_bytes(tmp_path, postgres_url):
    assert history(f"sqlite:///{tmp_path / 'a.sqlite3'}") == history(postgres_url)


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT, st.none() | TEXT), max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_from_both(store, rows):
    names = ("case_id", "record", "team")
    frame = obligations(*(dict(zip(names, row, strict=True)) for row in rows))
    run = save_run(store, frame)
    assert sorted(store.load_obligations(run).rows(), key=repr) == sorted(frame.rows(), key=repr)
