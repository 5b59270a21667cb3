"""What a manager wants to see in the terminal: what was read, and whether the law is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditkit.terms import translator

from .output import align, danish_day, percent
from .receipt import problem_lines, row_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from auditkit.intake import Intake
    from auditkit.workflow import Judged

    Row = Mapping[str, Any]

_ = translator("cli")


def intake_lines(intake: Intake) -> Iterator[str]:
    """Yield what was read: files, the row ledger, and the first problems."""
    for file in intake.files:
        used = [sheet for sheet in file.sheets if sheet.read_as]
        yield _("{file}: {count} sheets read", file=file.name, count=len(used))
    yield row_line(intake)
    yield from problem_lines(intake.problems)


def run_lines(judged: Judged) -> Iterator[str]:
    """Yield which run it is."""
    yield run_line(judged.run, judged.obligations.height, judged.as_of)


def run_line(run: int, obligations: int, as_of: date) -> str:
    """Return which run it is."""
    return _("Run {run}: {count} duties judged as of {day}", run=run, count=obligations, day=danish_day(as_of))


def compliance_lines(
    figures: Sequence[tuple[str, pl.DataFrame]],
    not_run: Mapping[str, str],
    titles: Mapping[str, str],
    is_sample: bool = False,
) -> Iterator[str]:
    """Yield one line per rule: "x of y" and per cent in each of some periods, and what could not be determined.

    ``figures`` are periods by heading, each with one row per rule; the last one has every rule. Where the cases
    are a sample the per cent stands with its 95 % interval.
    """
    periods = [{row["rule"]: row for row in frame.iter_rows(named=True)} for _heading, frame in figures]
    header = [_("column:rule")]
    for heading, _frame in figures:
        header += [heading, _("column:rate")]
    header += [_("column:undeterminable"), ""]
    rate = _rate_of_sample if is_sample else _rate
    rows = [_line(rule, periods, titles, rate) for rule in periods[-1]]
    if rows:
        yield align(header, rows, [False, *[True] * (2 * len(periods) + 1), False])
    if not_run:
        yield _("Not run, because no list holds what triggers them: {rules}", rules=", ".join(sorted(not_run)))


def _line(
    rule: str, periods: Sequence[Mapping[str, Row]], titles: Mapping[str, str], rate: Callable[[Row], str]
) -> list[str]:
    cells = [rule]
    for period in periods:
        cells += _share(period.get(rule), rate)
    return [*cells, str(periods[-1][rule]["undeterminable"]), titles.get(rule, "")]


def _share(row: Row | None, rate: Callable[[Row], str]) -> list[str]:
    """Return "x of y" and per cent; dashes where nothing was decided, since 0 of 0 is no figure."""
    if not row or not row["denominator"]:
        return ["–", "–"]
    return [_("{part} of {whole}", part=row["numerator"], whole=row["denominator"]), rate(row)]


def _rate(row: Row) -> str:
    return percent(row["rate"])


def _rate_of_sample(row: Row) -> str:
    from auditkit.compliance import wilson

    low, high = (percent(bound).removesuffix(" %") for bound in wilson(row["numerator"], row["denominator"]))
    return f"{percent(row['rate'])} ({low}–{high})"
