"""How answers are written: as a table for people, as CSV for machines or for Danish Excel, as JSON."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TextIO

import click

from auditkit.dates import COPENHAGEN
from auditkit.terms import basis_label, law_label, one_decimal, outcome_label, reason_label, translator

from .spoken import option

if TYPE_CHECKING:
    from auditkit.report.csv_writer import Form

_ = translator("cli")

Row = Mapping[str, Any]
FORMATS = ("table", "csv", "csv-excel", "json")
_LABELS: dict[str, Callable[[str], str]] = {
    "outcome": outcome_label,
    "reason": reason_label,
    "law": law_label,
    "basis": basis_label,
    "outcome_before": outcome_label,
    "outcome_after": outcome_label,
    "reason_before": reason_label,
    "reason_after": reason_label,
    "status": lambda word: _(f"status:{word}"),
    "change": lambda word: _(f"change:{word}"),
    "cohort": lambda word: _(f"cohort:{word}"),
    "scope": lambda word: _(f"scope:{word}"),
    "colour": lambda word: _(f"colour:{word}"),
    "case_colour": lambda word: _(f"colour:{word}"),
    "why": lambda words: " + ".join(_(f"why:{word}") for word in words.split("+")),
}
_SHARES = (
    *("rate", "rate_with_deviation", "rate_low", "rate_high", "previous_rate", "year_ago_rate"),
    *("case_error_rate", "case_error_low", "case_error_high", "case_all_met_rate"),
)
_POINTS = ("previous_change", "year_ago_change")


def format_option(function: Any) -> Any:
    """Add ``--format`` to a command."""
    return option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        msgid="How the answer is written; csv-excel opens in a Danish Excel.",
    )(function)


def show(columns: Sequence[str], rows: Iterable[Row], form: str, seen: Sequence[str] = ()) -> None:
    """Write rows to stdout. ``seen`` are the columns of a person's table; a machine gets them all, one at a time."""
    if form == "table":
        click.echo(table(seen or columns, list(rows)))
        return
    with _stdout() as out:
        if form == "json":
            _write_json(out, ({name: row[name] for name in columns} for row in rows))
        else:
            _write_csv(out, columns, rows, "csv-excel" if form == "csv-excel" else "csv")


def show_json(document: object) -> None:
    """Write one JSON document to stdout."""
    click.echo((_json(document) + "\n").encode(), nl=False)


def danish_day(day: date) -> str:
    """Return a day, or a moment in Copenhagen, as Danes write it."""
    if isinstance(day, datetime):
        return _local(day).strftime("%d-%m-%Y %H.%M")
    return day.strftime("%d-%m-%Y")


def percent(share: float | None) -> str:
    """Return a share with one decimal and a Danish comma; nothing where there is no share."""
    return "" if share is None else f"{one_decimal(100 * share)} %"


def points(change: float) -> str:
    """Return a change in percentage points with its sign."""
    text = one_decimal(change)
    return text if text.startswith(("-", "0,0", "0.0")) else f"+{text}"


def table(columns: Sequence[str], rows: Sequence[Row], totals: Mapping[str, Row] | None = None) -> str:
    """Return rows as a person reads them: Danish headers, words, dates and percentages.

    ``totals`` stand below the rows, each with its name in the first column.
    """
    if not rows:
        return _("(no rows)")
    header = [_(f"column:{name}") for name in columns]
    cells = [[_seen(name, row[name]) for name in columns] for row in rows]
    cells += [[label, *(_seen(name, row[name]) for name in columns[1:])] for label, row in (totals or {}).items()]
    right = [name in _SHARES + _POINTS or any(_is_number(row[name]) for row in rows) for name in columns]
    return align(header, cells, right)


def align(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Return rows of text as columns two blanks apart; numbers stand to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(cells, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join(map(line, [header, ["-" * width for width in widths], *rows]))


@contextmanager
def _stdout() -> Iterator[io.TextIOWrapper]:
    """Give stdout for long answers: in UTF-8 whatever the console's, with line ends as they are written."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield out
    finally:
        out.detach()


def _write_json(out: TextIO, rows: Iterable[Row]) -> None:
    """Write what ``show_json`` would show of a list of the rows, a row at a time."""
    before = "[\n  "
    for row in rows:
        out.write(before + _json(row).replace("\n", "\n  "))
        before = ",\n  "
    out.write("[]\n" if before.startswith("[") else "\n]\n")


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=_iso)


def _write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Row], form: Form) -> None:
    from auditkit.report.csv_writer import write_csv

    yes, no = (_("yes"), _("no")) if form == "csv-excel" else ("true", "false")

    def plain(value: Any) -> Any:
        if isinstance(value, bool):
            return yes if value else no
        return _local(value) if isinstance(value, datetime) else value

    write_csv(out, columns, ([plain(row[name]) for name in columns] for row in rows), form)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return _local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _local(moment: datetime) -> datetime:
    """Return a moment in Copenhagen's time; one without a zone is that already."""
    return moment.astimezone(COPENHAGEN) if moment.tzinfo else moment


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _seen(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in _SHARES and isinstance(value, float):
        return percent(value)
    if isinstance(value, float):
        return points(value) if name in _POINTS else one_decimal(value)
    if name in _LABELS and not str(value).startswith("("):  # in brackets stands a word for no value
        return _LABELS[name](str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return danish_day(value) if isinstance(value, date) else " ".join(str(value).splitlines())
