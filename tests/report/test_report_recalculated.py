"""LibreOffice counts the workbook again: every formula must give the value that was written beside it."""

import shutil
import subprocess
from datetime import date

import pytest
from openpyxl import load_workbook

from auditkit.report import write_workbook
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
