"""The committee's page in a real browser: axe finds no fault, on a screen, on a phone and on paper."""

import pytest

from auditkit.report import committee
from tests.report import invented
from tests.support.axe import A4_LANDSCAPE, DESKTOP, PHONE, faults
from tests.support.chromium import browser, chromium
from tests.support.hostile import hostile_texts

pytestmark = pytest.mark.skipif(
    chromium() is None,
    reason="Chromium is not installed: the committee's page is NOT opened in a browser, and axe does NOT look at it",
)


def hostile_view():
    texts = hostile_texts()
    teams = texts[:120:8]
    people = ("AB", "CD", "EF")
    rows = [invented.obligation(team=team, caseworker=people[number % 3]) for team in teams for number in range(30)]
    return invented.view_of(invented.frame(*rows), kommune=texts[1])


VIEWS = {
    "a usual quarter": lambda: invented.view_of(invented.caseload(3000)),
    "a sample": lambda: invented.view_of(invented.caseload(400), is_sample=True),
    "nothing at all": lambda: invented.view_of(invented.frame()),
    "hostile names": hostile_view,
}


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as tab:
        yield tab


def written(folder, view, edition):
    figures = committee.first_edition(committee.counted(view), view.as_of, committee.Ranges(), [])
    path = folder / "udvalg.html"
    path.write_bytes(
        committee.page(committee.Copy(view.kommune, view.quarter, view.as_of, edition, view.is_sample, figures))
    )
    return path


@pytest.fixture(scope="module", params=VIEWS)
def page(request, tmp_path_factory):
    return written(tmp_path_factory.mktemp("side"), VIEWS[request.param](), 1)


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return written(tmp_path_factory.mktemp("side"), VIEWS["a usual quarter"](), None)


@pytest.fixture
def paper(tab):
    tab.send("Emulation.setEmulatedMedia", media="print")
    yield tab
    tab.send("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_no_fault_and_the_body_never_scrolls_sideways(tab, page, width):
    tab.open(page, width)
    assert tab.run("document.documentElement.scrollWidth") == width
    assert faults(tab) == []


def test_on_paper_axe_finds_no_fault_and_no_column_is_cut_off(paper, page):
    paper.open(page, A4_LANDSCAPE)
    assert faults(paper) == []
    assert paper.run("document.documentElement.scrollWidth") == A4_LANDSCAPE
    assert paper.run(
        "[...document.querySelectorAll('table')].every(table => table.getBoundingClientRect().right <= innerWidth)"
    )


def test_on_paper_headers_are_dark_on_white_and_each_part_begins_a_page(paper, usual):
    paper.open(usual, A4_LANDSCAPE)
    style = "getComputedStyle(document.querySelector('thead th'))"
    assert paper.run(f"[{style}.color, {style}.backgroundColor]") == ["rgb(31, 41, 51)", "rgba(0, 0, 0, 0)"]
    assert 4 <= paper.pages_on_paper() <= 6


def test_axe_would_find_a_fault(tab, usual, tmp_path):
    faulty = tmp_path / "fejl.html"
    faulty.write_text(usual.read_text(encoding="utf-8").replace(' lang="da"', ""), encoding="utf-8")
    tab.open(faulty)
    assert [name for name, _html in faults(tab)] == ["html-has-lang"]


def test_nothing_is_fetched_run_or_refused(tab, page):
    tab.open(page)
    assert tab.fetched() == [page.as_uri()]
    assert tab.complaints() == []
    assert tab.run("document.scripts.length + document.images.length + document.forms.length") == 0


def test_the_charts_letters_can_be_read_on_a_phone(tab, page):
    tab.open(page, PHONE)
    scale = tab.run(
        "(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)(document.querySelector('svg'))"
    )
    assert 14 * scale >= 11


def test_a_draft_says_so_before_anything_else(tab, usual):
    tab.open(usual)
    assert "UDKAST" in tab.run("document.querySelector('header').textContent")
