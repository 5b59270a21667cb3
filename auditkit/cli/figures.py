"""The measures of compliance as a person's table, with totals, and what must be said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from auditkit.dates import Quarter
from auditkit.terms import basis_label, translator

from .output import danish_day, percent, points, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from auditkit.compliance import Asked
    from auditkit.workflow import Measured

_ = translator("cli")

Block = Literal["rates", "outcomes", "change", "days", "cases"]
"""Which of the measures a table shows: all of them would be wider than any screen."""

_RATE = ("numerator", "denominator", "rate")
BLOCKS: Mapping[Block, tuple[str, ...]] = {
    "rates": (*_RATE, "rate_with_deviation", "missed_open", "missed_late", "undeterminable", "not_due"),
    "outcomes": (
        *("obligations", "met", "missed", "missed_late", "missed_open"),
        *("deviation", "not_due", "not_applicable", "undeterminable"),
    ),
    "change": (*_RATE, "previous_rate", "previous_change", "year_ago_rate", "year_ago_change"),
    "days": (
        *("missed_late", "late_days_q1", "late_days_median", "late_days_q3"),
        *("late_1_7", "late_8_30", "late_31_90", "late_over_90"),
    ),
    "cases": (
        *("cases_judged", "cases_with_error", "case_error_rate", "cases_all_met", "case_all_met_rate"),
        *("cases_in_doubt", "cases_undeterminable"),
    ),
}
_INTERVAL = {"rate": ("rate_low", "rate_high"), "case_error_rate": ("case_error_low", "case_error_high")}
_BREAK = "*"
_CHANGES = ("previous", "year_ago")


def table_lines(answer: Measured, asked: Asked, block: Block) -> Iterator[str]:
    """Yield the table: a row per group, then the total of each basis, counted anew."""
    columns = _columns(asked, block)
    rows = [_shown(row, asked, block) for row in answer.figures.iter_rows(named=True)]
    several = answer.totals if asked.by and len(rows) > 1 else {}
    totals = {
        _("In all, {basis}", basis=basis_label(basis)): _shown(total.row(0, named=True), asked, block)
        for basis, total in several.items()
    }
    yield table((*asked.by, *columns), rows, totals)


def note_lines(answer: Measured, asked: Asked, block: Block, basis: str | None) -> Iterator[str]:
    """Yield what a reader must know to read the table rightly."""
    notes = [
        _kind_note(asked, basis),
        _period_note(answer, asked),
        _measure_note(asked),
        _cohort_note(asked),
        _change_note(answer, asked) if block == "change" else "",
        _("Groups do not add up: a case may stand in several.") if block == "cases" and asked.by else "",
        _scope_note(answer, asked),
        unmatched_note(answer.unmatched, asked.settings.file),
        _colour_note(asked, block),
    ]
    said = [note for note in notes if note]
    yield from ["", *said] if said else []


def _columns(asked: Asked, block: Block) -> list[str]:
    columns = list(BLOCKS[block])
    if asked.is_sample:
        columns = [each for name in columns for each in (name, *_INTERVAL.get(name, ()))]
    colour = "case_colour" if block == "cases" else "colour"
    limits = asked.settings.cases if block == "cases" else asked.settings.rules
    return [*columns, colour] if limits and block in ("rates", "change", "cases") else columns


def _shown(row: dict[str, Any], asked: Asked, block: Block) -> dict[str, Any]:
    """Return a row as a person reads it: no zeros where nothing is measured, breaks marked."""
    if row["scope"] != "in":
        word = _(f"scope:{row['scope']}")
        groups = {**{name: row.get(name) for name in asked.by}, **_nameless(row, asked)}
        return {**dict.fromkeys(row), **groups, _WORD_STANDS[block]: word}
    marked = {f"{name}_change": _marked(row, name) for name in _CHANGES if row[f"{name}_break"]}
    return {**dict.fromkeys(asked.by), **row, **_with_counts(row, asked), **marked, **_nameless(row, asked)}


def _with_counts(row: Mapping[str, Any], asked: Asked) -> dict[str, str]:
    """Return the percentages whose counts have no columns of their own, with their counts."""
    shown = {}
    for name in _CHANGES:
        part, whole = row[f"{name}_numerator"], row[f"{name}_denominator"]
        shown[f"{name}_rate"] = _told(row[f"{name}_rate"], part, whole)
    if asked.measure == "due":
        part, whole = (row[name] + row["deviation"] for name in ("numerator", "denominator"))
        shown["rate_with_deviation"] = _told(row["rate_with_deviation"], part, whole)
    return shown


def _told(rate: float | None, part: int, whole: int) -> str:
    if rate is None:
        return ""
    return _("{rate} ({part} of {whole})", rate=percent(rate), part=part, whole=whole)


def _nameless(row: Mapping[str, Any], asked: Asked) -> dict[str, str]:
    """Return a word for each group that is the one without a value: a blank says nothing to a reader."""
    return {name: _(f"none:{name}") for name in asked.by if name in row and row[name] is None}


_WORD_STANDS: Mapping[Block, str] = {
    "rates": "rate",
    "outcomes": "obligations",
    "change": "rate",
    "days": "missed_late",
    "cases": "case_error_rate",
}
"""The column in which a word stands instead of figures."""


def _marked(row: Mapping[str, Any], name: str) -> str:
    return f"{points(row[f'{name}_change'])} {_BREAK}"


def _kind_note(asked: Asked, basis: str | None) -> str:
    if {"rule", "basis"} & set(asked.by) or basis is None:
        return ""
    return _("Only {basis}; other kinds with --basis. They are never added together.", basis=basis_label(basis))


def _period_note(answer: Measured, asked: Asked) -> str:
    from auditkit.report.words import not_over

    if asked.quarter:
        whole = [name for name in asked.by if name in ("half_year", "year")]
        part = [_("Only {quarter} is counted.", quarter=asked.quarter)] if whole else []
        return " ".join([*part, *not_over(asked.quarter, answer.as_of)])
    periods = {str(each) for name in asked.by if name in _ENDS for each in answer.figures[name].drop_nulls()}
    open_ones = sorted(each for each in periods if _end(each) > answer.as_of)
    if not open_ones:
        return ""
    day = danish_day(answer.as_of)
    return _("Not over on {day}, and therefore provisional: {periods}.", day=day, periods=", ".join(open_ones))


_ENDS = ("quarter", "half_year", "year")
"""Groupings by a period, whose end can be told from its name: 2026K3, 2026H2, 2026."""


def _end(period: str) -> date:
    """Return a period's last day."""
    year, half = int(period[:4]), period[4:]
    quarter = int(half[1:]) * (2 if half.startswith("H") else 1) if half else 4
    return Quarter(year, quarter).last_day


def _measure_note(asked: Asked) -> str:
    if asked.measure == "due":
        return ""
    return _("By completion: only what was done counts, in the quarter in which it was done.")


def _cohort_note(asked: Asked) -> str:
    if "cohort" not in asked.by:
        return ""
    if asked.new_from:
        return _("New: the case was opened on {day} or later.", day=danish_day(asked.new_from))
    return _("New: the case was opened in the duty's quarter or later. Another day with --new-from.")


def _change_note(answer: Measured, asked: Asked) -> str:
    if asked.quarter is None and "quarter" not in asked.by:
        return _("Change is shown for a quarter: choose one with --quarter, or count by quarter.")
    frames = [answer.figures, *answer.totals.values()]
    if any(frame[f"{name}_break"].any() for frame in frames for name in _CHANGES):
        return _(
            "{mark} Another law, version or scope applied in the earlier quarter: not directly comparable.",
            mark=_BREAK,
        )
    return ""


def _scope_note(answer: Measured, asked: Asked) -> str:
    count = sum(total["out_of_scope"].item() for total in answer.totals.values())
    if not count:
        return ""
    return _("Duties not in scope ({file}) and not counted: {count}.", count=count, file=asked.settings.file)


def scope_in_rows(count: int, file: str) -> None:
    """Say beside rows (not among them) how many of them no figure counts; nothing where it is none."""
    if count:
        text = _(
            "{count} of these duties are not in scope ({file}): they stand here, and no percentage counts them.",
            count=count,
            file=file,
        )
        click.echo(text, err=True)


def unmatched_note(names: Sequence[str], file: str) -> str:
    """Return what must be said of names in the settings that no duty has; nothing where there are none."""
    if not names:
        return ""
    return _("{file} names what no duty has: {names}. Look for a misspelling.", file=file, names=", ".join(names))


def _colour_note(asked: Asked, block: Block) -> str:
    if not _columns(asked, block)[-1].endswith("colour"):
        return ""
    return _("Colours by the limits in {file}.", file=asked.settings.file)
