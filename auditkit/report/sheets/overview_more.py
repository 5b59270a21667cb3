"""The overview's second table: what was done in the quarter, and the quarter before."""

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
    from collections.abc import Sequence

    from auditkit.report.view import QuarterView

_ = translator("report")

SHARE_LETTER = "I"
"""The column of the previous quarter's percentage: the overview's first table shows it too."""

_DONE, _IN_TIME, _DONE_SHARE, _MET, _DECIDED = "D", "E", "F", "G", "H"
_ALL_MET, _ALL_DECIDED = "J", "K"
_TEXTS = 3  # rule, title, citation
_KEYS = ("done", "in_time", "met", "decided", "all_met", "all_decided")
_LOOKS = ("wrap", "wrap", "wrap", *("count", "count", "share") * 3)


def write_more(sheet: Sheet, view: QuarterView, parts: Sequence[Block], top: int) -> None:
    """Write the second table from row ``top``, its rows in the order of the first."""
    sheet.write(top - 1, 0, _("The same requirements seen otherwise"), "label")
    for number, header in enumerate(_headers(view)):
        sheet.write(top, number, header, "header" if number < _TEXTS else "header right")
    sheet.page.set_row(top, 50)
    whole = view.whole
    for block in parts:
        _write_block(sheet, view, block, top, by_rule(whole, block.rules))


def _headers(view: QuarterView) -> list[str]:
    before = str(view.quarter.plus(-1))
    return [
        _("Rule"),
        _("Requirement"),
        _("Legal ground"),
        _("Done in the quarter"),
        _("of which in time"),
        _("In time, pct."),
        _("{quarter}: met", quarter=before),
        _("{quarter}: judged", quarter=before),
        _("{quarter}: pct.", quarter=before),
        _("All quarters: met"),
        _("All quarters: judged"),
        _("All quarters: pct."),
        *([_("95 pct. interval, from"), _("to")] if view.is_sample else []),
    ]


def _write_block(sheet: Sheet, view: QuarterView, block: Block, top: int, whole: list[dict[str, int]]) -> None:
    done, before = by_rule(view.completed, block.rules), by_rule(view.previous, block.rules)
    figures = [
        {
            "done": one["denominator"],
            "in_time": one["numerator"],
            "met": two["numerator"],
            "decided": two["denominator"],
            "all_met": three["numerator"],
            "all_decided": three["denominator"],
        }
        for one, two, three in zip(done, before, whole, strict=True)
    ]
    write_section(sheet, top + block.heading, section_label(block.section), len(_LOOKS))
    for number, (rule, counts) in enumerate(zip(block.rules, figures, strict=True)):
        row = top + block.first + number
        texts: list[AnyCell] = [rule.id, rule.title, rule.citation]
        sheet.write_row(row, [*texts, *_cells(_counted(row + 1), row + 1, counts)], _LOOKS)
        _write_interval(sheet, view, row, counts)
        fit_height(sheet, row, [(rule.title, TITLE_WIDTH), (rule.citation, CITATION_WIDTH)])
    total = added(_KEYS, figures)
    row, first = top + block.total, top + block.first + 1
    summed = {
        key: f"=SUM({letter}{first}:{letter}{row})"
        for key, letter in zip(_KEYS, (_DONE, _IN_TIME, _MET, _DECIDED, _ALL_MET, _ALL_DECIDED), strict=True)
    }
    looks = [total_look(look) for look in _LOOKS]
    sheet.write_row(row, [_("In all"), None, None, *_cells(summed, row + 1, total)], looks)


def _counted(row: int) -> dict[str, str]:
    """Return the formulas of a rule's counts; ``row`` counts from 1."""
    rule = ("række_krav", f"$A{row}")
    inside = (
        ("række_opfyldt", '">="&kvartal_fra'),
        ("række_opfyldt", '"<"&kvartal_til+1'),
    )
    before = ("række_kvartal", "kvartal_før")
    met, missed = (("række_resultat", quoted(outcome_label(key))) for key in (Outcome.MET, Outcome.MISSED))
    return {
        "done": f"={_IN_TIME}{row}+{countifs(rule, *inside, missed)}",
        "in_time": f"={countifs(rule, *inside, met)}",
        "met": f"={countifs(rule, before, met)}",
        "decided": f"={_MET}{row}+{countifs(rule, before, missed)}",
        "all_met": f"={countifs(rule, met)}",
        "all_decided": f"={_ALL_MET}{row}+{countifs(rule, missed)}",
    }


def _cells(formulas: dict[str, str], row: int, counts: dict[str, int]) -> list[Formula]:
    done, in_time, met, decided, all_met, all_decided = (Formula(formulas[key], counts[key]) for key in _KEYS)
    return [
        done,
        in_time,
        share(f"{_IN_TIME}{row}", f"{_DONE}{row}", _value(counts["in_time"], counts["done"])),
        met,
        decided,
        share(f"{_MET}{row}", f"{_DECIDED}{row}", _value(counts["met"], counts["decided"])),
        all_met,
        all_decided,
        share(f"{_ALL_MET}{row}", f"{_ALL_DECIDED}{row}", _value(counts["all_met"], counts["all_decided"])),
    ]


def _write_interval(sheet: Sheet, view: QuarterView, row: int, counts: dict[str, int]) -> None:
    """Write the interval of a sample, all quarters together: the drawn cases of one quarter are often few."""
    if not view.is_sample:
        return
    decided = counts["all_decided"]
    ends: tuple[AnyCell, AnyCell] = wilson(counts["all_met"], decided) if decided else (NOTHING, NOTHING)
    for number, end in enumerate(ends, start=len(_LOOKS)):
        sheet.write(row, number, end, "share")


def _value(part: int, whole: int) -> float | None:
    return part / whole if whole else None
