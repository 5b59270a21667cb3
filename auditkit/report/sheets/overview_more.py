"""The overview's second table: what was done in the quarter, earlier quarters, and all quarters together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.compliance import wilson
from auditkit.model import Outcome
from auditkit.report.rules_seen import section_label
from auditkit.report.words import added
from auditkit.report.writer import AnyCell, Formula, Sheet
from auditkit.terms import outcome_label, translator

from .blocks import CITATION_WIDTH, TITLE_WIDTH, Block, by_rule, total_look
from .counts import NOTHING, countifs, quoted, share
from .page import fit_height, write_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from auditkit.report.view import QuarterView

_ = translator("report")

SHARE_LETTERS = ("I", "L")
"""The columns of the earlier quarters' percentages: the overview's first table shows them too."""

_LETTERS = {
    "done": "D",
    "in_time": "E",
    "met": "G",
    "decided": "H",
    "met_then": "J",
    "decided_then": "K",
    "all_met": "M",
    "all_decided": "N",
}
_TEXTS = 3  # rule, title, citation
_SHARES = (("in_time", "done"), ("met", "decided"), ("met_then", "decided_then"), ("all_met", "all_decided"))
_LOOKS = (*("wrap",) * 3, *("count", "count", "share") * len(_SHARES))


def write_more(sheet: Sheet, view: QuarterView, parts: Sequence[Block], top: int) -> None:
    """Write the second table from row ``top``, its rows in the order of the first."""
    sheet.write(top - 1, 0, _("The same requirements seen otherwise"), "label")
    for number, header in enumerate(_headers(view)):
        sheet.write(top, number, header, "header" if number < _TEXTS else "header right")
    sheet.page.set_row(top, 50)
    whole = view.whole
    for block in parts:
        _write_block(sheet, view, block, top, whole)


def _headers(view: QuarterView) -> list[str]:
    earlier = [str(view.quarter.plus(-back)) for back in (1, 4)]
    return [
        _("Rule"),
        _("Requirement"),
        _("Legal ground"),
        _("Done in the quarter"),
        _("of which in time"),
        _("In time, pct."),
        *(header for quarter in earlier for header in _quarter_headers(quarter)),
        _("All quarters: met"),
        _("All quarters: judged"),
        _("All quarters: pct."),
        *([_("95 pct. interval, from"), _("to")] if view.is_sample else []),
    ]


def _quarter_headers(quarter: str) -> list[str]:
    return [
        _("{quarter}: met", quarter=quarter),
        _("{quarter}: judged", quarter=quarter),
        _("{quarter}: pct.", quarter=quarter),
    ]


def _write_block(sheet: Sheet, view: QuarterView, block: Block, top: int, whole: pl.DataFrame) -> None:
    frames = (view.completed, view.previous, view.year_ago, whole)
    figures = [
        {
            name: counts[figure]
            for names, counts in zip(_SHARES, each, strict=True)
            for name, figure in zip(names, ("numerator", "denominator"), strict=True)
        }
        for each in zip(*(by_rule(frame, block.rules) for frame in frames), strict=True)
    ]
    write_section(sheet, top + block.heading, section_label(block.section), len(_LOOKS))
    for number, (rule, counts) in enumerate(zip(block.rules, figures, strict=True)):
        row = top + block.first + number
        texts: list[AnyCell] = [rule.id, rule.title, rule.citation]
        sheet.write_row(row, [*texts, *_cells(_counted(row + 1), row + 1, counts)], _LOOKS)
        _write_interval(sheet, view, row, counts)
        fit_height(sheet, row, [(rule.title, TITLE_WIDTH), (rule.citation, CITATION_WIDTH)])
    total = added(tuple(_LETTERS), figures)
    row, first = top + block.total, top + block.first + 1
    summed = {key: f"=SUM({letter}{first}:{letter}{row})" for key, letter in _LETTERS.items()}
    looks = [total_look(look) for look in _LOOKS]
    sheet.write_row(row, [_("In all"), None, None, *_cells(summed, row + 1, total)], looks)


def _counted(row: int) -> dict[str, str]:
    """Return the formulas of a rule's counts; ``row`` counts from 1."""
    rule = ("række_krav", f"$A{row}")
    inside = (
        ("række_opfyldt", '">="&kvartal_fra'),
        ("række_opfyldt", '"<"&kvartal_til+1'),
    )
    met, missed = (("række_resultat", quoted(outcome_label(key))) for key in (Outcome.MET, Outcome.MISSED))
    counts = {
        "done": f"={_LETTERS['in_time']}{row}+{countifs(rule, *inside, missed)}",
        "in_time": f"={countifs(rule, *inside, met)}",
        "all_met": f"={countifs(rule, met)}",
        "all_decided": f"={_LETTERS['all_met']}{row}+{countifs(rule, missed)}",
    }
    for quarter, (part, whole) in zip(("kvartal_før", "kvartal_året_før"), _SHARES[1:3], strict=True):
        then = ("række_kvartal", quarter)
        counts[part] = f"={countifs(rule, then, met)}"
        counts[whole] = f"={_LETTERS[part]}{row}+{countifs(rule, then, missed)}"
    return counts


def _cells(formulas: Mapping[str, str], row: int, counts: Mapping[str, int]) -> list[Formula]:
    cells: list[Formula] = []
    for part, whole in _SHARES:
        ordered = sorted((part, whole), key=_LETTERS.__getitem__)
        cells += [Formula(formulas[key], counts[key]) for key in ordered]
        value = counts[part] / counts[whole] if counts[whole] else None
        cells.append(share(f"{_LETTERS[part]}{row}", f"{_LETTERS[whole]}{row}", value))
    return cells


def _write_interval(sheet: Sheet, view: QuarterView, row: int, counts: Mapping[str, int]) -> None:
    """Write the interval of a sample, all quarters together: the drawn cases of one quarter are often few."""
    if not view.is_sample:
        return
    decided = counts["all_decided"]
    ends: tuple[AnyCell, AnyCell] = wilson(counts["all_met"], decided) if decided else (NOTHING, NOTHING)
    for number, end in enumerate(ends, start=len(_LOOKS)):
        sheet.write(row, number, end, "share")
