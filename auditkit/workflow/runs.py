"""Judging the stored cases, and telling how a verdict came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from auditkit import __version__
from auditkit import evaluate as engine
from auditkit.errors import UsageError
from auditkit.terms import translator

from .causes import rule_file
from .desk import Desk, Say, silent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from auditkit.model import Caseload
    from auditkit.rules.rule import Catalogue, Rule
    from auditkit.rules.schema import RuleFile
    from auditkit.store import Store

_ = translator("workflow")


@dataclass(frozen=True, slots=True)
class Judged:
    """A run: its number, its day, what it found, and which rules no list holds the triggers of."""

    run: int
    as_of: date
    obligations: pl.DataFrame
    not_run: Mapping[str, str]
    rules: tuple[Rule, ...]
    caseload: Caseload

    @property
    def files(self) -> list[str]:
        """The lists that the cases came from."""
        return sorted({table.file for table in self.caseload.tables})


class UnknownRule(UsageError):
    """A rule was named that is not in the catalogue."""

    def __init__(self, rule_id: str, known: Sequence[str]) -> None:
        super().__init__(_("There is no rule {rule}. These are there: {known}.", rule=rule_id, known=", ".join(known)))


class NothingToExplain(UsageError):
    """The run holds no duty of the case (and rule)."""

    def __init__(self, case_id: str) -> None:
        super().__init__(
            _(
                "The run holds no duty for case {case}. Check the case number (auditkit obligations lists them), "
                "and that the rule applies to it.",
                case=case_id,
            )
        )


def chosen(catalogue: Catalogue, only: Sequence[str]) -> tuple[Rule, ...]:
    """Return the active rules, or those named; raises UnknownRule."""
    known = [rule.id for rule in catalogue.rules]
    for rule_id in only:
        if rule_id not in known:
            raise UnknownRule(rule_id, known)
    return tuple(catalogue[rule_id] for rule_id in only) or catalogue.active()


def judge(store: Store, caseload: Caseload, rules: tuple[Rule, ...], as_of: date, say: Say = silent) -> Judged:
    """Judge a caseload by rules, and store the run."""
    say(_("Judging …"))
    obligations = engine.evaluate(caseload, rules, as_of)
    say(_("Storing the run …"))
    run = store.save_run(
        as_of=as_of,
        rules=[(rule.id, rule.path, rule.text, rule.digest) for rule in rules],
        engine_version=__version__,
        obligations=obligations,
    )
    return Judged(run, as_of, obligations, engine.not_run(caseload, rules), rules, caseload)


def explain(
    desk: Desk, case_id: str, only: Sequence[str] = (), run: int | None = None
) -> list[tuple[dict[str, Any], RuleFile]]:
    """Return a case's obligations with the rules that the run judged them by; raises NothingToExplain."""
    with desk.store() as store:
        texts = dict(store.run_rules(run).select("rule", "text").iter_rows())
        found = store.load_obligations(run).filter(pl.col("case_id") == case_id)
    for rule_id in only:
        if rule_id not in texts:
            raise UnknownRule(rule_id, list(texts))
    if only:
        found = found.filter(pl.col("rule").is_in(list(only)))
    if found.is_empty():
        raise NothingToExplain(case_id)
    files = {rule: rule_file(texts[rule]) for rule in found["rule"].unique()}
    return [(row, files[row["rule"]]) for row in found.iter_rows(named=True)]
