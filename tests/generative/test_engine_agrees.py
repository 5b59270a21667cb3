"""The engine against the naive reference: the same rows, column by column, on invented caseloads."""

from __future__ import annotations

import pytest

from tests.generative.compare import differences, is_open, is_open_among_several_causes
from tests.support.caseloads import random_caseload

NORMAL, FULL = range(100), range(100, 1100)

# Cases whose records lie in two lists of which one lacks a column: the readings do not say which list speaks.
OPEN_SEEDS = {
    767: "OPF-PLAN: two follow-ups on the first day, one of them naming no measure: derived or not",
    849: "TILSYN: visits from a list without Samtale, and the placement ended",
    915: "AFG-BFU: the decision's own list lacks Afsluttet, another list has a BFU that is finished",
    997: "TILSYN: whether a visit from a list without Samtale is one visit or none, of two",
}


def assert_agreement(seed: int, open_questions=is_open) -> None:
    caseload, as_of = random_caseload(seed)
    found = differences(caseload, as_of, open_questions)
    assert not found, f"\nseed {seed}, as of {as_of}\n" + "\n\n".join(found[:3])


@pytest.mark.parametrize("seed", NORMAL)
def test_engine_and_reference_give_the_same_rows(seed):
    assert_agreement(seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", FULL)
def test_engine_and_reference_give_the_same_rows_at_length(seed, request):
    if seed in OPEN_SEEDS:
        request.applymarker(pytest.mark.xfail(reason=OPEN_SEEDS[seed], strict=True))
    assert_agreement(seed, is_open_among_several_causes)
