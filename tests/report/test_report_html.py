import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from auditkit.report import CannotWrite, write_page
from auditkit.report.html import page
from auditkit.terms import use_language
from tests.report import invented


class Reader(HTMLParser):
    """Collects the tags, and the cells of every table row."""

    def __init__(self):
        super().__init__()
        self.tags, self.rows, self.cell = [], [], None

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        self.cell = tag if tag in ("th", "td") else self.cell
        if self.cell == tag:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag == self.cell:
            self.cell = None

    def handle_data(self, data):
        if self.cell:
            self.rows[-1][-1] += data


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_page_and_the_workbook_say_the_same(view, workbook):
    rows = read(page(view)).rows
    shown = {row[0]: row for row in reversed(rows)}
    overview = load_workbook(workbook, data_only=True)["Overblik"].iter_rows(values_only=True)
    left = {rule.id for rule in view.rules}
    for line in overview:
        if line[0] in left:  # the first table's line; the others show other figures
            left.remove(line[0])
            six = [line[3], line[4], line[5], line[8], line[9], line[10], line[11]]
            assert shown[line[0]][2:9] == [str(count) for count in six]
    assert not left


def test_the_headline_is_the_front_page_of_the_workbook(view, workbook):
    shown = {row[0]: row[-1] for row in read(page(view)).rows[:6]}
    rows = list(load_workbook(workbook, data_only=True)["Forside"].iter_rows(values_only=True))
    front = {row[0]: row[1] for row in rows[:9]}
    for label in ("Frist overskredet, ikke udført", "Forfalder inden for 30 dage", "For sent afsluttet"):
        assert shown[label] == str(front[label])
    assert shown["Lovkrav overholdt"] == f"{front['Lovkrav overholdt'] * 100:.1f} %".replace(".", ",")


def test_names_from_a_list_are_shown_and_never_run():
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&{{ 7*7 }}{% raw %}"
    obligations = invented.frame(invented.obligation(team=hostile))
    html = page(invented.view_of(obligations, kommune=hostile))
    reader = read(html)
    assert "script" not in [tag for tag, _attributes in reader.tags]
    assert "img" not in [tag for tag, _attributes in reader.tags]
    assert hostile in [row[0] for row in reader.rows if row]


def test_the_page_fetches_nothing_and_runs_nothing(view):
    html = page(view)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    attributes = {name for _tag, attrs in read(html).tags for name in attrs}
    assert not attributes & {"href", "src", "style", "onclick", "onload", "action"}


def test_the_chart_is_told_in_words_and_stands_over_its_table(view):
    html = page(view)
    told = re.search(r'<desc id="chart-told">([^<]+)</desc>', html)[1]
    assert told.count("2026K") == 3
    assert "%" in told
    assert read(html).rows[-9][0] != ""


def test_the_page_holds_no_case_numbers(view):
    html = page(view)
    assert not [case for case in view.lines["case_id"].unique() if case in html]


def test_headers_say_what_they_head(view):
    tags = read(page(view)).tags
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")
    assert [attributes["lang"] for tag, attributes in tags if tag == "html"] == ["da"]
    tables, captions = (sum(1 for tag, _attributes in tags if tag == name) for name in ("table", "caption"))
    assert tables == captions > 3


def test_an_empty_quarter_has_dashes_and_no_percentages():
    rows = read(page(invented.view_of(invented.frame()))).rows
    assert next(row for row in rows if row[0] == "Lovkrav overholdt")[-1] == "–"


def test_english_readers_get_english_decimals(view):
    try:
        use_language("en")
        html = page(view)
    finally:
        use_language("da")
    assert "Legal requirements met" in html
    assert re.search(r"\d\.\d %", html)


def test_equal_views_give_equal_pages_and_a_missing_folder_is_said(tmp_path, view):
    write_page(tmp_path / "a.html", view)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page(view)
    with pytest.raises(CannotWrite):
        write_page(tmp_path / "nej" / "a.html", view)
