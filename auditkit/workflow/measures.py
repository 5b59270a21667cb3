"""Every measure of a run, with its totals, by the municipality's own settings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditkit.compliance import Asked, Settings, load_settings, measured, unknown_names
from auditkit.compliance.groups import with_opening, with_theme

from .figures import Found, Wanted, obligations

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from .desk import Desk

SETTINGS_FILE = "auditkit.toml"
"""Read from the folder one stands in, where no other file is named."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``figures`` by group, ``totals`` by basis: one row each, counted anew and not from the groups.

    ``unmatched`` are names in the settings that are perhaps misspelt.
    """

    run: int
    as_of: date
    figures: pl.DataFrame
    totals: dict[str, pl.DataFrame]
    unmatched: tuple[str, ...] = ()


def settings_at(path: Path | None) -> Settings:
    """Return the settings in a file, else in ``auditkit.toml`` here, else none; raises SettingsInvalid."""
    if path:
        return load_settings(path)
    here = Path(SETTINGS_FILE)
    return load_settings(here) if here.is_file() else Settings()


def measure(desk: Desk, asked: Asked, basis: str | None = None, run: int | None = None) -> Measured:
    """Return the measures of a run (the latest by default), of one basis or by it.

    Raises UnknownGrouping, MixedBases, CannotComplete and StoreError.
    """
    named = asked.settings.out_of_scope or asked.settings.rules
    found = obligations(desk, Wanted(basis=None if named else basis), run)  # a name may be of another basis
    rules = [rule.id for rule in desk.catalogue().rules] if asked.settings.rules else []
    unknown = unknown_names(asked.settings, found.obligations, rules)
    if named and basis:
        found = replace(found, obligations=found.obligations.filter(basis=basis))
    rows, asked = _with_context(desk, found, asked), replace(asked, as_of=found.as_of)
    whole = replace(asked, by=(), with_empty=False)
    bases = rows["basis"].unique().sort()
    totals = {each: measured(rows.filter(basis=each), whole) for each in bases}
    return Measured(found.run, found.as_of, measured(rows, asked), totals, unknown)


def _with_context(desk: Desk, found: Found, asked: Asked) -> pl.DataFrame:
    """Return the run's obligations with what else is asked by: the rules' themes, the cases' first day."""
    rows = found.obligations
    if not {"theme", "cohort"} & set(asked.by):
        return rows
    with desk.store() as store:
        if "theme" in asked.by:
            texts = store.run_rules(found.run).select("rule", "text").iter_rows()
            rows = with_theme(rows, {rule: tomllib.loads(text)["theme"] for rule, text in texts})
        if "cohort" in asked.by:
            rows = with_opening(rows, store.load_caseload(store.run_imports(found.run))["cases"])
    return rows
