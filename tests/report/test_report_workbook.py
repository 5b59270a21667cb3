from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from zipfile import ZipFile

import polars as pl
import pytest
from openpyxl import load_workbook

from auditkit.compliance import summarise
from auditkit.dates import Quarter
from auditkit.report import TooManyRows, write_workbook
from auditkit.report.extras import Extras
from auditkit.report.view import quarter_view
from auditkit.rules.loader import load_catalogue
from auditkit.terms import use_language
from tests.report import invented

SHEETS = [
    "Forside",
    "Overblik",
    "Pr. team",
    "Teams side om side",
    "Udvikling",
    "Overskredne frister",
    "Forfalder snart",
    "For sent afsluttet",
    "Kan ikke afgøres",
    "Stikprøve",
    "Afvigelser",
    "Genopretning",
    "Sagstal",
    "Datakvalitet",
    "Regler",
    "Rækker",
]


def written(tmp_path, view):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, view)
    return load_workbook(path, data_only=True)


def table(sheet, corner):
    """Return a table's rows by header, from the row whose first cell says ``corner``."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    top = next(number for number, row in enumerate(rows) if row[0] == corner)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


def line(sheet, first, corner="Id"):
    return next(row for row in table(sheet, corner) if row[corner] == first)


def texts(sheet):
    return "\n".join(
        str(getattr(cell.value, "text", cell.value))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


def test_the_sheets_stand_in_the_agreed_order_and_none_is_hidden(workbook):
    book = load_workbook(workbook)
    assert book.sheetnames == SHEETS
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_the_overview_can_be_recounted_from_the_rows(workbook):
    book = load_workbook(workbook, data_only=True)
    rows = [row for row in table(book["Rækker"], "Id") if row["Kvartal"] == "2026K3"]
    counts = Counter((row["Id"], row["Resultat"]) for row in rows)
    for rule in invented.RULES[:-1]:
        shown = line(book["Overblik"], rule.id)
        assert shown["Overholdt"] == counts[rule.id, "overholdt"]
        assert shown["Ikke overholdt"] == counts[rule.id, "ikke overholdt"]
        assert shown["Kan ikke afgøres"] == counts[rule.id, "kan ikke afgøres"]
        assert shown["I alt"] == sum(1 for row in rows if row["Id"] == rule.id)


def test_the_workbook_and_the_command_line_say_the_same(workbook, view):
    figures = summarise(view.lines.collect(), ["rule"], quarter=view.quarter)
    book = load_workbook(workbook, data_only=True)
    for row in figures.iter_rows(named=True):
        shown = line(book["Overblik"], row["rule"])["Overholdt i pct."]
        assert shown == ("–" if row["rate"] is None else pytest.approx(row["rate"]))


def test_teams_add_up_to_the_overview(workbook):
    book = load_workbook(workbook, data_only=True)
    by_team = table(book["Pr. team"], "Grundlag")
    for rule in invented.RULES[:-1]:
        whole = line(book["Overblik"], rule.id)
        teams = [row for row in by_team if row["Id"] == rule.id and row["Team"] != "Alle teams"]
        assert sum(row["I alt"] for row in teams) == whole["I alt"]
        assert sum(row["Ikke overholdt"] for row in teams) == whole["Ikke overholdt"]


def test_teams_stand_side_by_side_with_their_counts_in_numbers_and_in_the_chart(workbook):
    book = load_workbook(workbook, data_only=True)
    by_team = [row for row in table(book["Pr. team"], "Grundlag") if row["Grundlag"] == "Lovkrav"]
    shown = [row for row in table(book["Teams side om side"], "Team") if row["I diagrammet"]]
    for row in shown:
        mine = [line for line in by_team if line["Team"] == row["Team"]]
        for key in ("I alt", "Overholdt", "Ikke overholdt"):
            assert row[key] == sum(line[key] for line in mine)
        judged = row["Overholdt"] + row["Ikke overholdt"]
        assert row["I diagrammet"] == f"{row['Team']}: {row['Overholdt']} af {judged}"
    assert {row["Team"] for row in shown} == {row["Team"] for row in by_team} - {"Alle teams"}
    with ZipFile(workbook) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/drawings/drawing")]
    assert any(f"Lovkrav overholdt pr. team. {shown[0]['I diagrammet']}" in each for each in drawn)


def test_a_quarter_without_legal_duties_has_no_team_and_no_chart_side_by_side(tmp_path):
    local = invented.obligation(rule="0101-OPF-6M", basis="local")
    book = written(tmp_path, invented.view_of(invented.frame(local)))
    assert not table(book["Teams side om side"], "Team")
    assert not book["Teams side om side"]._charts


def test_where_nothing_was_judged_there_is_a_dash_and_no_percentage(tmp_path):
    waiting = invented.obligation(outcome="not_due", reason="not_yet_due")
    book = written(tmp_path, invented.view_of(invented.frame(waiting)))
    assert line(book["Overblik"], "BFU-4M")["Overholdt i pct."] == "–"
    assert "0%" not in texts(book["Overblik"])


def test_a_local_requirement_never_enters_the_legal_headline(tmp_path):
    legal = invented.obligation()
    local = invented.obligation(rule="0101-OPF-6M", basis="local", outcome="missed", reason="overdue")
    book = written(tmp_path, invented.view_of(invented.frame(legal, local)))
    front = {row[0]: row[1] for row in book["Forside"].iter_rows(values_only=True)}
    assert front["Lovkrav overholdt"] == 1
    assert front["Frist overskredet, ikke udført"] == 0
    assert line(book["Overblik"], "0101-OPF-6M")["Ikke overholdt"] == 1


def test_a_draft_stands_by_itself_and_on_no_list_to_act_on(tmp_path):
    draft = invented.obligation(rule="SCR", outcome="missed", reason="overdue")
    book = written(tmp_path, invented.view_of(invented.frame(draft)))
    assert "Udkast" in texts(book["Overblik"])
    assert "SCR" not in texts(book["Overskredne frister"])
    assert "Skal afklares af en jurist" in texts(book["Forside"])


def test_the_front_page_counts_rows_without_quarter(tmp_path):
    rows = [
        invented.obligation(),
        invented.obligation(record="U2", quarter=None, due_on=None, outcome="undeterminable", reason="trigger_unknown"),
    ]
    book = written(tmp_path, invented.view_of(invented.frame(*rows)))
    front = {row[0]: row[1:] for row in book["Forside"].iter_rows(values_only=True)}
    assert front["Pligter i alt"][0] == 2
    assert front["heraf uden frist"] == (1, "hører ikke til noget kvartal: står kun i totaler")
    assert line(book["Overblik"], "BFU-4M")["I alt"] == 1


def test_a_rule_whose_sheet_is_absent_is_said_not_run(tmp_path):
    tables = [each for each in invented.tables() if each.record_type != "notifications"]
    book = written(tmp_path, invented.view_of(invented.frame(), tables=tables))
    assert "arket Underretninger findes ikke i listerne" in texts(book["Forside"])


def test_an_overdue_duty_that_had_to_come_first_is_said_not_to_be_doable_any_more(tmp_path):
    missed = {"outcome": "missed", "reason": "overdue"}
    study = invented.obligation(record="U1", case_id="S1", due_on=date(2026, 9, 20), **missed)
    talk = invented.obligation(record="U2", case_id="S2", rule="AFG-SAMT", due_on=date(2026, 9, 20), **missed)
    view = quarter_view(
        invented.frame(study, talk),
        load_catalogue().rules,
        quarter=invented.QUARTER,
        as_of=invented.AS_OF,
        run="12",
        files=(),
        rows=None,
        kommune="FIKTIV",
    )
    shown = table(written(tmp_path, view)["Overskredne frister"], "Sagsnr.")
    assert {row["Sagsnr."]: row["Kan gøres"] for row in shown} == {"S1": "Ja", "S2": "Nej"}


def test_a_quarter_without_duties_says_so_in_a_short_line_on_every_sheet_of_figures(tmp_path):
    years = range(2011, 2026)
    rows = [invented.obligation(record=f"U{year}", quarter=f"{year}K1", due_on=date(year, 2, 1)) for year in years]
    book = written(tmp_path, invented.view_of(invented.frame(*rows), quarter=Quarter(2013, 3)))
    for name in ("Forside", "Overblik", "Pr. team"):
        (said,) = [line for line in texts(book[name]).split("\n") if "Ingen pligter havde frist" in line]
        assert said.endswith("2011K1 (1), 2012K1 (1), 2013K1 (1), 2014K1 (1), 2015K1 (1), 2016K1 (1).")
        assert len(said) < 200


def test_overdue_duties_stand_oldest_first_with_days_as_numbers(tmp_path):
    missed = {"outcome": "missed", "reason": "overdue"}
    newer = invented.obligation(record="U1", case_id="S1", due_on=date(2026, 9, 20), **missed)
    older = invented.obligation(record="U2", case_id="S2", due_on=date(2025, 9, 30), quarter="2025K3", **missed)
    late = invented.obligation(
        record="U3", case_id="S3", outcome="missed", reason="late", fulfilled_on=date(2026, 8, 11)
    )
    book = written(tmp_path, invented.view_of(invented.frame(newer, older, late)))
    shown = table(book["Overskredne frister"], "Sagsnr.")
    assert [(row["Sagsnr."], row["Dage over"]) for row in shown] == [("S2", 365), ("S1", 10)]
    assert shown[0]["Frist"] == datetime(2025, 9, 30)
    done = table(book["For sent afsluttet"], "Sagsnr.")
    assert [(row["Sagsnr."], row["Dage over"]) for row in done] == [("S3", 10)]


def test_hours_over_are_parts_of_a_day(tmp_path):
    late = invented.obligation(
        rule="UND-24T",
        due_on=date(2026, 7, 2),
        due_at=datetime(2026, 7, 2, 8, tzinfo=UTC),
        fulfilled_on=date(2026, 7, 2),
        fulfilled_at=datetime(2026, 7, 2, 20, tzinfo=UTC),
        outcome="missed",
        reason="late",
    )
    book = written(tmp_path, invented.view_of(invented.frame(late)))
    assert [row["Dage over"] for row in table(book["For sent afsluttet"], "Sagsnr.")] == [0.5]


def test_a_team_that_is_called_no_team_is_counted_once(tmp_path):
    rows = [invented.obligation(record=f"U{number}", team=team) for number, team in enumerate(["(uden team)", None])]
    book = written(tmp_path, invented.view_of(invented.frame(*rows)))
    shown = [(row["Team"], row["I alt"]) for row in table(book["Pr. team"], "Grundlag")]
    assert shown == [("(uden team)", 2), ("Alle teams", 2)]


def test_soon_is_from_the_day_itself_to_thirty_days_after(tmp_path):
    days = [date(2026, 9, 30), date(2026, 10, 30), date(2026, 10, 31)]
    rows = [
        invented.obligation(
            record=f"U{number}", case_id=f"S{number}", due_on=day, outcome="not_due", reason="not_yet_due"
        )
        for number, day in enumerate(days)
    ]
    book = written(tmp_path, invented.view_of(invented.frame(*rows)))
    shown = table(book["Forfalder snart"], "Sagsnr.")
    assert [(row["Sagsnr."], row["Dage til frist"]) for row in shown] == [("S0", 0), ("S1", 30)]


def test_what_cannot_be_determined_says_what_is_missing_and_where(tmp_path):
    unknown = invented.obligation(outcome="undeterminable", reason="trigger_unknown", due_on=None, quarter=None)
    absent = invented.obligation(rule="TILSYN", record="I1", outcome="undeterminable", reason="not_in_list")
    book = written(tmp_path, invented.view_of(invented.frame(unknown, absent)))
    shown = {row["Id"]: row for row in table(book["Kan ikke afgøres"], "Sagsnr.")}
    assert shown["BFU-4M"]["Hvad mangler"] == "Opmærksom (Undersøgelser) er ikke udfyldt."
    assert shown["BFU-4M"]["Kilde (ark, celle)"] == "Undersøgelser, celle G2"
    assert shown["TILSYN"]["Hvad mangler"] == "Listen mangler mindst en af kolonnerne: Dato (Tilsynsbesøg)."


def test_an_hour_is_shown_in_danish_time(tmp_path):
    report = invented.obligation(
        rule="UND-24T", trigger_at=datetime(2026, 7, 1, 12, 30, tzinfo=UTC), trigger_on=date(2026, 7, 1)
    )
    book = written(tmp_path, invented.view_of(invented.frame(report)))
    assert table(book["Rækker"], "Id")[0]["Udløsende dato"] == datetime(2026, 7, 1, 14, 30)


def test_an_interval_stands_only_where_the_cases_were_drawn(tmp_path):
    rows = [
        invented.obligation(record=f"U{n}", **({} if n < 10 else {"outcome": "missed", "reason": "missing"}))
        for n in range(50)
    ]
    everything = written(tmp_path, invented.view_of(invented.frame(*rows)))
    assert "95 pct. interval, fra" not in texts(everything["Overblik"])
    sample = written(tmp_path, invented.view_of(invented.frame(*rows), is_sample=True))
    shown = line(sample["Overblik"], "BFU-4M")
    assert (shown["Overholdt i pct."], round(shown["95 pct. interval, fra"], 3), round(shown["til"], 3)) == (
        0.2,
        0.112,
        0.33,
    )


def test_a_rule_without_a_file_is_shown_among_the_drafts(tmp_path):
    book = written(tmp_path, invented.view_of(invented.frame(invented.obligation(rule="UDGÅET"))))
    assert line(book["Overblik"], "UDGÅET")["I alt"] == 1
    front = {row[0]: row[1] for row in book["Forside"].iter_rows(values_only=True)}
    assert front["Lovkrav overholdt"] == "–"


def test_english_readers_get_english_sheets(tmp_path, view):
    try:
        use_language("en")
        book = written(tmp_path, view)
    finally:
        use_language("da")
    assert book.sheetnames[:3] == ["Front page", "Overview", "By team"]
    assert not any(":" in sheet for sheet in book.sheetnames)


def test_equal_views_give_equal_bytes(tmp_path, view, workbook):
    path = tmp_path / "igen.xlsx"
    write_workbook(path, view)
    assert path.read_bytes() == workbook.read_bytes()


def test_every_sheet_is_ready_for_paper(workbook):
    for sheet in load_workbook(workbook):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "kørsel 12" in sheet.oddFooter.left.text
        assert "&P" in sheet.oddFooter.right.text
    lists = load_workbook(workbook)["Overskredne frister"]
    assert lists.print_title_rows
    assert lists.auto_filter.ref
    assert lists.freeze_panes


def test_the_overview_shows_last_year_s_quarter_days_too_late_and_cases_with_errors(view, workbook):
    sheet = load_workbook(workbook, data_only=True)["Overblik"]
    headers = [[cell.value for cell in line] for line in sheet.iter_rows() if line[0].value == "Id"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows() if line[0].value == "BFU-4M"]
    first, _second, third = (dict(zip(*each, strict=True)) for each in zip(headers, lines, strict=True))
    year_ago = view.year_ago.filter(rule="BFU-4M").row(0, named=True)
    assert first["Samme kvartal sidste år, pct."] == pytest.approx(year_ago["rate"])
    rows = view.lines.filter(rule="BFU-4M", quarter="2026K3").collect()
    days = rows.filter(half="late").select((pl.col("fulfilled_on") - pl.col("due_on")).dt.total_days())
    assert third["Dage, median"] == days.to_series().median()
    wrong = rows.filter(outcome="missed")["case_id"].n_unique()
    judged = rows.filter(pl.col("outcome").is_in(["met", "missed"]))["case_id"].n_unique()
    assert (third["med mindst én fejl"], third["Bedømte sager"]) == (wrong, judged)
    assert third["Sager med mindst én fejl, pct."] == pytest.approx(wrong / judged)


def test_more_rows_than_excel_has_are_refused_at_once_and_nothing_is_written(tmp_path, view):
    many = replace(view, by_quarter=view.by_quarter.head(1).with_columns(obligations=pl.lit(1_048_576)))
    with pytest.raises(TooManyRows, match=r"obligations --format csv"):
        write_workbook(tmp_path / "rapport.xlsx", many)
    assert list(tmp_path.iterdir()) == []


def test_every_sheet_is_printed_on_landscape_a4_one_page_wide_with_its_page_number(tmp_path, view):
    path = tmp_path / "rapport.xlsx"
    write_workbook(path, view, Extras(invented.facts(), caseworkers=True))
    for sheet in load_workbook(path):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert sheet.page_setup.fitToHeight == 0, sheet.title
        assert sheet.oddFooter.right.text == "side &P af &N", sheet.title
