"""What moved between two runs, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from auditkit.model import BY_NAME
from auditkit.rules.schema import OrderLogic

from .causes import DATA, Side, caseload_of, moved, rule_file, side, with_causes
from .cells import changed_cells

if TYPE_CHECKING:
    from datetime import date

    from auditkit.rules.schema import RuleFile

    from .desk import Desk

NEW_DATA, CORRECTED_DATA = "new_data", "corrected_data"
_FIELD = re.compile(r"\b([a-z_]+)\.([a-z_]+)\b")
_CELL = ("field", "record", "value_before", "cell_before", "value_after", "cell_after")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved between two runs: their as-of days, and one row per obligation.

    A row has ``change`` (new, gone, changed), ``why`` (some of new_data, corrected_data, rule, time, engine), the
    obligation, its verdict before and after, and ``cells``: the values that differ and the cells they stand in.
    """

    days: tuple[date, date]
    rows: list[dict[str, Any]]


def diff(desk: Desk, earlier: int, later: int) -> Moved:
    """Return what is new, gone or judged otherwise in the later run, and why; raises StoreError."""
    with desk.store() as store:
        before, after = side(store, earlier), side(store, later)
        found = with_causes(store, before, after, moved(before, after)).with_columns(change=_change())
        cases = found.filter(pl.col("causes").list.contains(DATA))["case_id"].unique()
        cells = changed_cells(caseload_of(store, before, cases), caseload_of(store, after, cases))
    told = _Told(cells, {file.id: file for file in _rule_files(before, after)})
    rows = found.sort("change", "rule", "case_id", "record", "ordinal", nulls_last=False)
    return Moved((before.time, after.time), [told.row(row) for row in rows.iter_rows(named=True)])


def _change() -> pl.Expr:
    new = pl.when(pl.col("outcome").is_null()).then(pl.lit("new"))
    return new.when(pl.col("outcome_after").is_null()).then(pl.lit("gone")).otherwise(pl.lit("changed"))


def _rule_files(before: Side, after: Side) -> list[RuleFile]:
    """Return the rules of both runs, the later ones last."""
    return [rule_file(text) for each in (before, after) for _path, text, _digest in each.rule]


class _Told:
    """Tells a moved obligation with the cells behind it."""

    def __init__(self, cells: pl.DataFrame, rules: dict[str, RuleFile]) -> None:
        self._cells: dict[str, list[dict[str, Any]]] = {}
        for cell in cells.iter_rows(named=True):
            self._cells.setdefault(cell["case_id"], []).append(cell)
        self._reads = {rule: _fields_of(file) for rule, file in rules.items()}
        self._triggers = {rule: _trigger_of(file) for rule, file in rules.items()}

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return one row of the answer."""
        cells = self._behind(row) if DATA in row["causes"] else []
        corrected = any(cell["value_before"] is not None for cell in cells)
        kind = CORRECTED_DATA if corrected else NEW_DATA
        return {
            "change": row["change"],
            "why": [kind if cause == DATA else cause for cause in row["causes"]],
            **{name: row[name] for name in ("rule", "case_id", "record")},
            **{f"{name}_before": row[name] for name in ("outcome", "reason", "due_on")},
            **{f"{name}_after": row[f"{name}_after"] for name in ("outcome", "reason", "due_on")},
            "cells": [{name: cell[name] for name in _CELL} for cell in cells],
        }

    def _behind(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the values of the case that differ and that the rule reads; all of the case's where it reads none."""
        mine = self._cells.get(row["case_id"], [])
        trigger, reads = self._triggers[row["rule"]], self._reads[row["rule"]]
        own = [cell for cell in mine if not _of_another(cell, trigger, row["record"])]
        return [cell for cell in own if cell["field"] in reads] or own or mine


def _of_another(cell: dict[str, Any], trigger: str, record: str | None) -> bool:
    """Say whether a value is of another record of the kind that the obligation is about."""
    return cell["field"].startswith(trigger + ".") and cell["record"] not in {None, record}


def _trigger_of(rule: RuleFile) -> str:
    logic = rule.logic
    name = logic.reference if isinstance(logic, OrderLogic) else getattr(logic, "trigger", "")
    return name.partition(".")[0]


def _fields_of(rule: RuleFile) -> set[str]:
    """Return the fields that a rule reads, by the names in it."""
    text = rule.model_dump_json(include={"logic", "needs", "needs_one_of", "version"})
    return {f"{record}.{field}" for record, field in _FIELD.findall(text) if record in BY_NAME}
