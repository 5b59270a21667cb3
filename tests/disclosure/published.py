"""Reading a published copy as an outsider does: from the file, with nothing but the words on the sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO

from openpyxl import load_workbook


@dataclass
class Seen:
    """What a copy says. A figure is a pair of ends, and what is judged a pair of figures: met, and not met."""

    limit: int = 8
    totals: dict[str, tuple] = field(default_factory=dict)  # quarter: all legal requirements
    rules: dict[tuple[str, str], tuple] = field(default_factory=dict)  # quarter, requirement
    teams: dict[str, tuple] = field(default_factory=dict)
    split: dict[tuple[str, str], tuple] = field(default_factory=dict)  # requirement, team
    shares: dict[tuple, tuple[int, int]] = field(default_factory=dict)  # percentages of any of these
    unclear: dict[str, tuple[int, int]] = field(default_factory=dict)  # requirement; "" for all together
    hidden: set[str] = field(default_factory=set)
    overdue: tuple[int, int] | None = None

    @property
    def quarter(self):
        """The quarter that the copy is about."""
        return list(self.totals)[-1]


def rows_of_workbook(content: bytes) -> list[list[list[str]]]:
    """Every sheet as rows of texts."""
    book = load_workbook(BytesIO(content))
    return [
        [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)] for sheet in book
    ]


class _Rows(HTMLParser):
    """The rows and paragraphs of a page, a list for each section."""

    def __init__(self):
        super().__init__()
        self.sections, self._cell = [[]], None

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser's own
        if tag == "section":
            self.sections.append([])
        elif tag == "tr":
            self.sections[-1].append([])
        elif tag in ("td", "th", "p", "h2", "caption"):
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if self._cell is None:
            return
        if tag in ("td", "th") and self._cell.strip():
            self.sections[-1][-1].append(self._cell.strip())
        elif tag in ("p", "h2", "caption"):
            self.sections[-1].append([self._cell.strip()])
        if tag in ("td", "th", "p", "h2", "caption"):
            self._cell = None


def rows_of_page(content: bytes) -> list[list[list[str]]]:
    """Every section as rows of texts."""
    reader = _Rows()
    reader.feed(content.decode())
    return reader.sections[1:]


def count(text):
    if text.startswith("højst "):
        return 0, int(text.removeprefix("højst "))
    low, _dash, high = text.partition("–")
    return int(low), int(high or low)


def share(text):
    found = re.fullmatch(r"(\d+)(?:–(\d+))? %", text)
    return (int(found[1]), int(found[2] or found[1])) if found else None


COUNT = re.compile(r"højst \d+|\d+–\d+|0")
TOGETHER = "Alle lovkrav tilsammen"
NOT_SHOWN = "fordi et andet tal ellers ville røbe et lille antal: "


def seen(sections: list[list[list[str]]]) -> Seen:
    """Everything that a copy says in figures."""
    front, overview, teams, trend = ([row for row in rows if row] for rows in sections)
    found = Seen()
    _front(found, front)
    _trend(found, trend)
    _overview(found, overview)
    _teams(found, teams)
    return found


def _judged(found, name, met, missed, percent):
    if share(percent):
        found.shares[name] = share(percent)
    return count(met), count(missed)


def _front(found, rows):
    for row in rows:
        if row[0] == "Frist overskredet og stadig ikke udført" and COUNT.fullmatch(row[1]):
            found.overdue = count(row[1])
        if row[0] == "Kan ikke afgøres":
            found.unclear[""] = count(row[1])
        if limit := re.search(r"Antal under (\d+) er skjult", row[0]):
            found.limit = int(limit[1])


def _trend(found, rows):
    quarters = []
    for row in rows:
        if row[0] == "Krav":
            quarters = row[1:]
        elif re.fullmatch(r"\d\. kv\. \d{4}", row[0]):
            found.totals[row[0]] = _judged(found, ("total", row[0]), *row[1:4])
        elif quarters and len(row) == len(quarters) + 1:
            for quarter, cell in zip(quarters, row[1:], strict=True):
                if "/" in cell:
                    found.rules[quarter, row[0]] = tuple(map(count, cell.split(" / ")))
                elif share(cell):
                    found.shares["rule", quarter, row[0]] = share(cell)


def _overview(found, rows):
    for row in rows:
        if len(row) >= 8 and COUNT.fullmatch(row[2]):
            name = "rule", found.quarter, row[0]
            assert found.rules[name[1:]] == _judged(found, name, *row[2:5]), row
            found.unclear[row[0]] = count(row[5])
    text = " ".join(" ".join(row) for row in rows)
    if NOT_SHOWN in text:
        found.hidden = set(text.partition(NOT_SHOWN)[2].partition(". ")[0].rstrip(".").split("; "))


def _teams(found, rows):
    for row in rows:
        if len(row) == 5 and COUNT.fullmatch(row[2]):
            if row[0] == TOGETHER:
                found.teams[row[1]] = _judged(found, ("team", row[1]), *row[2:])
            else:
                found.split[row[0], row[1]] = _judged(found, ("split", row[0], row[1]), *row[2:])
