"""The page in a real browser: axe finds no fault, nothing is fetched, and it can be read on a phone and on paper."""

from datetime import date

import pytest

from auditkit.compliance import read_settings
from auditkit.report import write_page
from tests.report import invented
from tests.support.axe import A4_LANDSCAPE, DESKTOP, PHONE, faults
from tests.support.chromium import browser, chromium
from tests.support.hostile import hostile_texts

pytestmark = pytest.mark.skipif(
    chromium() is None,
    reason="Chromium is not installed: the page is NOT opened in a browser, and axe does NOT look at it",
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as tab:
        yield tab


def hostile_view():
    texts = hostile_texts()
    teams = [*texts[:120:8], texts[-1]]
    rows = [invented.obligation(team=team, record=team, outcome="met") for team in teams]
    return invented.view_of(invented.frame(*rows), kommune=texts[1], run=texts[60])


SETTINGS = """
[farver.krav.alle]
groen = 90
gul = 60
[farver.krav.i_alt]
groen = 90
gul = 60
[[ikke_omfattet]]
team = "Nord"
fra = "2026K3"
[[ikke_omfattet]]
krav = "TILSYN"
"""


def colourful_view():
    settings = read_settings(SETTINGS, "auditkit.toml")
    return invented.view_of(invented.caseload(600), settings=settings, as_of=date(2026, 8, 31))


VIEWS = {
    "a usual quarter": lambda: invented.view_of(invented.caseload(600)),
    "a sample": lambda: invented.view_of(invented.caseload(60), is_sample=True),
    "nothing at all": lambda: invented.view_of(invented.frame()),
    "hostile names": hostile_view,
    "own colours, a break, some out of scope, a quarter that is not over": colourful_view,
}


@pytest.fixture(scope="module", params=VIEWS)
def page(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("side") / "side.html"
    write_page(path, VIEWS[request.param]())
    return path


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    path = tmp_path_factory.mktemp("side") / "side.html"
    write_page(path, VIEWS["a usual quarter"]())
    return path


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_no_fault_and_the_body_never_scrolls_sideways(tab, page, width):
    tab.open(page, width)
    assert tab.run("document.documentElement.scrollWidth") == width
    assert faults(tab) == []
    tab.run("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert tab.run("document.documentElement.scrollWidth") == width
    assert faults(tab) == []


def test_the_first_screen_of_a_phone_says_the_result(tab, usual):
    tab.open(usual, PHONE, height=640)
    card = "document.querySelector('.cards div').getBoundingClientRect()"
    assert tab.run(f"[{card}.top > 0, {card}.bottom < 640]") == [True, True]
    assert "procentpoint siden 2026K2" in tab.run("document.querySelector('.cards div').innerText")


def test_the_contents_lead_to_every_part(tab, usual):
    tab.open(usual, PHONE)
    links = "[...document.querySelectorAll('nav a')]"
    assert tab.run(f"{links}.map(each => document.querySelector(each.hash).textContent.split(':')[0])") == tab.run(
        f"{links}.map(each => each.textContent)"
    )
    assert tab.run(f"{links}.length") == tab.run("document.querySelectorAll('h2').length") - 1


def test_a_desktop_shows_the_widest_table_whole(tab, usual):
    tab.open(usual, DESKTOP)
    wide = "[...document.querySelectorAll('.wide')]"
    assert tab.run(f"{wide}.filter(each => each.scrollWidth > each.clientWidth).length") == 0


def test_a_table_is_folded_on_the_screen_and_always_on_paper(tab, usual):
    tab.open(usual, DESKTOP)
    shown = "[...document.querySelectorAll('table')].filter(each => each.checkVisibility()).length"
    every = tab.run("document.querySelectorAll('table').length")
    assert tab.run("document.querySelectorAll('details table').length") == 4
    assert tab.run(shown) == every - 4
    tab.send("Emulation.setEmulatedMedia", media="print")
    try:
        assert tab.run(shown) == every
        assert tab.run("[...document.querySelectorAll('summary')].filter(each => each.checkVisibility()).length") == 0
    finally:
        tab.send("Emulation.setEmulatedMedia", media="")


def test_axe_would_find_a_fault(tab, usual, tmp_path):
    faulty = tmp_path / "fejl.html"
    faulty.write_text(usual.read_text(encoding="utf-8").replace('lang="da"', ""), encoding="utf-8")
    tab.open(faulty)
    assert [name for name, _html in faults(tab)] == ["html-has-lang"]


def test_nothing_is_fetched_run_or_refused(tab, page):
    tab.open(page)
    assert tab.fetched() == [page.as_uri()]
    assert tab.complaints() == []
    assert tab.run("document.scripts.length + document.images.length + document.forms.length") == 0
    assert not [each for each in tab.events if each.get("method") == "Page.javascriptDialogOpening"]


def test_a_script_that_got_in_would_not_run(tab, usual, tmp_path):
    """The policy in the page forbids every script, also if one should ever slip through."""
    injected = tmp_path / "skjult.html"
    html = usual.read_text(encoding="utf-8")
    injected.write_text(html.replace("</main>", "<script>document.title = 'ran'</script></main>"), encoding="utf-8")
    tab.open(injected)
    assert tab.run("document.title") != "ran"
    assert "Content Security Policy" in " ".join(tab.complaints())


def test_hostile_names_stand_in_the_page_as_texts(tab, tmp_path):
    view = hostile_view()
    path = tmp_path / "side.html"
    write_page(path, view)
    tab.open(path)
    shown = tab.run(
        "[...document.querySelectorAll('#table-3-1')][0].closest('table')"
        ".querySelectorAll('tbody th').values().map(cell => cell.textContent).toArray()"
    )
    signs = {chr(number): chr(0x2400 + number) for number in range(32) if chr(number) not in "\n\t"} | {
        "\x7f": "\u2421"
    }
    lost = {chr(number): "\ufffd" for number in [*range(0x80, 0xA0), 0xFFFE, 0xFDD0]}
    table = str.maketrans(signs | lost)
    assert shown[:-1] == [team.replace("\r\n", "\n").translate(table) for team in view.teams]
    assert tab.run("document.querySelector('.kommune').textContent") == view.kommune


def test_the_charts_letters_can_be_read_on_a_phone(tab, page):
    tab.open(page, PHONE)
    scale = "svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    scales = tab.run(f"[...document.querySelectorAll('svg')].map(svg => {scale})")
    assert scales
    assert 12 * min(scales) >= 11


def test_on_paper_all_columns_are_there_and_headers_are_dark_on_white(tab, usual):
    tab.open(usual, A4_LANDSCAPE)
    tab.send("Emulation.setEmulatedMedia", media="print")
    try:
        assert tab.run("document.documentElement.scrollWidth") == A4_LANDSCAPE
        style = "getComputedStyle(document.querySelector('thead th'))"
        assert tab.run(f"[{style}.color, {style}.backgroundColor]") == ["rgb(31, 41, 51)", "rgba(0, 0, 0, 0)"]
    finally:
        tab.send("Emulation.setEmulatedMedia", media="")
    assert 2 <= tab.pages_on_paper() <= 16
