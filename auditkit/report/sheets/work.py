"""The sheets that people fill in: lawful deviations to be approved, and cases to be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from auditkit.model import Outcome
from auditkit.report.missing import what_is_missing
from auditkit.report.words import danish_day, quarter_words, with_rates
from auditkit.report.writer import Book, Cell, Formula, Sheet
from auditkit.terms import outcome_label, reason_label, translator

from .counts import NOTHING, countifs, quoted
from .lists import Part, case_parts, write_lines
from .page import Column, freeze, new_long_page, print_without, write_heading
from .rows import Line, moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditkit.report.lines import Lines
    from auditkit.report.rules_seen import RuleSeen
    from auditkit.report.view import QuarterView

_ = translator("report")

_RULE, _QUARTER, _APPROVED = 3, 5, 11  # columns of the list of deviations that formulas look at


def deviations_name() -> str:
    """Return the sheet's name."""
    return _("Deviations")


def recovery_name() -> str:
    """Return the sheet's name."""
    return _("Recovery")


def statuses() -> dict[str, str]:
    """Return the words for how far a case has been put right, and the look of each."""
    return {
        _("not started"): "mark grey",
        _("under way"): "mark yellow",
        _("put right"): "mark blue",
        _("verified"): "mark green",
    }


def write_deviations(book: Book, view: QuarterView) -> None:
    """Write what was omitted with a written reason, for a manager to approve, and what it does to the percentages."""
    sheet = new_long_page(book, view, deviations_name())
    top = write_heading(
        sheet,
        _("Lawful deviations: {quarter}", quarter=quarter_words(view)),
        _("Omitted with a written reason. Whether the reason holds is for a person to judge: answer Yes or No."),
        _("No counts as not met in the last column of the table; the other sheets do not change."),
    )
    found = view.deviations
    named = set(found.filter(quarter=str(view.quarter)).counts("rule")["rule"])
    rules = [rule for rule in view.rules if rule.id in named]
    header = top + (len(rules) + 3 if rules else 0)
    rows = (header + 1, header + max(found.height, 1))
    if rules:
        _write_effect(sheet, view, rules, top, rows)
    write_lines(sheet, header, found, _deviation_parts(view, found))
    sheet.offer(rows, _APPROVED, (_("Yes"), _("No")))
    if header <= _FEW_ROWS:
        freeze(sheet, header, 0)
    else:
        sheet.page.repeat_rows(header)


_FEW_ROWS = 14  # above the list that may stay in sight


def _case(view: QuarterView, lines: Lines) -> list[Part]:
    """Return the columns that name a case and a requirement, narrow: there are cells to fill in beside them."""
    number, team, caseworker, rule, (title, value), _basis = case_parts(view, lines)
    return [number, team, caseworker, rule, (Column(title.header, 30, title.look), value)]


def _deviation_parts(view: QuarterView, found: Lines) -> list[Part]:
    blank = _blank
    return [
        *_case(view, found),
        (Column(_("Quarter"), 10), lambda line: line["quarter"]),
        (Column(_("Due"), 16), moment("due")),
        (Column(_("Source (sheet, cell)"), 24, "wrap"), lambda line: line["source_cell"]),
        (Column(_("Reason seen in the case"), 24, "input"), blank),
        (Column(_("Proposed by"), 12, "input"), blank),
        (Column(_("Approved by"), 12, "input"), blank),
        (Column(_("Approved (Yes/No)"), 12, "input"), blank),
        (Column(_("Date"), 12, "input"), blank),
        (Column(_("Expires"), 12, "input"), blank),
    ]


def _blank(_line: Line) -> Cell:
    return None


def _write_effect(sheet: Sheet, view: QuarterView, rules: Sequence[RuleSeen], top: int, rows: tuple[int, int]) -> None:
    """Write each rule's percentage without deviations, with them as met, and with those not approved as not met."""
    headers = (
        _("Rule"),
        _("Met"),
        _("Not met"),
        _("Lawful deviations"),
        _("of which not approved"),
        _("Met in pct."),
        _("with deviations as met"),
        _("Difference, percentage points"),
        _("with those not approved as not met"),
    )
    for column, text in enumerate(headers):
        sheet.write(top, column, text, "header right" if column else "header")
    sheet.page.set_row(top, 58)
    due = {line["rule"]: line for line in view.due.iter_rows(named=True)}
    looks = ("text", "count", "count", "count", "count", "share", "share", "points", "share")
    for row, rule in enumerate(rules, start=top + 1):
        sheet.write_row(row, [rule.id, *_effect(row + 1, due[rule.id], rows)], looks)


def _effect(row: int, counts: Mapping[str, int], rows: tuple[int, int]) -> list[Formula]:
    """Return the cells of a rule; ``row`` counts from 1, ``rows`` are those of the list, from 0."""
    base = (("række_krav", f"$A{row}"), ("række_kvartal", "kvartal"))
    three = (Outcome.MET, Outcome.MISSED, Outcome.DEVIATION)
    counted = [
        Formula("=" + countifs(*base, ("række_resultat", quoted(outcome_label(each)))), counts[each]) for each in three
    ]
    rule, quarter, approved = (
        f"${letter}${rows[0] + 1}:${letter}${rows[1] + 1}"
        for letter in map(xl_col_to_name, (_RULE, _QUARTER, _APPROVED))
    )
    refused = countifs((rule, f"$A{row}"), (quarter, "kvartal"), (approved, quoted(_("No"))))
    rates = with_rates(counts)
    without, wide = rates["rate"], rates["rate_with_deviation"]
    points = NOTHING if without is None or wide is None else (wide - without) * 100
    met, missed, lawful, no = f"B{row}", f"C{row}", f"D{row}", f"E{row}"
    return [
        *counted,
        Formula(f"={refused}", 0),
        Formula(f'=IF({met}+{missed}=0,"{NOTHING}",{met}/({met}+{missed}))', NOTHING if without is None else without),
        Formula(_wide(met, missed, lawful, f"{met}+{lawful}"), NOTHING if wide is None else wide),
        Formula(f'=IF(AND(ISNUMBER(F{row}),ISNUMBER(G{row})),(G{row}-F{row})*100,"{NOTHING}")', points),
        Formula(_wide(met, missed, lawful, f"{met}+{lawful}-{no}"), NOTHING if wide is None else wide),
    ]


def _wide(met: str, missed: str, lawful: str, part: str) -> str:
    whole = f"{met}+{missed}+{lawful}"
    return f'=IF({whole}=0,"{NOTHING}",({part})/({whole}))'


def write_recovery(book: Book, view: QuarterView) -> None:
    """Write what is still not done and what cannot be determined, as a list to put right and tick off."""
    sheet = new_long_page(book, view, recovery_name())
    top = write_heading(
        sheet,
        _("Recovery: cases to put right"),
        _(
            "Everything not done on {day}, and what fell due in {quarter} and cannot be determined. Yellow is for you.",
            day=danish_day(view.as_of),
            quarter=quarter_words(view),
        ),
        _("Verified: somebody else has looked in the case. Every report makes the list anew, so keep your copy."),
    )
    found = to_recover(view)
    header = top + len(statuses()) + 1
    rows = (header + 1, header + max(found.height, 1))
    parts = _recovery_parts(view, found)
    status = len(parts) - 4
    for number, word in enumerate(statuses()):
        letter = xl_col_to_name(status)
        cells = f"${letter}${rows[0] + 1}:${letter}${rows[1] + 1}"
        count = Formula(f"=COUNTIF({cells},$A{top + number + 1})", 0 if number else found.height)
        sheet.write_row(top + number, [word, count], ("label", "days"))
    write_lines(sheet, header, found, parts)
    sheet.offer(rows, status, tuple(statuses()))
    sheet.colour_by_word(rows, status, statuses())
    freeze(sheet, header, 0)
    last = _write_remedies(sheet, view, found, rows[1] + 2)
    print_without(sheet, 1, last, [column for column, _value in parts])


def _write_remedies(sheet: Sheet, view: QuarterView, found: Lines, row: int) -> int:
    """Write what to do for each requirement of the list: on paper once, not in every row. Return the last row."""
    remedies, named = _remedies(view), set(found.counts("rule")["rule"])
    shown = [rule.id for rule in view.rules if rule.id in named and remedies.get(rule.id)]
    if shown:
        sheet.write(row, 0, _("What to do"), "label")
    for at, rule in enumerate(shown, start=row + 1):
        sheet.write_row(at, [rule, remedies[rule]], ("label", "plain"))
    return row + len(shown)


def _remedies(view: QuarterView) -> dict[str, str]:
    return {rule.id: " ".join(rule.file.remedy.split()) for rule in view.catalogue}


def to_recover(view: QuarterView) -> Lines:
    """Return what is overdue, and what fell due in the quarter and cannot be determined."""
    return view.overdue + view.undeterminable.filter(quarter=str(view.quarter))


def _recovery_parts(view: QuarterView, found: Lines) -> list[Part]:
    case, team, _caseworker, rule, title, _basis = case_parts(view, found)
    missing = what_is_missing(view)
    remedies = _remedies(view)
    unclear = Outcome.UNDETERMINABLE.value
    to_correct = _("Correct or complete the cell in the list, and import the list again.")
    first = next(iter(statuses()))

    def fault(line: Line) -> Cell:
        if line["outcome"] == unclear:
            return f"{outcome_label(unclear)}: {missing(line)}"
        return reason_label(str(line["reason"]))

    def remedy(line: Line) -> Cell:
        return to_correct if line["outcome"] == unclear else remedies.get(str(line["rule"]))

    return [
        case,
        team,
        rule,
        title,
        (Column(_("Due"), 16), moment("due")),
        (Column(_("Fault"), 40, "wrap"), fault),
        (Column(_("Source (sheet, cell)"), 30, "wrap"), lambda line: line["evidence_cell"] or line["source_cell"]),
        (Column(_("Responsible"), 13, "input"), lambda line: line["caseworker"]),
        (Column(_("New date"), 12, "input"), _blank),
        (Column(_("Status"), 14, "input"), lambda _line: first),
        (Column(_("Verified by"), 12, "input"), _blank),
        (Column(_("Verified on"), 12, "input"), _blank),
        (Column(_("What to do"), 60, "text"), remedy),
    ]
