"""``auditkit diff``: what moved between two runs, and why."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from auditkit.terms import field_label, sheet_label, translator

from .desk import desk
from .output import danish_day, format_option, show
from .prose_days import place
from .spoken import argument
from .spoken import command as spoken_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditkit.workflow import Moved

_ = translator("cli")

COLUMNS = (
    "change",
    "why",
    "rule",
    "case_id",
    "record",
    "outcome_before",
    "reason_before",
    "due_on_before",
    "outcome_after",
    "reason_after",
    "due_on_after",
    "cells",
)
_SEEN = (*COLUMNS[:7], "outcome_after", "reason_after")

Cell = dict[str, Any]
_ISO = re.compile(r"^(\d{4})-(\d\d)-(\d\d)")
_WORDS = {None: "blank", "true": "yes", "false": "no", "?": "unreadable"}


@spoken_command(
    "diff",
    "auditkit diff 1 2",
    msgid="What moved between two runs, and why: new data, corrected data with both values and cells, a rule, or time.",
)
@argument("earlier", type=int, metavar="RUN", msgid="The earlier run.")
@argument("later", type=int, metavar="RUN", msgid="The later run.")
@format_option
@click.pass_context
def command(ctx: click.Context, earlier: int, later: int, form: str) -> None:
    """Print what moved."""
    from auditkit import workflow

    moved = workflow.diff(desk(ctx), earlier, later)
    if form == "table":
        click.echo(_headline(moved, earlier, later))
    rows = moved.rows if form == "json" else [_flat(row) for row in moved.rows]
    show(COLUMNS, rows, form, _SEEN)
    if form == "table" and any(row["cells"] for row in moved.rows):
        click.echo("\n".join(_behind(moved)))


def _headline(moved: Moved, earlier: int, later: int) -> str:
    """Say how many duties moved, and how many of them why."""
    causes = Counter(cause for row in moved.rows for cause in row["why"])
    return _(
        "From run {earlier} (as of {day_before}) to run {later} (as of {day_after}): {count} duties moved{causes}.",
        earlier=earlier,
        later=later,
        day_before=danish_day(moved.days[0]),
        day_after=danish_day(moved.days[1]),
        count=len(moved.rows),
        causes="".join(f"; {_(f'why:{cause}')}: {count}" for cause, count in causes.most_common()),
    )


def _behind(moved: Moved) -> Iterator[str]:
    """Yield the values that differ, each with its cell before and after."""
    yield "\n" + _("The data behind:")
    for row in moved.rows:
        for cell in row["cells"]:
            yield f"  {row['rule']} {row['case_id']} {row['record'] or ''}: {_told(cell)}"


def _told(cell: Cell) -> str:
    """Tell one value that differs, in words."""
    from auditkit.model import BY_NAME

    record_type, _dot, field = cell["field"].partition(".")
    before, after = (_value(cell[f"value_{when}"], cell[f"cell_{when}"]) for when in ("before", "after"))
    sheet = sheet_label(BY_NAME[record_type].plural)
    return f"{sheet}, {field_label(record_type, field)}: {before} → {after}"


def _value(value: str | None, cell: str | None) -> str:
    """Return a value as a Dane writes it, and where it stands."""
    if value is None and cell is None:
        return _("not in a list")
    word = _(_WORDS[value]) if value in _WORDS else _ISO.sub(r"\3-\2-\1", value or "")
    return f"{word} ({place(cell)})"


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose lists are text: causes with a plus between, values with their cells."""
    cells = (
        f"{cell['field']}: {cell['value_before'] or ''} ({cell['cell_before'] or ''})"
        f" -> {cell['value_after'] or ''} ({cell['cell_after'] or ''})"
        for cell in row["cells"]
    )
    return {**row, "why": "+".join(row["why"]), "cells": "; ".join(cells)}
