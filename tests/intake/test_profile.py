"""Mapping profiles and the error list."""

import tomllib
from datetime import date

import pytest

from auditkit.errors import InputRefused, UsageError
from auditkit.intake import Profile, correction_rows, load_profile, read_lists, suggest_profile
from tests.support.lists import write_workbook

OWN = [["Løbenr", "Gruppe", "Anmeldt den", "Hvem"], ["A-1", "Nord", "03/25/2024", "Skole"]]
PROFILE = """
name = "fagsystem"
date_order = "month_first"
[sheets]
"Udtræk" = "notifications"
[headers.notifications]
"Løbenr" = "case_id"
"Anmeldt den" = "received_at"
"Hvem" = "notifier"
[codes."notifications.notifier"]
"Skole" = "fagperson"
[fingerprint]
"Udtræk" = ["Løbenr", "Gruppe", "Anmeldt den", "Hvem"]
"""


def saved(tmp_path, text=PROFILE):
    path = tmp_path / "profil.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_profile_brings_a_list_of_its_own_to_the_standard_form(tmp_path, read):
    intake = read({"Udtræk": OWN}, profile=load_profile(saved(tmp_path)))

    (row,) = intake.caseload["notifications"].to_dicts()
    assert (row["case_id"], row["received_at"].date(), row["notifier"]) == ("A-1", date(2024, 3, 25), "fagperson")


def test_a_profile_whose_headers_have_changed_stops_with_the_difference(tmp_path, read):
    changed = [["Løbenr", "Gruppe", "Anmeldt den", "Anmelder"], OWN[1]]

    with pytest.raises(InputRefused, match=r"er væk: Hvem\. Nye overskrifter: Anmelder"):
        read({"Udtræk": changed}, profile=load_profile(saved(tmp_path)))


def test_a_profile_whose_columns_stand_in_another_order_stops_with_the_difference(tmp_path, read):
    swapped = [["Gruppe", "Løbenr", "Anmeldt den", "Hvem"], ["Nord", "A-1", "03/25/2024", "Skole"]]

    with pytest.raises(InputRefused, match=r"Flyttede kolonner: Gruppe, Løbenr\. "):
        read({"Udtræk": swapped}, profile=load_profile(saved(tmp_path)))


def test_a_profile_whose_sheet_is_gone_stops_unless_another_sheet_was_asked_for(tmp_path, read):
    sheets = {"Sager": [["Sagsnr", "Team"], ["A-1", "Nord"]]}
    profile = load_profile(saved(tmp_path))

    with pytest.raises(InputRefused, match="»Udtræk«"):
        read(sheets, profile=profile)
    assert read(sheets, profile=profile, sheet="Sager").caseload["cases"].height == 1


def test_a_profile_is_held_against_every_file_of_several(tmp_path, read_files):
    changed = [["Løbenr", "Gruppe", "Anmeldt den", "Anmelder"], OWN[1]]
    profile = load_profile(saved(tmp_path))

    with pytest.raises(InputRefused, match="Anmelder"):
        read_files(profile=profile, januar={"Udtræk": changed}, februar={"Udtræk": OWN})


def test_a_profile_can_leave_a_column_out(read):
    profile = Profile(name="en kolonne", headers={"flat": {"§ 50 start": "-"}})

    intake = read({"Ark1": [["Sagsnr", "BFU startet", "§ 50 start"], ["A-1", "1/2-24", None]]}, profile=profile)

    assert intake.caseload["investigations"].height == 1
    assert [each.name for each in intake.ignored] == ["§ 50 start"]


def test_a_date_that_is_wrong_month_first_is_shown_as_it_stands(read):
    profile = Profile(name="amerikansk", date_order="month_first")

    intake = read({"Sager": [["Sagsnr", "Oprettet"], ["A-1", "25/03/2024"]]}, profile=profile)

    assert intake.problems[0].seen == "25/03/2024"
    assert "25/03/2024" in intake.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        'nam = "x"',
        'name = "x"\nunknown = 1',
        'name = "x"\n[sheets]\n"Ark1" = "sagerne"',
        'name = "x"\n[headers.cases]\n"Hold" = "teams"',
        'name = "x"\n[codes."notifications.notifier"]\n"Skole" = "lærer"',
    ],
)
def test_a_profile_with_a_mistake_is_refused(tmp_path, text):
    with pytest.raises(UsageError, match=r"profil\.toml"):
        load_profile(saved(tmp_path, text))


def test_a_drafted_profile_can_be_loaded_and_reads_the_list_alike(tmp_path):
    rows = [["Sagsnr", "Team", "Oprettett", "Navn", "BFU startet"], ["A-1", "Nord", "x", "FIKTIV", "1/2-24"]]
    path = write_workbook(tmp_path / "liste.xlsx", {"Ark1": rows, "Vejledning": [["Læs her"]]})

    draft = suggest_profile(path)

    assert '# "Oprettett" = "cases.opened_on"' in draft
    assert "FIKTIV" not in draft
    profile = Profile.model_validate(tomllib.loads(draft))
    plain, profiled = (read_lists([path], pseudonym_key=None, profile=each) for each in (None, profile))
    assert plain.caseload["investigations"].equals(profiled.caseload["investigations"])


def test_a_draft_names_the_words_that_are_not_known(tmp_path):
    rows = [["Sagsnr", "Modtaget", "Underretter"], ["A-1", "1/2-24", "Skole"]]
    path = write_workbook(tmp_path / "liste.xlsx", {"Underretninger": rows})

    assert '# "Skole" = ""  # en af: borger, fagperson' in suggest_profile(path)


def test_the_error_list_stands_in_the_lists_own_order(read):
    header = ["Sagsnr", "Oprettet", "Lukket"]
    intake = read({"Sager": [header, ["A-1", "1/2-24", "?"], ["A-2", "31/4-24", "xx-xx-xxxx"]]})

    rows = correction_rows(intake)

    assert [each.cell for each in rows] == ["C2", "B3", "C3"]
    assert rows[1].seen == "31/4-24"
    assert rows[1].expected == "en dato (dd-mm-åååå) eller tom"
    assert "april 2024 har 30 dage" in rows[1].what_to_do


def one_sheet_for_each_team(tmp_path):
    header = ["Sagsnr", "Oprettet", "Underretning modtaget", "Afd."]
    return write_workbook(
        tmp_path / "liste.xlsx",
        {
            "Team Nord": [header, ["FIKTIV-1", "1/2-24", "1/2-24"]],
            "Team Syd": [header, ["FIKTIV-2", "1/2-24", "1/2-24"]],
        },
    )


def test_a_profile_says_whose_cases_stand_in_a_sheet(tmp_path):
    path = one_sheet_for_each_team(tmp_path)
    assert read_lists([path], pseudonym_key=None).caseload.frames["cases"]["team"].to_list() == [None, None]

    profile = Profile(name="FIKTIV", teams={"Team Nord": "Nord", "Team Syd": "Syd"})
    intake = read_lists([path], pseudonym_key=None, profile=profile)

    assert intake.caseload.frames["cases"]["team"].to_list() == ["Nord", "Syd"]
    assert not intake.problems


def test_a_draft_has_the_sheets_as_teams_to_confirm_and_the_fields_to_choose_from(tmp_path):
    draft = suggest_profile(one_sheet_for_each_team(tmp_path))

    assert '# [teams]\n# "Team Nord" = "Team Nord"\n# "Team Syd" = "Team Syd"' in draft
    assert '# "Afd." = "cases.team"' in draft, "an abbreviation of a known header is suggested"
    assert '#   "cases.closed_on"  Lukket' in draft
