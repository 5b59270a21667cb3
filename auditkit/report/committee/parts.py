"""What a copy says, part by part: the workbook and the page are written from the same parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from auditkit.report.rules_seen import SECTIONS, section_label
from auditkit.report.words import danish_day
from auditkit.terms import translator

from .texts import change_text, count_text, percent_ends, percent_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from auditkit.dates import Quarter

    from .figures import Figures, Judged, QuarterFigures, Shown

_ = translator("committee")

Value = str | int | None
_WIDE, _MIDDLE, _NARROW = 62, 26, 14


@dataclass(frozen=True, slots=True)
class Copy:
    """A quarter's copy: whose, as of which day, which edition (None: a draft), and its figures."""

    kommune: str
    quarter: Quarter
    as_of: date
    edition: int | None
    is_sample: bool
    figures: Figures

    @property
    def title(self) -> str:
        """The title of the copy."""
        return _("Management review of children's cases")

    @property
    def quarter_words(self) -> str:
        """The quarter in words."""
        return _("quarter {number} of {year}", number=self.quarter.number, year=self.quarter.year)

    @property
    def edition_mark(self) -> str:
        """The same in a word or two."""
        return _("DRAFT") if self.edition is None else _("edition {edition}", edition=self.edition)

    @property
    def edition_words(self) -> str:
        """Which edition it is, and that a draft is not to be passed on."""
        if self.edition is None:
            return _("DRAFT, not published: do not pass it on.")
        if self.edition == 1:
            return _("Published edition.")
        return _(
            "Corrected edition {edition}: it replaces the earlier ones. "
            "A figure is changed where it was at least {limit} wrong.",
            edition=self.edition,
            limit=self.figures.limit,
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column: header, width in characters, and whether it holds figures."""

    header: str
    width: int
    is_figure: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row. ``kind`` is "", "section" (a heading over the rows below) or "total"."""

    cells: tuple[Value, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A quarter of the chart: the share is at least ``low`` and at most ``high`` per cent; None: too few."""

    label: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the workbook, a section of the page."""

    name: str
    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    bars: tuple[Bar, ...] = field(default_factory=tuple)

    @property
    def chart_title(self) -> str:
        """The title of the chart that the bars are."""
        return _("Legal requirements met, pct.: at least, and at most")

    @property
    def chart_told(self) -> str:
        """The chart in words, for those who do not see it."""
        told = (f"{bar.label}: {bar.low}–{bar.high} %" for bar in self.bars if bar.low is not None)
        return _("Legal requirements met per quarter. {told}.", told="; ".join(told))


def parts(copy: Copy) -> tuple[Part, ...]:
    """Return the four parts of a copy."""
    return _front(copy), _overview(copy), _teams(copy), _trend(copy)


def _front(copy: Copy) -> Part:
    figures = copy.figures
    total, due = figures.quarter.total, _("fell due in the quarter")
    day = danish_day(date.fromisoformat(figures.overdue_on))
    overdue = count_text(figures.overdue) if figures.overdue else _("not shown")
    rows = (
        Row((_("Legal requirements met"), percent_text(total, is_sample=copy.is_sample), due), "total"),
        Row((_("Duties met"), count_text(total.met), due)),
        Row((_("Duties not met"), count_text(total.missed), _("fell due in the quarter: done too late or not at all"))),
        Row((_("Duties that cannot be judged"), count_text(total.unclear), _("something is missing in the lists"))),
        Row((_("Overdue and still not done"), overdue, _("on {day}, from all quarters", day=day))),
    )
    columns = (
        Column(_("Legal requirements"), 34, is_figure=False),
        Column(_("Figure"), _NARROW),
        Column(_("What it counts"), _WIDE, is_figure=False),
    )
    notes = [copy.edition_words, *_how_to_read(copy)]
    return Part(_("Front"), copy.title, tuple(notes), (Table(_("The quarter in brief"), columns, rows),), _bars(copy))


def _how_to_read(copy: Copy) -> Iterator[str]:
    yield _(
        "How to read it: 8–12 means between 8 and 12, and so with percentages. "
        "Numbers under {limit} are hidden, so that no child and no employee can be recognised.",
        limit=copy.figures.limit,
    )
    yield _(
        "A duty is one thing the law requires in one case by a certain day. Judged as of {day}.",
        day=danish_day(copy.as_of),
    )
    if copy.is_sample:
        yield _("The cases are a sample: the percentages include the uncertainty of the draw (95 %).")


def _bars(copy: Copy) -> tuple[Bar, ...]:
    ends = {
        name: percent_ends(each.total, is_sample=copy.is_sample) or (None, None)
        for name, each in copy.figures.quarters.items()
    }
    return tuple(Bar(_short(name), *each) for name, each in ends.items())


def _short(name: str) -> str:
    """Return "3. kv. 2026" of "2026K3"."""
    year, _mark, number = name.partition("K")
    return _("Q{number} {year}", number=number, year=year)


def _overview(copy: Copy) -> Part:
    names = list(copy.figures.quarters)
    before = copy.figures.quarters[names[-2]]

    def cells(rule: str, shown: Shown) -> tuple[Value, ...]:
        requirement, earlier = copy.figures.requirements[rule], before.rules.get(rule)
        figures = (*_judged_cells(copy, shown), count_text(shown.unclear))
        compared = percent_text(earlier, is_sample=copy.is_sample), change_text(shown, earlier)
        return (requirement.title, requirement.citation, *figures, *compared)

    columns = (
        Column(_("Requirement"), _WIDE, is_figure=False),
        Column(_("Legal ground"), _MIDDLE, is_figure=False),
        *_judged_columns(),
        Column(_("Cannot be judged"), _NARROW),
        Column(_("Quarter before"), _NARROW),
        Column(_("Since then"), 18),
    )
    title = _("By requirement: {quarter}", quarter=copy.quarter_words)
    notes = (
        _("Legal requirements first. Guidance and local aims are never added to them."),
        *_left_out(copy),
        *_breaks(copy, names[-2:]),
    )
    rows = tuple(_by_section(copy, cells))
    return Part(_("Overview"), title, notes, (Table(title, columns, rows),) if rows else ())


def _by_section(copy: Copy, cells: Callable[[str, Shown], tuple[Value, ...]]) -> Iterator[Row]:
    """Yield the requirements with something to show, under their headings."""
    requirements = copy.figures.requirements
    for section in SECTIONS:
        found = {
            rule: shown
            for rule, shown in copy.figures.quarter.rules.items()
            if shown and requirements[rule].section == section and not _is_small(shown)
        }
        if found:
            yield Row((section_label(section),), "section")
            yield from (Row(cells(rule, shown)) for rule, shown in found.items())


def _left_out(copy: Copy) -> Iterator[str]:
    requirements, rules = copy.figures.requirements, copy.figures.quarter.rules
    few = [requirements[rule].title for rule, shown in rules.items() if shown and _is_small(shown)]
    hidden = [requirements[rule].title for rule, shown in rules.items() if not shown]
    most = copy.figures.limit - 1
    if copy.figures.quarter.scope:
        yield _("Some teams or requirements are not measured, by the municipality's own choice: they are in no figure.")
    if few:
        yield _(
            "At most {most} met and at most {most} not met, perhaps none: {titles}.", most=most, titles="; ".join(few)
        )
    if hidden:
        yield _(
            "Not shown, nor in the total, because another figure would give a small number away: {titles}.",
            titles="; ".join(hidden),
        )


def _is_small(shown: Shown | Judged) -> bool:
    return shown.met.is_small and shown.missed.is_small


def _teams(copy: Copy) -> Part:
    teams, requirements = copy.figures.teams, copy.figures.requirements
    title = _("By team: {quarter}", quarter=copy.quarter_words)
    together = _("All legal requirements together")
    rows = [Row((together, name, *_judged_cells(copy, each)), "total") for name, each in teams.totals.items()]
    for rule, by_team in teams.rules.items():
        shown = {name: each for name, each in by_team.items() if not _is_small(each)}
        rows += [Row((requirements[rule].title, name, *_judged_cells(copy, each))) for name, each in shown.items()]
    columns = (
        Column(_("Requirement"), _WIDE, is_figure=False),
        Column(_("Team"), 34, is_figure=False),
        *_judged_columns(),
    )
    tables = (Table(title, columns, tuple(rows)),) if rows else ()
    notes = (
        _("The team responsible on the day the duty fell due."),
        _(
            "Small numbers are left out: at most {most} met and at most {most} not met. So are teams of few employees, "
            "and what would give a small number away.",
            most=copy.figures.limit - 1,
        ),
    )
    return Part(_("By team"), title, notes, tables)


def _trend(copy: Copy) -> Part:
    figures, title = copy.figures, _("Trend: eight quarters")
    legal = Table(
        _("All legal requirements together"),
        (Column(_("Quarter"), _WIDE, is_figure=False), *_judged_columns(), *_end_columns()),
        tuple(
            Row((bar.label, *_judged_cells(copy, each.total), bar.low, bar.high))
            for bar, each in zip(_bars(copy), figures.quarters.values(), strict=True)
        ),
    )
    quarters = tuple(Column(_short(name), 16) for name in figures.quarters)
    requirement = Column(_("Requirement"), _WIDE, is_figure=False)
    tables = [legal]
    for caption, text in (
        (_("Requirement by requirement: met, pct."), lambda each: percent_text(each, is_sample=copy.is_sample)),
        (_("Requirement by requirement: met / not met"), _both),
    ):
        rows = tuple(_trend_rows(copy, text))
        tables.append(Table(caption, (requirement, *quarters), rows))
    notes = (
        _("A quarter's figures stand as they were first published, or as they were openly corrected."),
        *_breaks(copy, list(figures.quarters)),
    )
    return Part(_("Trend"), title, notes, tuple(tables))


def _breaks(copy: Copy, names: Sequence[str]) -> Iterator[str]:
    """Yield, of some quarters, which are not like the last one in what is measured, or in what is hidden."""
    figures = copy.figures
    scope = [name for name in names if figures.quarters[name].scope != figures.quarter.scope]
    if scope:
        yield _(
            "The municipality has changed what is measured: {quarters} cannot be compared with {last} as a whole.",
            quarters=", ".join(map(_short, scope)),
            last=_short(figures.name),
        )
    limit = [name for name in names if _smallest(figures.quarters[name]) - {figures.limit - 1}]
    if limit:
        yield _(
            "These quarters were published with another limit for small numbers: {quarters}.",
            quarters=", ".join(map(_short, limit)),
        )


def _smallest(quarter: QuarterFigures) -> set[int]:
    """Return what hidden counts are at most."""
    return {each.high for shown in quarter.rules.values() if shown for each in shown if each.is_small}


def _trend_rows(copy: Copy, text: Callable[[Shown | None], str]) -> Iterator[Row]:
    for rule, requirement in copy.figures.requirements.items():
        each = [quarter.rules.get(rule) for quarter in copy.figures.quarters.values()]
        if any(shown and not _is_small(shown) for shown in each):
            yield Row((requirement.title, *map(text, each)))


def _both(shown: Shown | None) -> str:
    return f"{count_text(shown.met)} / {count_text(shown.missed)}" if shown else "–"


def _judged_columns() -> tuple[Column, ...]:
    return Column(_("Met"), _NARROW), Column(_("Not met"), _NARROW), Column(_("Met in pct."), _NARROW)


def _judged_cells(copy: Copy, judged: Judged | Shown) -> tuple[str, str, str]:
    return count_text(judged.met), count_text(judged.missed), percent_text(judged, is_sample=copy.is_sample)


def _end_columns() -> tuple[Column, ...]:
    return Column(_("At least, pct."), _NARROW), Column(_("At most, pct."), _NARROW)
