"""What the command line refuses of a second edition, and a requirement that is not shown."""

import shutil
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from auditkit.report.writer import write_lists
from auditkit.samples import as_sheets, municipality
from auditkit.store import Store
from tests.disclosure.published import rows_of_page, rows_of_workbook, seen
from tests.functional.test_committee import AS_OF, COPY, judged, judged_once, sweep_twice_as_many

__all__ = ["judged", "judged_once"]

PUBLISHED = ("export", "2026K3", "-o", "udvalg.xlsx", *COPY, "--publish")
CORRECTED = ("export", "2026K3", "-o", "rettet.xlsx", *COPY, "--correct", "lists")


def settings(home, text):
    (home / "auditkit.toml").write_text(text, encoding="utf-8")


def test_a_correction_with_something_else_out_of_scope_is_refused_until_it_is_set_back(judged, auditkit):
    assert auditkit(*PUBLISHED).code == 0
    sweep_twice_as_many(auditkit, judged)
    settings(judged, '[[ikke_omfattet]]\nteam = "Ungeteamet"\n')
    refused = auditkit(*CORRECTED, "--publish")
    assert (refused.code, (judged / "rettet.xlsx").exists()) == (5, False)
    assert "Ikke omfattet nu: Ungeteamet (alle krav). Dengang: intet." in refused.err
    assert 'fra = "…"' in refused.err
    settings(judged, '[[ikke_omfattet]]\nteam = "Ungeteamet"\nfra = "2026K4"\n')
    assert auditkit(*CORRECTED, "--publish").code == 0


def test_a_draft_of_such_a_correction_is_refused_too(judged, auditkit):
    settings(judged, '[[ikke_omfattet]]\nkrav = ["UND-24T"]\n')
    assert auditkit(*PUBLISHED).code == 0
    sweep_twice_as_many(auditkit, judged)
    settings(judged, "")
    refused = auditkit(*CORRECTED)
    assert refused.code == 5
    assert "Ikke omfattet nu: intet. Dengang: alle teams (UND-24T)." in refused.err


def test_what_is_not_measured_is_said_and_that_it_has_changed(judged, auditkit):
    assert auditkit("export", "2026K2", "-o", "k2.xlsx", *COPY, "--publish").code == 0
    settings(judged, '[[ikke_omfattet]]\nkrav = ["UND-24T"]\nfra = "2026K3"\n')
    assert auditkit(*PUBLISHED).code == 0
    sheets = load_workbook("udvalg.xlsx")
    texts = [
        " ".join(cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s") for sheet in sheets
    ]
    assert "måles ikke efter kommunens eget valg" in texts[1]
    assert "2. kv. 2026 kan ikke uden videre sammenlignes med 3. kv. 2026" in texts[1]
    assert "1. kv. 2026, 2. kv. 2026 kan ikke uden videre sammenlignes" in texts[3]


def test_limits_for_colours_change_nothing_of_what_is_published(judged, auditkit):
    assert auditkit("export", "2026K3", "-o", "foer.xlsx", *COPY).code == 0
    settings(judged, '[farver.krav."alle"]\ngroen = 95\ngul = 80\n')
    assert auditkit("export", "2026K3", "-o", "efter.xlsx", *COPY).code == 0
    assert (judged / "foer.xlsx").read_bytes() == (judged / "efter.xlsx").read_bytes()


@pytest.mark.parametrize("more", [[], ["--publish"], ["--correct", "lists"]])
def test_another_limit_for_what_is_published_is_refused(judged, auditkit, more):
    assert auditkit(*PUBLISHED, "--limit", "10").code == 0
    refused = auditkit("export", "2026K3", "-o", "igen.xlsx", *COPY, "--limit", "6", *more)
    assert (refused.code, (judged / "igen.xlsx").exists()) == (5, False)
    assert "udgivet med grænsen 10" in refused.err


def test_a_correction_keeps_the_limit_of_the_first_edition(judged, auditkit):
    assert auditkit(*PUBLISHED, "--limit", "10").code == 0
    sweep_twice_as_many(auditkit, judged)
    assert auditkit(*CORRECTED, "--publish").code == 0
    assert seen(rows_of_workbook((judged / "rettet.xlsx").read_bytes())).limit == 10


def test_the_quarter_after_with_another_limit_says_so(judged, auditkit):
    assert auditkit("export", "2026K2", "-o", "k2.xlsx", *COPY, "--publish", "--limit", "10").code == 0
    assert auditkit(*PUBLISHED).code == 0
    trend = " ".join(str(cell.value) for row in load_workbook("udvalg.xlsx")["Udvikling"].iter_rows() for cell in row)
    assert "udgivet med en anden grænse for små antal" in trend


def test_a_quarter_corrected_meanwhile_is_shown_as_corrected_by_a_later_correction(judged, auditkit):
    """K2 and K3 are published, K2 is corrected, then K3: its second edition must not bring K2's old figures back."""
    for quarter in ("2026K2", "2026K3"):
        assert auditkit("export", quarter, "-o", "en.xlsx", *COPY, "--publish").code == 0
    sweep_twice_as_many(auditkit, judged)
    for quarter in ("2026K2", "2026K3"):
        answer = auditkit("export", quarter, "-o", f"{quarter}.xlsx", *COPY, "--publish", "--correct", "lists")
        assert answer.code == 0, answer.err
    two, three = (seen(rows_of_workbook((judged / f"{quarter}.xlsx").read_bytes())) for quarter in ("2026K2", "2026K3"))
    assert three.totals["2. kv. 2026"] == two.totals["2. kv. 2026"]


def test_a_correction_of_a_correction_keeps_both_and_counts_on(judged, auditkit):
    assert auditkit(*PUBLISHED).code == 0
    for size in (300, 600):
        write_lists(judged / "sager.xlsx", as_sheets(municipality(size)))
        assert auditkit("sweep", judged / "sager.xlsx", "--as-of", AS_OF, "--replace").code == 0
        answer = auditkit("export", "2026K3", "-o", f"{size}.html", *COPY, "--publish", "--correct", "lists")
        assert answer.code == 0, answer.err
    with Store.open(f"sqlite:///{judged}/test.sqlite3") as store:
        editions = [each.edition for each in store.published()]
    assert [each.number for each in editions] == [1, 2, 3]
    assert [each.page for each in editions[1:]] == [(judged / f"{size}.html").read_bytes() for size in (300, 600)]


def test_a_file_that_somebody_edited_is_told_by_writing_it_again(judged, auditkit):
    assert auditkit(*PUBLISHED).code == 0
    right = (judged / "udvalg.xlsx").read_bytes()
    book = load_workbook(judged / "udvalg.xlsx")
    book["Forside"]["B8"] = "99–100 %"
    book.save(judged / "udvalg.xlsx")
    assert (judged / "udvalg.xlsx").read_bytes() != right
    assert auditkit("export", "2026K3", "-o", "udvalg.xlsx", *COPY).code == 0
    assert (judged / "udvalg.xlsx").read_bytes() == right


def test_what_was_published_since_is_not_forgotten_by_restoring(judged, auditkit):
    assert auditkit("db", "backup", "kopi.sqlite3").code == 0
    assert auditkit(*PUBLISHED).code == 0
    shutil.copy("udvalg.xlsx", "gemt.xlsx")
    answer = auditkit("db", "restore", "kopi.sqlite3", "--yes")
    assert answer.code == 4
    assert "2026K3 udgave 1" in answer.err
    sweep_twice_as_many(auditkit, judged)
    assert auditkit("export", "2026K3", "-o", "udvalg.xlsx", *COPY).code == 0
    assert (judged / "udvalg.xlsx").read_bytes() == (judged / "gemt.xlsx").read_bytes()


KNOWN, NAMELESS = "Underretningen er vurderet inden 24 timer", "Underretteren har fået kvittering inden seks hverdage"


@pytest.fixture
def twenty_notifications(home, auditkit):
    """Twenty are assessed in time, and eight of them have somebody to be answered: with the limit 7 one is not shown.

    Whoever takes the two for judged equally often could say: 17–21 and 7–11 with up to 6 missed is 17, 0, 11 and 6.
    """
    sweep_notifications(home, auditkit, "sager.xlsx", notifications=20, answered=8)
    return home


def sweep_notifications(home, auditkit, name, notifications, answered):
    day = datetime(2026, 8, 3, 9, 0)  # noqa: DTZ001 - as a list has it
    rows = [["Underretningsnr", "Sagsnr", "Modtaget", "Vurderet", "Underretter", "Kvittering"]]
    for number in range(notifications):
        sender = "fagperson" if number < answered else "anonym"
        answer = date(2026, 8, 5) if number < answered else None
        rows.append([f"U{number}", f"FIKTIV-{number}", day, day + timedelta(hours=3), sender, answer])
    numbers = range(notifications)
    cases = [["Sagsnr", "Team", "Oprettet"], *([f"FIKTIV-{number}", "Nord", date(2026, 8, 3)] for number in numbers)]
    write_lists(home / name, {"Sager": cases, "Underretninger": rows})
    answer = auditkit("--db", f"sqlite:///{home}/{name}.sqlite3", "sweep", home / name, "--as-of", AS_OF)
    assert answer.code == 0, answer.err


def test_a_requirement_that_another_would_give_away_is_not_shown_and_not_in_the_total(
    twenty_notifications, auditkit, monkeypatch
):
    home = twenty_notifications
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{home}/sager.xlsx.sqlite3")
    assert auditkit("export", "2026K3", "-o", "udkast.html", *COPY, "--limit", "7").code == 0
    for name in ("udvalg.xlsx", "udvalg.html"):
        assert auditkit("export", "2026K3", "-o", name, *COPY, "--limit", "7", "--publish").code == 0
    copies = [
        seen(rows_of_page((home / "udkast.html").read_bytes())),
        seen(rows_of_workbook((home / "udvalg.xlsx").read_bytes())),
        seen(rows_of_page((home / "udvalg.html").read_bytes())),
    ]
    for copy in copies:
        assert copy.hidden == {NAMELESS}
        assert {title for _quarter, title in copy.rules} == {KNOWN}
        assert copy.rules["3. kv. 2026", KNOWN] == ((17, 21), (0, 6))
        assert copy.totals["3. kv. 2026"][0][0] == 17
    page = (home / "udvalg.html").read_text(encoding="utf-8")
    assert "Vises ikke og er ikke med i det samlede tal" in page
    assert page.count(NAMELESS) == 1


def test_with_the_usual_limit_both_are_shown(twenty_notifications, auditkit, monkeypatch):
    monkeypatch.setenv("AUDITKIT_DB", f"sqlite:///{twenty_notifications}/sager.xlsx.sqlite3")
    assert auditkit("export", "2026K3", "-o", "udkast.html", *COPY).code == 0
    copy = seen(rows_of_page((twenty_notifications / "udkast.html").read_bytes()))
    assert copy.hidden == set()
    assert {title for _quarter, title in copy.rules} == {KNOWN, NAMELESS}


@pytest.mark.parametrize("kind", ["xlsx", "html"])
def test_no_byte_tells_lists_apart_whose_counts_lie_in_the_same_ranges(home, auditkit, kind):
    """Also what no reader of cells would see: the chart's own figures, styles, names, the order of rows."""
    copies = []
    for name, notifications, answered in (("a.xlsx", 13, 5), ("b.xlsx", 15, 7), ("c.xlsx", 22, 3)):
        sweep_notifications(home, auditkit, name, notifications, answered)
        database = "--db", f"sqlite:///{home}/{name}.sqlite3"
        assert auditkit(*database, "export", "2026K3", "-o", f"{name}.{kind}", *COPY).code == 0
        copies.append((home / f"{name}.{kind}").read_bytes())
    assert copies[0] == copies[1]
    assert copies[0] != copies[2]
