"""Who is measured: each makes ready what it needs outside the clock, and then judges a caseload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from auditkit.samples import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from auditkit.model import Caseload
    from auditkit.rules import Rule


@dataclass(frozen=True, slots=True)
class Contender:
    """``prepare`` takes a caseload and returns the job, which returns how many rows it judged."""

    label: str
    rules: int
    prepare: Callable[[Caseload], Callable[[], int]]


def _rules(ids: Sequence[str] = ()) -> tuple[Rule, ...]:
    from auditkit.workflow.rulebook import catalogue

    known = catalogue()
    return tuple(known[rule_id] for rule_id in ids) or known.active()


def _ours(ids: Sequence[str]) -> Callable[[Caseload], Callable[[], int]]:
    def prepare(caseload: Caseload) -> Callable[[], int]:
        from auditkit.evaluate import evaluate

        rules = _rules(ids)
        return lambda: evaluate(caseload, rules, LAST_DAY).height

    return prepare


def _in_chunks(ids: Sequence[str]) -> Callable[[Caseload], Callable[[], int]]:
    def prepare(caseload: Caseload) -> Callable[[], int]:
        from auditkit.evaluate.chunks import evaluate_in_chunks

        rules = _rules(ids)
        return lambda: sum(frame.height for frame in evaluate_in_chunks(caseload, rules, LAST_DAY))

    return prepare


def _with_counts(ids: Sequence[str]) -> Callable[[Caseload], Callable[[], int]]:
    def prepare(caseload: Caseload) -> Callable[[], int]:
        from auditkit.compliance import summarise
        from auditkit.evaluate import evaluate

        rules = _rules(ids)

        def job() -> int:
            rows = evaluate(caseload, rules, LAST_DAY)
            summarise(rows, ["rule", "team", "quarter"])
            return rows.height

        return job

    return prepare


def _floor(engine: Literal["in-memory", "streaming"]) -> Callable[[Caseload], Callable[[], int]]:
    """The floor under either engine of polars: neither is the faster at every size."""

    def prepare(caseload: Caseload) -> Callable[[], int]:
        import polars as pl

        from .floor import floor

        def job() -> int:
            with pl.Config():
                pl.Config.set_engine_affinity(engine)
                return floor(caseload.frames, LAST_DAY).height

        return job

    return prepare


def _floor_with_texts(caseload: Caseload) -> Callable[[], int]:
    from .floor_texts import floor_with_texts

    return lambda: floor_with_texts(caseload, LAST_DAY).height


def _floor_with_counts(caseload: Caseload) -> Callable[[], int]:
    from .floor import counts, floor

    def job() -> int:
        rows = floor(caseload.frames, LAST_DAY)
        counts(rows)
        return rows.height

    return job


def _pandas(caseload: Caseload) -> Callable[[], int]:
    from . import by_pandas

    frames = by_pandas.frames_of(caseload.frames)
    return lambda: len(by_pandas.judge(frames, LAST_DAY))


def _loop(caseload: Caseload) -> Callable[[], int]:
    from . import by_loop, by_pandas

    frames = by_pandas.frames_of(caseload.frames)
    return lambda: len(by_loop.judge(frames, LAST_DAY))


def _validator(name: str) -> Callable[[Caseload], Callable[[], int]]:
    def prepare(caseload: Caseload) -> Callable[[], int]:
        from . import by_validators

        rows = by_validators.table(caseload.frames, LAST_DAY)

        def job() -> int:
            getattr(by_validators, name)(rows)
            return rows.height

        return job

    return prepare


def contenders() -> dict[str, Contender]:
    """Return everyone, the floor first."""
    from .by_loop import RULES as LOOPED
    from .floor import RULES as SEVEN

    return {
        "floor": Contender("gulvet: polars i hånden", 7, _floor("in-memory")),
        "floor-streaming": Contender("gulvet, polars' strømmende motor", 7, _floor("streaming")),
        "floor-texts": Contender("gulvet, med rækkernes navne, steder og hjemmel", 7, _floor_with_texts),
        "ours": Contender("auditkit", 7, _ours(SEVEN)),
        "chunks": Contender("auditkit, i bidder på 20.000 sager", 7, _in_chunks(SEVEN)),
        "floor+counts": Contender("gulvet, og tal pr. team og kvartal", 7, _floor_with_counts),
        "ours+counts": Contender("auditkit, og tal pr. team og kvartal", 7, _with_counts(SEVEN)),
        "all": Contender("auditkit, alle gældende krav", 17, _ours(())),
        "all-chunks": Contender("auditkit, alle gældende krav, i bidder på 20.000 sager", 17, _in_chunks(())),
        "pandas": Contender("pandas, vektoriseret", 7, _pandas),
        "ours-3": Contender("auditkit, løkkens tre krav", 3, _ours(LOOPED)),
        "loop": Contender("pandas, en løkke over rækkerne", 3, _loop),
        "check": Contender("polars: færdige rækker mod deres frist", 2, _validator("by_polars")),
        "pointblank": Contender("pointblank: det samme", 2, _validator("by_pointblank")),
        "pandera": Contender("pandera: det samme", 2, _validator("by_pandera")),
    }
