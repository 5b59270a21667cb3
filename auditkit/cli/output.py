"""How answers are written: as a table for people, as CSV for machines or for Danish Excel, as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from auditkit.dates import COPENHAGEN
from auditkit.terms import basis_label, law_label, outcome_label, reason_label, translator

from .spoken import option

if TYPE_CHECKING:
    import polars as pl

_ = translator("cli")

FORMATS = ("table", "csv", "csv-excel", "json")
_LABELS: dict[str, Callable[[str], str]] = {
    "outcome": outcome_label,
    "reason": reason_label,
    "law": law_label,
    "basis": basis_label,
}
_SHARES = ("rate", "rate_with_deviation")
_BOM = "\ufeff"


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


def show(frame: pl.DataFrame, form: str, columns: Sequence[str] = ()) -> None:
    """Write a frame to stdout. ``columns`` are those that a person's table shows; a machine gets all."""
    if form == "table":
        click.echo(_table(frame.select(columns) if columns else frame))
    elif form == "json":
        show_json([_for_machines(row) for row in frame.iter_rows(named=True)])
    else:
        click.echo(_csv(frame, excel=form == "csv-excel").encode(), nl=False)


def show_json(document: object) -> None:
    """Write one JSON document to stdout."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_iso)
    click.echo((text + "\n").encode(), nl=False)


def danish_day(day: date) -> str:
    """Return a day, or a moment in Copenhagen, as Danes write it."""
    if isinstance(day, datetime):
        local = day.astimezone(COPENHAGEN) if day.tzinfo else day
        return local.strftime("%d-%m-%Y %H.%M")
    return day.strftime("%d-%m-%Y")


def percent(share: float | None) -> str:
    """Return a share with one decimal and a Danish comma; nothing where there is no share."""
    return "" if share is None else f"{100 * share:.1f} %".replace(".", ",")


def _iso(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(COPENHAGEN).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _for_machines(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _iso(each) if isinstance(each, date) else each for name, each in row.items()}


def _csv(frame: pl.DataFrame, *, excel: bool) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n" if excel else "\n")
    as_text = _excel_text if excel else _machine_text
    writer.writerow(frame.columns)
    writer.writerows([as_text(value) for value in row] for row in frame.iter_rows())
    return (_BOM if excel else "") + out.getvalue()


def _machine_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _iso(value) if isinstance(value, date) else str(value)


def _excel_text(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return danish_day(value)
    text = "" if value is None else str(value)
    # Excel runs a text that begins like a formula; an apostrophe keeps it a text.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _number(text) else text


def _number(text: str) -> bool:
    return text.lstrip("-").replace(",", "").isdigit()


def _table(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return _("(no rows)")
    header = [_(f"column:{name}") for name in frame.columns]
    rows = [[_seen(name, value) for name, value in row.items()] for row in frame.iter_rows(named=True)]
    numeric = [dtype.is_numeric() for dtype in frame.dtypes]
    return align(header, rows, numeric)


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


def _seen(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in _SHARES and isinstance(value, float):
        return percent(value)
    if name in _LABELS:
        return _LABELS[name](str(value))
    return _excel_text(value)
