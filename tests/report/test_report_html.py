import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from auditkit.compliance import read_settings
from auditkit.report import CannotWrite, write_page, write_workbook
from auditkit.report.html import page
from auditkit.terms import use_language
from tests.report import invented

VOID = {"meta", "wbr"}


class Reader(HTMLParser):
    """Collects the tags, the large figures, and of every table its caption, header and rows (cell: text and note)."""

    def __init__(self):
        super().__init__()
        self.tags, self.tables, self.cards, self.open = [], [], {}, []
        self.term = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class", "")))
        if tag == "table":
            self.tables.append(["", []])
        if tag == "tr":
            self.tables[-1][1].append([])
        if tag in ("th", "td"):
            self.tables[-1][1][-1].append(["", ""])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        inside = [tag for tag, _kind in self.open]
        if "caption" in inside and "small" not in inside:
            self.tables[-1][0] += data
        elif "th" in inside or "td" in inside:
            self.tables[-1][1][-1][-1]["small" in inside] += data
        elif inside[-1:] == ["dt"]:
            self.term = data
        elif self.open and self.open[-1] == ("dd", "value"):
            self.cards[self.term] = data


def read(html):
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def table(html, caption):
    """The rows of a table as header → text, the first cell's note (the rule) as ``""``."""
    header, *rows = next(rows for name, rows in read(html).tables if name.startswith(caption))
    names = [text for text, _note in header]
    full = [row for row in rows if len(row) == len(names)]
    return [{**dict(zip(names, (text for text, _note in row), strict=True)), "": row[0][1]} for row in full]


def sheet(workbook, name, first):
    """The rows of every table of a sheet whose header begins with a word, as header → value."""
    found, header = [], None
    for row in load_workbook(workbook, data_only=True)[name].iter_rows(values_only=True):
        if row[0] == first:
            header = row
            found.append([])
        elif (header and row[1] is not None) or row[0] == "I alt":
            found[-1].append({key: value for key, value in zip(header, row, strict=True) if key})
    return found


def number(text):
    """What a cell of the page says, as the workbook holds it."""
    if text in ("–", ""):
        return text
    plain = text.replace(".", "").replace(",", ".").replace("−", "-")
    return float(plain.removesuffix(" %")) / 100 if text.endswith("%") else float(plain)


def same(shown, held, unit):
    """Say whether a text of the page is a value of the workbook, rounded as the page rounds."""
    if held in ("–", None):
        return shown in ("–", "")
    return abs(number(shown) - held) <= unit / 2 + 1e-9


def unit_of(header):
    return 0.1 if "procentpoint" in header else 0.001 if "pct." in header else 0


def compared(shown, held, leave=()):
    """Compare every column of figures that the workbook's row has; return how many there were."""
    figures = [name for name, value in held.items() if isinstance(value, int | float) or value == "–"]
    for name in figures:
        if name not in leave:
            assert same(shown[name], held[name], unit_of(name)), (name, shown, held)
    return len(figures)


def of_rule(rows, rule):
    """The row of a rule, by its id in the note of its name."""
    return next(row for row in rows if row[""].partition(" · ")[0] == rule)


@pytest.fixture(scope="module")
def html(view):
    return page(view)


def test_every_figure_of_the_overview_is_on_the_page(html, workbook):
    due, done, _days = sheet(workbook, "Overblik", "Id")
    count = 0
    shown = table(html, "Efter frist")
    for held in due:
        row = shown[-1] if held["Id"] == "I alt" else of_rule(shown, held["Id"])
        count += compared(row, held) if held["Id"] != "I alt" else 0
    shown = table(html, "Efter hvornår det blev gjort")
    for held in done:
        if held["Id"] != "I alt":
            earlier = [name for name in held if ("K" in name[:5] and name != "Krav") or name.startswith("Alle kv")]
            figures = {name: value for name, value in held.items() if name not in earlier}
            count += compared(of_rule(shown, held["Id"]), figures)
    assert count > 100


def test_totals_of_each_section_are_the_workbooks(html, workbook):
    due, _done, _days = sheet(workbook, "Overblik", "Id")
    held = [row for row in due if row["Id"] == "I alt"]
    shown = [row for row in table(html, "Efter frist") if row["Krav"] == "I alt"]
    assert len(held) == len(shown) > 1
    for one, other in zip(shown, held, strict=True):
        assert compared(one, other) > 10


def test_a_rule_that_is_silent_now_counts_in_the_total_of_all_quarters(tmp_path):
    now = invented.obligation(record="U1")
    old = invented.obligation(record="U2", rule="OPF-1", quarter="2023K2", due_on=date(2023, 5, 1))
    view = invented.view_of(invented.frame(now, old))
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, view)
    held = next(row for row in sheet(path, "Overblik", "Id")[1] if row["Id"] == "I alt")["Alle kvartaler: overholdt"]
    shown = table(page(view), "Efter hvornår det blev gjort")
    assert [row[""].partition(" · ")[0] for row in shown if row["Krav"] != "I alt"] == ["BFU-4M"]
    assert held == 2
    total = next(row for row in shown if row["Krav"] == "I alt")
    assert total["Alle kvartaler: overholdt"] == "2"


def test_the_quarter_before_has_its_counts_on_the_page_too(html, workbook):
    _due, done, _days = sheet(workbook, "Overblik", "Id")
    rows = next(rows for name, rows in read(html).tables if name.startswith("Efter frist"))
    place = [text for text, _note in rows[0]].index("Forrige kvartal, pct.")
    notes = {row[0][1].partition(" · ")[0]: row[place][1] for row in rows if len(row) == len(rows[0])}
    for held in done:
        met, judged = held["2026K2: overholdt"], held["2026K2: overholdt + ikke overholdt"]
        if held["Id"] != "I alt" and judged:
            assert notes[held["Id"]] == f"{met} af {judged}"


def test_every_figure_by_team_is_on_the_page(html, workbook):
    (held,) = sheet(workbook, "Pr. team", "Grundlag")
    shown = table(html, "Hvert krav pr. team")
    assert [row["Team"] for row in shown] == [row["Team"] for row in held]
    assert sum(compared(*pair, leave=("Teamnr.",)) for pair in zip(shown, held, strict=True)) > 200
    matrix = table(html, "Teams side om side")
    for row in held:
        assert same(of_rule(matrix, row["Id"])[row["Team"]], row["Overholdt i pct."], 0.001)


def test_every_percentage_of_the_eight_quarters_is_on_the_page(html, workbook):
    (held, *_chart) = sheet(workbook, "Udvikling", "Id")
    rows = next(rows for name, rows in read(html).tables if name.startswith("Hvert krav pr. kvartal"))
    names = [text for text, _note in rows[0]]
    shown = {row[0][1].partition(" · ")[0]: row for row in rows if len(row) == len(names)}
    count = 0
    for line in held:
        if line["Id"] in shown and line["Id"]:
            for name, cell in zip(names[1:], shown[line["Id"]][1:], strict=True):
                count += 1
                assert same(cell[0], line[f"{name} pct."], 0.001)
    assert count > 40


def test_the_headline_is_the_front_page_of_the_workbook(view, html, workbook):
    shown = read(html).cards
    rows = reversed(list(load_workbook(workbook, data_only=True)["Forside"].iter_rows(values_only=True)))
    front = {row[0]: row[1] for row in rows if row[0] in shown}
    assert len(front) == len(shown) == 5
    for label, value in front.items():
        assert same(shown[label], value, 0.001 if label == "Lovkrav overholdt" else 0), label


def test_a_sample_has_its_interval_on_the_page_as_in_the_workbook(tmp_path):
    rows = [
        invented.obligation(record=f"U{n}", **({} if n < 10 else {"outcome": "missed", "reason": "missing"}))
        for n in range(50)
    ]
    html = page(invented.view_of(invented.frame(*rows), is_sample=True))
    assert of_rule(table(html, "Efter frist"), "BFU-4M")["95 pct. interval"] == "11,2–33,0 %"
    assert "95 pct. interval" not in page(invented.view_of(invented.frame(*rows)))


def test_teams_chart_and_table_are_of_all_the_cases_and_no_mean():
    rows = [invented.obligation(record=f"a{n}", team="Nord") for n in range(9)]
    rows += [invented.obligation(record=f"b{n}", team="Syd", outcome="missed", reason="overdue") for n in range(1)]
    shown = table(page(invented.view_of(invented.frame(*rows))), "Lovkrav overholdt pr. team")
    assert [(row["Team"], row["Overholdt i pct."]) for row in shown] == [
        ("Nord", "100,0 %"),
        ("Syd", "0,0 %"),
        ("Alle teams", "90,0 %"),
    ]


def test_a_team_without_duties_under_a_requirement_is_no_zero():
    rows = [invented.obligation(team="Nord"), invented.obligation(rule="OPF-1", team="Syd")]
    html = page(invented.view_of(invented.frame(*rows)))
    assert of_rule(table(html, "Teams side om side"), "OPF-1")["Nord"] == ""
    assert html.count("<small>ingen pligter</small>") == 2


def test_counts_have_their_thousands_point():
    rows = [invented.obligation(record=str(number)) for number in range(1234)]
    assert of_rule(table(page(invented.view_of(invented.frame(*rows))), "Efter frist"), "BFU-4M")["I alt"] == "1.234"


def test_names_from_a_list_are_shown_and_never_run():
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&{{ 7*7 }}{% raw %}"
    obligations = invented.frame(invented.obligation(team=hostile))
    html = page(invented.view_of(obligations, kommune=hostile))
    assert not {"script", "img"} & {tag for tag, _attributes in read(html).tags}
    assert hostile in [row["Team"] for row in table(html, "Hvert krav pr. team")]


def test_what_html_cannot_hold_is_shown_as_a_sign_and_not_lost():
    obligations = invented.frame(invented.obligation(team="a\x00b\x1bc\ufffe"))
    html = page(invented.view_of(obligations, kommune="d\ud800"))
    assert "a␀b␛c\ufffd" in [row["Team"] for row in table(html, "Hvert krav pr. team")]
    assert '<p class="kommune">d\ufffd</p>' in html


def test_the_page_fetches_nothing_and_runs_nothing(html):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    style = re.search(r"<style>(.*)</style>", html, re.DOTALL)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert "url(" not in style
    assert "@import" not in style
    tags = read(html).tags
    attributes = {name for _tag, attrs in tags for name in attrs}
    assert not attributes & {"src", "style", "onclick", "onload", "action", "srcset", "data"}
    assert all(attrs["href"].startswith("#part-") for _tag, attrs in tags if "href" in attrs)


def test_each_chart_is_told_in_words_and_stands_over_its_table(html):
    charts = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        title = re.search(r"<title [^>]+>([^<]+)</title>", chart)[1]
        told = re.search(r"<desc [^>]+>([^<]+)</desc>", chart)[1]
        shown = table(html, title)
        for row in shown:
            first = next(iter(row.values()))
            assert f"{first}: {row['Overholdt i pct.']}" in told or first == "Alle teams"


def test_the_page_holds_no_case_numbers_and_no_caseworkers(view, html):
    assert not [case for case in view.lines.collect()["case_id"].unique() if case in html]
    assert "Sagsbehandler FIKTIV" not in html


def test_headers_say_what_they_head(html):
    tags = read(html).tags
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")
    assert [attributes["lang"] for tag, attributes in tags if tag == "html"] == ["da"]
    tables, captions = (sum(1 for tag, _attributes in tags if tag == name) for name in ("table", "caption"))
    assert tables == captions > 3
    ids = [attributes["id"] for _tag, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_an_empty_quarter_has_dashes_and_no_percentages():
    html = page(invented.view_of(invented.frame()))
    assert read(html).cards["Lovkrav overholdt"] == "–"
    assert "0,0 %" not in html


def test_what_cannot_be_determined_for_want_of_a_date_is_not_lost_from_the_front():
    """All of a list unreadable: nothing has a quarter, and the front must not read as if nothing were wrong."""
    unknown = {"outcome": "undeterminable", "reason": "trigger_unreadable", "due_on": None, "quarter": None}
    view = invented.view_of(invented.frame(*(invented.obligation(record=str(n), **unknown) for n in range(5))))
    html = page(view)
    assert "med frist i kvartalet; 5 andre har ingen frist" in html
    assert "intet at måle på i kvartalet" in html


def test_a_requirement_without_duties_is_named_and_takes_no_row():
    html = page(invented.view_of(invented.frame(invented.obligation())))
    assert [row[""].partition(" · ")[0] for row in table(html, "Efter frist")] == ["BFU-4M", ""]
    assert "Ingen pligter i kvartalet eller det før: BP, OPF-1, TILSYN, UND-24T, UND-KVIT, 0101-OPF-6M." in html


def test_a_quarter_that_is_not_over_is_said_to_be_provisional():
    html = page(invented.view_of(invented.frame(invented.obligation()), as_of=date(2026, 8, 31)))
    assert "2026K3 var ikke slut 31-08-2026" in html


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


def test_a_wrong_figure_would_be_found(tmp_path):
    """The comparison above would fail if page and workbook were of different cases."""
    one = invented.view_of(invented.frame(invented.obligation()))
    other = invented.view_of(invented.frame(invented.obligation(outcome="missed", reason="late")))
    write_workbook(tmp_path / "r.xlsx", other)
    held = next(row for row in sheet(tmp_path / "r.xlsx", "Overblik", "Id")[0] if row["Id"] == "BFU-4M")
    with pytest.raises(AssertionError):
        compared(of_rule(table(page(one), "Efter frist"), "BFU-4M"), held)


def test_what_is_not_in_scope_says_so_and_is_never_zero():
    said = '[[ikke_omfattet]]\nteam = "Nord"\n[[ikke_omfattet]]\nkrav = "TILSYN"\n'
    rows = [invented.obligation(team=team, rule=rule) for team in ("Nord", "Syd") for rule in ("BFU-4M", "TILSYN")]
    settings = read_settings(said, "auditkit.toml")
    tables = dict(read(page(invented.view_of(invented.frame(*rows), settings=settings))).tables)
    cells = {name.split(":")[0]: {row[0][0]: row[1:] for row in rows} for name, rows in tables.items()}
    out = ["", "ikke omfattet"]
    assert cells["Efter frist"]["To personrettede tilsyn om året"][0] == out
    assert cells["Lovkrav overholdt pr. team, pct."]["Nord"][0] == out
    studies = cells["Teams side om side"]["Børnefaglig undersøgelse afsluttet inden fire måneder"]
    assert studies == [["100,0 %", "1 af 1"], ["100,0 %", "1 af 1"], out]  # all teams, Syd, Nord
    assert cells["Teams side om side"]["To personrettede tilsyn om året"] == [out] * 3
    assert set(map(tuple, cells["Hvert krav pr. kvartal"]["To personrettede tilsyn om året"])) == {tuple(out)}


def test_the_first_card_says_since_when_and_where_the_series_breaks():
    old = {"law": "SEL", "version_from": date(2011, 1, 1), "quarter": "2025K3"}
    rows = [invented.obligation(), invented.obligation(record="U2", outcome="missed", reason="overdue", **old)]
    html = page(invented.view_of(invented.frame(*rows)))
    assert "+100,0 procentpoint siden 2025K3 (fra 0 af 1, brud i serien)" in html
    assert "siden 2026K2" not in html
    assert "* Brud i serien: Før gjaldt en anden lov" in html
    assert of_rule(table(html, "Efter frist"), "BFU-4M")["Ændring siden sidste år, procentpoint"] == "+100,0"


def test_the_municipality_s_own_colours_stand_with_their_words():
    said = "[farver.krav.alle]\ngroen = 90\ngul = 50\n"
    rows = [invented.obligation(record="U1"), invented.obligation(record="U2", outcome="missed", reason="overdue")]
    html = page(invented.view_of(invented.frame(*rows), settings=read_settings(said, "auditkit.toml")))
    assert '<td class="figure key yellow">50,0 %<small>1 af 2, gul</small></td>' in html
    plain = page(invented.view_of(invented.frame(*rows)))
    assert not re.findall(r'class="[^"]*(?:green|yellow|red)', plain)
