"""The lists to act on: overdue, due soon, done too late, and what cannot be determined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from auditkit.report.missing import what_is_missing
from auditkit.report.rules_seen import section_label
from auditkit.report.words import danish_day, quarter_words
from auditkit.report.writer import Book, Cell
from auditkit.terms import reason_label, translator

from .page import Column, fitted_to, freeze, height_of, new_long_page, write_header, write_heading
from .rows import Line, moment

if TYPE_CHECKING:
    from auditkit.report.lines import Lines
    from auditkit.report.view import QuarterView
    from auditkit.report.writer import LongSheet

_ = translator("report")

Part = tuple[Column, Callable[[Line], Cell]]


def overdue_name() -> str:
    """Return the sheet's name."""
    return _("Overdue")


def soon_name() -> str:
    """Return the sheet's name."""
    return _("Due soon")


def late_name() -> str:
    """Return the sheet's name."""
    return _("Done too late")


def undeterminable_name() -> str:
    """Return the sheet's name."""
    return _("Cannot be determined")


def write_overdue(book: Book, view: QuarterView) -> None:
    """Write what was missed and is still not done, of all quarters, oldest first."""
    note = _(
        "Not done on {day}, oldest first, from all quarters. Begin with Yes under Can be done; "
        "No: what should have come first can only be found and registered.",
        day=danish_day(view.as_of),
    )
    _write_list(book, view, overdue_name(), note, view.overdue, overdue_parts(view))


def overdue_parts(view: QuarterView) -> list[Part]:
    """Return the columns of what is overdue."""
    return [*case_parts(view, view.overdue), *_dates(), _days(_("Days over")), _doable(view), _reason(), _place()]


def _doable(view: QuarterView) -> Part:
    """Return whether a duty can still be done: what had to come before a decision that is made cannot."""
    kinds = {rule.id: rule.file.logic.kind for rule in view.catalogue if rule.file.logic}
    return Column(_("Can be done"), 10), lambda line: _("No") if kinds.get(str(line["rule"])) == "order" else _("Yes")


def write_soon(book: Book, view: QuarterView) -> None:
    """Write what falls due within 30 days, first due first."""
    note = _("Falls due within 30 days after {day}, first due first.", day=danish_day(view.as_of))
    _write_list(book, view, soon_name(), note, view.soon, soon_parts(view))


def soon_parts(view: QuarterView) -> list[Part]:
    """Return the columns of what falls due soon."""
    return [*case_parts(view, view.soon), *_dates(), _days(_("Days left")), _place()]


def write_late(book: Book, view: QuarterView) -> None:
    """Write what fell due in the quarter and was done too late, longest first."""
    note = _("Fell due in {quarter} and was done too late, longest first.", quarter=quarter_words(view))
    _write_list(book, view, late_name(), note, view.late, late_parts(view))


def late_parts(view: QuarterView) -> list[Part]:
    """Return the columns of what was done too late."""
    done = (Column(_("Done"), 17), moment("fulfilled"))
    return [*case_parts(view, view.late), *_dates(), done, _days(_("Days over")), _reason(), _place()]


def write_undeterminable(book: Book, view: QuarterView) -> None:
    """Write what cannot be determined, what is missing, and where it should stand."""
    note = _("Neither met nor missed: correct the list, and the figures follow. The quarter's come first.")
    _write_list(book, view, undeterminable_name(), note, view.undeterminable, undeterminable_parts(view))


def undeterminable_parts(view: QuarterView) -> list[Part]:
    """Return the columns of what cannot be determined."""
    return [
        *case_parts(view, view.undeterminable),
        (Column(_("Quarter"), 10), lambda line: line["quarter"]),
        (Column(_("What is missing"), 58, "wrap"), what_is_missing(view)),
        (_place()[0], lambda line: line["evidence_cell"] or line["source_cell"]),
    ]


def _write_list(book: Book, view: QuarterView, name: str, note: str, lines: Lines, parts: Sequence[Part]) -> None:
    sheet = new_long_page(book, view, name)
    count = _("{count} rows. Drafts are left out.", count=lines.height)
    top = write_heading(sheet, name, note, count)
    freeze(sheet, top, 0)
    write_lines(sheet, top, lines, parts)


def write_lines(sheet: LongSheet, header: int, lines: Lines, parts: Sequence[Part]) -> None:
    """Write lines below their header row, with a filter, each as high as its texts need."""
    columns = [column for column, _value in parts]
    write_header(sheet, header, columns)
    written = sheet.lines(header + 1, [column.look for column in columns])
    wrapped = [(number, column.width) for number, column in enumerate(columns) if column.look == "wrap"]
    count = 0
    for some in lines.some():
        rows = [[value(line) for _column, value in parts] for line in some.iter_rows(named=True)]
        heights = [height_of([(row[number], width) for number, width in wrapped]) for row in rows]
        written.write_rows(rows, heights)
        count += len(rows)
    sheet.page.autofilter(header, 0, header + count, len(columns) - 1)


def case_parts(view: QuarterView, lines: Lines) -> list[Part]:
    """Return the columns that name a case, who has it, and the requirement with its basis."""
    titles = {rule.id: rule.title for rule in view.rules}
    longest = lines.longest("case_id", "team", "caseworker")
    widths = {name: fitted_to(length, "Rådgiver", 24) for name, length in longest.items()}
    return [
        (Column(_("Case no."), widths["case_id"], "wrap"), lambda line: line["case_id"]),
        (Column(_("Team"), widths["team"], "wrap"), lambda line: line["team"]),
        (Column(_("Caseworker"), widths["caseworker"], "wrap"), lambda line: line["caseworker"]),
        (Column(_("Rule"), 12), lambda line: line["rule"]),
        (Column(_("Requirement"), 54, "wrap"), lambda line: titles[line["rule"]]),
        (Column(_("Basis"), 13), lambda line: section_label(line["section"])),
    ]


def _dates() -> list[Part]:
    return [
        (Column(_("Triggered"), 17), moment("trigger")),
        (Column(_("Due"), 17), moment("due")),
    ]


def _days(header: str) -> Part:
    return Column(header, 11, "days"), lambda line: line["days"]


def _reason() -> Part:
    return Column(_("Reason"), 36, "wrap"), lambda line: reason_label(line["reason"])


def _place() -> Part:
    return Column(_("Source (sheet, cell)"), 30, "wrap"), lambda line: line["source_cell"]
