"""Lists for each team in files of their own: only the team's rows, names any system takes, nothing half-written."""

import os
from datetime import date

import pytest
from openpyxl import load_workbook

from auditkit.report import CannotWrite
from auditkit.report.team_files import file_names, write_team_files
from tests.report import invented
from tests.report.test_report_workbook import table, texts

OVERDUE = {"outcome": "missed", "reason": "overdue"}


def of_teams(*teams):
    rows = [
        invented.obligation(case_id=f"SAG-{number}", record=f"U{number}", team=team, **OVERDUE)
        for number, team in enumerate(teams)
    ]
    return invented.view_of(invented.frame(*rows))


def test_a_team_gets_its_own_rows_and_nobody_elses(tmp_path, view):
    files = write_team_files(tmp_path / "lister", view)
    assert len(files.written) == len(view.teams)
    seen = 0
    for path, team in zip(files.written, view.teams, strict=True):
        book = load_workbook(path)
        for name in (
            "Overskredne frister",
            "Forfalder snart",
            "For sent afsluttet",
            "Kan ikke afgøres",
            "Genopretning",
        ):
            rows = [row for row in table(book[name], "Sagsnr.") if row["Krav"]]  # not what to do, below the list
            assert {row["Team"] for row in rows} <= {team}
            seen += len(rows) if name == "Overskredne frister" else 0
        others = set(view.teams) - {team}
        assert not [other for other in others if other in texts(book["Til teamet"])]
    assert seen == view.overdue.height


def test_a_team_with_nothing_to_do_gets_no_file_and_is_named(tmp_path):
    met = invented.obligation(team="Rolig")
    late = invented.obligation(team="Travl", record="U2", **OVERDUE)
    files = write_team_files(tmp_path / "lister", invented.view_of(invented.frame(met, late)))
    assert [path.name for path in files.written] == ["2026K3 Travl.xlsx"]
    assert files.nothing == ("Rolig",)


def test_names_of_files_are_safe_and_different():
    names = file_names(
        ["Nord/Syd", "nord-syd", "CON", "Team.", "Øst: æø", "..", "a" * 300, "\x00", "A\u030a", "Å"], "2026K3"
    )
    assert names[:6] == [
        "2026K3 Nord-Syd.xlsx",
        "2026K3 nord-syd (2).xlsx",
        "2026K3 CON.xlsx",
        "2026K3 Team.xlsx",
        "2026K3 Øst- æø.xlsx",
        "2026K3 team uden navn.xlsx",
    ]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 120
    assert not [name for name in names if set(name) & set('<>:"/\\|?*\x00')]


def test_teams_whose_names_are_no_file_names_get_their_files(tmp_path):
    teams = ["Nord/Syd", "nord/syd", "CON", "../ude", "Team."]
    files = write_team_files(tmp_path / "lister", of_teams(*teams))
    assert sorted(path.parent for path in files.written) == [tmp_path / "lister"] * 5
    assert len(list((tmp_path / "lister").iterdir())) == 5


def test_nothing_is_half_written(tmp_path, monkeypatch):
    folder = tmp_path / "lister"
    write_team_files(folder, of_teams("Nord"))
    before = (folder / "2026K3 Nord.xlsx").read_bytes()
    real, calls = os.replace, []

    def full(source, target):
        calls.append(target)
        if len(calls) == 3:
            raise PermissionError(13, "in use", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CannotWrite):
        write_team_files(folder, of_teams("Nord", "Nord", "Syd", "Vest"))
    assert (folder / "2026K3 Nord.xlsx").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["2026K3 Nord.xlsx"]


def test_files_of_an_earlier_day_are_named(tmp_path):
    folder = tmp_path / "lister"
    write_team_files(folder, of_teams("Gammelt team"))
    files = write_team_files(folder, of_teams("Nyt team"))
    assert [path.name for path in files.others] == ["2026K3 Gammelt team.xlsx"]


def test_the_folder_above_must_be_there(tmp_path):
    with pytest.raises(CannotWrite, match="findes ikke"):
        write_team_files(tmp_path / "nej" / "lister", of_teams("Nord"))


def test_days_over_are_the_same_as_in_the_whole_report(tmp_path, view):
    assert view.as_of == date(2026, 9, 30)
    files = write_team_files(tmp_path / "lister", view)
    days = [
        row["Dage over"]
        for path in files.written
        for row in table(load_workbook(path)["Overskredne frister"], "Sagsnr.")
    ]
    assert sorted(days) == sorted(view.overdue.collect("days")["days"])
