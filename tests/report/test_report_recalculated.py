"""LibreOffice counts the workbook again: every formula must give the value that was written beside it."""

import shutil
import subprocess
from datetime import date

import pytest
from openpyxl import load_workbook

from auditkit.compliance import wilson
from auditkit.report import write_workbook
from auditkit.report.extras import Extras
from tests.report import invented

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed: formulas are NOT recalculated"
)


def recalculated(path, folder):
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", folder / "out", path], check=True, capture_output=True, timeout=300)
    return load_workbook(folder / "out" / path.name, data_only=True)


def compare(path, folder):
    """Return how many formulas there are, and those where LibreOffice and the written value differ."""
    formulas, written = load_workbook(path), load_workbook(path, data_only=True)
    counted = recalculated(path, folder)
    cells = [
        (sheet.title, cell.coordinate)
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    pairs = {(name, at): (written[name][at].value, counted[name][at].value) for name, at in cells}
    return len(cells), {place: pair for place, pair in pairs.items() if not same(*pair)}


def same(written, counted):
    if isinstance(written, str):
        return written == counted
    return counted == pytest.approx(written, abs=1e-9)


def test_libreoffice_counts_what_was_written(workbook, tmp_path):
    count, different = compare(workbook, tmp_path)
    assert different == {}
    assert count > 200


def test_the_sheets_that_people_fill_in_count_too(view, tmp_path):
    path = tmp_path / "alt.xlsx"
    write_workbook(path, view, Extras(invented.facts(), sample_size=12, caseworkers=True))
    count, different = compare(path, tmp_path)
    assert different == {}
    assert count > 500


def test_what_a_person_fills_in_is_counted(view, tmp_path):
    path = tmp_path / "alt.xlsx"
    write_workbook(path, view, Extras(invented.facts()))
    book = load_workbook(path)
    fill(book["Stikprøve"], "Nr.", "Planen er lavet", ["Ja", "Ja", "Ja", "Nej", "Ikke relevant"])
    fill(book["Genopretning"], "Sagsnr.", "Status", ["efterprøvet", "i gang", "i gang"])
    fill(book["Sagstal"], "Team", "Årsværk (udfyldes)", [2, 1])
    first = next(row for row in book["Afvigelser"].iter_rows() if row[5].value == "2026K3")
    first[11].value = "Nej"
    path = tmp_path / "udfyldt.xlsx"
    book.save(path)
    counted = recalculated(path, tmp_path)
    sample = {row[1]: row[11] for row in counted["Stikprøve"].iter_rows(max_row=12, values_only=True)}
    assert (sample["Ja / lav grad"], sample["Nej / nogen grad"], sample["Ikke relevant / høj grad"]) == (3, 1, 1)
    assert sample["Ja i pct. af ja og nej"] == 0.75
    assert (sample["95 pct. interval, fra"], sample["til"]) == pytest.approx(wilson(3, 4))
    status = {row[0]: row[1] for row in counted["Genopretning"].iter_rows(max_row=10, values_only=True)}
    assert (status["i gang"], status["efterprøvet"]) == (2, 1)
    teams = {row[0]: row[1:] for row in counted["Sagstal"].iter_rows(values_only=True)}
    assert teams["Nord"][4:] == (2, 25, "inden for")
    assert teams["Syd"][4:] == (1, 10, "under")
    assert teams["Alle teams"][4:6] == (3, 20)
    effect = next(row for row in counted["Afvigelser"].iter_rows(values_only=True) if row[0] == first[3].value)
    assert effect[4] == 1
    assert effect[8] == pytest.approx((effect[1] + effect[3] - 1) / (effect[1] + effect[2] + effect[3]))


def fill(sheet, corner, header, values):
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == corner)
    column = next(cell.column for cell in sheet[top] if cell.value == header)
    for row, value in enumerate(values, start=top + 1):
        sheet.cell(row, column).value = value


def test_a_wrong_value_would_be_found(tmp_path, view):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, view)
    book = load_workbook(path)
    rows = book["Rækker"]
    first = next(row for row in rows.iter_rows(min_row=2) if row[4].value == "overholdt" and row[7].value == "2026K3")
    first[4].value = "ikke overholdt"
    changed = tmp_path / "ændret.xlsx"
    book.save(changed)
    before = load_workbook(path, data_only=True)["Overblik"]
    after = recalculated(changed, tmp_path)["Overblik"]
    moved = [
        cell.coordinate for row in before.iter_rows() for cell in row if cell.value != after[cell.coordinate].value
    ]
    assert moved


def controls(book):
    rows = [[cell for cell in row if cell is not None] for row in book["Overblik"].iter_rows(values_only=True)]
    return {row[0].removeprefix("Kontrol: "): row[1] for row in rows if row and str(row[0]).startswith("Kontrol: ")}


def test_a_result_corrected_without_its_half_is_seen_by_the_control(tmp_path, view):
    path, changed = tmp_path / "rapport.xlsx", tmp_path / "ændret.xlsx"
    write_workbook(path, view)
    book = load_workbook(path)
    now = [row for row in book["Rækker"].iter_rows(min_row=2) if row[7].value == "2026K3"]
    missed = next(row for row in now if row[4].value == "ikke overholdt")
    missed[4].value = "overholdt"  # and its Heraf forgotten
    met = next(row for row in now if row[4].value == "overholdt" and row is not missed)
    met[4].value = "ikke overholdt"  # so that the sums agree again
    book.save(changed)
    assert set(controls(load_workbook(path, data_only=True)).values()) == {"stemmer"}
    assert controls(recalculated(changed, tmp_path)) == {
        "de seks resultater giver I alt": "stemmer",
        "de to »heraf« giver Ikke overholdt": "stemmer ikke: ret også Heraf på arket Rækker. Kun ikke overholdt har en",
    }


def test_teams_that_a_formula_would_mix_up_are_counted_apart(tmp_path):
    teams = ["Nord", "nord", "N*", "<>", "?", "1", "01", "", "=Nord", "x" * 300, None]
    rows = [
        invented.obligation(record=f"U{number}", team=team, fulfilled_on=date(2026, 7, 1))
        for number, team in enumerate(teams)
    ]
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, invented.view_of(invented.frame(*rows)))
    _count, different = compare(path, tmp_path)
    assert different == {}


def test_a_workbook_without_any_obligation_counts_to_nothing(tmp_path):
    path = tmp_path / "tom.xlsx"
    write_workbook(path, invented.view_of(invented.frame()))
    _count, different = compare(path, tmp_path)
    assert different == {}
