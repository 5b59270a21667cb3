"""The front page: which figures these are, the quarter in five numbers, how to read them, what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditkit.model import Outcome
from auditkit.report.headline import headline
from auditkit.report.words import danish_day, not_over, quarter_words, quarters_with_duties
from auditkit.report.writer import AnyCell, Book, Formula, Sheet
from auditkit.terms import outcome_label, translator

from . import caseload, caseworkers, lists, overview, quality, rows, rules, sample, teams, teams_chart, trend, work
from .counts import NOTHING, share
from .page import fit_height, new_page, write_section, write_title

if TYPE_CHECKING:
    from auditkit.report.extras import Extras
    from auditkit.report.headline import Earlier, Headline
    from auditkit.report.view import QuarterView, RowLedger

_ = translator("report")
_coded = translator("report")

_WIDTHS = (38, 40, 66)


def sheet_name() -> str:
    """Return the sheet's name."""
    return _("Front page")


def write_front(book: Book, view: QuarterView, extras: Extras) -> None:
    """Write the front page, block by block."""
    sheet = new_page(book, view, sheet_name())
    for column, width in enumerate(_WIDTHS):
        sheet.page.set_column(column, column, width)
    write_title(sheet, _("Management review of children's cases"))
    sheet.write(1, 0, f"{view.kommune} · {quarter_words(view)}", "label")
    said = [*not_over(view.quarter, view.as_of), *([quarters_with_duties(view)] if view.due.is_empty() else [])]
    sheet.write(2, 0, " ".join(said) or None, "note")
    row = _write_headline(sheet, view, 3)
    row = _write_origin(book, sheet, view, row + 1)
    explained = row + 1
    row = _write_outcomes(sheet, explained)
    row = _write_reservations(sheet, row + 1)
    row = _write_contents(sheet, row + 1, extras)
    _write_left_out(sheet, view, row + 1)
    sheet.page.set_h_pagebreaks([explained, row + 1])  # the figures and where they are from stand on one page


def _section(sheet: Sheet, row: int, title: str) -> int:
    write_section(sheet, row, title, 3)
    return row + 1


def _write_headline(sheet: Sheet, view: QuarterView, row: int) -> int:
    """Write the legal requirements in five figures; the other sections are never added to them."""
    row = _section(sheet, row, _("The legal requirements in brief"))
    for label, figure, look, note in _headline(view):
        sheet.page.set_row(row, 21)
        sheet.write_row(row, [label, figure, note], ("label middle", f"headline {look}", "note middle"))
        row += 1
    return row


def _headline(view: QuarterView) -> list[tuple[str, int | Formula, str, str | Formula]]:
    figures = headline(view)
    legal = any(rule.section == "law" for rule in view.rules)
    met, missed = ("lovkrav_met", "lovkrav_missed") if legal else ("0", "0")
    in_quarter = _("due in the quarter")
    day = danish_day(view.as_of)
    everywhere = _("on {day}, from all quarters; also what can no longer be done", day=day)
    counts: str | Formula = figures.counts
    if figures.judged:
        counts = Formula(f'={met}&" {_("of")} "&({met}+{missed})&", {in_quarter}"', figures.counts)
    return [
        (_("Legal requirements met"), share(met, f"{met}+{missed}", figures.rate), "share", counts),
        *([_changed(figures, each) for each in figures.before] if legal else []),
        (_("Overdue and not done"), figures.overdue, "count", everywhere),
        (_("Fall due within 30 days"), figures.soon, "count", _("after {day}", day=day)),
        (_("Done too late"), figures.late, "count", in_quarter),
        (_("Cannot be determined"), figures.undeterminable, "count", figures.which_undeterminable),
    ]


def _changed(figures: Headline, earlier: Earlier) -> tuple[str, Formula, str, str]:
    """Return the change since an earlier quarter, as it stands on the overview."""
    change = figures.change(earlier)
    name = "lovkrav_ændring" if earlier.back == 1 else "lovkrav_ændring_år"
    label = _("Change since {quarter}, percentage points", quarter=earlier.quarter)
    return label, Formula(f"={name}", NOTHING if change is None else change), "points", earlier.counts


def _write_origin(book: Book, sheet: Sheet, view: QuarterView, row: int) -> int:
    row = _section(sheet, row, _("What the figures come from"))
    files = [(None if number else _("Files read"), file, None) for number, file in enumerate(view.files)]
    for label, value, note in [*_origin(view), *files]:
        sheet.write_row(row, [label, value, note], ("label", "plain left", "note"))
        row += 1
    for name, value in _named(view).items():
        book.name(name, f"'{sheet_name()}'!$B${row + 1}")
        sheet.write_row(row, [_coded(f"name:{name}"), value, None], ("label", "plain left", "note"))
        row += 1
    return row


def _origin(view: QuarterView) -> list[tuple[str, AnyCell, str | None]]:
    without = Formula("=COUNTA(række_krav)-COUNTA(række_kvartal)", view.without_quarter)
    rows_sheet = rows.sheet_name()
    return [
        (_("Municipality"), view.kommune, None),
        (_("Judged as of"), view.as_of, _("what is dated later has not happened yet")),
        (_("Run"), view.run, _("the same run can be read back from the database")),
        *(_ledger(view.rows) if view.rows else []),
        (
            _("Duties judged"),
            Formula("=COUNTA(række_krav)", view.height),
            _("all quarters; one row each on the sheet {sheet}", sheet=rows_sheet),
        ),
        (_("without due date"), without, _("belong to no quarter: stand in totals only")),
    ]


def _ledger(rows_read: RowLedger) -> list[tuple[str, AnyCell, str | None]]:
    return [
        (_("Rows in the lists"), rows_read.read, _("= used + set aside + blank")),
        (_("used"), rows_read.used, None),
        (_("set aside"), rows_read.set_aside, _("not empty, but not a case: totals, notes, no case number")),
        (_("blank"), rows_read.blank, None),
    ]


def _named(view: QuarterView) -> dict[str, AnyCell]:
    """Return the cells that formulas refer to by name."""
    return {
        "kvartal": str(view.quarter),
        "kvartal_fra": view.quarter.first_day,
        "kvartal_til": view.quarter.last_day,
        "kvartal_før": str(view.quarter.plus(-1)),
        "kvartal_året_før": str(view.quarter.plus(-4)),
    }


def _write_outcomes(sheet: Sheet, row: int) -> int:
    row = _section(sheet, row, _("The six outcomes: every duty has exactly one"))
    for outcome in Outcome:
        sheet.write(row, 0, outcome_label(outcome), f"outcome {outcome}")
        sheet.write(row, 1, _coded(f"meaning:{outcome}"), "plain")
        row += 1
    sheet.write(row, 0, _("Met in pct."), "label")
    sheet.write(
        row,
        1,
        _("met / (met + not met). The other four are shown, but not counted in the percentage."),
        "plain",
    )
    return row + 1


def _write_left_out(sheet: Sheet, view: QuarterView, row: int) -> None:
    row = _section(sheet, row, _("Not in the figures"))
    if not view.not_run:
        sheet.write(row, 0, _("All requirements of the catalogue were judged."), "plain")
    for rule in view.not_run:
        sheet.write_row(row, [rule.id, rule.title, rule.why], ("label", "plain wrap", "plain wrap"))
        fit_height(sheet, row, [(rule.title, _WIDTHS[1]), (rule.why, _WIDTHS[2])])
        row += 1


def _write_reservations(sheet: Sheet, row: int) -> int:
    row = _section(sheet, row, _("Reservations"))
    for text in (
        _("The figures say what is registered in the lists. They say nothing about the quality of the work."),
        _("A blank cell counts as not done. What cannot be read is neither met nor missed."),
        _("Rows marked as derived rest on evidence of the same case that names no record."),
        _("Legal requirements, guidance and the municipality's own requirements are never added together."),
        _("Small numbers: look at the counts before the percentages."),
    ):
        sheet.write(row, 0, f"• {text}", "plain")
        row += 1
    return row


def _write_contents(sheet: Sheet, row: int, extras: Extras) -> int:
    row = _section(sheet, row, _("The sheets"))
    for name, content in _contents(extras):
        sheet.write(row, 0, name, "label")
        sheet.write(row, 1, content, "plain")
        row += 1
    return row


def _contents(extras: Extras) -> list[tuple[str, str]]:
    """Return the sheets in their order, and what each is for."""
    by_caseworker = (caseworkers.sheet_name(), _("the legal requirements by caseworker: for the nearest manager"))
    drawn = (sample.sheet_name(), _("cases drawn for reading, with room for answers"))
    return [
        (overview.sheet_name(), _("each requirement in the quarter, and the quarter before")),
        (teams.sheet_name(), _("the same by team")),
        (teams_chart.sheet_name(), _("the legal requirements together for each team, with a chart")),
        *([by_caseworker] if extras.caseworkers else []),
        (trend.sheet_name(), _("eight quarters")),
        (lists.overdue_name(), _("not done, due date passed: begin with what can still be done")),
        (lists.soon_name(), _("the next 30 days")),
        (lists.late_name(), _("done, but after the due date")),
        (lists.undeterminable_name(), _("what is missing, and where")),
        *([drawn] if extras.sample_size else []),
        (work.deviations_name(), _("omitted with a written reason: to be approved, and what it does to the figures")),
        (work.recovery_name(), _("cases to put right, with a status to fill in")),
        (caseload.sheet_name(), _("children per caseworker and per post")),
        (quality.sheet_name(), _("how well the columns of the lists are filled in")),
        (rules.sheet_name(), _("what is judged, and by which law")),
        (
            rows.sheet_name(),
            _(
                "every duty; the formulas of {overview} and {teams} count these",
                overview=overview.sheet_name(),
                teams=teams.sheet_name(),
            ),
        ),
    ]
