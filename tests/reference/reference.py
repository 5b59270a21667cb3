"""A naive second engine: one plain loop per rule, written from the readings alone, to check the fast one.

It shares nothing with the engine but the model and the calendar. It may be slow; it must be plain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from .birthdays import ung_6m, up_birthday
from .decisions import afg_bfu, afg_samt
from .facts import CaseFile, cases_of
from .follow_ups import opf_1, opf_n, opf_plan
from .investigations import bfu_4m, bfu_samt
from .notifications import und_24t, und_genv, und_kvit
from .plans import bp, bp_stil, hp, hp_akut, up
from .visits import tilsyn

if TYPE_CHECKING:
    from auditkit.model import Caseload

Judge = Callable[[CaseFile, date], list[dict]]

RULES: dict[str, tuple[Judge, ...]] = {
    "UND-24T": (und_24t,),
    "UND-KVIT": (und_kvit,),
    "UND-GENV": (und_genv,),
    "BFU-4M": (bfu_4m,),
    "BFU-SAMT": (bfu_samt,),
    "AFG-SAMT": (afg_samt,),
    "AFG-BFU": (afg_bfu,),
    "HP": (hp,),
    "HP-AKUT": (hp_akut,),
    "BP-STIL": (bp_stil,),
    "BP": (bp,),
    "UP": (up, up_birthday),
    "OPF-1": (opf_1,),
    "OPF-N": (opf_n,),
    "OPF-PLAN": (opf_plan,),
    "TILSYN": (tilsyn,),
    "UNG-6M": (ung_6m,),
}


def reference(caseload: Caseload, rule_ids: Iterable[str], as_of: date) -> list[dict]:
    """Return one dict per obligation (``rows.COLUMNS``), ordered by rule, case, day and record."""
    cases = cases_of(caseload, as_of)
    rows = [row for rule in rule_ids for judge in RULES[rule] for case in cases for row in judge(case, as_of)]
    return sorted(rows, key=_order)


def _order(row: dict) -> tuple:
    return row["rule"], row["case_id"], row["trigger_on"] or date.min, row["record"], str(row)
